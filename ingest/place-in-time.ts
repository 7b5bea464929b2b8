// When was a reading measured? By the band's clock where that can be true, else when it arrived.
import type { Reading } from '../domain/message.ts';
import { days, type Instant, millis, minus, minutes, plus } from '../domain/time.ts';

/** Longer than any band keeps a backlog. */
const OLDEST = days(40);
/** Bands are set by a phone or a mast, and run ahead a little. */
const AHEAD = minutes(5);

const isBelievable = (at: Instant, receivedAt: Instant): boolean =>
  at >= minus(receivedAt, OLDEST) && at <= plus(receivedAt, AHEAD);

/**
 * One instant for each reading of a message, in the same order. Readings whose clock cannot be
 * right end at the moment of receipt, one millisecond apart: a store knows a reading by its band
 * and instant, so on one instant only the last of a backlog would be left.
 */
export function placeInTime(readings: readonly Reading[], receivedAt: Instant): readonly Instant[] {
  const believed = readings.map(({ at }) =>
    at !== undefined && isBelievable(at, receivedAt) ? at : undefined,
  );
  let toPlace = believed.filter((at) => at === undefined).length;
  return believed.map((at) => {
    if (at !== undefined) return at;
    toPlace -= 1;
    return minus(receivedAt, millis(toPlace));
  });
}
