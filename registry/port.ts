// What the other stations may know of the people: who they are, which band they wear, who may act.
import type { BandId, ResidentId, StaffName } from '../domain/ids.ts';
import type { Resident } from '../domain/person.ts';
import type { PolicyChanges } from '../domain/policy-changes.ts';
import type { Instant } from '../domain/time.ts';

export type NewResident = Omit<Resident, 'id' | 'bandId'>;
/** `null` takes a value away; absent leaves it. A resident always has a name. */
export type ResidentChanges = {
  readonly [Key in Exclude<keyof NewResident, 'name'>]?: NewResident[Key] | null;
} & { readonly name?: string };

export interface Residents {
  add(resident: NewResident, by?: StaffName): Promise<Resident>;
  /** Undefined when there is no such resident. */
  change(id: ResidentId, changes: ResidentChanges, by?: StaffName): Promise<Resident | undefined>;
  get(id: ResidentId): Resident | undefined;
  /** In the order of compound, building, unit, room. */
  all(): readonly Resident[];
}

export interface Band {
  readonly id: BandId;
  readonly residentId?: ResidentId;
  readonly registeredAt: Instant;
  readonly assignedAt?: Instant;
  readonly retiredAt?: Instant;
}

/**
 * `resident-has-band`: registering a second band for somebody takes the first one off nobody's
 * wrist by mistake; whoever means a swap assigns the new band. `retired`: for good.
 */
export type BandRefusal =
  | 'exists'
  | 'no-such-band'
  | 'no-such-resident'
  | 'resident-has-band'
  | 'retired';

export type BandAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: BandRefusal };

export interface Bands {
  /** The secret is told here once; only its hash is kept. */
  register(
    id: BandId,
    residentId?: ResidentId,
    by?: StaffName,
  ): Promise<BandAnswer<{ readonly band: Band; readonly secret: string }>>;
  /**
   * Assigns to a resident, or to nobody (`null`). The resident's former band becomes free, and so
   * does whoever wore this band before.
   */
  assign(id: BandId, residentId: ResidentId | null, by?: StaffName): Promise<BandAnswer<Band>>;
  retire(id: BandId, by?: StaffName): Promise<BandAnswer<Band>>;
  /**
   * A new secret. The one before it keeps working until the new one is used for the first time, at
   * most 24 hours, so that a band is never locked out while somebody is on the way to it. Rotating
   * twice ends the original at once: only the newest and the one before it are ever good.
   */
  rotateSecret(id: BandId, by?: StaffName): Promise<BandAnswer<{ readonly secret: string }>>;
  get(id: BandId): Band | undefined;
  /** By id, in natural order. */
  all(): readonly Band[];
  /** Resolves from memory; see `BandGate` of the broker. Never rejects. */
  admits(id: BandId, secret: string): Promise<boolean>;
  /** Who wore which band when, newest first. */
  history(id: BandId): Promise<readonly BandAssignment[]>;
  /**
   * Whose reading a late one is: whoever wore the band at `at`, from memory. A moment before the
   * first assignment belongs to the first wearer: a band that was handed over and only then typed
   * in keeps its backlog with the person it was given to. Undefined while nobody wore it.
   */
  wearerAt(id: BandId, at: Instant): ResidentId | undefined;
}

export interface BandAssignment {
  readonly bandId: BandId;
  readonly residentId: ResidentId;
  readonly from: Instant;
  readonly to?: Instant;
}

export const ROLES = ['administrator', 'duty-officer'] as const;
export type Role = (typeof ROLES)[number];

export interface StaffMember {
  readonly name: StaffName;
  readonly role: Role;
  readonly disabledAt?: Instant;
}

export interface StaffChanges {
  readonly role?: Role;
  /** Cannot sign in any more; the name stays with what it did. */
  readonly disabled?: boolean;
  readonly password?: string;
}

export type StaffAnswer =
  | { readonly ok: true; readonly member: StaffMember }
  | {
      readonly ok: false;
      /** `last-administrator`: somebody must be left who can undo it. */
      readonly refusal: 'no-such-staff' | 'last-administrator';
    };

export interface Staff {
  /** True while nobody can sign in yet. */
  readonly empty: boolean;
  /**
   * Resolves `false` when the name is taken: names that differ only in case or width are one name,
   * because the record of who did what must be readable.
   */
  add(name: StaffName, role: Role, password: string, by?: StaffName): Promise<boolean>;
  /** Ends every session of that member, so that the change holds from now on. */
  change(name: StaffName, changes: StaffChanges, by?: StaffName): Promise<StaffAnswer>;
  all(): readonly StaffMember[];
  /**
   * A link that lets the first administrator choose a password; works once, for 24 hours, and only
   * while `empty`. A new offer replaces the one before.
   */
  offerSetup(): Promise<{ readonly token: string }>;
  /** Resolves `false` when the token is not, or no longer, valid. */
  setUp(token: string, name: StaffName, password: string): Promise<boolean>;
}

export interface Session {
  /** Tells sessions apart and opens nothing: the hash of the token. */
  readonly id: string;
  readonly staff: StaffMember;
  /** Unless it is used before: then later, up to the absolute limit. */
  readonly expiresAt: Instant;
}

export type SignIn =
  | { readonly ok: true; readonly token: string; readonly session: Session }
  /** `busy`: too many passwords are being checked at this moment; nothing was decided. */
  | { readonly ok: false; readonly refusal: 'wrong' | 'busy' };

export interface Sessions {
  /** A new session's token has 256 random bits and is kept only as a hash. */
  signIn(name: StaffName, password: string): Promise<SignIn>;
  /** From memory, and counts as use. Undefined when it has ended. */
  find(token: string): Session | undefined;
  end(token: string): Promise<void>;
}

export interface AuditEntry {
  readonly seq: number;
  readonly at: Instant;
  readonly by?: StaffName;
  /** Past tense, in kebab-case: `resident-read`. */
  readonly action: string;
  /** An id, never a value: `resident:…`, `band:…`, `staff:…`. */
  readonly subject: string;
}

/** Who looked at or changed what, beside what the timelines of the incidents say. */
export interface Audit {
  /** Never waits and never throws: looking somebody up in an emergency cannot hang on the record. */
  record(entry: Pick<AuditEntry, 'action' | 'subject'> & { readonly by?: StaffName }): void;
  /** Newest first. @param before only entries with a smaller `seq`. */
  list(limit: number, before?: number): Promise<readonly AuditEntry[]>;
  /** Walks the whole chain. `brokenAt`: the first entry that is not what was written. */
  verify(): Promise<
    | { readonly ok: true; readonly entries: number }
    | { readonly ok: false; readonly brokenAt: number }
  >;
}

/** What somebody has changed in the policy, of the community or of one person. Never overwritten. */
export interface PolicyVersion {
  /** Absent: the community's. */
  readonly residentId?: ResidentId;
  /** From 1 on, of the community and of each person by itself. */
  readonly version: number;
  /** Holds from then on. */
  readonly at: Instant;
  readonly by?: StaffName;
  readonly why: string;
  /** Then a person's changes end and the community's policy holds again; absent: until the next version. */
  readonly until?: Instant;
  /** Everything that differs: from the default for the community, from the community's for a person. */
  readonly changes: PolicyChanges;
}

export type PolicyAnswer =
  | { readonly ok: true; readonly version: PolicyVersion }
  | { readonly ok: false; readonly refusal: 'no-such-resident' }
  /** Somebody else has changed it since; the newest version is. */
  | {
      readonly ok: false;
      readonly refusal: 'outdated';
      readonly newest: PolicyVersion | undefined;
    };

/** What the community and each person go by. Undefined is the community. */
export interface PolicyBook {
  newest(residentId: ResidentId | undefined): PolicyVersion | undefined;
  /** Newest first. */
  history(residentId: ResidentId | undefined): readonly PolicyVersion[];
  /** Who has, or had, a policy of their own. */
  people(): readonly ResidentId[];
  /** @param basedOn the version that whoever changes it has seen; 0: none. Absent: whatever there is. */
  change(
    entry: Omit<PolicyVersion, 'version' | 'at' | 'by'>,
    by: StaffName,
    basedOn?: number,
  ): Promise<PolicyAnswer>;
}

/**
 * Told after a change is on record, so that the wall, the engine and the broker follow. The change
 * resolves when every listener has followed; one that fails is logged and stops nobody.
 */
export interface RegistryListener {
  /** Also when a resident gets or loses a band. */
  residentChanged?(id: ResidentId): void | Promise<void>;
  bandAssigned?(id: BandId, residentId: ResidentId | undefined): void | Promise<void>;
  bandRetired?(id: BandId): void | Promise<void>;
  /** Undefined: the community's. */
  policyChanged?(residentId: ResidentId | undefined): void | Promise<void>;
  secretRotated?(id: BandId): void | Promise<void>;
  /** @param sessionId `Session.id`. Not told of sessions that ran out: those `find` denies. */
  sessionEnded?(sessionId: string): void | Promise<void>;
}

export interface Registry {
  readonly residents: Residents;
  readonly bands: Bands;
  readonly staff: Staff;
  readonly sessions: Sessions;
  readonly audit: Audit;
  readonly policies: PolicyBook;
  /** Reads everything into memory. Rejects with a sentence for the installer. */
  open(): Promise<void>;
  listen(listener: RegistryListener): void;
  /** Writes what is waiting, then closes the file. */
  close(): Promise<void>;
}
