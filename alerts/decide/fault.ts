// A bug must ring, not swallow. When a rule throws over a call for help, this raises it with as little
// thinking as possible.
import type { Change } from '../../domain/incident.ts';
import { type Call, emergencyFrom, saidIn } from './call.ts';
import { remember } from './repeat.ts';
import { type BandState, type Step, withChanges } from './state.ts';

/** @param detail which error, without any content of the message. */
export function ringAnyway(state: BandState, call: Call, detail: string): Step<BandState> {
  const open = state.incidents.find(({ kind }) => kind === 'sos');
  const raised = emergencyFrom(state, 'sos', call, { code: 'rule-failed', detail });
  const incidentId = open?.id ?? raised.incidentId;
  const entry: Change = { type: 'pressed', incidentId, at: call.now, ...saidIn(call) };
  const changes = open ? [entry] : [raised, entry];
  return {
    state: withChanges(remember(state, call.arrival, call.message), changes),
    changes,
    effects: [],
  };
}
