// The canary's rounds. Every minute a press of our own travels the whole way (canary-errand.ts); two
// that do not arrive, one after the other, are a technical incident and a degradation by name. One
// alone can be a busy moment; two are 130 s at most after whatever broke.
import { randomBytes } from 'node:crypto';
import type { RunningEngine } from '../alerts/engine.ts';
import type { CanaryStage } from '../domain/canary.ts';
import type { Log } from '../domain/log.ts';
import { type Clock, type Millis, millis, seconds } from '../domain/time.ts';
import { type CanaryWay, runErrand } from './canary-errand.ts';
import { CANARY_NAME } from './canary-identity.ts';

interface CanaryRounds {
  readonly every: Millis;
  /** Less than `every`: rounds do not overlap. */
  readonly patience: Millis;
}
const CANARY_ROUNDS: CanaryRounds = { every: seconds(60), patience: seconds(10) };

const MISSES_THAT_ALARM = 2;
/** Stuck before here, a press of a resident would not be on record either. */
const BEFORE_RECORDED: readonly CanaryStage[] = ['connect', 'acknowledge'];

interface CanaryHealth {
  /** Errands in a row that did not arrive. */
  readonly missed: number;
  /** Since the last that did, or since the start. */
  readonly lastSuccessAge: Millis;
  /** Enough were missed to tell somebody. */
  readonly alarming: boolean;
  /** Alarming, and presses do not get on record. */
  readonly blocksPresses: boolean;
}

export interface Canary {
  /** @param arrived told how long each press took to the screen. Returns what ends the rounds. */
  start(way: Omit<CanaryWay, 'close'>, arrived: (latency: Millis) => void): () => void;
  health(): CanaryHealth;
}

export interface CanaryParts {
  readonly engine: Pick<RunningEngine, 'act' | 'troubleBegan' | 'troubleEnded'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly rounds?: CanaryRounds;
}

export function createCanary({ engine, clock, log, rounds = CANARY_ROUNDS }: CanaryParts): Canary {
  // No name of a press may ever come twice, not even after a restart.
  const boot = randomBytes(6).toString('hex');
  let round = 0;
  let missed = 0;
  let stage: CanaryStage = 'open-screen';
  let isKnownToBeWell = false;
  // A wall clock that jumps must not age a success.
  let lastSuccessAt = performance.now();

  const toldOf = (telling: Promise<void>): void =>
    void telling.catch((error) => log.warn('canary-not-told', { reason: String(error) }));

  function succeeded(): void {
    lastSuccessAt = performance.now();
    if (missed > 0) log.info('canary-back', { missed });
    missed = 0;
    // Also after a restart: what an earlier run raised is over.
    if (!isKnownToBeWell) {
      toldOf(engine.troubleEnded('canary-missed', { code: 'canary-back' }));
    }
    isKnownToBeWell = true;
  }

  function failed(at: CanaryStage, reason: string): void {
    missed += 1;
    stage = at;
    log.warn('canary-missed', { stage, missed, reason });
    if (missed < MISSES_THAT_ALARM) return;
    isKnownToBeWell = false;
    toldOf(engine.troubleBegan({ code: 'canary-missed', stage }));
  }

  return {
    start(ends, arrived) {
      const way: CanaryWay = {
        ...ends,
        close: (id) => engine.act(id, CANARY_NAME, { type: 'close', outcome: 'test' }),
      };
      let isOver = false;
      const timer = setInterval(async () => {
        round += 1;
        const press = { id: `${boot}-${round}`, at: clock() };
        const errand = await runErrand(way, press, rounds.patience);
        if (isOver) return;
        if (!errand.arrived) return failed(errand.stage, errand.reason);
        arrived(errand.latency);
        succeeded();
      }, rounds.every);
      return () => {
        isOver = true;
        clearInterval(timer);
      };
    },
    health() {
      const alarming = missed >= MISSES_THAT_ALARM;
      return {
        missed,
        lastSuccessAge: millis(performance.now() - lastSuccessAt),
        alarming,
        blocksPresses: alarming && BEFORE_RECORDED.includes(stage),
      };
    },
  };
}
