// What the other stations may know of the people: who they are, which band they wear, who may act.
import type { BandId, ResidentId, StaffName } from '../domain/ids.ts';
import type { Resident } from '../domain/person.ts';
import type { Instant } from '../domain/time.ts';

export type NewResident = Omit<Resident, 'id' | 'bandId'>;
/** `null` takes a value away; absent leaves it. */
export type ResidentChanges = { readonly [Key in keyof NewResident]?: NewResident[Key] | null };

export interface Residents {
  add(resident: NewResident): Promise<Resident>;
  /** Undefined when there is no such resident. */
  change(id: ResidentId, changes: ResidentChanges): Promise<Resident | undefined>;
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
  ): Promise<BandAnswer<{ band: Band; secret: string }>>;
  /** Assigns to a resident, or to nobody (`null`). The resident's former band becomes free. */
  assign(id: BandId, residentId: ResidentId | null): Promise<BandAnswer<Band>>;
  retire(id: BandId): Promise<BandAnswer<Band>>;
  rotateSecret(id: BandId): Promise<BandAnswer<{ secret: string }>>;
  get(id: BandId): Band | undefined;
  all(): readonly Band[];
  /** Resolves from memory; see `BandGate` of the broker. */
  admits(id: BandId, secret: string): Promise<boolean>;
  /** Who wore which band when, newest first. */
  history(id: BandId): Promise<readonly BandAssignment[]>;
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

export interface Staff {
  /** True while nobody can sign in yet. */
  readonly empty: boolean;
  /** Resolves `false` when the name is taken. */
  add(name: StaffName, role: Role, password: string): Promise<boolean>;
  all(): readonly StaffMember[];
  /** A link that lets the first administrator choose a password; works once, for 24 hours. */
  offerSetup(): Promise<{ readonly token: string }>;
  /** Resolves `false` when the token is not, or no longer, valid. */
  setUp(token: string, name: StaffName, password: string): Promise<boolean>;
}

export interface Session {
  readonly staff: StaffMember;
  readonly expiresAt: Instant;
}

export interface Sessions {
  /** A new session's token (128 bits or more, kept only as a hash), or undefined: wrong name or password. */
  signIn(
    name: StaffName,
    password: string,
  ): Promise<{ token: string; session: Session } | undefined>;
  /** From memory. Undefined when it has ended. */
  find(token: string): Session | undefined;
  end(token: string): Promise<void>;
}

/** Told after a change is on record, so that the wall, the engine and the broker follow. */
export interface RegistryListener {
  residentChanged(id: ResidentId): void;
  bandAssigned(id: BandId, residentId: ResidentId | undefined): void;
  bandRetired(id: BandId): void;
  secretRotated(id: BandId): void;
  sessionEnded(token: string): void;
}

export interface Registry {
  readonly residents: Residents;
  readonly bands: Bands;
  readonly staff: Staff;
  readonly sessions: Sessions;
  /** Reads everything into memory. Rejects with a sentence for the installer. */
  open(): Promise<void>;
  listen(listener: RegistryListener): void;
  close(): Promise<void>;
}
