// A month of one resident's readings, written and drawn, in the embedded store; beside the plain SQL
// that reads the same rows without roll-ups.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { silentLog } from '../../domain/log.ts';
import { days, minutes, plus } from '../../domain/time.ts';
import { createEmbeddedStore } from '../../ingest/adapters/embedded.ts';
import type { Point } from '../../ingest/port.ts';
import { band, clock, resident } from '../support/given.ts';
import { type Benchmark, inMillis, perSecond, spreadOf } from './measure.ts';

const READINGS = 30 * 24 * 60;
const BATCH = 5_000;
const CHARTS = 50;

export const history: Benchmark = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-bench-'));
  const store = createEmbeddedStore({ path: join(folder, 'readings.db'), log: silentLog });
  await store.start();
  const from = clock('00:00');
  const points: Point[] = Array.from({ length: READINGS }, (_, n) => ({
    bandId: band('b1'),
    residentId: resident('r1'),
    at: plus(from, minutes(n)),
    heartRate: 60 + (n % 40),
    steps: n % 1_440,
    battery: 80,
  }));
  const begun = performance.now();
  for (let n = 0; n < points.length; n += BATCH) await store.write(points.slice(n, n + BATCH));
  const written = perSecond(READINGS, performance.now() - begun);
  const charts: number[] = [];
  for (let n = 0; n < CHARTS; n += 1) {
    const asked = performance.now();
    await store.range({
      residentId: resident('r1'),
      metric: 'heartRate',
      from,
      to: plus(from, days(30)),
      points: 600,
    });
    charts.push(performance.now() - asked);
  }
  await store.close();
  const plain = plainSql(join(folder, 'plain.db'), points);
  rmSync(folder, { recursive: true });
  return [
    {
      what: 'readings into the embedded store, with roll-ups',
      ours: written,
      beside: `plain INSERT without any: ${plain.written}`,
    },
    {
      what: 'a chart of a month (43,200 readings, 600 buckets)',
      ours: inMillis(spreadOf(charts)),
      beside: `GROUP BY over the raw rows: ${plain.chart}`,
    },
  ];
};

function plainSql(path: string, points: readonly Point[]) {
  const db = new DatabaseSync(path);
  db.exec(
    'PRAGMA journal_mode=WAL; CREATE TABLE readings (at INTEGER PRIMARY KEY, heart_rate REAL)',
  );
  const insert = db.prepare('INSERT INTO readings VALUES (?, ?)');
  const begun = performance.now();
  for (let n = 0; n < points.length; n += BATCH) {
    db.exec('BEGIN');
    for (const { at, heartRate } of points.slice(n, n + BATCH)) insert.run(at, heartRate ?? null);
    db.exec('COMMIT');
  }
  const written = perSecond(points.length, performance.now() - begun);
  const grouped = db.prepare(
    'SELECT at / 4320000, min(heart_rate), avg(heart_rate), max(heart_rate), count(*) FROM readings GROUP BY 1',
  );
  const samples: number[] = [];
  for (let n = 0; n < CHARTS; n += 1) {
    const asked = performance.now();
    grouped.all();
    samples.push(performance.now() - asked);
  }
  db.close();
  return { written, chart: inMillis(spreadOf(samples)) };
}
