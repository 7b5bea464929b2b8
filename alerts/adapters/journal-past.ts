// The journal as it lies, for whoever looks at the past: a connection of its own, to read only, in
// whatever thread asks. The canary's presses are nobody's and are left out.
import type { DatabaseSync } from 'node:sqlite';
import { CANARY_BAND } from '../../domain/canary.ts';
import type { BandId } from '../../domain/ids.ts';
import { type Change, evolveAll, type Incident } from '../../domain/incident.ts';
import type { Channel } from '../../domain/message.ts';
import type { Instant } from '../../domain/time.ts';
import { openForReading } from '../../durable/sqlite.ts';
import { NOT_CANARY } from './journal-retention.ts';
import { journalFile } from './journal-schema.ts';

/** A press, a fall or a state of a band, as it came. */
export interface PastArrival {
  readonly bandId: BandId;
  readonly channel: Channel;
  readonly receivedAt: Instant;
  readonly payload: Uint8Array;
}

export interface JournalPast {
  /** Received in [from, to), in that order. */
  arrivals(from: Instant, to: Instant): Iterable<PastArrival>;
  /** Opened in [from, to), with their whole timeline, oldest first. */
  incidents(from: Instant, to: Instant): Iterable<Incident>;
  close(): void;
}

/** Throws UnusableFileError. */
export function openJournalPast(path: string): JournalPast {
  const db = openForReading(journalFile(path));
  return {
    *arrivals(from, to) {
      const rows = db
        .prepare(
          `SELECT band_id, channel, received_at, payload FROM arrivals
           WHERE received_at >= ? AND received_at < ? AND band_id <> ? ORDER BY received_at, seq`,
        )
        .all(from, to, CANARY_BAND);
      for (const { band_id, channel, received_at, payload } of rows) {
        yield {
          bandId: band_id as BandId,
          channel: channel as Channel,
          receivedAt: received_at as Instant,
          payload: payload as Uint8Array,
        };
      }
    },
    *incidents(from, to) {
      const ids = db
        .prepare(
          `SELECT id FROM incidents WHERE opened_at >= ? AND opened_at < ? AND ${NOT_CANARY}
           ORDER BY opened_at, id`,
        )
        .all(from, to);
      for (const { id } of ids) yield* incidentOf(db, String(id));
    },
    close: () => db.close(),
  };
}

/** Nothing when the change that began it cannot be read. */
function* incidentOf(db: DatabaseSync, id: string): Generator<Incident> {
  const rows = db
    .prepare('SELECT body FROM changes WHERE incident_id = ? ORDER BY version')
    .all(id);
  const changes = rows.map(({ body }) => JSON.parse(String(body)) as Change);
  if (changes[0]?.type === 'raised') yield evolveAll(undefined, changes);
}
