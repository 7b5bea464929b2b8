// The wearer says on the band that a fall was nothing. That takes back the fall it names; a band that
// names each of its messages anew can only mean those just before. An incident of several falls is over when
// all of them are taken back, in whatever order their messages come: a fall that arrives after the word
// that it was nothing is shown, and over at once.
import type { MessageId } from '../../domain/ids.ts';
import { type Change, evolve, type Incident } from '../../domain/incident.ts';
import type { TakenMessage } from '../../domain/message.ts';
import { minutes, since } from '../../domain/time.ts';
import { type FallCall, saidIn } from './call.ts';
import { openOf } from './raise.ts';
import { fallCancelledAt, namesFallTaken, remember } from './repeat.ts';
import type { BandState } from './state.ts';

export type FallEntry = Extract<Change, { type: 'fell' }>;

/** Firmware that starts counting at 1 after a reboot names another fall like an earlier one. */
const SAME_FALL = minutes(10);
/** A band asks its wearer for less than this; what is said later is about something else. */
const COUNTDOWN = minutes(3);

export function saidFine(state: BandState, call: FallCall): readonly Change[] {
  const meant = incidentMeant(state, call);
  if (meant === undefined) return [];
  const { taken } = remember(state, call.arrival, call.message);
  const standing = fallsOf(meant).filter(
    (fall) => !isNamedFine(fall, taken) && !isMeantToo(fall, state, call),
  );
  return closedIfOver(meant, standing, {
    type: 'cancelled',
    incidentId: meant.id,
    at: call.now,
    ...saidIn(call),
  });
}

/** The one whose fall it names; of a name that is no fall's, the newest that is open. */
function incidentMeant(state: BandState, call: FallCall): Incident | undefined {
  const id = idOf(call);
  if (id === undefined) return openOf(state, 'fall');
  const named = state.incidents.find(
    (incident) =>
      incident.kind === 'fall' && fallsOf(incident).some((fall) => fall.messageId === id),
  );
  return named ?? (namesFallTaken(state, id) ? undefined : openOf(state, 'fall'));
}

const idOf = ({ message }: FallCall): MessageId | undefined =>
  message.type === 'fall' ? message.id : undefined;

const fallsOf = ({ timeline }: Incident): readonly FallEntry[] =>
  timeline.filter((change) => change.type === 'fell');

/** The band has said of this very fall that it was nothing. */
function isNamedFine({ messageId, deviceAt }: FallEntry, taken: readonly TakenMessage[]): boolean {
  if (messageId === undefined || deviceAt === undefined) return false;
  return fallCancelledAt(taken, messageId).some((at) => {
    const after = since(deviceAt, at);
    return after >= 0 && after <= SAME_FALL;
  });
}

/** By name, or because it names no fall and this one was just before. */
function isMeantToo(fall: FallEntry, state: BandState, call: FallCall): boolean {
  const id = idOf(call);
  if (id !== undefined && (fall.messageId === id || namesFallTaken(state, id))) {
    return fall.messageId === id;
  }
  const at = saidIn(call).deviceAt;
  if (at === undefined || fall.deviceAt === undefined) return true;
  const after = since(fall.deviceAt, at);
  return after >= 0 && after <= COUNTDOWN;
}

/** What the band took back before we heard of it. `open`: as it was before these changes. */
export function takenBackBefore(
  state: BandState,
  open: Incident | undefined,
  changes: readonly Change[],
  call: FallCall,
): readonly Change[] {
  const entry = changes.at(-1);
  if (entry?.type !== 'fell' || !isNamedFine(entry, state.taken)) return [];
  let incident = open;
  for (const change of changes) incident = evolve(incident, change);
  if (incident === undefined) return [];
  const standing = fallsOf(incident).filter((fall) => !isNamedFine(fall, state.taken));
  const { messageId } = entry;
  return closedIfOver(incident, standing, {
    type: 'cancelled',
    incidentId: incident.id,
    at: call.now,
    ...(messageId !== undefined && { messageId }),
  });
}

/** If nobody has taken the matter yet, a fall that was nothing is an event and no alarm. */
function closedIfOver(
  incident: Incident,
  standing: readonly FallEntry[],
  said: Extract<Change, { type: 'cancelled' }>,
): readonly Change[] {
  const { checkUntil, state } = incident;
  if (standing.length > 0 && checkUntil !== undefined) return [{ ...said, checkUntil }];
  return state === 'open' && checkUntil !== undefined
    ? [said, { type: 'closed', incidentId: said.incidentId, at: said.at, outcome: 'recovered' }]
    : [said];
}
