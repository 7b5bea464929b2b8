// A band that will soon be flat cannot call. One incident a band, sharper as it empties, gone as soon
// as it stands on its charger.
import type { Change, Priority } from '../../domain/incident.ts';
import type { Policy } from '../../domain/policy.ts';
import { type Instant, minutes, since } from '../../domain/time.ts';
import { openOf, raisedByUs, reclassified, recovered } from './raise.ts';
import type { BandState } from './state.ts';

/** A percentage older than this says nothing about now. */
const BELIEVED_FOR = minutes(20);

/** From mild to sharp: a word at the desk, the day's work list, somebody to ring now. */
const SHARPNESS: readonly Priority[] = ['notice', 'technical', 'attention'];

function judge(percent: number, policy: Policy): Priority | undefined {
  if (percent <= policy.battery.urgent) return 'attention';
  if (percent <= policy.battery.workList) return 'technical';
  return percent <= policy.battery.notice ? 'notice' : undefined;
}

/** Looks at the battery as last reported; `state` has already heard the message. */
export function batteryChanged(state: BandState, now: Instant, policy: Policy): readonly Change[] {
  const { battery } = state.present;
  if (state.residentId === undefined || battery === undefined) return [];
  // The end of a backlog may be the newest that is known, and still be of last week.
  if (since(battery.at, now) > BELIEVED_FOR) return [];
  const percent = battery.value;
  const open = openOf(state, 'battery');
  const charging = state.present.charging?.value === true;
  if (charging || percent >= policy.battery.notice + policy.battery.hysteresis) {
    const alreadyKnown = open?.timeline.at(-1)?.type === 'recovered';
    return open && !alreadyKnown ? recovered(open, { code: 'charged' }, now) : [];
  }
  const priority = judge(percent, policy);
  if (priority === undefined) return [];
  const what = { kind: 'battery', priority, reason: { code: 'battery-low', percent } } as const;
  if (!open) return [raisedByUs(state, what, now, policy)];
  const sharper = SHARPNESS.indexOf(priority) > SHARPNESS.indexOf(open.priority);
  return sharper ? [reclassified(open, what, now, policy)] : [];
}
