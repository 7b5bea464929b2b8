// A band that will soon be flat cannot call. One incident a band, sharper as it empties, gone as soon
// as it stands on its charger.
import type { Priority } from '../../domain/incident.ts';
import type { Policy } from '../../domain/policy.ts';
import { minutes, since } from '../../domain/time.ts';
import type { Moment } from './moment.ts';
import type { Finding, Rule } from './rule.ts';
import type { BandState } from './state.ts';

/** A percentage older than this says nothing about now. */
const BELIEVED_FOR = minutes(20);

export const battery: Rule = { name: 'battery', reasons: ['battery-low'], judge };

function judge({ present }: BandState, { now, policy }: Moment): Finding {
  const { battery, charging } = present;
  // The end of a backlog may be the newest that is known, and still be of last week.
  if (battery === undefined || since(battery.at, now) > BELIEVED_FOR) return { code: 'unknown' };
  const percent = battery.value;
  const facts = { percent };
  const over = { code: 'charged' } as const;
  if (charging?.value === true) return { code: 'charging', facts, over };
  if (percent >= policy.battery.notice + policy.battery.hysteresis) {
    return { code: 'enough', facts, over };
  }
  const priority = priorityOf(percent, policy);
  if (priority === undefined) return { code: 'enough', facts };
  const reason = { code: 'battery-low', percent } as const;
  return { code: `low-${priority}`, facts, concern: { kind: 'battery', priority, reason } };
}

function priorityOf(percent: number, policy: Policy): Priority | undefined {
  if (percent <= policy.battery.urgent) return 'attention';
  if (percent <= policy.battery.workList) return 'technical';
  return percent <= policy.battery.notice ? 'notice' : undefined;
}
