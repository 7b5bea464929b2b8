// A month of history, delivered the way a band delivers what it kept: through its own connection, as
// a backlog, each message acknowledged. One reading in ten minutes, in the last day one in two.
import { hours, type Instant, instant, type Millis, minutes } from '../../domain/time.ts';
import type { Fleet } from '../fleet.ts';

const SPARSE = minutes(10);
const DENSE = minutes(2);
const DENSE_FOR = hours(24);

/** Readings lie on whole ten minutes, so that a history begun again is the same history. */
export const bornBefore = (now: Instant, reach: Millis): Instant =>
  instant(Math.floor((now - reach) / SPARSE) * SPARSE);

/** @param told how many percent are on record; called when that has grown. */
export async function deliverHistory(
  fleet: Fleet,
  size: number,
  span: { readonly from: Instant; readonly to: Instant },
  told: (percent: number) => void,
): Promise<void> {
  const dense = Math.min(DENSE_FOR, span.to - span.from);
  const each = (span.to - span.from - dense) / SPARSE + dense / DENSE;
  let delivered = 0;
  let percent = 0;
  const intervalAt = (at: Instant): Millis => (at < span.to - DENSE_FOR ? SPARSE : DENSE);
  await fleet.deliverPast(span.to, intervalAt, (readings) => {
    delivered += readings;
    // Flat batteries leave gaps, so the last percent may never come by counting.
    const now = Math.min(99, Math.floor((100 * delivered) / Math.max(1, each * size)));
    if (now > percent) told(now);
    percent = Math.max(percent, now);
  });
  told(100);
}
