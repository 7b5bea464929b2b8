import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Log } from '../../domain/log.ts';
import { silentLog } from '../../domain/log.ts';
import { days, type Instant, millis, minutes, plus } from '../../domain/time.ts';
import type { Pace } from '../../ingest/forward.ts';
import type { Point } from '../../ingest/port.ts';
import { createSpool, type Spool, type SpoolOptions } from '../../ingest/spool.ts';
import { band, many, nth, poison, START } from './points.ts';
import { createStoreDouble, keyOf, type StoreDouble } from './store-double.ts';

/** As in earnest, only faster. */
const QUICK: Pace = {
  batch: 5_000,
  gather: millis(1),
  firstRetry: millis(2),
  longestRetry: millis(10),
  misconfigured: millis(10),
  longestRefused: millis(10),
};
const CHILD = new URL('./spool-child.ts', import.meta.url);
const AWAY = { result: 'unavailable', reason: 'InfluxDB cannot be reached.' } as const;

let folder: string;
let path: string;
let store: StoreDouble;
const open: Spool[] = [];

beforeEach(() => {
  now = ARRIVED;
  folder = mkdtempSync(join(tmpdir(), 'lamplight-spool-'));
  path = join(folder, 'spool.sqlite');
  store = createStoreDouble();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((spool) => spool.stop()));
  rmSync(folder, { recursive: true });
});

async function started(options: Partial<SpoolOptions> = {}): Promise<Spool> {
  const spool = createSpool({
    path,
    store,
    clock: () => now,
    log: silentLog,
    pace: QUICK,
    ...options,
  });
  open.push(spool);
  await spool.start();
  return spool;
}

const eventually = (look: () => void) => vi.waitFor(look, { timeout: 20_000, interval: 10 });
const settled = (spool: Spool) => eventually(() => expect(spool.health().waiting).toBe(0));
/** When the readings of a story arrive: long after they were measured. */
const ARRIVED = plus(START, days(7));
let now: Instant = ARRIVED;

const keys = (points: readonly Point[]): Set<string> => new Set(points.map(keyOf));
const held = () => new Set(store.held.keys());

describe('readings on their way into history', () => {
  it('arrive, in order, and leave nothing behind', async () => {
    const spool = await started();
    await spool.append(many(3));
    await store.holds(3);
    await settled(spool);
    expect([...store.held.values()]).toEqual(many(3));
    expect(spool.health()).toEqual({ waiting: 0, quarantined: 0 });
  });

  it('wait on disk while the store is away, and say since when and why', async () => {
    store.answer = AWAY;
    const spool = await started();
    await spool.append(many(10));
    await store.asked();
    await eventually(() => expect(spool.health().trouble).toBe(AWAY.reason));
    expect(spool.health()).toMatchObject({ waiting: 10, oldestAt: ARRIVED });
    store.answer = undefined;
    await store.holds(10);
    await settled(spool);
    expect(spool.health()).toEqual({ waiting: 0, quarantined: 0 });
  });

  it('outlive a restart while the store is away', async () => {
    store.answer = AWAY;
    const before = await started();
    await before.append(many(7));
    await before.stop();
    expect(store.held.size).toBe(0);
    store.answer = undefined;
    await started();
    await store.holds(7);
    expect(held()).toEqual(keys(many(7)));
  });

  it('are tried again when a token was wrong and has been mended, and none is missing', async () => {
    store.answer = { result: 'misconfigured', reason: 'InfluxDB answered 401.' };
    const spool = await started();
    await spool.append(many(20));
    await eventually(() => expect(spool.health().trouble).toBe('InfluxDB answered 401.'));
    await store.asked();
    expect(spool.health()).toMatchObject({ waiting: 20, quarantined: 0 });
    store.answer = undefined;
    await store.holds(20);
    await settled(spool);
    expect(spool.health().trouble).toBeUndefined();
  });

  it('are safe from a store that throws instead of answering', async () => {
    let broken = true;
    const write: StoreDouble['write'] = async (points) => {
      if (broken) throw new Error('out of order');
      return store.write(points);
    };
    const spool = await started({ store: { write } });
    await spool.append(many(5));
    await eventually(() => expect(spool.health().trouble).toContain('out of order'));
    broken = false;
    await store.holds(5);
  });

  it('are reported when trouble begins and ends, not each time it repeats', async () => {
    const said: string[] = [];
    const say = (event: string) => void said.push(event);
    const log: Log = { info: say, warn: say, error: say };
    store.answer = AWAY;
    const spool = await started({ log });
    await spool.append(many(1));
    for (let n = 0; n < 5; n += 1) await store.asked();
    store.answer = undefined;
    await store.holds(1);
    await settled(spool);
    await eventually(() => expect(said).toEqual(['history-interrupted', 'history-resumed']));
  });

  it('do not hold up the end while a store does not answer at all', async () => {
    const never = new Promise<never>(() => {});
    const spool = await started({ store: { write: () => never } });
    await spool.append(many(4));
    await spool.stop();
    await expect(spool.append(many(1))).rejects.toThrow('not open');
    await started();
    await store.holds(4);
  });
});

describe('a reading the store will never take', () => {
  it.each([0, 1, 2_499, 4_999])('is put aside alone out of 5,000, at place %i', async (place) => {
    store.answer = AWAY;
    const spool = await started();
    const batch = many(5_000).map((point, n) => (n === place ? poison(n) : point));
    await spool.append(batch);
    store.offered.length = 0;
    store.answer = undefined;
    await store.holds(4_999);
    await settled(spool);
    expect(held()).toEqual(keys(batch.filter((_, n) => n !== place)));
    expect(spool.health().quarantined).toBe(1);
    const [bad] = await spool.quarantined();
    expect(bad?.reason).toBe('heartRate is not a number');
    expect(JSON.parse(bad?.point ?? '')).toEqual(poison(place));
    expect(store.offered.length).toBeLessThan(40);
  });

  it('does not pull others with it when there are several', async () => {
    store.answer = AWAY;
    const spool = await started();
    const batch = many(200).map((point, n) => (n % 7 === 3 ? poison(n) : point));
    await spool.append(batch);
    store.answer = undefined;
    await store.holds(171);
    await settled(spool);
    expect(store.held.size).toBe(171);
    expect(spool.health().quarantined).toBe(29);
  });

  it('is not believed in when the store refuses everything: then the store is wrong', async () => {
    store.answer = { result: 'refused', reason: 'field type conflict' };
    const spool = await started();
    await spool.append(many(300));
    const every = 'The store refuses every reading: field type conflict';
    await eventually(() => expect(spool.health().trouble).toBe(every));
    expect(spool.health()).toMatchObject({ waiting: 300, quarantined: 0 });
    store.answer = undefined;
    await store.holds(300);
    await settled(spool);
    expect(spool.health()).toEqual({ waiting: 0, quarantined: 0 });
  });
});

describe('a bad reading alone', () => {
  it('waits for a good one before it is called bad', async () => {
    const spool = await started();
    await spool.append([poison(0)]);
    await store.asked();
    await store.asked();
    expect(spool.health()).toEqual({ waiting: 1, oldestAt: ARRIVED, quarantined: 0 });
    await spool.append([nth(1)]);
    await store.holds(1);
    await settled(spool);
    expect(spool.health()).toEqual({ waiting: 0, quarantined: 1 });
  });
});

describe('a spool', () => {
  it('keeps every reading it promised when its process is killed, and sends it later', async () => {
    let promised = -1;
    for (let round = 0; round < 3; round += 1) {
      const child = spawn(process.execPath, [fileURLToPath(CHILD), path, String(promised + 1)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const enough = promised + 60 + 31 * round;
      for await (const line of createInterface({ input: child.stdout })) {
        promised = Number(line);
        if (promised >= enough) child.kill('SIGKILL');
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    expect(promised).toBeGreaterThan(200);
    const spool = await started();
    await store.holds(promised + 1);
    await settled(spool);
    const sent = held();
    expect(many(promised + 1).filter((point) => !sent.has(keyOf(point)))).toEqual([]);
  });

  it('gives up its oldest readings when it is full, and says so', async () => {
    store.answer = AWAY;
    const limits = { waiting: 100 };
    const spool = await started({ limits });
    await spool.append(many(20));
    now = plus(ARRIVED, minutes(1));
    await spool.append(many(90).slice(20));
    await spool.append(many(30).map((_, n) => nth(90 + n)));
    expect(spool.health()).toMatchObject({ waiting: 100, oldestAt: now });
    expect(spool.health().trouble).toContain('20 oldest readings were given up');
  });

  it('that is damaged is put aside byte for byte, and the service begins a new one', async () => {
    writeFileSync(path, 'this is not a database '.repeat(1_000));
    const said: string[] = [];
    const log: Log = { ...silentLog, error: (event) => void said.push(event) };
    const spool = await started({ log });
    expect(said).toEqual(['spool-moved-aside']);
    const aside = readdirSync(folder).find((name) => name.includes('.unusable-'));
    expect(statSync(join(folder, aside ?? '')).size).toBe(23_000);
    await spool.append(many(2));
    await store.holds(2);
  });

  it('on a disk that loses bits starts all the same, and loses no more than those', async () => {
    store.answer = AWAY;
    const before = await started();
    await before.append(many(400));
    await before.stop();
    store.answer = undefined;
    const healthy = readFileSync(path);
    for (let place = 0; place < healthy.length; place += 2_903) {
      const damaged = Buffer.from(healthy);
      damaged.fill(0xa5, place, place + 3);
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
      writeFileSync(path, damaged);
      store.held.clear();
      const spool = await started();
      await spool.append([nth(1_000)]);
      await eventually(() => expect(held()).toContain(keyOf(nth(1_000))));
      await settled(spool);
      const aside = readdirSync(folder).some((name) => name.includes('.unusable-'));
      if (!aside) expect(store.held.size).toBeGreaterThanOrEqual(401 - 1);
      await spool.stop();
    }
  });

  it('does not promise anything before it is started', async () => {
    const clock = () => START;
    const spool = createSpool({ path, store, clock, log: silentLog });
    await expect(spool.append(many(1))).rejects.toThrow('not open');
    await spool.stop();
  });
});

describe('a message nobody could read', () => {
  const message = (n: number, size = 10) => ({
    receivedAt: plus(START, millis(n)),
    bandId: band(n % 2 ? 'odd' : 'even'),
    reason: `reason ${n}`,
    payload: new Uint8Array(size).fill(n),
  });

  it('can be looked at, newest first, by band, after a restart too', async () => {
    const before = await started();
    for (const n of [1, 2, 3]) await before.refuse(message(n));
    await before.stop();
    const spool = await started();
    expect(await spool.refusedOf(band('odd'))).toEqual([message(3), message(1)]);
    expect(await spool.refusedOf(band('odd'), 1)).toEqual([message(3)]);
    expect(await spool.refusedOf(band('nobody'))).toEqual([]);
  });

  it('makes room for newer ones, by number and by bytes', async () => {
    const spool = await started({ limits: { refused: 3, refusedBytes: 50 } });
    for (const n of [1, 3, 5, 7]) await spool.refuse(message(n));
    expect(await spool.refusedOf(band('odd'))).toEqual([message(7), message(5), message(3)]);
    await spool.refuse(message(9, 35));
    expect(await spool.refusedOf(band('odd'))).toEqual([message(9, 35), message(7)]);
  });
});
