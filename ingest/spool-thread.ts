// The spool's file, in its thread: readings that wait for their store, readings the store will never
// take, and messages nobody could read. Asked only by spool.ts.
import { existsSync, renameSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { openDurable, transaction, UnusableFileError } from '../durable/sqlite.ts';
import { serve } from '../durable/thread.ts';
import type { Point } from './port.ts';
import { spoolFile } from './spool-file.ts';

/** A reading that waits (its point as JSON), or a message nobody could read. */
export type SpoolItem =
  | { readonly type: 'waiting'; readonly at: number; readonly point: string }
  | ({ readonly type: 'refused' } & RefusedRow);
export interface TakenRow {
  readonly seq: number;
  readonly point: Point;
}
export interface RefusedRow {
  readonly receivedAt: number;
  readonly bandId: string;
  readonly reason: string;
  readonly payload: Uint8Array;
}
export interface QuarantinedRow {
  readonly seq: number;
  readonly reason: string;
}

/** How full the tables may become; beyond it the oldest rows go. */
export interface SpoolLimits {
  readonly waiting: number;
  readonly quarantined: number;
  readonly refused: number;
  readonly refusedBytes: number;
}

/** What the file holds after a call. */
export interface SpoolStats {
  readonly waiting: number;
  readonly oldestAt?: number;
  readonly quarantined: number;
  /** Readings given up since the start because the spool was full. */
  readonly dropped: number;
}

export interface SpoolOpened {
  readonly stats: SpoolStats;
  /** Where a file that could not be used was put, and why. */
  readonly movedAside?: { readonly path: string; readonly reason: string };
}

let db: DatabaseSync;
let limits: SpoolLimits;
/** Counted once at the start, then kept by every change, so that no call reads a whole table. */
const count = { waiting: 0, quarantined: 0, refused: 0, refusedBytes: 0, dropped: 0 };

function open(path: string): DatabaseSync {
  const file = openDurable(spoolFile(path));
  const found = damage(file);
  if (found === undefined) return file;
  file.close();
  throw new UnusableFileError(`${path} (the spool of readings) is damaged: ${found}`);
}

function damage(file: DatabaseSync): string | undefined {
  try {
    const [found] = Object.values(file.prepare('PRAGMA quick_check(1)').get() ?? {});
    return found === 'ok' ? undefined : String(found);
  } catch (error) {
    return String(error);
  }
}

/**
 * A spool that cannot be used must not keep the service from hearing presses: it is put aside, byte
 * for byte, and a new one begun.
 */
function openOrMoveAside(path: string, now: number): SpoolOpened['movedAside'] {
  try {
    db = open(path);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error) || !existsSync(path)) throw error;
    const aside = `${path}.unusable-${now}`;
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
    }
    db = open(path);
    return { path: aside, reason: error.message };
  }
}

const number = (sql: string): number => Number(Object.values(db.prepare(sql).get() ?? {})[0] ?? 0);

function stats(): SpoolStats {
  const oldest = db.prepare('SELECT at FROM waiting ORDER BY seq LIMIT 1').get();
  return {
    waiting: count.waiting,
    ...(oldest && { oldestAt: Number(oldest.at) }),
    quarantined: count.quarantined,
    dropped: count.dropped,
  };
}

/** Deletes the oldest rows of a table until `excess` are gone. */
function dropOldest(table: 'waiting' | 'quarantined' | 'refused', excess: number): void {
  if (excess <= 0) return;
  db.prepare(
    `DELETE FROM ${table} WHERE seq IN (SELECT seq FROM ${table} ORDER BY seq LIMIT ${excess})`,
  ).run();
}

function keep(items: readonly SpoolItem[]): void {
  const waiting = db.prepare('INSERT INTO waiting (at, point) VALUES (?, ?)');
  const refused = db.prepare(
    'INSERT INTO refused (receivedAt, bandId, reason, payload) VALUES (?, ?, ?, ?)',
  );
  for (const item of items) {
    if (item.type === 'waiting') waiting.run(item.at, item.point);
    else refused.run(item.receivedAt, item.bandId, item.reason, item.payload);
  }
}

/** Deletes until so many rows and so many bytes are free; returns what it freed. */
function dropOldestRefused(rows: number, bytes: number): { rows: number; bytes: number } {
  const freed = { rows: 0, bytes: 0 };
  if (rows <= 0 && bytes <= 0) return freed;
  const oldest = db.prepare('SELECT length(payload) AS bytes FROM refused ORDER BY seq');
  for (const row of oldest.iterate()) {
    if (freed.rows >= rows && freed.bytes >= bytes) break;
    freed.rows += 1;
    freed.bytes += Number(row.bytes);
  }
  dropOldest('refused', freed.rows);
  return freed;
}

/** The counters follow only once the transaction is on disk. */
function append(items: readonly SpoolItem[]): SpoolStats {
  const refused = items.filter((item) => item.type === 'refused');
  const waiting = items.length - refused.length;
  const excess = Math.max(0, count.waiting + waiting - limits.waiting);
  const bytes = refused.reduce((sum, row) => sum + row.payload.length, count.refusedBytes);
  const freed = transaction(db, () => {
    keep(items);
    dropOldest('waiting', excess);
    return dropOldestRefused(
      count.refused + refused.length - limits.refused,
      bytes - limits.refusedBytes,
    );
  });
  count.waiting += waiting - excess;
  count.dropped += excess;
  count.refused += refused.length - freed.rows;
  count.refusedBytes = bytes - freed.bytes;
  return stats();
}

/** Everything up to `through` is done with: stored, or not to be stored for the reason given. */
function settle(through: number, bad: readonly QuarantinedRow[], now: number): SpoolStats {
  const { moved, deleted, excess } = transaction(db, () => {
    const move = db.prepare(
      `INSERT INTO quarantined (quarantinedAt, reason, at, point)
       SELECT ?, ?, at, point FROM waiting WHERE seq = ?`,
    );
    let moved = 0;
    // A row may be gone meanwhile: the oldest go when the spool is full.
    for (const { seq, reason } of bad) moved += Number(move.run(now, reason, seq).changes);
    const excess = Math.max(0, count.quarantined + moved - limits.quarantined);
    dropOldest('quarantined', excess);
    const deleted = db.prepare('DELETE FROM waiting WHERE seq <= ?').run(through).changes;
    return { moved, deleted: Number(deleted), excess };
  });
  count.waiting -= deleted;
  count.quarantined += moved - excess;
  return stats();
}

/** What a failing disk left of a reading; undefined: nothing that can be read. */
function readable(json: string): Point | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Point) : undefined;
  } catch {
    return undefined;
  }
}

/** The oldest readings. One that cannot be read would be in the way of all others: it is set aside. */
function take(limit: number, now: number): readonly TakenRow[] {
  const rows = db.prepare('SELECT seq, point FROM waiting ORDER BY seq LIMIT ?').all(limit);
  const taken: TakenRow[] = [];
  for (const row of rows) {
    const seq = Number(row.seq);
    const point = readable(String(row.point));
    if (point) {
      taken.push({ seq, point });
    } else {
      // Alone, or at the head of the queue once those before it have left.
      if (taken.length > 0) break;
      settle(seq, [{ seq, reason: 'It was damaged on disk.' }], now);
    }
  }
  return taken;
}

const handlers = {
  open(path: string, keep: SpoolLimits, now: number): SpoolOpened {
    limits = keep;
    const movedAside = openOrMoveAside(path, now);
    // The file gives back what a long outage made it grow by, at least of its log.
    db.exec('PRAGMA journal_size_limit = 67108864');
    count.waiting = number('SELECT count(*) FROM waiting');
    count.quarantined = number('SELECT count(*) FROM quarantined');
    count.refused = number('SELECT count(*) FROM refused');
    count.refusedBytes = number('SELECT sum(length(payload)) FROM refused');
    return { stats: stats(), ...(movedAside && { movedAside }) };
  },
  append,
  settle,
  take,
  refusedOf(bandId: string, limit: number): readonly RefusedRow[] {
    const rows = db
      .prepare('SELECT * FROM refused WHERE bandId = ? ORDER BY seq DESC LIMIT ?')
      .all(bandId, limit);
    return rows.map((row) => ({
      receivedAt: Number(row.receivedAt),
      bandId,
      reason: String(row.reason),
      payload: row.payload as Uint8Array,
    }));
  },
  quarantined(limit: number): readonly { reason: string; point: string }[] {
    const rows = db.prepare('SELECT reason, point FROM quarantined ORDER BY seq DESC LIMIT ?');
    return rows.all(limit).map((row) => ({
      reason: String(row.reason),
      point: String(row.point),
    }));
  },
  close(): void {
    db.close();
  },
};

export type SpoolThread = typeof handlers;
serve(handlers);
