// The functional core: one input moves the state of one band. A message is heard, remembered and, if it
// is a call for help, raised at once; then the rules that watch over time are asked, as they are when
// time alone may have changed what they would say. Nothing in this folder knows a clock, dice, a network
// or a disk.
import type { Effect } from '../../domain/effect.ts';
import type { Change } from '../../domain/incident.ts';
import type { BandInput, FromBand, FromDesk, Tick } from '../../domain/input.ts';
import { isEmergencyChannel } from '../../domain/message.ts';
import type { Policy } from '../../domain/policy.ts';
import { type Instant, localTime, type Millis } from '../../domain/time.ts';
import { calledAt, compared, withNewest } from './band-clock.ts';
import type { Call } from './call.ts';
import { connectionAt, connectionChangesAt, forgiveAbsence } from './connection.ts';
import { consider, withAnswers } from './consider.ts';
import { decideAtDesk } from './desk.ts';
import { escalated } from './escalation.ts';
import { fell } from './fall.ts';
import { fallUnanswered, movedAfterFall } from './fall-check.ts';
import { countingFalls, withRecord } from './fall-count.ts';
import { learning } from './habits.ts';
import { hear, lineOf } from './hear.ts';
import { homeOf } from './home.ts';
import { forgiving, remembering } from './memory.ts';
import type { Moment } from './moment.ts';
import { isRepeat, remember } from './repeat.ts';
import { receivedCue, repeatedCues } from './respond.ts';
import { placed } from './sample.ts';
import { pressed } from './sos.ts';
import { type BandState, newBand, type Step, withChanges } from './state.ts';

/** @param policy as it holds for the wearer of this band. */
export function stepBand(
  state: BandState,
  input: BandInput,
  now: Instant,
  policy: Policy,
): Step<BandState> {
  const moment: Moment = { now, local: localTime(now, policy.timezone), policy };
  const step = stepInput(state, input, moment);
  const isIdle = input.type === 'tick' && step.changes.length === 0;
  return isIdle ? step : withFallsCounted(state, step, moment);
}

function withFallsCounted(
  { incidents }: BandState,
  step: Step<BandState>,
  moment: Moment,
): Step<BandState> {
  const { state, changes } = step;
  const falls = countingFalls(state.falls, incidents, changes, moment);
  if (falls === state.falls) return step;
  return { ...step, state: { ...state, falls, present: withRecord(state.present, falls) } };
}

function stepInput(state: BandState, input: BandInput, moment: Moment): Step<BandState> {
  switch (input.type) {
    case 'message':
      return stepMessage(state, input, moment);
    case 'tick':
      return stepTick(state, input, moment);
    case 'action':
      return stepAction(state, input, moment.now);
    case 'deaf':
      return unchanged(forgivenAbsence(state, input.gap, moment));
    case 'assigned':
      return unchanged(assigned(state, input, moment));
    default:
      return input satisfies never;
  }
}

const unchanged = (state: BandState): Step<BandState> => ({ state, changes: [], effects: [] });

/** Folds what has happened into the state, then asks the rules. */
function considered(
  state: BandState,
  changes: readonly Change[],
  moment: Moment,
  effects: readonly Effect[] = [],
): Step<BandState> {
  const found = consider(withChanges(state, changes), moment);
  const all = found.changes.length === 0 ? changes : [...changes, ...found.changes];
  const looked = lookedAt(found.state, found.lookAt, moment.policy);
  return found.verdicts.length === 0
    ? { state: looked, changes: all, effects }
    : { state: looked, changes: all, effects, verdicts: found.verdicts };
}

/** Time alone changes nothing before `until`, unless the band is late by then. */
function lookedAt(state: BandState, until: Instant, policy: Policy): BandState {
  const changesAt = connectionChangesAt(state, policy);
  const lookAt = changesAt !== undefined && changesAt < until ? changesAt : until;
  return lookAt === state.lookAt ? state : { ...state, lookAt };
}

function stepAction(state: BandState, input: FromDesk, now: Instant): Step<BandState> {
  const incident = state.incidents.find(({ id }) => id === input.incidentId);
  if (!incident) return { ...unchanged(state), refusal: { code: 'not-found' } };
  const decision = decideAtDesk(incident, input.by, input.action, now);
  if ('refusal' in decision) return { ...unchanged(state), refusal: decision.refusal };
  const { changes } = decision;
  return { state: withChanges(withAnswers(state, changes), changes), changes, effects: [] };
}

const forgivenAbsence = (state: BandState, gap: Millis, moment: Moment): BandState => ({
  ...forgiveAbsence(state, gap, moment.now),
  memory: forgiving(state.memory, gap, moment),
});

/** Another wearer, another life: only what is still open about the band stays. */
function assigned(
  { bandId, clock, falls, taken, incidents }: BandState,
  { residentId }: Extract<BandInput, { type: 'assigned' }>,
  { now, policy }: Moment,
): BandState {
  const fresh = newBand(bandId, residentId, now, policy);
  return { ...fresh, present: withRecord(fresh.present, falls), clock, falls, taken, incidents };
}

function stepMessage(before: BandState, input: FromBand, moment: Moment): Step<BandState> {
  const { arrival, message } = input;
  const { now, policy } = moment;
  const isHeartbeat = message.type === 'heartbeat';
  const clock = isHeartbeat ? compared(before.clock, message.readings, moment) : before.clock;
  const samples = isHeartbeat ? placed(message.readings, clock, now) : [];
  const home = homeOf(policy.whereabouts, before.habits.whereabouts.home);
  const state = {
    ...before,
    ...lineOf(before, message),
    present: hear(before, arrival, message, samples, now),
    clock: withNewest(clock, samples),
    memory: remembering(before.memory, samples, home, moment),
    habits: learning(before.habits, before.memory, samples, moment, before.present.cadence),
  };
  if (isEmergencyChannel(arrival.channel) && isCall(message)) {
    const at = calledAt(clock, message, moment);
    // The band sends it again because it has not heard that it was received: tell it once more.
    if (isRepeat(state, arrival, message, now, at !== undefined)) {
      return considered(state, [], moment, receivedCue(arrival.bandId, message));
    }
    const changes = called(state, { arrival, message, now, policy, calledAt: at });
    return considered(remember(state, arrival, message), changes, moment);
  }
  if (message.type === 'heartbeat') {
    return considered(state, movedAfterFall(before, samples, moment), moment);
  }
  const cues = message.type === 'status' && message.state === 'online' ? repeatedCues(state) : [];
  return considered(state, [], moment, cues);
}

const isCall = (message: FromBand['message']): message is Call['message'] =>
  message.type === 'sos' || message.type === 'fall' || message.type === 'garbled';

function called(state: BandState, call: Call): readonly Change[] {
  const { message } = call;
  if (message.type === 'sos') return pressed(state, { ...call, message });
  if (message.type === 'fall') return fell(state, { ...call, message });
  return message.channel === 'fall'
    ? fell(state, { ...call, message })
    : pressed(state, { ...call, message });
}

/** Returns the very same state when time alone has changed nothing: there are many bands. */
function stepTick(state: BandState, { outages }: Tick, moment: Moment): Step<BandState> {
  const { now, policy } = moment;
  if (now < state.lookAt && state.incidents.length === 0) return unchanged(state);
  const connection = connectionAt(state, now, policy);
  const seen =
    connection === state.present.connection
      ? state
      : { ...state, present: { ...state.present, connection } };
  const waited = [...fallUnanswered(seen, now, policy), ...escalated(seen.incidents, now, policy)];
  if (now < state.lookAt) {
    const state = lookedAt(withChanges(seen, waited), seen.lookAt, policy);
    return { state, changes: waited, effects: [] };
  }
  return considered(seen, waited, outages ? { ...moment, outages } : moment);
}
