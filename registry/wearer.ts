// Who wore a band at a moment. Readings can arrive days after they were measured, and by then the
// band may be on another wrist.
import type { ResidentId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { AssignmentRow } from './write.ts';

/**
 * @param assignments of one band, in the order in which they began.
 * A moment before the first of them belongs to the first wearer: bands are handed out first and
 * typed in afterwards, and what one measured in between is of the person it was given to.
 */
export function wearerAt(
  assignments: readonly AssignmentRow[],
  at: Instant,
): ResidentId | undefined {
  const [first] = assignments;
  if (first === undefined) return undefined;
  if (at < first.from) return first.residentId;
  return assignments.findLast(({ from, to }) => from <= at && (to === null || at < to))?.residentId;
}
