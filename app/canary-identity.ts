// Who the canary is: a band with a secret, and a screen with a session. Both are made anew with every
// start and are never written down; nobody who reads the registry or a backup can be the canary.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { BandGate } from '../broker/port.ts';
import { CANARY_BAND, CANARY_SESSION } from '../domain/canary.ts';
import type { StaffName } from '../domain/ids.ts';
import { instant } from '../domain/time.ts';
import type { Session } from '../registry/port.ts';
import type { CanaryWay } from './canary-errand.ts';
import type { Config } from './config.ts';

/** What the record shows as the one who closed what the canary raised. */
export const CANARY_NAME = CANARY_BAND as string as StaffName;

export interface CanaryIdentity {
  /** Lets in the canary, and whomever else the registry knows. */
  gate(registered: BandGate): BandGate;
  /** For the feed alone: this token opens nothing else. */
  sessionOf(token: string): Session | undefined;
  /**
   * Both ends of its way. On an external broker it comes with the service's own credentials, and that
   * broker has to let it publish as the band it is.
   */
  way(mqtt: string, http: string, broker: Config['broker']): Omit<CanaryWay, 'close'>;
}

export function createCanaryIdentity(): CanaryIdentity {
  const [secret, token] = [newSecret(), newSecret()];
  const session: Session = {
    id: CANARY_SESSION,
    staff: { name: CANARY_NAME, role: 'duty-officer' },
    expiresAt: instant(Number.MAX_SAFE_INTEGER),
  };
  return {
    gate: (registered) => ({
      admits: async (id, given) =>
        id === CANARY_BAND ? isSame(given, secret) : registered.admits(id, given),
    }),
    sessionOf: (given) => (isSame(given, token) ? session : undefined),
    way: (mqtt, http, broker) => ({
      mqtt: broker ?? { url: mqtt, username: CANARY_BAND, password: secret },
      http,
      token,
    }),
  };
}

const newSecret = (): string => randomBytes(32).toString('base64url');

function isSame(given: string, known: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(known)];
  return a.length === b.length && timingSafeEqual(a, b);
}
