// The journal against the disk it stands on.
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteJournal } from '../../alerts/adapters/sqlite.ts';
import type { MessageKey } from '../../domain/message.ts';
import { band, clock } from '../support/given.ts';
import { type Benchmark, inMillis, perSecond, spreadOf } from './measure.ts';

const COMMITS = 2_000;

export const disk: Benchmark = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-bench-'));
  try {
    const journal = createSqliteJournal({ path: join(folder, 'journal.db') });
    await journal.open();
    const payload = new Uint8Array(120);
    const commits: number[] = [];
    const begun = performance.now();
    for (let n = 0; n < COMMITS; n += 1) {
      const key = `sos:${n}@${n}` as MessageKey;
      const arrival = { bandId: band('b1'), channel: 'sos', receivedAt: clock('08:00') } as const;
      const from = performance.now();
      await journal.append({
        arrivals: [{ ...arrival, key, payload }],
        changes: [],
        incidents: [],
      });
      commits.push(performance.now() - from);
    }
    const took = performance.now() - begun;
    await journal.close();
    return [
      {
        what: 'one press on record (append, one after the other)',
        ours: `${inMillis(spreadOf(commits))}, ${perSecond(COMMITS, took)}`,
        beside: `fdatasync of 4 KiB: ${inMillis(spreadOf(rawSyncs(join(folder, 'raw'))))}`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
};

function rawSyncs(path: string): number[] {
  const block = new Uint8Array(4_096);
  const descriptor = openSync(path, 'w');
  const samples: number[] = [];
  for (let n = 0; n < 500; n += 1) {
    const from = performance.now();
    writeSync(descriptor, block);
    fdatasyncSync(descriptor);
    samples.push(performance.now() - from);
  }
  closeSync(descriptor);
  return samples;
}
