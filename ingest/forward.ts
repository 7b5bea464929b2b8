// The way from the spool into the store. Batches leave oldest first; whatever goes wrong, readings
// stay where they are and are tried again, for ever.
import type { Log } from '../domain/log.ts';
import { type Millis, millis, minutes, seconds } from '../domain/time.ts';
import { createAlarmClock } from './alarm-clock.ts';
import { type Bad, deliver, type Halt, type Queued } from './deliver.ts';
import type { TelemetryStore } from './port.ts';

/** The queue on disk. What was taken stays in it until it is settled. */
export interface Queue {
  take(limit: number): Promise<readonly Queued[]>;
  /** Everything up to `through` is done with; `bad` of it goes to quarantine. */
  settle(through: number, bad: readonly Bad[]): Promise<void>;
}

export interface Pace {
  /** Readings in one write. */
  readonly batch: number;
  /** How long readings may collect before the next batch leaves, unless it is full. */
  readonly gather: Millis;
  /** Between tries while the store is away: doubling from the first to the longest. */
  readonly firstRetry: Millis;
  readonly longestRetry: Millis;
  /** Between tries while somebody has to mend a setting. */
  readonly misconfigured: Millis;
  /** The longest time between tries while the store refuses every single reading. */
  readonly longestRefused: Millis;
}

/** A batch becomes text in the main thread, and no press gets through meanwhile: about 10 ms for this many. */
const BATCH = 1_000;

export const DEFAULT_PACE: Pace = {
  batch: BATCH,
  gather: millis(250),
  firstRetry: millis(500),
  longestRetry: seconds(15),
  misconfigured: seconds(15),
  longestRefused: minutes(5),
};

/** Fewer refused readings than these may well be bad readings; it is not yet worth a word. */
const SUSPICIOUS = 20;

type Pause = Millis | 'until-woken';

export class Forwarder {
  readonly #queue: Queue;
  readonly #store: Pick<TelemetryStore, 'write'>;
  readonly #pace: Pace;
  readonly #log: Log;
  readonly #alarm = createAlarmClock();
  #stopped = false;
  #running: Promise<void> = Promise.resolve();
  #trouble: string | undefined;
  #failures = 0;

  constructor(queue: Queue, store: Pick<TelemetryStore, 'write'>, pace: Pace, log: Log) {
    this.#queue = queue;
    this.#store = store;
    this.#pace = pace;
    this.#log = log;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** There is something new in the queue. */
  wake(): void {
    this.#alarm.ring();
  }

  /** Why the store does not take readings at present. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#alarm.stop();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const pause = await this.#forwardOrSayWhyNot();
      await (pause === 'until-woken' ? this.#alarm.rings() : this.#alarm.after(pause));
    }
  }

  async #forwardOrSayWhyNot(): Promise<Pause> {
    try {
      return await this.#forward();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (!this.#stopped) this.#report(`The spool cannot be read: ${message}`);
      return this.#backOff();
    }
  }

  async #forward(): Promise<Pause> {
    const batch = await this.#queue.take(this.#pace.batch);
    if (batch.length === 0) return 'until-woken';
    const write = this.#store.write.bind(this.#store);
    const delivery = await deliver(write, batch, () => this.#stopped);
    const { stored, bad, through, halt } = delivery;
    if (stored === 0 && bad.length > 0) return this.#refusedAll(bad);
    if (through !== undefined) await this.#queue.settle(through, bad);
    if (bad.length > 0) this.#log.warn('readings-quarantined', { count: bad.length });
    if (halt) return this.#haltedBy(halt);
    this.#failures = 0;
    this.#report(undefined);
    return batch.length < this.#pace.batch ? this.#pace.gather : millis(0);
  }

  /**
   * A reading is known to be bad only beside one that is good: a store that takes nothing at all is
   * wrong itself (it holds a field of another type, say), and nothing goes to quarantine for it.
   */
  #refusedAll(bad: readonly Bad[]): Millis {
    if (bad.length >= SUSPICIOUS) {
      this.#report(`The store refuses every reading: ${bad[0]?.reason}`);
    }
    return this.#backOff(this.#pace.longestRefused);
  }

  #haltedBy({ result, reason }: Halt): Millis {
    this.#report(reason);
    return result === 'misconfigured' ? jittered(this.#pace.misconfigured) : this.#backOff();
  }

  #backOff(longest = this.#pace.longestRetry): Millis {
    const pause = Math.min(longest, this.#pace.firstRetry * 2 ** Math.min(this.#failures, 20));
    this.#failures += 1;
    return jittered(millis(pause));
  }

  /** Told when it changes, not each time it repeats. */
  #report(trouble: string | undefined): void {
    if (trouble === this.#trouble) return;
    if (trouble === undefined) this.#log.info('history-resumed');
    else this.#log.warn('history-interrupted', { reason: trouble });
    this.#trouble = trouble;
  }
}

/** Half to whole, so that many services do not come back to one store at the same moment. */
const jittered = (pause: Millis): Millis => millis(pause * (0.5 + Math.random() / 2));
