// What need not be kept for ever goes, a little at a time: old readings of the embedded store, what
// bands said of their own line, what rules said of people, presses of the canary. Incidents, presses and
// falls of people stay.
// Between two small deletions there is a pause, so that the disk is free for a press.
import { setTimeout as pause } from 'node:timers/promises';
import type { SqliteJournal } from '../alerts/adapters/sqlite.ts';
import type { Log } from '../domain/log.ts';
import { type Clock, days, hours, type Millis, minus } from '../domain/time.ts';
import { VERDICTS_KEPT } from '../domain/verdict.ts';
import type { EmbeddedStore } from '../ingest/adapters/embedded.ts';
import type { TelemetryStore } from '../ingest/port.ts';
import { type Uptime, watchSteadiness } from './steady-clock.ts';

interface RetentionRhythm {
  readonly every: Millis;
  /** Rows deleted, or looked at, in one go. */
  readonly rows: number;
  /** Milliseconds between two goes. */
  readonly pause: number;
}
const RHYTHM: RetentionRhythm = { every: hours(1), rows: 500, pause: 50 };

const KEEP_STATUS = days(30);
const KEEP_CANARY = hours(1);

export interface RetentionParts {
  readonly journal: Pick<SqliteJournal, 'forgetCanary' | 'forgetStatus' | 'forgetVerdicts'>;
  readonly store: TelemetryStore | EmbeddedStore;
  readonly keepReadings: Millis;
  readonly clock: Clock;
  readonly log: Log;
  readonly rhythm?: RetentionRhythm;
  readonly uptime?: Uptime;
}

/** The first pass begins after one period. Returns what ends it, when the go under way is done. */
export function startRetention(parts: RetentionParts): () => Promise<void> {
  const { clock, log, rhythm = RHYTHM, uptime = () => performance.now() } = parts;
  const isSteady = watchSteadiness(clock, uptime);
  const over = new AbortController();
  let pass: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    pass = pass.then(async () => {
      try {
        if (isSteady()) await forgetOld(parts, over.signal);
        else log.warn('retention-waits', { reason: 'the clock has jumped' });
      } catch (error) {
        if (!over.signal.aborted) log.warn('retention-failed', { reason: String(error) });
      }
    });
  }, rhythm.every);
  return async () => {
    clearInterval(timer);
    over.abort();
    await pass;
  };
}

/** One pass over everything. */
export async function forgetOld(parts: RetentionParts, signal?: AbortSignal): Promise<void> {
  const { journal, store, keepReadings, clock, rhythm = RHYTHM } = parts;
  const now = clock();
  const breath = () => pause(rhythm.pause, undefined, signal && { signal });
  while ((await journal.forgetCanary(minus(now, KEEP_CANARY), rhythm.rows)) > 0) await breath();
  const { rows } = rhythm;
  await walk((from) => journal.forgetStatus(minus(now, KEEP_STATUS), { from, rows }), breath);
  await walk((from) => journal.forgetVerdicts(minus(now, VERDICTS_KEPT), { from, rows }), breath);
  // Other stores let readings go by themselves.
  if (!('forget' in store)) return;
  const before = minus(now, keepReadings);
  while ((await store.forget(before, rhythm.rows)) > 0) await breath();
}

/** Stretch by stretch, until there is none. */
async function walk(
  stretch: (from: number) => Promise<number | undefined>,
  breath: () => Promise<void>,
): Promise<void> {
  let from: number | undefined = 0;
  while (from !== undefined) {
    from = await stretch(from);
    await breath();
  }
}
