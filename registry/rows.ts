// From rows of the registry's file to words. The file was written by us and STRICT tables keep the
// types of their columns, so the brands are put back without asking again.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { BandId, ResidentId, StaffName } from '../domain/ids.ts';
import { type Instant, instant } from '../domain/time.ts';
import type { ChainHead } from './audit-chain.ts';
import type { AuditEntry, NewResident, PolicyVersion, Role } from './port.ts';
import type { AssignmentRow, BandRow, RegistryContents, SessionRow, StaffRow } from './write.ts';

type Row = Record<string, SQLOutputValue>;

const moment = (value: SQLOutputValue | undefined): Instant => instant(Number(value));
const momentOrNull = (value: SQLOutputValue | undefined): Instant | null =>
  value === null || value === undefined ? null : moment(value);
const textOrNull = (value: SQLOutputValue | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

const residentFrom = (row: Row) => ({
  id: String(row.id) as ResidentId,
  facts: JSON.parse(String(row.facts)) as NewResident,
});

const bandFrom = (row: Row): BandRow => ({
  id: String(row.id) as BandId,
  registeredAt: moment(row.registered_at),
  retiredAt: momentOrNull(row.retired_at),
  secretHash: String(row.secret_hash),
  formerHash: textOrNull(row.former_hash),
  formerUntil: momentOrNull(row.former_until),
});

const assignmentFrom = (row: Row): AssignmentRow => ({
  bandId: String(row.band_id) as BandId,
  residentId: String(row.resident_id) as ResidentId,
  from: moment(row.began_at),
  to: momentOrNull(row.ended_at),
});

const staffFrom = (row: Row): StaffRow => ({
  name: String(row.name) as StaffName,
  role: String(row.role) as Role,
  passwordHash: String(row.password_hash),
  disabledAt: momentOrNull(row.disabled_at),
});

const sessionFrom = (row: Row): SessionRow => ({
  id: String(row.id),
  staffName: String(row.staff_name) as StaffName,
  beganAt: moment(row.began_at),
  usedAt: moment(row.used_at),
});

export const auditEntryFrom = (row: Row): AuditEntry => ({
  seq: Number(row.seq),
  at: moment(row.at),
  ...(row.by !== null && { by: String(row.by) as StaffName }),
  action: String(row.action),
  subject: String(row.subject),
});

const policyFrom = (row: Row): PolicyVersion => ({
  ...(row.resident_id !== null && { residentId: String(row.resident_id) as ResidentId }),
  version: Number(row.version),
  at: moment(row.at),
  ...(row.by !== null && { by: String(row.by) as StaffName }),
  why: String(row.why),
  ...(row.until !== null && { until: moment(row.until) }),
  changes: JSON.parse(String(row.changes)) as PolicyVersion['changes'],
});

export const headFrom = (row: Row): ChainHead => ({ seq: Number(row.seq), hash: String(row.hash) });

export function contentsOf(db: DatabaseSync): RegistryContents {
  const all = (sql: string): Row[] => db.prepare(sql).all();
  const [setup] = all('SELECT * FROM setup');
  return {
    residents: all('SELECT * FROM residents').map(residentFrom),
    bands: all('SELECT * FROM bands').map(bandFrom),
    assignments: all('SELECT * FROM assignments ORDER BY rowid').map(assignmentFrom),
    staff: all('SELECT * FROM staff').map(staffFrom),
    sessions: all('SELECT * FROM sessions').map(sessionFrom),
    policies: all('SELECT * FROM policies ORDER BY seq').map(policyFrom),
    ...(setup && {
      setup: { tokenHash: String(setup.token_hash), expiresAt: moment(setup.expires_at) },
    }),
  };
}
