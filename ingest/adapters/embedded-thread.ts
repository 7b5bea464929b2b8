// The embedded store's file, in its thread. Asked only by embedded.ts.
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { parseResidentId } from '../../domain/ids.ts';
import { METRICS } from '../../domain/message.ts';
import { openDurable, transaction } from '../../durable/sqlite.ts';
import { serve, threadData } from '../../durable/thread.ts';
import { bucketStart, HOUR, MINUTE, planBuckets } from '../buckets.ts';
import type { Bucket, Point, RangeQuery, WriteOutcome } from '../port.ts';
import {
  READING_COLUMNS,
  ROLL_UP_HOUR,
  ROLL_UP_MINUTE,
  rangeSql,
  readingsFile,
  UPSERT_READING,
} from './embedded-schema.ts';

interface Opened {
  readonly db: DatabaseSync;
  readonly upsert: StatementSync;
  readonly rollUpMinute: StatementSync;
  readonly rollUpHour: StatementSync;
  readonly findSeries: StatementSync;
  readonly addSeries: StatementSync;
}

const { path } = threadData<{ readonly path: string }>();
let opened: Opened | undefined;

/** Tried again with every call while it fails: a file that was restored is found without a restart. */
function store(): Opened {
  if (opened) return opened;
  const db = openDurable(readingsFile(path));
  db.exec('PRAGMA cache_size = -32768; PRAGMA journal_size_limit = 67108864');
  opened = {
    db,
    upsert: db.prepare(UPSERT_READING),
    rollUpMinute: db.prepare(ROLL_UP_MINUTE),
    rollUpHour: db.prepare(ROLL_UP_HOUR),
    findSeries: db.prepare('SELECT id FROM series WHERE resident = ? AND band = ?'),
    addSeries: db.prepare('INSERT INTO series (resident, band) VALUES (?, ?) RETURNING id'),
  };
  return opened;
}

function seriesOf({ findSeries, addSeries }: Opened, point: Point): number {
  const named = [point.residentId ?? '', point.bandId] as const;
  return Number((findSeries.get(...named) ?? addSeries.get(...named))?.id);
}

const asColumn = (value: unknown): SQLInputValue =>
  typeof value === 'boolean' ? Number(value) : ((value ?? null) as SQLInputValue);

function valuesOf({ location, ...measured }: Point): readonly SQLInputValue[] {
  const flat: Readonly<Record<string, unknown>> = { ...measured, ...location };
  return READING_COLUMNS.map((column) => asColumn(flat[column]));
}

/** Adds to a set per series. */
function touch(touched: Map<number, Set<number>>, series: number, at: number): void {
  const set = touched.get(series);
  if (set) set.add(at);
  else touched.set(series, new Set([at]));
}

function writeAll(file: Opened, points: readonly Point[]): void {
  const touchedMinutes = new Map<number, Set<number>>();
  for (const point of points) {
    const series = seriesOf(file, point);
    const { changes } = file.upsert.run(series, point.at, ...valuesOf(point));
    if (Number(changes) > 0) touch(touchedMinutes, series, Math.floor(point.at / MINUTE));
  }
  for (const [series, touched] of touchedMinutes) rollUp(file, series, touched);
}

function rollUp(file: Opened, series: number, touched: ReadonlySet<number>): void {
  const perHour = HOUR / MINUTE;
  for (const minute of touched) {
    file.rollUpMinute.run(minute, series, minute * MINUTE, (minute + 1) * MINUTE);
  }
  for (const hour of new Set([...touched].map((minute) => Math.floor(minute / perHour)))) {
    file.rollUpHour.run(hour, series, hour * perHour, (hour + 1) * perHour);
  }
}

/** SQLite's result codes for a value that does not fit its column: TOOBIG, CONSTRAINT, MISMATCH. */
const BAD_VALUE = new Set([18, 19, 20]);

function failure(error: unknown): WriteOutcome {
  const { errcode, code, message, name } = error as Error & { errcode?: number; code?: string };
  if (name === 'UnusableFileError') return { result: 'misconfigured', reason: message };
  if (code === 'ERR_INVALID_ARG_TYPE' || BAD_VALUE.has((errcode ?? 0) & 0xff)) {
    return { result: 'refused', reason: `The embedded store cannot hold it: ${message}` };
  }
  return { result: 'unavailable', reason: `The embedded store cannot be written: ${message}` };
}

function range(query: RangeQuery): readonly Bucket[] {
  const plan = planBuckets(query);
  // The metric becomes part of a statement; '' would ask for the readings of nobody.
  const residentId = parseResidentId(query.residentId);
  if (!plan || residentId === undefined || !METRICS.includes(query.metric)) return [];
  const rollUp = plan.unit === HOUR ? 'hour' : plan.unit === MINUTE ? 'minute' : undefined;
  const innerFrom = Math.ceil(query.from / plan.unit) * plan.unit;
  const innerTo = Math.max(innerFrom, Math.floor(query.to / plan.unit) * plan.unit);
  // As integers, or SQLite would divide as with fractions.
  const bound: Record<string, SQLInputValue> = {
    resident: residentId,
    start: BigInt(plan.start),
    width: BigInt(plan.width),
    from: BigInt(query.from),
    to: BigInt(query.to),
    ...(rollUp && { innerFrom: BigInt(innerFrom), innerTo: BigInt(innerTo) }),
  };
  const rows = store().db.prepare(rangeSql(query.metric, rollUp)).all(bound);
  return rows.map((row) => ({
    at: bucketStart(plan, Number(row.bucket), query.from),
    min: Number(row.min),
    mean: Number(row.mean),
    max: Number(row.max),
    count: Number(row.count),
  }));
}

/** Cut at whole hours, so that no roll-up ever sums up half of what it stands for. */
function forgetBefore(db: DatabaseSync, hour: number, limit: number): number {
  const cuts = [
    ['reading', hour * HOUR],
    ['minute', (hour * HOUR) / MINUTE],
    ['hour', hour],
  ] as const;
  let deleted = 0;
  for (const { id } of db.prepare('SELECT id FROM series').all() as { id: number }[]) {
    for (const [table, before] of cuts) {
      if (deleted >= limit) return deleted;
      const { changes } = db
        .prepare(
          `DELETE FROM ${table} WHERE series = ? AND at IN (
             SELECT at FROM ${table} WHERE series = ? AND at < ? ORDER BY at LIMIT ?)`,
        )
        .run(id, id, before, limit - deleted);
      deleted += Number(changes);
    }
  }
  return deleted;
}

const handlers = {
  /** Opens the file now; returns why it cannot be used. */
  open(): string | undefined {
    try {
      store();
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  },
  write(points: readonly Point[]): WriteOutcome {
    try {
      const file = store();
      transaction(file.db, () => writeAll(file, points));
      return { result: 'stored' };
    } catch (error) {
      return failure(error);
    }
  },
  range,
  /** Deletes at most `limit` of the oldest rows of before that hour; returns how many. */
  forget(before: number, limit: number): number {
    const hour = Math.floor(before / HOUR);
    const { db } = store();
    return transaction(db, () => forgetBefore(db, hour, limit));
  },
  close(): void {
    opened?.db.close();
    opened = undefined;
  },
};

export type EmbeddedThread = typeof handlers;
serve(handlers);
