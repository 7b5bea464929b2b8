// Who the canary is: a band with a secret, and a screen with a session. Both are made anew with every
// start and are never written down; nobody who reads the registry or a backup can be the canary.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { BandGate } from '../broker/port.ts';
import { CANARY_BAND, CANARY_SESSION } from '../domain/canary.ts';
import type { StaffName } from '../domain/ids.ts';
import { instant } from '../domain/time.ts';
import type { Session } from '../registry/port.ts';

/** What the record shows as the one who closed what the canary raised. */
export const CANARY_NAME = CANARY_BAND as string as StaffName;

export interface CanaryIdentity {
  readonly secret: string;
  readonly token: string;
  /** Lets in the canary, and whomever else the registry knows. */
  gate(registered: BandGate): BandGate;
  /** For the feed alone: this token opens nothing else. */
  sessionOf(token: string): Session | undefined;
}

export function createCanaryIdentity(): CanaryIdentity {
  const [secret, token] = [newSecret(), newSecret()];
  const session: Session = {
    id: CANARY_SESSION,
    staff: { name: CANARY_NAME, role: 'duty-officer' },
    expiresAt: instant(Number.MAX_SAFE_INTEGER),
  };
  return {
    secret,
    token,
    gate: (registered) => ({
      admits: async (id, given) =>
        id === CANARY_BAND ? isSame(given, secret) : registered.admits(id, given),
    }),
    sessionOf: (given) => (isSame(given, token) ? session : undefined),
  };
}

const newSecret = (): string => randomBytes(32).toString('base64url');

function isSame(given: string, known: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(known)];
  return a.length === b.length && timingSafeEqual(a, b);
}
