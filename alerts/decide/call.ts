// A call for help: a message on `sos` or `fall`, read or not, and the moment it is judged at.
import type { IncidentId } from '../../domain/ids.ts';
import type { Raised, RawMessage, SaidByBand } from '../../domain/incident.ts';
import {
  type Arrival,
  type BandMessage,
  type EmergencyChannel,
  type Garbled,
  PAYLOAD_LIMIT,
} from '../../domain/message.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Reason } from '../../domain/reason.ts';
import type { Instant } from '../../domain/time.ts';
import { dueAfter } from './raise.ts';
import { incidentRaisedBy } from './repeat.ts';
import type { BandState } from './state.ts';

export type Press = Extract<BandMessage, { type: 'sos' }>;
type Fall = Extract<BandMessage, { type: 'fall' }>;

export interface Call<Message extends BandMessage | Garbled = Press | Fall | Garbled> {
  readonly arrival: Arrival;
  readonly message: Message;
  readonly now: Instant;
  readonly policy: Policy;
  /** When it was made, by our clock, if it comes late. */
  readonly calledAt?: Instant | undefined;
}

export type FallCall = Call<Fall | Garbled>;

/** The raising of an emergency by a message of the band itself. */
export function emergencyFrom(
  state: BandState,
  kind: EmergencyChannel,
  call: Call,
  reason: Reason,
): Raised {
  const { deviceAt, calledAt } = saidIn(call);
  return {
    type: 'raised',
    incidentId: incidentIdOf(state, kind, call),
    at: call.now,
    kind,
    priority: 'emergency',
    bandId: state.bandId,
    ...(state.residentId !== undefined && { residentId: state.residentId }),
    ...(deviceAt !== undefined && { deviceAt }),
    ...(calledAt !== undefined && { calledAt }),
    dueAt: dueAfter('emergency', call.now, call.policy),
    reason,
  };
}

export const incidentIdOf = (state: BandState, kind: EmergencyChannel, call: Call): IncidentId =>
  incidentRaisedBy(state, kind, call.arrival, call.message);

/** Its id, its clock and its place; of a message nobody can read, its raw bytes. */
export function saidIn({ arrival, message, calledAt }: Call): SaidByBand {
  if (message.type === 'garbled') {
    const channel = message.channel === 'fall' ? 'fall' : 'sos';
    const bytes = arrival.payload.subarray(0, PAYLOAD_LIMIT);
    const raw: RawMessage = { channel, detail: message.reason, base64: base64(bytes) };
    return { raw };
  }
  return {
    ...(message.id !== undefined && { messageId: message.id }),
    ...(message.at !== undefined && { deviceAt: message.at }),
    ...(calledAt !== undefined && { calledAt }),
    ...(message.location !== undefined && { location: message.location }),
  };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648 section 4; the pure folders have neither Buffer nor btoa. */
function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    const group = (a << 16) | (b << 8) | c;
    text += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63);
    text += i + 1 < bytes.length ? ALPHABET.charAt((group >> 6) & 63) : '=';
    text += i + 2 < bytes.length ? ALPHABET.charAt(group & 63) : '=';
  }
  return text;
}
