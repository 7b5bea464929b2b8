// InfluxDB as the store of readings: 1.x, 2.x and 3.x alike, and what speaks like them.
//
// Written by line protocol, asked in InfluxQL, the one query language all of them have. For 2.x the
// bucket's name is then a database's name, which 2.x maps by itself: `lamplight`, or
// `lamplight/retention` for a bucket of that name.
//
// Which write path a server has is found out by writing: the newer one first, and if the server does
// not know it, the older. The answer is forgotten whenever a write fails, for a server that comes
// back may be another. A database that is missing is created where InfluxQL can do that (1.x); a
// bucket of 2.x is not, since how long it keeps is somebody's decision.
import { parseResidentId } from '../../domain/ids.ts';
import type { Log } from '../../domain/log.ts';
import { METRICS } from '../../domain/message.ts';
import { bucketStart, planBuckets } from '../buckets.ts';
import type { Bucket, Point, RangeQuery, TelemetryStore, WriteOutcome } from '../port.ts';
import {
  createInfluxHttp,
  type InfluxConnection,
  type InfluxFailure,
  type InfluxHttp,
  WRITE_PATHS,
  type WritePath,
} from './influx-http.ts';
import { lineOf, MEASUREMENT } from './influx-line.ts';

export interface InfluxStoreOptions extends InfluxConnection {
  readonly log: Log;
}

export function createInfluxStore({ log, ...connection }: InfluxStoreOptions): TelemetryStore {
  const http = createInfluxHttp(connection);
  let known: WritePath | undefined;

  async function postLines(lines: readonly string[]): Promise<WriteOutcome> {
    let failed: InfluxFailure | undefined;
    for (const path of known ? [known] : WRITE_PATHS) {
      failed = await postCreating(path, lines);
      // What is refused was understood, so the path is right too.
      if (!failed || failed.result === 'refused') remember(path);
      else if (known) remember(undefined);
      if (failed?.missing !== 'path') break;
    }
    return failed ? { result: failed.result, reason: failed.reason } : { result: 'stored' };
  }

  function remember(path: WritePath | undefined): void {
    if (path !== undefined && path !== known) log.info('influx-write-path', { path });
    known = path;
  }

  async function postCreating(
    path: WritePath,
    lines: readonly string[],
  ): Promise<InfluxFailure | undefined> {
    const failed = await http.post(path, lines);
    if (failed?.missing !== 'database') return failed;
    const created = await createDatabase(http, connection.bucket, log);
    return created ? http.post(path, lines) : failed;
  }

  return {
    async start() {},
    async write(points) {
      const lines = linesOf(points);
      if (!Array.isArray(lines)) return { result: 'refused', reason: lines.reason };
      return lines.length === 0 ? { result: 'stored' } : postLines(lines);
    },
    range: (query) => range(http, query),
    async close() {
      http.close();
    },
  };
}

/** The lines of all points, or why one of them cannot be written. */
function linesOf(points: readonly Point[]): string[] | { readonly reason: string } {
  const lines: string[] = [];
  for (const point of points) {
    const made = lineOf(point);
    if ('reason' in made) return made;
    if (made.line !== undefined) lines.push(made.line);
  }
  return lines;
}

async function createDatabase(http: InfluxHttp, bucket: string, log: Log): Promise<boolean> {
  const database = (bucket.split('/')[0] ?? '').replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  try {
    await http.query(`CREATE DATABASE "${database}"`);
    log.info('influx-database-created');
    return true;
  } catch {
    // Not allowed to, or not that kind of server: the write's own failure says what is missing.
    return false;
  }
}

async function range(http: InfluxHttp, query: RangeQuery): Promise<readonly Bucket[]> {
  const { metric, from, to } = query;
  const plan = planBuckets(query);
  const residentId = parseResidentId(query.residentId);
  // Both go into the statement as text; nothing else that came from outside does.
  if (!plan || residentId === undefined || !METRICS.includes(metric)) return [];
  const rows = await rowsOrNone(
    http,
    `SELECT min("${metric}"), mean("${metric}"), max("${metric}"), count("${metric}") ` +
      `FROM "${MEASUREMENT}" WHERE "resident" = '${residentId}' ` +
      `AND time >= ${from}ms AND time < ${to}ms ` +
      `GROUP BY time(${plan.width}ms, ${plan.start % plan.width}ms) fill(none)`,
  );
  return rows.map(([time, min, mean, max, count]) => ({
    at: bucketStart(plan, Math.round((Number(time) - plan.start) / plan.width), from),
    min: Number(min),
    mean: Number(mean),
    max: Number(max),
    count: Number(count),
  }));
}

/** Before the first reading there may be no database; that is no history, and not a fault. */
async function rowsOrNone(http: InfluxHttp, influxQl: string): ReturnType<InfluxHttp['query']> {
  try {
    return await http.query(influxQl);
  } catch (error) {
    if (error instanceof Error && error.message.includes('database not found')) return [];
    throw error;
  }
}
