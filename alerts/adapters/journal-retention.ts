// What the journal need not keep: presses of the canary, and what bands said of their own line, and what
// rules said of people, long ago. An incident of a resident is never deleted, and neither is a press or
// a fall.
//
// Each call is one small transaction, so that a press never waits behind more than that. The newest
// row of arrivals and of changes always stays: SQLite gives the number of a deleted newest row to the
// next one, and the mark of what was performed would then lie about it.
import type { DatabaseSync } from 'node:sqlite';
import { CANARY_BAND } from '../../domain/canary.ts';
import type { Instant } from '../../domain/time.ts';

/** Incident ids are `kind.band.occasion`, and `/` follows `.` in ASCII. */
const CANARY_IDS = [`sos.${CANARY_BAND}.`, `sos.${CANARY_BAND}/`] as const;

/** For a WHERE clause: not about the canary. */
export const NOT_CANARY = `NOT (id >= '${CANARY_IDS[0]}' AND id < '${CANARY_IDS[1]}')`;

/** Deletes at most `limit` closed incidents of the canary and as many of its presses. */
export function forgetCanary(db: DatabaseSync, before: Instant, limit: number): number {
  const closed = db
    .prepare(
      `SELECT id FROM incidents
       WHERE id >= ? AND id < ? AND is_open = 0 AND opened_at < ?
         AND NOT EXISTS (SELECT 1 FROM changes WHERE incident_id = id
                         AND seq = (SELECT max(seq) FROM changes))
       LIMIT ?`,
    )
    .all(...CANARY_IDS, before, limit) as { id: string }[];
  for (const { id } of closed) {
    db.prepare('DELETE FROM changes WHERE incident_id = ?').run(id);
    db.prepare('DELETE FROM incidents WHERE id = ?').run(id);
  }
  const presses = db
    .prepare(
      `DELETE FROM arrivals WHERE seq IN (
         SELECT seq FROM arrivals
         WHERE band_id = ? AND channel IN ('sos', 'fall') AND received_at < ?
           AND seq < (SELECT max(seq) FROM arrivals)
         LIMIT ?)`,
    )
    .run(CANARY_BAND, before, limit);
  return closed.length + Number(presses.changes);
}

/** Arrivals are walked in the order of their numbers, so many at a time. */
export interface Walk {
  readonly from: number;
  readonly rows: number;
}

/** Deletes old `status` arrivals within one stretch; returns where to go on, undefined at the end. */
export function forgetStatus(
  db: DatabaseSync,
  before: Instant,
  { from, rows }: Walk,
): number | undefined {
  const last = db.prepare('SELECT seq FROM arrivals WHERE seq >= ? ORDER BY seq LIMIT 1 OFFSET ?');
  const end = last.get(from, rows) as { seq: number } | undefined;
  // Fewer rows than a stretch are left: they are the newest ones.
  const upTo =
    end?.seq ??
    (db.prepare('SELECT max(seq) AS seq FROM arrivals').get() as { seq: number | null }).seq;
  if (upTo === null) return undefined;
  db.prepare(
    `DELETE FROM arrivals WHERE seq >= ? AND seq < ? AND channel = 'status' AND received_at < ?`,
  ).run(from, upTo, before);
  return end?.seq;
}

/**
 * Deletes old verdicts within one stretch; returns where to go on, undefined at the end and where all
 * that follows is newer. What a rule last said before then stays: it held then, and may hold now.
 */
export function forgetVerdicts(
  db: DatabaseSync,
  before: Instant,
  { from, rows }: Walk,
): number | undefined {
  const stretch = db
    .prepare('SELECT seq, at FROM verdicts WHERE seq >= ? ORDER BY seq LIMIT ?')
    .all(from, rows) as { seq: number; at: number }[];
  const last = stretch.at(-1)?.seq;
  if (last === undefined || stretch.every(({ at }) => at >= before)) return undefined;
  db.prepare(
    `DELETE FROM verdicts AS old WHERE seq BETWEEN ? AND ? AND at < ? AND EXISTS (
       SELECT 1 FROM verdicts AS later
       WHERE later.resident_id = old.resident_id AND later.rule = old.rule
         AND later.at BETWEEN old.at AND ? - 1 AND (later.at, later.seq) > (old.at, old.seq))`,
  ).run(from, last, before, before);
  return stretch.length < rows ? undefined : last + 1;
}
