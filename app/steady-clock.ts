// Whether the wall clock can be believed where believing it would delete something. A clock that was
// suddenly somewhere else may be wrong, and by ten years ahead everything there is would be old. So it
// is held against the clock that only runs forward, and after a jump it is believed again in a week:
// time for whoever looks after the machine, who was told of the jump.
import { type Clock, days, type Instant, type Millis, minus, since } from '../domain/time.ts';

/** A clock that drifts or is corrected stays within this. */
const JUMP: Millis = days(1);
const DOUBTED_FOR: Millis = days(7);

/** Milliseconds that only run forward. */
export type Uptime = () => number;

/** Asked now and then; answers whether the clock has run steadily for long enough. */
export function watchSteadiness(clock: Clock, uptime: Uptime): () => boolean {
  const beganAt = (): Instant => minus(clock(), uptime() as Millis);
  let known = beganAt();
  let doubtedAt: number | undefined;
  return () => {
    const seen = beganAt();
    if (Math.abs(since(known, seen)) > JUMP) doubtedAt = uptime();
    known = seen;
    return doubtedAt === undefined || uptime() - doubtedAt > DOUBTED_FOR;
  };
}
