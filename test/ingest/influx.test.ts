import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../domain/log.ts';
import { days, instant, millis, plus } from '../../domain/time.ts';
import { createInfluxStore } from '../../ingest/adapters/influx.ts';
import { openInfluxPast } from '../../ingest/adapters/influx-past.ts';
import type { TelemetryStore } from '../../ingest/port.ts';
import { createSpool, type Spool } from '../../ingest/spool.ts';
import { telemetryContract } from '../contracts/telemetry.ts';
import { needs } from '../support/debian.ts';
import { type Influxd, startInfluxd } from '../support/influxd.ts';
import { many, nth, resident, START } from './points.ts';

const pace = { gather: millis(1), firstRetry: millis(5), longestRetry: millis(50) };
const bucket = 'lamplight';

needs('influxdb', 'influxd')('a real InfluxDB 1.6', (program) => {
  let influxd: Influxd;
  beforeAll(async () => {
    influxd = await startInfluxd(program);
  });
  afterAll(() => influxd.remove());

  telemetryContract(
    'InfluxDB 1.6',
    async () => createInfluxStore({ url: influxd.url, bucket: 'contract', log: silentLog }),
    () => openInfluxPast({ url: influxd.url, bucket: 'contract' }),
  );

  describe('behind the spool', () => {
    let folder: string;
    let store: TelemetryStore;
    let spool: Spool;
    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'lamplight-influx-'));
      await influxd.ask('', `DROP DATABASE "${bucket}"`);
      store = createInfluxStore({ url: influxd.url, bucket, log: silentLog });
      const clock = () => instant(Date.now());
      const path = join(folder, 'spool.sqlite');
      spool = createSpool({
        path,
        store,
        clock,
        log: silentLog,
        pace: { ...pace, misconfigured: millis(20) },
      });
      await spool.start();
    });
    afterEach(async () => {
      await spool.stop();
      await store.close();
      rmSync(folder, { recursive: true });
    });
    const settled = () =>
      vi.waitFor(() => expect(spool.health().waiting).toBe(0), { timeout: 20_000, interval: 20 });
    const counted = async () => {
      const [row] = await influxd.ask(bucket, 'SELECT count("heartRate") FROM "reading"');
      return Number(row?.[1] ?? 0);
    };

    it('counts itself as many readings as were appended, and made its database by itself', async () => {
      await spool.append(many(6_000));
      await settled();
      expect(await counted()).toBe(6_000);
    });

    it('has everything after it was down, and twice is once', async () => {
      await spool.append(many(100));
      await settled();
      await influxd.down();
      await spool.append(many(300));
      await vi.waitFor(() => expect(spool.health().trouble).toContain('ECONNREFUSED'), 20_000);
      expect(spool.health().waiting).toBe(300);
      await influxd.up();
      await settled();
      expect(await counted()).toBe(300);
      expect(spool.health()).toEqual({ waiting: 0, quarantined: 0 });
    });

    it('keeps out exactly the readings it refuses, and says why without their values', async () => {
      // Somebody else once wrote words into this field, in a week of its own shard.
      const lastYear = plus(START, days(-365));
      await influxd.ask('', `CREATE DATABASE "${bucket}"`);
      await influxd.write(bucket, `reading,band=other steps="many" ${lastYear}`);
      const bad = [7, 8].map((n) => nth(0, { at: plus(lastYear, millis(n)), steps: 4_711 }));
      await spool.append([...many(50), bad[0]!, ...many(90).slice(50), bad[1]!]);
      await settled();
      expect(await counted()).toBe(90);
      const kept = await spool.quarantined();
      expect(kept.map(({ point }) => JSON.parse(point))).toEqual([bad[1], bad[0]]);
      expect(kept[0]?.reason).toContain('field type conflict');
      expect(kept[0]?.reason).not.toContain('4711');
    });
  });

  describe('that wants a password', () => {
    const admin = { name: 'lamplight', password: 'three words long' };
    let guarded: Influxd;
    beforeAll(async () => {
      guarded = await startInfluxd(program, { admin });
    });
    afterAll(() => guarded.remove());

    it('says so without one, and takes `name:password` for a token', async () => {
      const { url } = guarded;
      const stranger = createInfluxStore({ url, bucket, token: 'lamplight:wrong', log: silentLog });
      expect(await stranger.write([nth(0)])).toMatchObject({
        result: 'misconfigured',
        reason: expect.stringContaining('InfluxDB answered 401'),
      });
      await expect(
        stranger.range({
          residentId: resident('resident-1'),
          metric: 'heartRate',
          from: START,
          to: plus(START, days(1)),
          points: 1,
        }),
      ).rejects.toThrow();
      await stranger.close();
      const token = `${admin.name}:${admin.password}`;
      const store = createInfluxStore({ url, bucket, token, log: silentLog });
      expect(await store.write([nth(0)])).toEqual({ result: 'stored' });
      expect(await guarded.ask(bucket, 'SELECT count("heartRate") FROM "reading"')).toHaveLength(1);
      await store.close();
    });
  });
});
