// Who may connect: a band that shows its own id twice, as user name and as client id, its secret,
// and a will, if any, on its own status. Everything else is refused in one and the same way, so that
// nobody learns from the answer which ids exist.
import { type BandId, parseBandId } from '../domain/ids.ts';
import type { Clock, Millis } from '../domain/time.ts';
import { access } from './access.ts';
import { createBackoff } from './backoff.ts';
import { withDeadline } from './deadline.ts';
import { createPenaltyBox } from './penalty.ts';
import type { BandGate } from './port.ts';

/** What a CONNECT said of itself. */
export interface Claim {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly password: Uint8Array | undefined;
  readonly willTopic: string | undefined;
  /** Where it comes from. */
  readonly address: string;
}

type Reason =
  | 'no-credentials'
  | 'not-a-band'
  | 'client-id-differs'
  | 'wrong-secret'
  | 'foreign-will';

type Admission =
  | { readonly outcome: 'admitted'; readonly bandId: BandId }
  | { readonly outcome: 'refused'; readonly reason: Reason }
  /** The gate threw or did not answer: not the band's fault, it shall try again. */
  | { readonly outcome: 'unavailable'; readonly cause: unknown };

export interface Doorkeeper {
  /** Never rejects. */
  decide(claim: Claim): Promise<Admission>;
  /** A refused claim waits here before it is answered; see backoff.ts. */
  penalise(claim: Claim): Promise<void>;
  /** Nobody waits any longer: the service stops. */
  dismiss(): void;
}

export interface DoorkeeperOptions {
  readonly gate: BandGate;
  readonly clock: Clock;
  readonly gateWithin: Millis;
  readonly penalised: number;
}

export function createDoorkeeper(options: DoorkeeperOptions): Doorkeeper {
  const backoff = createBackoff(options.clock);
  const box = createPenaltyBox(options.penalised);
  return {
    async decide(claim) {
      const { username, password } = claim;
      if (username === undefined || password === undefined) return refused('no-credentials');
      const bandId = parseBandId(username);
      if (bandId === undefined) return refused('not-a-band');
      if (claim.clientId !== bandId) return refused('client-id-differs');
      try {
        const secret = Buffer.from(password).toString('utf8');
        const ask = () => options.gate.admits(bandId, secret);
        // Only `true` opens: a gate that answers anything else has not said yes.
        const admitted = (await withDeadline('the gate', options.gateWithin, ask)) === true;
        if (!admitted) return refused('wrong-secret');
      } catch (cause) {
        return { outcome: 'unavailable', cause };
      }
      // After the secret: whoever has none learns nothing about wills.
      const { willTopic } = claim;
      const foreign = willTopic !== undefined && !access(bandId, 'will', willTopic).allowed;
      return foreign ? refused('foreign-will') : { outcome: 'admitted', bandId };
    },
    penalise(claim) {
      return box.wait(backoff.failed(parseBandId(claim.username), claim.address));
    },
    dismiss: box.empty,
  };
}

const refused = (reason: Reason): Admission => ({ outcome: 'refused', reason });
