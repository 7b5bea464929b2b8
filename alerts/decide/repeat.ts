// Telling an exact repeat of an emergency message from a second press. Repeats may be dropped,
// presses may not: in doubt it is a press.
import type { IncidentId, MessageId } from '../../domain/ids.ts';
import { incidentIdFor } from '../../domain/ids.ts';
import type { Kind } from '../../domain/incident.ts';
import type {
  Arrival,
  BandMessage,
  Garbled,
  MessageKey,
  TakenMessage,
} from '../../domain/message.ts';
import { type Instant, instant, minutes, since } from '../../domain/time.ts';
import { type BandState, TAKEN_MESSAGES_KEPT } from './state.ts';

/** How long a message that names neither itself nor its time can be a repeat of the same bytes. */
const ANONYMOUS_REPEAT = minutes(10);

/**
 * A band names each message once, but firmware that starts counting at 1 after every reboot exists;
 * so a message is the same as another only if the band's clock also says the same.
 */
function identity(message: BandMessage | Garbled): string | undefined {
  if (message.type !== 'sos' && message.type !== 'fall') return undefined;
  if (message.id === undefined || message.at === undefined) return undefined;
  const phase = message.type === 'fall' ? `${message.phase}:` : '';
  return `${phase}${message.id}@${message.at}`;
}

export function messageKeyOf(arrival: Arrival, message: BandMessage | Garbled): MessageKey {
  const name = identity(message) ?? `#${fingerprint(arrival.payload)}`;
  return `${arrival.channel}:${name}` as MessageKey;
}

/**
 * True when this very message was taken before.
 * @param isLate the band made it long ago, by a clock that is known.
 */
export function isRepeat(
  state: BandState,
  arrival: Arrival,
  message: BandMessage | Garbled,
  now: Instant,
  isLate: boolean,
): boolean {
  const key = messageKeyOf(arrival, message);
  const earlier = state.taken.findLast((taken) => taken.key === key);
  if (earlier === undefined) return false;
  if (identity(message) !== undefined) return true;
  // The same bytes from the same moment of the past, sent once more after a reboot: nobody presses twice
  // within a millisecond, and what is pressed now is not late.
  if (isLate) return true;
  // Without a name of its own it is a repeat only if the sender says so, soon, about something that
  // is still open: a press that follows a closed incident is never dropped.
  const stillOpen = state.incidents.some((incident) => incident.kind === arrival.channel);
  return arrival.dup && stillOpen && since(earlier.receivedAt, now) < ANONYMOUS_REPEAT;
}

export function remember(
  state: BandState,
  arrival: Arrival,
  message: BandMessage | Garbled,
): BandState {
  const key = messageKeyOf(arrival, message);
  const taken = [...state.taken, { key, receivedAt: arrival.receivedAt }];
  return { ...state, taken: taken.slice(-TAKEN_MESSAGES_KEPT) };
}

/** Whether the band has said of a fall of that name that it happened. In doubt yes: it stays one. */
export const namesFallTaken = ({ taken }: BandState, id: MessageId): boolean =>
  taken.some(({ key }) => /^fall:(detected|confirmed):/.test(key) && key.includes(`:${id}@`));

const FALL_CANCELLED = 'fall:cancelled:';

/** When the band, by its own clock, has said of a fall of that name that it was nothing. */
export const fallCancelledAt = (
  taken: readonly TakenMessage[],
  id: MessageId,
): readonly Instant[] =>
  taken.flatMap(({ key }) => {
    const prefix = `${FALL_CANCELLED}${id}@`;
    const at = key.startsWith(prefix) ? Number(key.slice(prefix.length)) : Number.NaN;
    return Number.isNaN(at) ? [] : [instant(at)];
  });

/** The incident a message raises if it raises one. `state`: before the message was taken. */
export function incidentRaisedBy(
  state: BandState,
  kind: Kind,
  arrival: Arrival,
  message: BandMessage | Garbled,
): IncidentId {
  const { bandId, receivedAt } = arrival;
  const name = identity(message);
  if (name !== undefined) return incidentIdFor(kind, bandId, name);
  // A backlog comes within one millisecond: what names nothing is known by its place among them.
  const before = state.taken.filter((taken) => taken.receivedAt === receivedAt).length;
  return incidentIdFor(kind, bandId, `at@${receivedAt}${before === 0 ? '' : `-${before}`}`);
}

/** Two 32-bit FNV-1a hashes over the bytes; enough to recognise a repeat, not a secret. */
function fingerprint(bytes: Uint8Array): string {
  let forward = 0x811c9dc5;
  let backward = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i += 1) {
    forward = Math.imul(forward ^ (bytes[i] ?? 0), 0x01000193);
    backward = Math.imul(backward ^ (bytes[bytes.length - 1 - i] ?? 0), 0x01000193);
  }
  const hex = (n: number) => (n >>> 0).toString(16).padStart(8, '0');
  return `${bytes.length}-${hex(forward)}${hex(backward)}`;
}
