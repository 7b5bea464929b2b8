// The functional core: one input moves the state of one band. Each rule looks at state and input and
// answers with changes; here they are asked in order. Nothing in this folder knows a clock, dice, a
// network or a disk.
import type { Effect } from '../../domain/effect.ts';
import type { Change } from '../../domain/incident.ts';
import type { BandInput, FromBand, Tick } from '../../domain/input.ts';
import { isEmergencyChannel } from '../../domain/message.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Instant } from '../../domain/time.ts';
import { batteryChanged } from './battery.ts';
import type { Call } from './call.ts';
import { decideAtDesk } from './desk.ts';
import { escalated } from './escalation.ts';
import { fallUnanswered, fell, movedAfterFall } from './fall.ts';
import { hear } from './hear.ts';
import { isRepeat, remember } from './repeat.ts';
import { receivedCue, repeatedCues } from './respond.ts';
import { connectionAt, fellSilent, forgiveAbsence, heardAgain } from './silence.ts';
import { pressed } from './sos.ts';
import { type BandState, newBand, type Step, withChanges } from './state.ts';

export function stepBand(
  state: BandState,
  input: BandInput,
  now: Instant,
  policy: Policy,
): Step<BandState> {
  switch (input.type) {
    case 'message':
      return stepMessage(state, input, now, policy);
    case 'tick':
      return stepTick(state, input, now, policy);
    case 'action': {
      const incident = state.incidents.find(({ id }) => id === input.incidentId);
      if (!incident) return { ...unchanged(state), refusal: { code: 'not-found' } };
      const decision = decideAtDesk(incident, input.by, input.action, now);
      return 'refusal' in decision
        ? { ...unchanged(state), refusal: decision.refusal }
        : stepped(state, decision.changes);
    }
    case 'deaf':
      return unchanged(forgiveAbsence(state, input.gap, now));
    case 'assigned': {
      // Another wearer, another life: only what is still open about the band stays.
      const { taken, incidents } = state;
      return unchanged({
        ...newBand(state.bandId, input.residentId, now, policy),
        taken,
        incidents,
      });
    }
    default:
      return input satisfies never;
  }
}

const unchanged = (state: BandState): Step<BandState> => ({ state, changes: [], effects: [] });

const stepped = (
  state: BandState,
  changes: readonly Change[],
  effects: readonly Effect[] = [],
): Step<BandState> => ({ state: withChanges(state, changes), changes, effects });

function stepMessage(
  state: BandState,
  input: FromBand,
  now: Instant,
  policy: Policy,
): Step<BandState> {
  const { arrival, message } = input;
  const heard = hear(state, arrival, message, now);
  const back = heardAgain(heard, now);
  if (isEmergencyChannel(arrival.channel) && isCall(message)) {
    // The band sends it again because it has not heard that it was received: tell it once more.
    if (isRepeat(state, arrival, message, now)) {
      return stepped(heard, back, receivedCue(arrival.bandId, message));
    }
    const changes = [...back, ...judged(heard, { arrival, message, now, policy })];
    return stepped(remember(heard, arrival, message), changes);
  }
  const cues = message.type === 'status' && message.state === 'online' ? repeatedCues(state) : [];
  if (message.type !== 'heartbeat') return stepped(heard, back, cues);
  const moved = movedAfterFall(state, message.readings, now, policy);
  return stepped(heard, [...back, ...moved, ...batteryChanged(heard, now, policy)]);
}

const isCall = (message: FromBand['message']): message is Call['message'] =>
  message.type === 'sos' || message.type === 'fall' || message.type === 'garbled';

function judged(state: BandState, call: Call): readonly Change[] {
  const { message } = call;
  if (message.type === 'sos') return pressed(state, { ...call, message });
  if (message.type === 'fall') return fell(state, { ...call, message });
  return message.channel === 'fall'
    ? fell(state, { ...call, message })
    : pressed(state, { ...call, message });
}

/** Returns the very same state when time alone has changed nothing: there are many bands. */
function stepTick(state: BandState, tick: Tick, now: Instant, policy: Policy): Step<BandState> {
  const connection = connectionAt(state, now, policy);
  const seen =
    connection === state.present.connection
      ? state
      : { ...state, present: { ...state.present, connection } };
  if (connection === 'live' && state.incidents.length === 0) return unchanged(seen);
  return stepped(seen, [
    ...fallUnanswered(seen, now, policy),
    ...fellSilent(seen, tick, now, policy),
    ...escalated(seen.incidents, now, policy),
  ]);
}
