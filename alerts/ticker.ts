// One timer for everything that depends on time. It also notices when time did not pass as it should:
// the process was stopped, the machine slept, or somebody set the clock.
import type { Log } from '../domain/log.ts';
import { type Clock, type Instant, type Millis, millis, seconds } from '../domain/time.ts';

const TICK = seconds(1);
/** Between two ticks more or less than this beside the point: we were deaf, or the clock was moved. */
const TOLERANCE = seconds(5);

export interface Ticked {
  tick(): Promise<void>;
  deaf(gap: Millis): Promise<void>;
}

export interface TickerParts {
  readonly engine: Ticked;
  readonly clock: Clock;
  readonly log: Log;
  /** When the engine last knew what time it was; a disk may have held up its start for long since. */
  readonly from?: Instant;
  /** Calls back every `period`; returns what stops it. */
  readonly every?: (period: Millis, work: () => void) => () => void;
}

const timer = (period: Millis, work: () => void): (() => void) => {
  const handle = setInterval(work, period);
  return () => clearInterval(handle);
};

/** Starts at once; the returned function stops it. */
export function startTicker(parts: TickerParts): () => void {
  const { engine, clock, log, every = timer, from } = parts;
  let lastAt: Instant = from ?? clock();
  /** A gap that is not on record yet. Until it is, no tick may look: the bands would seem silent. */
  let untold = millis(0);
  let isTelling = false;

  const tellOfGap = async (): Promise<void> => {
    const gap = untold;
    isTelling = true;
    try {
      await engine.deaf(gap);
      untold = millis(untold - gap);
    } finally {
      isTelling = false;
    }
  };

  const work = async (): Promise<void> => {
    if (isTelling) return;
    if (untold === 0) {
      await engine.tick();
      return;
    }
    // While one jump was being told, the clock may have jumped again, and only the next look at it can
    // tell: nobody looks at the bands before that.
    await tellOfGap();
  };

  return every(TICK, () => {
    const now = clock();
    const gap = millis(now - lastAt - TICK);
    lastAt = now;
    if (Math.abs(gap) > TOLERANCE) untold = millis(untold + gap);
    // What a tick could not record is tried again by the next one; the engine has logged it.
    work().catch((error) => log.warn('tick-failed', { reason: String(error) }));
  });
}
