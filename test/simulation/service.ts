// One run of the service, from its start to its crash: the real engine, ticker, parser and worker, on
// a simulated disk, between simulated bands and screens. A crash can come between any two events; all
// that this process had in mind is gone then, and nothing of it ever wakes up again.
import { createAlertEngine, type RunningEngine } from '../../alerts/engine.ts';
import type { AlertEngine, BandLine, Journal, JournalBatch } from '../../alerts/port.ts';
import { startTicker } from '../../alerts/ticker.ts';
import type { Receive } from '../../broker/port.ts';
import type { FrameLog } from '../../dashboard/feed/frame-log.ts';
import type { DeskAction, DeskAnswer } from '../../domain/desk.ts';
import type { BandId, IncidentId, ResidentId, StaffName } from '../../domain/ids.ts';
import { silentLog } from '../../domain/log.ts';
import { type Policy, samePolicyForAll } from '../../domain/policy.ts';
import type { Clock, Instant } from '../../domain/time.ts';
import { createIngestWorker } from '../../ingest/worker.ts';
import type { Registry } from '../../registry/port.ts';
import { createSimulatedBus, type Publish, type SimulatedBus, type ToBand } from './bus.ts';
import type { Disk } from './disk.ts';
import { createSimulatedJournal, type DiskMood } from './journal.ts';
import type { Line } from './line.ts';
import type { Scheduler } from './scheduler.ts';
import { createSimulatedScreens, type Seen, type SimulatedScreens } from './screens.ts';

export type After = (delay: number, work: () => void) => void;

/**
 * A wrong part in the place of a right one, for the proof that the simulation notices. Each gets the
 * right one to spoil; `run` is 1 for the first process on this disk.
 */
export interface Sabotage {
  readonly journal?: (journal: Journal, run: number, disk: Disk) => Journal;
  /** What is left of a batch that was being written when the machine stopped. */
  readonly torn?: (batch: JournalBatch) => JournalBatch;
  readonly intake?: (engine: AlertEngine, after: After) => Pick<AlertEngine, 'receive'>;
  readonly receive?: (receive: Receive) => Receive;
  readonly line?: (line: BandLine) => BandLine;
  readonly tickEvery?: number;
  readonly frameLog?: (frames: FrameLog) => FrameLog;
}

export interface ServiceParts {
  readonly scheduler: Scheduler;
  readonly disk: Disk;
  readonly mood: DiskMood;
  readonly registry: Registry;
  readonly bands: readonly (readonly [BandId, ResidentId])[];
  readonly policy: Policy;
  readonly clock: Clock;
  /** How much later than asked for the next tick comes, milliseconds. */
  readonly lag: () => number;
  readonly random: () => number;
  readonly sabotage: Sabotage;
  readonly run: number;
  readonly on: {
    ready(): void;
    /** The process has given up by itself; whoever supervises it starts another. */
    gaveUp(): void;
    /** A tick that looked at the world at `at` is on record with all it decided. */
    ticked(at: Instant): void;
  };
}

export class SimulatedService {
  readonly #parts: ServiceParts;
  readonly #engine: RunningEngine;
  readonly #bus: SimulatedBus;
  readonly #screens: SimulatedScreens;
  readonly #lines = new Set<Pick<Line<unknown, unknown>, 'die'>>();
  #state: 'starting' | 'ready' | 'dead' = 'starting';

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    const { disk, mood, registry, policy, clock, sabotage } = parts;
    const after = this.#after;
    const journal = createSimulatedJournal({ disk, mood, after });
    this.#screens = createSimulatedScreens({
      registry,
      clock,
      random: parts.random,
      every: (period, work) => this.#every(period, work),
      ...(sabotage.frameLog && { frameLog: sabotage.frameLog }),
    });
    const line: BandLine = { tell: (bandId, cue) => this.#bus.tell(bandId, cue) };
    this.#engine = createAlertEngine({
      journal: sabotage.journal?.(journal, parts.run, disk) ?? journal,
      feed: this.#screens,
      line: sabotage.line?.(line) ?? line,
      policies: samePolicyForAll(policy),
      clock,
      log: silentLog,
    });
    const worker = createIngestWorker({
      engine: sabotage.intake?.(this.#engine, after) ?? this.#engine,
      spool: this.#spool(),
      wearerOf: (bandId) => parts.bands.find(([id]) => id === bandId)?.[1],
      log: silentLog,
    });
    const receive = sabotage.receive?.(worker.receive) ?? worker.receive;
    this.#bus = createSimulatedBus({ receive, clock, after });
    this.#start().catch(() => this.#giveUp());
  }

  get isReady(): boolean {
    return this.#state === 'ready';
  }

  get engine(): AlertEngine {
    return this.#engine;
  }

  acceptBand(bandId: BandId, line: Line<ToBand, Publish>): void {
    this.#lines.add(line);
    this.#bus.accept(bandId, line.near);
  }

  acceptScreen(who: StaffName, after: number | undefined, line: Line<Buffer, Seen>): void {
    this.#lines.add(line);
    this.#screens.accept(who, after, line.near);
  }

  act(incidentId: IncidentId, by: StaffName, action: DeskAction): Promise<DeskAnswer> {
    return this.#engine.act(incidentId, by, action);
  }

  crash(): void {
    this.#state = 'dead';
    for (const line of this.#lines) line.die();
  }

  readonly #after: After = (delay, work) =>
    this.#parts.scheduler.after(delay, () => this.#state !== 'dead' && work());

  #every(period: number, work: () => void, lag: () => number = () => 0): void {
    this.#after(period + lag(), () => {
      work();
      this.#every(period, work, lag);
    });
  }

  async #start(): Promise<void> {
    const { bands, clock, lag, on, sabotage } = this.#parts;
    const from = await this.#engine.start(bands);
    this.#screens.start(this.#engine);
    const ticked = {
      deaf: this.#engine.deaf.bind(this.#engine),
      tick: async () => {
        const at = clock();
        await this.#engine.tick();
        on.ticked(at);
      },
    };
    startTicker({
      engine: ticked,
      clock,
      log: silentLog,
      from,
      every: (period, work) => {
        this.#every(sabotage.tickEvery ?? period, work, lag);
        return () => {};
      },
    });
    this.#state = 'ready';
    on.ready();
  }

  #giveUp(): void {
    if (this.#state === 'dead') return;
    this.crash();
    this.#parts.on.gaveUp();
  }

  #spool() {
    const { disk, mood } = this.#parts;
    return {
      append: (points: Disk['points']) =>
        new Promise<void>((resolve, reject) => {
          this.#after(mood.latency(), () => {
            if (mood.isFailing) return reject(new Error('disk I/O error'));
            disk.points.push(...points);
            resolve();
          });
        }),
      refuse: () => Promise.resolve(),
    };
  }
}
