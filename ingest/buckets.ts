// How a stretch of time is divided for a chart; the same for every store, so that a chart looks the
// same whichever is in use.
import { hours, type Instant, instant, type Millis, millis, minutes } from '../domain/time.ts';
import type { RangeQuery } from './port.ts';

export const MINUTE = minutes(1);
export const HOUR = hours(1);

export interface BucketPlan {
  /** Begins the first bucket; not after `from`. */
  readonly start: Instant;
  readonly width: Millis;
  /** `start` and `width` are whole numbers of it: what can be counted in roll-ups of this length. */
  readonly unit: Millis;
}

/** From buckets of two hours on, rounding up to whole hours costs little of what a chart shows. */
const WHOLE_HOURS_FROM = hours(2);

/** Undefined when there is nothing to ask for. */
export function planBuckets({
  from,
  to,
  points,
}: Pick<RangeQuery, 'from' | 'to' | 'points'>): BucketPlan | undefined {
  const most = Math.floor(points);
  if (!(to > from) || !(most >= 1)) return undefined;
  const ideal = (to - from) / most;
  const unit = ideal >= WHOLE_HOURS_FROM ? HOUR : ideal >= MINUTE ? MINUTE : millis(1);
  const start = instant(Math.floor(from / unit) * unit);
  return { start, width: millis(Math.ceil((to - start) / most / unit) * unit), unit };
}

/** The first bucket begins where it was asked to; all others where the plan says. */
export const bucketStart = (plan: BucketPlan, index: number, from: Instant): Instant =>
  instant(Math.max(from, plan.start + index * plan.width));
