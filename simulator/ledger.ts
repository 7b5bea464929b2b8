// What a run saw: counted for the one who watches, and, on request, line by line in a file that is
// only ever appended to, so that a test outside can hold the service to its acknowledgements.
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { BandId } from '../domain/ids.ts';
import { type Clock, formatRfc3339 } from '../domain/time.ts';
import type { ClientEvent } from './client.ts';

export interface Ledger {
  observe(id: BandId, event: ClientEvent): void;
  readonly counts: Readonly<Record<'sent' | 'acknowledged' | 'cue', number>>;
  /** Bands on the line at this moment. */
  readonly connected: number;
  /** Each reason a connection ended for, and how often. */
  readonly reasons: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** @param file undefined: only count. An unwritable file rejects `close` and stops nothing before. */
export function openLedger(clock: Clock, file?: string): Ledger {
  const counts = { sent: 0, acknowledged: 0, cue: 0 };
  const connected = new Set<BandId>();
  const reasons = new Map<string, number>();
  const stream = file === undefined ? undefined : createWriteStream(file, { flags: 'a' });
  const written = stream && finished(stream);
  written?.catch(() => {});
  return {
    counts,
    reasons,
    get connected() {
      return connected.size;
    },
    observe(id, event) {
      if (event.type === 'connected') connected.add(id);
      else if (event.type !== 'disconnected') counts[event.type] += 1;
      else {
        connected.delete(id);
        reasons.set(event.reason, (reasons.get(event.reason) ?? 0) + 1);
      }
      stream?.write(`${JSON.stringify({ t: formatRfc3339(clock()), band: id, ...event })}\n`);
    },
    async close() {
      stream?.end();
      await written;
    },
  };
}
