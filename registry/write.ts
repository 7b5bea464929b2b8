// What can be written to the registry's file, and what it contains when it is opened: plain values,
// because both cross the border of a thread.
import type { BandId, ResidentId, StaffName } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { AuditEntry, NewResident, PolicyVersion, Role } from './port.ts';

export interface BandRow {
  readonly id: BandId;
  readonly registeredAt: Instant;
  readonly retiredAt: Instant | null;
  readonly secretHash: string;
  readonly formerHash: string | null;
  readonly formerUntil: Instant | null;
}

export interface AssignmentRow {
  readonly bandId: BandId;
  readonly residentId: ResidentId;
  readonly from: Instant;
  readonly to: Instant | null;
}

export interface StaffRow {
  readonly name: StaffName;
  readonly role: Role;
  readonly passwordHash: string;
  readonly disabledAt: Instant | null;
}

export interface SessionRow {
  readonly id: string;
  readonly staffName: StaffName;
  readonly beganAt: Instant;
  readonly usedAt: Instant;
}

export interface SetupRow {
  readonly tokenHash: string;
  readonly expiresAt: Instant;
}

export type Write =
  | { readonly type: 'resident'; readonly id: ResidentId; readonly facts: NewResident }
  | { readonly type: 'band'; readonly row: BandRow }
  | { readonly type: 'assignment-began'; readonly row: AssignmentRow }
  | { readonly type: 'assignment-ended'; readonly bandId: BandId; readonly at: Instant }
  | { readonly type: 'staff'; readonly row: StaffRow }
  | { readonly type: 'session'; readonly row: SessionRow }
  | { readonly type: 'session-ended'; readonly id: string }
  | { readonly type: 'setup'; readonly row: SetupRow | null }
  | { readonly type: 'policy'; readonly entry: PolicyVersion }
  | { readonly type: 'audit'; readonly entry: Omit<AuditEntry, 'seq'> };

export interface RegistryContents {
  /** So many entries were once durable and are gone. */
  readonly missing?: number;
  readonly residents: readonly { readonly id: ResidentId; readonly facts: NewResident }[];
  readonly bands: readonly BandRow[];
  /** In the order in which they began. */
  readonly assignments: readonly AssignmentRow[];
  readonly staff: readonly StaffRow[];
  readonly sessions: readonly SessionRow[];
  readonly setup?: SetupRow;
  /** In the order in which they were made. */
  readonly policies: readonly PolicyVersion[];
}

export type AuditVerdict =
  | { readonly ok: true; readonly entries: number }
  | { readonly ok: false; readonly brokenAt: number };

/** What the thread of the file can be asked. */
export type FileHandlers = {
  open(path: string): RegistryContents;
  /** All or nothing, and it survives a power cut when this resolves. */
  write(writes: readonly Write[]): void;
  auditList(limit: number, before: number | null): readonly AuditEntry[];
  auditVerify(): AuditVerdict;
  close(): void;
};
