// A band that will soon be flat cannot call. One incident a band, sharper as it empties, gone as soon
// as it stands on its charger. In the evening, while its wearer is up and can still do something about
// it, one that will not last through the night is reminded of before it is low.

import type { Policy } from '../../domain/policy.ts';
import type { Reason } from '../../domain/reason.ts';
import { millis, minutes, nextLocalHour, plus, since } from '../../domain/time.ts';
import { isOnCharger } from './charger.ts';
import { forecastOf } from './forecast.ts';
import type { Moment } from './moment.ts';
import {
  type Concern,
  concerning,
  ended,
  type Finding,
  holding,
  noted,
  type Rule,
} from './rule.ts';
import type { BandState } from './state.ts';

/** A percentage older than this says nothing about now. */
const BELIEVED_FOR = minutes(20);
const STALE_AFTER = millis(BELIEVED_FOR + 1);

export const battery: Rule = {
  name: 'battery',
  reasons: ['battery-low', 'battery-dies'],
  judge,
};

function judge(state: BandState, moment: Moment): Finding {
  const { battery: measured } = state.present;
  const { now } = moment;
  // The end of a backlog may be the newest that is known, and still be of last week.
  if (measured === undefined || since(measured.at, now) > BELIEVED_FOR) return noted('unknown');
  return holding(onWord(state, measured.value, moment), plus(measured.at, STALE_AFTER));
}

function onWord(state: BandState, percent: number, moment: Moment): Finding {
  const facts = { percent };
  if (isOnCharger(state.present)) {
    return ended('charging', { code: 'charged' }, facts);
  }
  const concern = sharper(lowOf(percent, moment), diesTonight(state, percent, moment));
  if (concern !== undefined) return found(onceUrgent(concern, state), percent);
  const { notice, hysteresis } = moment.policy.battery;
  const isEnough = percent >= notice + hysteresis;
  return ended('enough', isEnough ? overOf(state, percent) : undefined, facts);
}

/** Somebody has been called about this discharge and has answered: from then on it is for the work list. */
const onceUrgent = (concern: Concern, { answered }: BandState): Concern =>
  concern.priority === 'attention' && answered.battery?.priority === 'attention'
    ? { ...concern, priority: 'technical' }
    : concern;

function found(concern: Concern, percent: number): Finding {
  const { reason, priority } = concern;
  if (reason.code !== 'battery-dies') {
    return concerning(`low-${priority}`, concern, { percent });
  }
  const { flatAt, perHour } = reason;
  return concerning(`dies-${priority}`, concern, { percent, flatAt, perHour });
}

function sharper(low: Concern | undefined, dies: Concern | undefined): Concern | undefined {
  if (low === undefined || dies === undefined) return low ?? dies;
  return low.priority === 'attention' || dies.priority === 'notice' ? low : dies;
}

function lowOf(percent: number, { local, policy }: Moment): Concern | undefined {
  const { urgent, workList, notice } = policy.battery;
  if (percent > notice) return undefined;
  const reason = { code: 'battery-low', percent } as const;
  if (percent > workList) return { kind: 'battery', priority: 'notice', reason };
  // Nobody wakes an old person to charge a band.
  const isUrgent = percent <= urgent && isUp(local.hour, policy);
  return { kind: 'battery', priority: isUrgent ? 'attention' : 'technical', reason };
}

const isUp = (hour: number, { day }: Policy): boolean => hour >= day.from && hour < day.to;

/** From the evening on: it will be flat before the morning. Who sleeps is not reminded. */
function diesTonight(
  state: BandState,
  percent: number,
  { now, local, policy }: Moment,
): Concern | undefined {
  const { remindFrom, attentionFrom, lastsUntil } = policy.battery;
  if (local.hour < remindFrom && local.hour >= lastsUntil) return undefined;
  const forecast = forecastOf(state);
  if (forecast === undefined) return undefined;
  if (forecast.flatAt >= nextLocalHour(now, lastsUntil, policy.timezone)) return undefined;
  const reason = { code: 'battery-dies', percent, ...forecast } as const;
  if (!isUp(local.hour, policy)) return { kind: 'battery', priority: 'notice', reason };
  const isLate = local.hour >= attentionFrom;
  return { kind: 'battery', priority: isLate ? 'attention' : 'technical', reason };
}

/** Fuller than the last word about it, or the night is over and it was still awake. */
function overOf({ incidents }: BandState, percent: number): Reason {
  const told = incidents.find(({ reason }) => reason.code === 'battery-dies')?.reason;
  return told?.code === 'battery-dies' && percent <= told.percent
    ? { code: 'battery-lasted', percent }
    : { code: 'charged' };
}
