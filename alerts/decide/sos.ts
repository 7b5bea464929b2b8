// A press is an emergency at once: no clock, fix, battery or earlier press can hold it back.
import type { Change } from '../../domain/incident.ts';
import type { Garbled } from '../../domain/message.ts';
import type { Reason } from '../../domain/reason.ts';
import { type Call, emergencyFrom, type Press, saidIn } from './call.ts';
import { openOf } from './raise.ts';
import type { BandState } from './state.ts';

/** While an incident is open, a press rings again and counts on it. */
export function pressed(state: BandState, call: Call<Press | Garbled>): readonly Change[] {
  const open = openOf(state, 'sos');
  if (open) return [entry(open.id, call)];
  const raised = emergencyFrom(state, 'sos', call, reasonOf(call.message));
  return [raised, entry(raised.incidentId, call)];
}

const entry = (incidentId: Change['incidentId'], call: Call): Change => ({
  type: 'pressed',
  incidentId,
  at: call.now,
  ...saidIn(call),
});

const reasonOf = (message: Press | Garbled): Reason =>
  message.type === 'garbled'
    ? { code: 'unreadable', channel: 'sos', detail: message.reason }
    : { code: 'pressed' };
