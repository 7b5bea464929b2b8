import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../domain/log.ts';
import { days, hours, minutes, plus } from '../../domain/time.ts';
import { createEmbeddedStore } from '../../ingest/adapters/embedded.ts';
import { openEmbeddedPast } from '../../ingest/adapters/embedded-past.ts';
import type { Point } from '../../ingest/port.ts';
import { telemetryContract } from '../contracts/telemetry.ts';
import { band, many, nth, resident, START } from './points.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamplight-history-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const createStore = (name: string) =>
  createEmbeddedStore({ path: join(folder, name), log: silentLog });

telemetryContract(
  'the embedded store',
  async () => createStore('contract.sqlite'),
  () => openEmbeddedPast(join(folder, 'contract.sqlite')),
);

describe('the embedded store', () => {
  const month = {
    residentId: resident('resident-1'),
    metric: 'heartRate',
    from: START,
    to: plus(START, days(30)),
    points: 600,
  } as const;

  it('reads the past of many bands stretch by stretch: in order, nothing twice and nothing left out', async () => {
    const store = createStore('stretches.sqlite');
    await store.start();
    const of = (n: number) => ({ bandId: band(`b${n}`), residentId: resident(`r${n}`) });
    // As many bands as make a stretch of an hour and forty minutes; a reading of each on either side of it.
    const points = Array.from({ length: 1_000 }, (_, n) =>
      [99, 100, 101, 260].map((minute) => nth(0, { ...of(n), at: plus(START, minutes(minute)) })),
    ).flat();
    await store.write(points);
    await store.close();
    const past = openEmbeddedPast(join(folder, 'stretches.sqlite'));
    const sizes: number[] = [];
    const found: Point[] = [];
    for await (const block of past.read(START, plus(START, hours(5)))) {
      sizes.push(block.length);
      found.push(...block);
    }
    past.close();
    expect(sizes).toEqual([1_000, 2_000, 1_000]);
    expect(found.map(({ at }) => at)).toEqual(found.map(({ at }) => at).toSorted((a, b) => a - b));
    const keyed = (all: readonly Point[]) =>
      new Set(all.map(({ bandId, at }) => `${bandId} ${at}`));
    expect(keyed(found)).toEqual(keyed(points));
  });

  it('keeps its readings over a restart', async () => {
    const before = createStore('restart.sqlite');
    await before.start();
    await before.write(many(100));
    const seen = await before.range(month);
    await before.close();
    const store = createStore('restart.sqlite');
    await store.start();
    expect(await store.range(month)).toEqual(seen);
    await store.close();
  });

  it('shows a month of one reading a minute in at most 600 buckets, each reading counted', async () => {
    const store = createStore('month.sqlite');
    await store.start();
    const all = many(43_200);
    for (let n = 0; n < all.length; n += 5_000) await store.write(all.slice(n, n + 5_000));
    const buckets = await store.range(month);
    expect(buckets).toHaveLength(600);
    expect(buckets.every(({ count }) => count === 72)).toBe(true);
    const year = await store.range({ ...month, to: plus(START, days(365)) });
    expect(year.reduce((sum, { count }) => sum + count, 0)).toBe(43_200);
    await store.close();
  });

  it('lets readings wait while its file is not its own, and takes them once it is gone', async () => {
    const path = join(folder, 'foreign.sqlite');
    writeFileSync(path, 'a letter to my son');
    const store = createStore('foreign.sqlite');
    await store.start();
    expect(await store.write([nth(0)])).toMatchObject({ result: 'misconfigured' });
    await expect(store.range(month)).rejects.toThrow('foreign.sqlite');
    rmSync(path);
    expect(await store.write([nth(0)])).toEqual({ result: 'stored' });
    expect(await store.range(month)).toHaveLength(1);
    await store.close();
  });

  it('answers nobody after it was closed', async () => {
    const store = createStore('closed.sqlite');
    await store.start();
    await store.close();
    await store.close();
    await expect(store.range(month)).rejects.toThrow('not open');
  });
});
