// The store that needs no other program: one SQLite file with the readings and their roll-ups by
// minute and by hour, in a thread of its own.
import type { Log } from '../../domain/log.ts';
import type { Instant } from '../../domain/time.ts';
import { startThread, type Thread } from '../../durable/thread.ts';
import type { TelemetryStore } from '../port.ts';
import type { EmbeddedThread } from './embedded-thread.ts';

export interface EmbeddedStoreOptions {
  readonly path: string;
  readonly log: Log;
}

/** Other stores let readings go by themselves: InfluxDB by the retention of its bucket. */
export interface EmbeddedStore extends TelemetryStore {
  /** Deletes at most `limit` rows of before `before`; resolves with how many. Rejects when it cannot. */
  forget(before: Instant, limit: number): Promise<number>;
}

/**
 * A file that cannot be used does not keep the service from starting: readings then wait in the
 * spool as for any store that is wrongly set, until the file has been mended.
 */
export function createEmbeddedStore({ path, log }: EmbeddedStoreOptions): EmbeddedStore {
  let thread: Thread<EmbeddedThread> | undefined;
  const file = (): Thread<EmbeddedThread> => {
    if (thread) return thread;
    throw new Error('The embedded store is not open');
  };
  return {
    async start() {
      thread = startThread(new URL('./embedded-thread.ts', import.meta.url), { path });
      const unusable = await thread.call('open');
      if (unusable !== undefined) log.error('history-unusable', { reason: unusable });
    },
    write: async (points) => file().call('write', points),
    forget: async (before, limit) => file().call('forget', before, limit),
    range: async (query) => file().call('range', query),
    async close() {
      const closing = thread;
      thread = undefined;
      await closing?.call('close');
      await closing?.end();
    },
  };
}
