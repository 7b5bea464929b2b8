// The spool: readings on disk between their arrival and their store, so that a store that is down,
// slow, full or wrongly set costs nothing but time, and neither does a restart of our own.
//
//   append ──► one transaction for all who wait (group commit) ──► file ──► forward.ts ──► store
//
// Nothing is held in memory for a store that is away: what waits, waits in the file. A reading is
// deleted only after the store has it; a crash in between writes it again, which changes nothing,
// because a point is known by its band and its instant.
import { setTimeout } from 'node:timers/promises';
import type { BandId } from '../domain/ids.ts';
import type { Log } from '../domain/log.ts';
import { type Clock, type Instant, instant, seconds } from '../domain/time.ts';
import { startThread, type Thread } from '../durable/thread.ts';
import { DEFAULT_PACE, Forwarder, type Pace, type Queue } from './forward.ts';
import { createGroupCommit } from './group-commit.ts';
import type { Point, SpoolHealth, TelemetryStore } from './port.ts';
import type { SpoolItem, SpoolLimits, SpoolStats, SpoolThread } from './spool-thread.ts';

/** A message nobody could read, or only in part, kept for whoever looks after the band. */
export interface RefusedMessage {
  readonly receivedAt: Instant;
  readonly bandId: BandId;
  readonly reason: string;
  readonly payload: Uint8Array;
}

export interface Spool {
  /** Opens the file and begins to forward. A file that cannot be used is put aside, and logged. */
  start(): Promise<void>;
  /** Resolves when the points would survive a power cut. Rejects when they would not. */
  append(points: readonly Point[]): Promise<void>;
  /** Keeps a message for inspection; the oldest go when there are too many. */
  refuse(message: RefusedMessage): Promise<void>;
  /** Newest first. */
  refusedOf(bandId: BandId, limit?: number): Promise<readonly RefusedMessage[]>;
  /** Readings the store will never take, newest first, each as JSON, with the store's reason. */
  quarantined(limit?: number): Promise<readonly { reason: string; point: string }[]>;
  health(): SpoolHealth;
  /** What has not left stays on disk. */
  stop(): Promise<void>;
}

export interface SpoolOptions {
  readonly path: string;
  readonly store: Pick<TelemetryStore, 'write'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly pace?: Partial<Pace>;
  readonly limits?: Partial<SpoolLimits>;
}

/** Six weeks of 79 bands that speak every minute; about one gigabyte. */
const DEFAULT_LIMITS: SpoolLimits = {
  waiting: 5_000_000,
  quarantined: 100_000,
  refused: 10_000,
  refusedBytes: 32 * 1024 * 1024,
};

/** Not yet on disk. More than this means that the disk does not keep up, and the answer is no. */
const MOST_UNCOMMITTED = 20_000;

/** A thread that ends by itself would end again at once if what ended it were still there. */
const REOPEN_AFTER = seconds(1);

/** How long a write under way may hold up the end; what it was writing is written again. */
const STOP_PATIENCE = seconds(2);

export function createSpool(options: SpoolOptions): Spool {
  const { path, store, clock, log } = options;
  const pace = { ...DEFAULT_PACE, ...options.pace };
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  let thread: Thread<SpoolThread> | undefined;
  let stats: SpoolStats = { waiting: 0, quarantined: 0, dropped: 0 };

  const file = (): Thread<SpoolThread> => {
    if (thread) return thread;
    throw new Error('The spool is not open');
  };
  const note = (now: SpoolStats): void => {
    if (now.dropped > 0 && stats.dropped === 0) log.error('spool-full', { waiting: now.waiting });
    stats = now;
  };
  const queue: Queue = {
    take: async (limit) => file().call('take', limit, clock()),
    settle: async (through, bad) => note(await file().call('settle', through, bad, clock())),
  };
  const forwarder = new Forwarder(queue, store, pace, log);
  const commits = createGroupCommit<SpoolItem>(async (items) => {
    note(await file().call('append', items));
    forwarder.wake();
  }, MOST_UNCOMMITTED);

  async function open(): Promise<void> {
    const opened = await openFile(path, limits, clock, log, note);
    thread = opened;
    void opened.ended.then((error) => {
      // Ended by `stop`, which has taken it away before.
      if (thread !== opened) return;
      log.error('spool-thread-lost', { reason: error.message });
      void reopen();
    });
  }

  /** What it has on disk is all it needs; until then readings are not acknowledged and come again. */
  async function reopen(): Promise<void> {
    const lost = thread;
    await setTimeout(REOPEN_AFTER, undefined, { ref: false });
    if (thread !== lost) return;
    await open().catch((error: Error) => {
      log.error('spool-not-reopened', { reason: error.message });
      void reopen();
    });
  }

  return {
    async start() {
      await open();
      forwarder.start();
    },
    async append(points) {
      const now = clock();
      if (points.length > 0) await commits.add(points.map((point) => asWaiting(point, now)));
    },
    refuse: (message) => commits.add([{ type: 'refused', ...message }]),
    async refusedOf(bandId, limit = 50) {
      const rows = await file().call('refusedOf', bandId, limit);
      return rows.map((row) => ({ ...row, bandId, receivedAt: instant(row.receivedAt) }));
    },
    quarantined: async (limit = 50) => file().call('quarantined', limit),
    health: () => healthFrom(stats, forwarder.trouble),
    async stop() {
      if (!thread) return;
      await Promise.race([forwarder.stop(), setTimeout(STOP_PATIENCE, undefined, { ref: false })]);
      await commits.idle();
      const closing = thread;
      thread = undefined;
      // One that is lost and not yet open again has nothing to close.
      await closing.call('close').catch(() => {});
      await closing.end();
    },
  };
}

async function openFile(
  path: string,
  limits: SpoolLimits,
  clock: Clock,
  log: Log,
  note: (stats: SpoolStats) => void,
): Promise<Thread<SpoolThread>> {
  const thread = startThread<SpoolThread>(new URL('./spool-thread.ts', import.meta.url), {});
  try {
    const { stats, movedAside } = await thread.call('open', path, limits, clock());
    if (movedAside) log.error('spool-moved-aside', { ...movedAside });
    note(stats);
    return thread;
  } catch (error) {
    await thread.end();
    throw error;
  }
}

/** It waits from now on, however old it is: a backlog of last week is not a store that is late. */
const asWaiting = (point: Point, now: Instant): SpoolItem => ({
  type: 'waiting',
  at: now,
  point: JSON.stringify(point),
});

function healthFrom(stats: SpoolStats, trouble: string | undefined): SpoolHealth {
  const gaveUp =
    stats.dropped > 0
      ? `The spool is full: its ${stats.dropped} oldest readings were given up.`
      : undefined;
  const troubles = [trouble, gaveUp].filter((each) => each !== undefined);
  return {
    waiting: stats.waiting,
    ...(stats.oldestAt !== undefined && { oldestAt: instant(stats.oldestAt) }),
    quarantined: stats.quarantined,
    ...(troubles.length > 0 && { trouble: troubles.join(' ') }),
  };
}
