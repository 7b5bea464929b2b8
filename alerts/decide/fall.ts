// A fall the band has confirmed by itself is an emergency at once. A detected one is shown at once
// and checked: movement or the wearer's own word lowers it, silence raises it. It is never hidden,
// and a second fall rings again whatever is open.
import type { Change, Incident, Reason } from '../../domain/incident.ts';
import type { FallPhase, Garbled, Reading } from '../../domain/message.ts';
import type { Policy } from '../../domain/policy.ts';
import { type Instant, millis, plus, seconds, since } from '../../domain/time.ts';
import { type Call, emergencyFrom, type Fall, incidentIdOf, saidIn } from './call.ts';
import { dueAfter, openOf, reclassified } from './raise.ts';
import { namesFallTaken } from './repeat.ts';
import type { BandState } from './state.ts';
import { isOver } from './wait.ts';

type FallCall = Call<Fall | Garbled>;
type FallEntry = Extract<Change, { type: 'fell' }>;

export function fell(state: BandState, call: FallCall): readonly Change[] {
  if (phaseOf(call) === 'cancelled') {
    const meant = fallMeant(state, call);
    return meant ? cancelled(meant, call) : [];
  }
  const open = openOf(state, 'fall');
  return open ? fellAgain(open, call) : fellFirst(state, call);
}

/** What cannot be read is taken for the worst it can mean. */
const phaseOf = ({ message }: FallCall): FallPhase =>
  message.type === 'garbled' ? 'confirmed' : message.phase;

const reasonOf = ({ message }: FallCall): Reason =>
  message.type === 'garbled'
    ? { code: 'unreadable', channel: 'fall', detail: message.reason }
    : { code: message.phase === 'confirmed' ? 'fall-confirmed' : 'fall-detected' };

function fellFirst(state: BandState, call: FallCall): readonly Change[] {
  const entry = entryOf(incidentIdOf(state, 'fall', call), call);
  const raised = emergencyFrom(state, 'fall', call, reasonOf(call));
  const { checkUntil } = entry;
  return checkUntil === undefined
    ? [raised, entry]
    : [{ ...raised, priority: 'attention', checkUntil }, entry];
}

/** Another fall, or another word about this one, while an incident is open: it rings again. */
function fellAgain(open: Incident, call: FallCall): readonly Change[] {
  const entry = entryOf(open.id, call);
  if (open.priority === 'emergency') {
    const { checkUntil: _, ...unchecked } = entry;
    return [unchecked];
  }
  const priority = phaseOf(call) === 'confirmed' ? 'emergency' : 'attention';
  return open.priority === priority
    ? [entry]
    : [reclassified(open, { priority, reason: reasonOf(call) }, call.now, call.policy), entry];
}

function entryOf(incidentId: Incident['id'], call: FallCall): FallEntry {
  const phase = phaseOf(call);
  return {
    type: 'fell',
    incidentId,
    at: call.now,
    ...saidIn(call),
    phase,
    ...(phase === 'detected' && { checkUntil: plus(call.now, call.policy.fall.check) }),
  };
}

/**
 * The fall that was nothing after all: the one the band names, as long as no other came after it in
 * the same incident. A band that names each of its messages anew can only mean the newest.
 */
function fallMeant(state: BandState, { message }: FallCall): Incident | undefined {
  const id = message.type === 'fall' ? message.id : undefined;
  if (id === undefined) return openOf(state, 'fall');
  const named = state.incidents.find(
    (incident) => incident.kind === 'fall' && newestFallIn(incident)?.messageId === id,
  );
  return named ?? (namesFallTaken(state, id) ? undefined : openOf(state, 'fall'));
}

const newestFallIn = ({ timeline }: Incident): FallEntry | undefined =>
  timeline.findLast((change) => change.type === 'fell');

/** The wearer says all is well. If nobody has taken the matter yet, it is an event and no alarm. */
function cancelled(open: Incident, call: FallCall): readonly Change[] {
  const fact = { incidentId: open.id, at: call.now } as const;
  const said: Change = { ...fact, type: 'cancelled', ...saidIn(call) };
  return open.state === 'open' && open.checkUntil !== undefined
    ? [said, { ...fact, type: 'closed', outcome: 'recovered' }]
    : [said];
}

/** A wearer still on the floor may twitch; this long after the fall, movement is getting up. */
const SETTLED = seconds(10);

/** A heartbeat while a fall is being checked: steps or movement lower it. `before`: not yet heard. */
export function movedAfterFall(
  before: BandState,
  readings: readonly Reading[],
  now: Instant,
  policy: Policy,
): readonly Change[] {
  return checkedFalls(before).flatMap((open) => {
    if (since(open.rangAt, now) < SETTLED) return [];
    const moved = readings.find((reading) => showsMovement(reading, before, open, now));
    if (!moved) return [];
    const reason: Reason = {
      code: 'moved-after-fall',
      ...(moved.steps !== undefined && { steps: moved.steps }),
    };
    return [reclassified(open, { priority: 'notice', reason }, now, policy)];
  });
}

type CheckedFall = Incident & { readonly checkUntil: Instant };

/** More than one only when an earlier one was opened again; each has its own time. */
const checkedFalls = (state: BandState): readonly CheckedFall[] =>
  state.incidents.filter(
    (incident): incident is CheckedFall =>
      incident.kind === 'fall' && incident.checkUntil !== undefined,
  );

function showsMovement(reading: Reading, before: BandState, open: Incident, now: Instant): boolean {
  if (reading.worn === false || reading.buffered === true) return false;
  const known = before.present.steps;
  // Steps counted since before the fall are the way to it, not away from it.
  const walked =
    known !== undefined && known.at > open.rangAt && (reading.steps ?? 0) > known.value;
  const { still } = reading;
  return walked || (still !== undefined && still + SETTLED < since(open.rangAt, now));
}

/** Time has run out on a fall nobody answered. */
export function fallUnanswered(state: BandState, now: Instant, policy: Policy): readonly Change[] {
  return checkedFalls(state).flatMap(({ id, rangAt, checkUntil }) => {
    if (!isOver(rangAt, since(rangAt, checkUntil), now)) return [];
    const waited = millis(Math.max(0, since(rangAt, now)));
    return [
      {
        type: 'reclassified',
        incidentId: id,
        at: now,
        kind: 'fall',
        priority: 'emergency',
        reason: { code: 'fall-unanswered', waited },
        // The promise runs from the fall, not from the end of our checking.
        dueAt: dueAfter('emergency', rangAt, policy),
      },
    ];
  });
}
