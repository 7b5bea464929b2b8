// Whether the journal still says what was written. SQLite's own check sees a broken structure, not a
// changed letter, so every entry carries a checksum over all it says. An entry that does not agree with
// its own is left out, and told; an entry of before there were checksums is believed.
import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { IncidentId } from '../../domain/ids.ts';

/** A text no part can contain keeps the parts apart. */
const SEPARATOR = '\u0000';

const checksumOf = (...parts: readonly (string | number | null)[]): number =>
  crc32(parts.join(SEPARATOR));

interface Arrival {
  readonly received_at: number;
  readonly band_id: string;
  readonly channel: string;
  readonly key: string;
  readonly payload: Uint8Array;
}
export const arrivalChecksum = (row: Arrival): number =>
  crc32(row.payload, checksumOf(row.received_at, row.band_id, row.channel, row.key));

interface ChangeRow {
  readonly incident_id: string;
  readonly version: number;
  readonly body: string;
}
export const changeChecksum = ({ incident_id, version, body }: ChangeRow): number =>
  checksumOf(incident_id, version, body);

interface IncidentRow {
  readonly id: string;
  readonly opened_at: number;
  readonly is_open: number;
  readonly resident_id: string | null;
}
export const incidentChecksum = (row: IncidentRow): number =>
  checksumOf(row.id, row.opened_at, row.is_open, row.resident_id);

type Checked<Row> = Row & { readonly checksum: number | null };

export const isIntact = <Row>(row: Checked<Row>, checksum: (row: Row) => number): boolean =>
  row.checksum === null || row.checksum === checksum(row);

/** How many entries are not what was written. Reads the whole file once. */
export function damagedEntries(db: DatabaseSync): number {
  const count = <Row>(sql: string, checksum: (row: Row) => number): number => {
    let damaged = 0;
    for (const row of db.prepare(sql).iterate()) {
      if (!isIntact(row as Checked<Row>, checksum)) damaged += 1;
    }
    return damaged;
  };
  return (
    count<Arrival>('SELECT * FROM arrivals', arrivalChecksum) +
    count<ChangeRow>('SELECT * FROM changes', changeChecksum)
  );
}

/** Incidents whose row in the list is missing or not what was written; their changes know better. */
export function misfiledIncidents(db: DatabaseSync): readonly IncidentId[] {
  const misfiled: IncidentId[] = [];
  for (const row of db.prepare('SELECT * FROM incidents').iterate()) {
    const listed = row as unknown as Checked<IncidentRow>;
    if (!isIntact(listed, incidentChecksum)) misfiled.push(listed.id as IncidentId);
  }
  const unlisted = db
    .prepare('SELECT DISTINCT incident_id AS id FROM changes EXCEPT SELECT id FROM incidents')
    .all() as { id: IncidentId }[];
  return [...misfiled, ...unlisted.map(({ id }) => id)];
}
