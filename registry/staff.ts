// Who may sign in, and how the first one gets in.
import type { StaffName } from '../domain/ids.ts';
import { type Clock, hours, plus } from '../domain/time.ts';
import type { Decision, Ledger } from './ledger.ts';
import { type Memory, memberFrom, staffKey } from './memory.ts';
import type { Passwords } from './password.ts';
import type { Role, Staff, StaffAnswer, StaffChanges } from './port.ts';
import { hashSecret, newToken, sameHash } from './secret.ts';
import type { StaffRow, Write } from './write.ts';

/** How long the link to the first account is good. */
const SETUP_LIFETIME = hours(24);

export function createStaff({ memory, change }: Ledger, passwords: Passwords, clock: Clock): Staff {
  const audited = (action: string, name: StaffName, by: StaffName | undefined): Write => ({
    type: 'audit',
    entry: { at: clock(), ...(by !== undefined && { by }), action, subject: `staff:${name}` },
  });
  const setupHolds = (token: string): boolean => {
    const { setup, staff } = memory;
    if (!setup || staff.size > 0 || clock() >= setup.expiresAt) return false;
    return sameHash(hashSecret(token), setup.tokenHash);
  };
  const newRow = (name: StaffName, role: Role, passwordHash: string): Write => ({
    type: 'staff',
    row: { name, role, passwordHash, disabledAt: null },
  });

  return {
    get empty() {
      return memory.staff.size === 0;
    },
    all: () => [...memory.staff.values()].map(memberFrom),
    async add(name, role, password, by) {
      if (memory.staff.has(staffKey(name))) return false;
      const passwordHash = await passwords.hash(password);
      return change(() => {
        if (memory.staff.has(staffKey(name))) return { value: false };
        const writes: Write[] = [
          newRow(name, role, passwordHash),
          audited('staff-added', name, by),
        ];
        return { value: true, writes: [...writes, { type: 'setup', row: null }] };
      });
    },
    async change(name, changes, by) {
      const passwordHash =
        changes.password === undefined ? undefined : await passwords.hash(changes.password);
      return change(() => {
        const decision = changed(memory, clock, { name, changes, passwordHash });
        if (!decision.value.ok) return decision;
        return {
          ...decision,
          writes: [...(decision.writes ?? []), audited('staff-changed', name, by)],
        };
      });
    },
    offerSetup: () =>
      change(() => {
        if (memory.staff.size > 0)
          throw new Error('setup is offered only while nobody can sign in');
        const token = newToken();
        const row = { tokenHash: hashSecret(token), expiresAt: plus(clock(), SETUP_LIFETIME) };
        return { value: { token }, writes: [{ type: 'setup', row }] };
      }),
    async setUp(token, name, password) {
      if (!setupHolds(token)) return false;
      const passwordHash = await passwords.hash(password);
      return change(() => {
        // Asked again: somebody may have used the link while this password was hashed.
        if (!setupHolds(token)) return { value: false };
        const row = newRow(name, 'administrator', passwordHash);
        const writes: Write[] = [row, { type: 'setup', row: null }];
        return { value: true, writes: [...writes, audited('staff-set-up', name, name)] };
      });
    },
  };
}

interface StaffChange {
  readonly name: StaffName;
  readonly changes: StaffChanges;
  readonly passwordHash: string | undefined;
}

function changed(
  memory: Memory,
  clock: Clock,
  { name, changes, passwordHash }: StaffChange,
): Decision<StaffAnswer> {
  const before = memory.staff.get(staffKey(name));
  if (!before) return { value: { ok: false, refusal: 'no-such-staff' } };
  const row: StaffRow = {
    ...before,
    role: changes.role ?? before.role,
    passwordHash: passwordHash ?? before.passwordHash,
    disabledAt: disabledAt(before, changes.disabled, clock),
  };
  const administers = (each: StaffRow) => each.role === 'administrator' && each.disabledAt === null;
  const others = [...memory.staff.values()].filter((each) => each !== before);
  if (administers(before) && !administers(row) && !others.some(administers)) {
    return { value: { ok: false, refusal: 'last-administrator' } };
  }
  const ending = [...memory.sessions.values()].filter((each) => each.staffName === before.name);
  return {
    value: { ok: true, member: memberFrom(row) },
    writes: [
      { type: 'staff', row },
      ...ending.map(({ id }) => ({ type: 'session-ended', id }) as const),
    ],
    news: ending.map(({ id }) => ({ type: 'session-ended', sessionId: id })),
  };
}

function disabledAt(
  before: StaffRow,
  disabled: boolean | undefined,
  clock: Clock,
): StaffRow['disabledAt'] {
  if (disabled === undefined) return before.disabledAt;
  return disabled ? (before.disabledAt ?? clock()) : null;
}
