// Who is signed in. The browser holds a random token, the service its hash, so that whoever reads
// the file or a backup of it cannot sign in with what is written there.
//
// A session ends when it was not used for `idle` and, whatever happens, `absolute` after sign-in. An
// open duty screen uses its session all the time: a wall must not go dark because nothing happens.
import type { StaffName } from '../domain/ids.ts';
import type { Log } from '../domain/log.ts';
import {
  type Clock,
  hours,
  type Instant,
  instant,
  type Millis,
  minutes,
  plus,
  since,
} from '../domain/time.ts';
import type { Ledger } from './ledger.ts';
import { type Memory, memberFrom, staffKey } from './memory.ts';
import type { Passwords } from './password.ts';
import type { Session, Sessions, SignIn } from './port.ts';
import { hashSecret, newToken } from './secret.ts';
import type { SessionRow, Write } from './write.ts';

export interface SessionLimits {
  readonly idle: Millis;
  readonly absolute: Millis;
}

/** A shift can be a whole day; an evening without anybody at the desk ends the session. */
export const SESSION_LIMITS: SessionLimits = { idle: hours(12), absolute: hours(24) };

/** Use is written down at most this often; a restart may take this much off the idle time. */
const USE_WRITTEN_EVERY = minutes(5);

export interface SessionParts {
  readonly ledger: Ledger;
  readonly passwords: Passwords;
  readonly limits: SessionLimits;
  readonly clock: Clock;
  readonly log: Log;
}

export function createSessions({ ledger, passwords, limits, clock, log }: SessionParts): Sessions {
  const { memory, change, changeLater } = ledger;
  const { expiresAt, sessionFrom } = createValidity({ memory, limits, clock });
  /** When the use of a session was last written. */
  const writtenAt = new Map<string, Instant>();

  const audited = (action: string, name: StaffName): Write => ({
    type: 'audit',
    entry: { at: clock(), by: name, action, subject: `staff:${name}` },
  });

  function begin(name: StaffName) {
    const staff = memory.staff.get(staffKey(name));
    if (!staff || staff.disabledAt !== null) return { value: undefined };
    const now = clock();
    const token = newToken();
    const row = { id: hashSecret(token), staffName: staff.name, beganAt: now, usedAt: now };
    const over = [...memory.sessions.values()].filter((each) => sessionFrom(each) === undefined);
    for (const { id } of over) writtenAt.delete(id);
    writtenAt.set(row.id, now);
    const session: Session = { id: row.id, staff: memberFrom(staff), expiresAt: expiresAt(row) };
    return {
      value: { ok: true, token, session } as const,
      writes: [
        ...over.map(({ id }) => ({ type: 'session-ended', id }) as const),
        { type: 'session', row } as const,
        audited('signed-in', staff.name),
      ],
      evenUnwritten: true,
    };
  }

  /** Memory knows at once, the file within minutes. */
  function use(row: SessionRow): void {
    const now = clock();
    memory.sessions.set(row.id, { ...row, usedAt: now });
    const written = writtenAt.get(row.id) ?? row.usedAt;
    if (since(written, now) < USE_WRITTEN_EVERY) return;
    writtenAt.set(row.id, now);
    changeLater(() => {
      const current = memory.sessions.get(row.id);
      if (!current) return { value: undefined };
      return { value: undefined, writes: [{ type: 'session', row: current }] };
    });
  }

  return {
    async signIn(name, password): Promise<SignIn> {
      const staff = memory.staff.get(staffKey(name));
      const matches = await passwords.matches(password, staff?.passwordHash);
      if (matches === 'busy') return { ok: false, refusal: 'busy' };
      const begun = matches ? await change(() => begin(name)) : undefined;
      if (begun) return begun;
      log.warn('sign-in-refused', { known: staff !== undefined });
      if (staff) {
        changeLater(() => ({ value: undefined, writes: [audited('sign-in-refused', staff.name)] }));
      }
      return { ok: false, refusal: 'wrong' };
    },
    find(token) {
      const row = memory.sessions.get(hashSecret(token));
      const session = row && sessionFrom(row);
      if (row && session) use(row);
      return session;
    },
    end(token) {
      const id = hashSecret(token);
      return change(() => {
        const row = memory.sessions.get(id);
        if (!row) return { value: undefined };
        writtenAt.delete(id);
        return {
          value: undefined,
          writes: [{ type: 'session-ended', id }, audited('signed-out', row.staffName)],
          news: [{ type: 'session-ended', sessionId: id }],
          evenUnwritten: true,
        };
      });
    },
  };
}

/** What a row of the file is worth at this moment. */
function createValidity({
  memory,
  limits,
  clock,
}: Pick<SessionParts, 'limits' | 'clock'> & { readonly memory: Memory }) {
  const expiresAt = ({ beganAt, usedAt }: SessionRow): Instant =>
    instant(Math.min(plus(usedAt, limits.idle), plus(beganAt, limits.absolute)));

  function sessionFrom(row: SessionRow): Session | undefined {
    const staff = memory.staff.get(staffKey(row.staffName));
    if (!staff || staff.disabledAt !== null || clock() >= expiresAt(row)) return undefined;
    return { id: row.id, staff: memberFrom(staff), expiresAt: expiresAt(row) };
  }
  return { expiresAt, sessionFrom };
}
