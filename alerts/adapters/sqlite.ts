// The journal in one SQLite file, written by a thread of its own (journal-thread.ts).

import type { Instant } from '../../domain/time.ts';
import type { Reserve } from '../../durable/reserve.ts';
import { isDiskFull } from '../../durable/sqlite.ts';
import { startThread, type Thread } from '../../durable/thread.ts';
import type { IncidentQuery, Journal, JournalBatch } from '../port.ts';
import type { Walk } from './journal-retention.ts';
import { rowOf } from './journal-row.ts';
import type { JournalHandlers, WrittenBatch } from './journal-thread.ts';

export interface SqliteJournal extends Journal {
  /** Resolves when the thread that writes has come to it. */
  answer(): Promise<void>;
  /**
   * Calls back when that thread has ended and was not asked to. What it was writing may or may not be
   * on record, so only a restart, which reads the file, knows the truth again.
   */
  onLost(lost: (reason: Error) => void): void;
  /** One small batch; resolves with how many rows went. See journal-retention.ts. */
  forgetCanary(before: Instant, limit: number): Promise<number>;
  /** One stretch; resolves with where the next one begins, undefined after the last. */
  forgetStatus(before: Instant, walk: Walk): Promise<number | undefined>;
  /** One stretch, as `forgetStatus`; ends where everything is newer. */
  forgetVerdicts(before: Instant, walk: Walk): Promise<number | undefined>;
}

export interface SqliteJournalOptions {
  /** Of the file; made when it does not exist. */
  readonly path: string;
  /** Asked for room when the disk is full; what could not be written is then written again. */
  readonly reserve?: Pick<Reserve, 'release'>;
}

export function createSqliteJournal({ path, reserve }: SqliteJournalOptions): SqliteJournal {
  let thread: Thread<JournalHandlers> | undefined;
  let isClosing = false;
  let lost: (reason: Error) => void = () => {};
  const opened = (): Thread<JournalHandlers> => {
    if (!thread) throw new Error('the journal is not open');
    return thread;
  };
  return {
    async open() {
      thread = startThread<JournalHandlers>(new URL('./journal-thread.ts', import.meta.url), path);
      isClosing = false;
      try {
        const contents = await thread.call('open');
        thread.ended.then((reason) => !isClosing && lost(reason));
        return contents;
      } catch (error) {
        await thread.end();
        throw error;
      }
    },
    onLost(listener) {
      lost = listener;
    },
    answer: async () => opened().call('answer'),
    forgetCanary: async (before, limit) => opened().call('forgetCanary', before, limit),
    forgetStatus: async (before, walk) => opened().call('forgetStatus', before, walk),
    forgetVerdicts: async (before, walk) => opened().call('forgetVerdicts', before, walk),
    async append(batch) {
      const written = writtenOf(batch);
      try {
        return await opened().call('append', written);
      } catch (error) {
        if (!isDiskFull(error) || !reserve?.release()) throw error;
        return opened().call('append', written);
      }
    },
    incident: async (id) => opened().call('incident', id),
    incidents: async (query: IncidentQuery) => opened().call('incidents', query),
    verdicts: async (query) => opened().call('verdicts', query),
    async close() {
      isClosing = true;
      await thread?.call('close');
      await thread?.end();
      thread = undefined;
    },
  };
}

/** The thread needs no timelines: it has the changes. */
const writtenOf = ({ incidents, changes, ...rest }: JournalBatch): WrittenBatch => ({
  ...rest,
  changes: changes.map(({ change, version }) => ({
    incidentId: change.incidentId,
    version,
    body: JSON.stringify(change),
  })),
  incidents: incidents.map(rowOf),
});
