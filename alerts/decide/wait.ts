// How long something has waited, when the clock may have been moved meanwhile.
import { type Instant, type Millis, seconds, since } from '../../domain/time.ts';

/** Clocks are corrected by less than this all the time. */
const CORRECTION = seconds(5);

/**
 * Whether `wait` has passed since `at`. A moment that lies ahead of us was noted down before somebody
 * set the clock back; how long ago that was nobody can say, and late is worse than early.
 */
export function isOver(at: Instant, wait: Millis, now: Instant): boolean {
  const waited = since(at, now);
  return waited >= wait || waited < -CORRECTION;
}
