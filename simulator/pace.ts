// Time lapse: the wearers' time runs from a moment of its own, `speed` times as fast as ours. At
// speed 1 from now on it is our time.
import { type Clock, type Instant, instant, type Millis, millis } from '../domain/time.ts';

export interface Pace {
  /** The wearers' present. */
  now(): Instant;
  /** How long we wait while so much of the wearers' time passes. */
  real(simulated: Millis): Millis;
}

export function makePace(clock: Clock, from: Instant, speed: number): Pace {
  const begun = clock();
  return {
    now: () => instant(Math.round(from + (clock() - begun) * speed)),
    real: (simulated) => millis(simulated / speed),
  };
}
