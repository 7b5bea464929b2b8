// A fall the band has confirmed by itself is an emergency at once. A detected one is shown at once
// and checked (fall-check.ts): movement or the wearer's own word (fall-cancel.ts) lowers it, silence
// raises it. It is never hidden, and a second fall rings again whatever is open.
import type { Change, Incident } from '../../domain/incident.ts';
import type { FallPhase } from '../../domain/message.ts';
import type { Reason } from '../../domain/reason.ts';
import { type Instant, type Millis, plus, seconds } from '../../domain/time.ts';
import { emergencyFrom, type FallCall, incidentIdOf, saidIn } from './call.ts';
import { type FallEntry, saidFine, takenBackBefore } from './fall-cancel.ts';
import { openOf, reclassified } from './raise.ts';
import type { BandState } from './state.ts';

export function fell(state: BandState, call: FallCall): readonly Change[] {
  if (phaseOf(call) === 'cancelled') return saidFine(state, call);
  const open = openOf(state, 'fall');
  const changes = open ? fellAgain(state, open, call) : fellFirst(state, call);
  return [...changes, ...takenBackBefore(state, open, changes, call)];
}

/** What cannot be read is taken for the worst it can mean. */
const phaseOf = ({ message }: FallCall): FallPhase =>
  message.type === 'garbled' ? 'confirmed' : message.phase;

const reasonOf = ({ message }: FallCall): Reason =>
  message.type === 'garbled'
    ? { code: 'unreadable', channel: 'fall', detail: message.reason }
    : { code: message.phase === 'confirmed' ? 'fall-confirmed' : 'fall-detected' };

function fellFirst(state: BandState, call: FallCall): readonly Change[] {
  const entry = entryOf(state, incidentIdOf(state, 'fall', call), call);
  const raised = emergencyFrom(state, 'fall', call, reasonOf(call));
  const { checkUntil } = entry;
  return checkUntil === undefined
    ? [raised, entry]
    : [{ ...raised, priority: 'attention', checkUntil }, entry];
}

/** Another fall, or another word about this one, while an incident is open: it rings again. */
function fellAgain(state: BandState, open: Incident, call: FallCall): readonly Change[] {
  const entry = entryOf(state, open.id, call);
  if (open.priority === 'emergency') {
    const { checkUntil: _, ...unchecked } = entry;
    return [unchecked];
  }
  const priority = phaseOf(call) === 'confirmed' ? 'emergency' : 'attention';
  return open.priority === priority
    ? [entry]
    : [reclassified(open, { priority, reason: reasonOf(call) }, call.now, call.policy), entry];
}

function entryOf(state: BandState, incidentId: Incident['id'], call: FallCall): FallEntry {
  const phase = phaseOf(call);
  return {
    type: 'fell',
    incidentId,
    at: call.now,
    ...saidIn(call),
    phase,
    ...(phase === 'detected' && { checkUntil: checkedUntil(state, call) }),
  };
}

/** However long is policy, nobody is left on the floor for longer because a reading may come. */
const LONGEST_CHECK = seconds(60);
/** A reading is under way for so long. */
const TRAVEL = seconds(5);

/**
 * A band that speaks once a minute may not say that its wearer walks on before the time is up: the
 * check waits for its next reading, when that is due within the longest check.
 */
function checkedUntil({ clock, present }: BandState, { now, policy }: FallCall): Instant {
  const until = plus(now, policy.fall.check);
  if (clock.newestAt === undefined) return until;
  const heardOf = plus(clock.newestAt, (present.cadence + TRAVEL) as Millis);
  return heardOf > until && heardOf <= plus(now, LONGEST_CHECK) ? heardOf : until;
}
