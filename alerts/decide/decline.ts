// What no single minute shows: a heart that beats faster than usual for most of a day, or an oxygen that
// lies lower (a fever, a lung), and either of them slightly for days. Each hour at rest is held against the
// same hour of that person's own weeks. Nobody is woken for it: at night it waits for the morning.
import type { Priority } from '../../domain/incident.ts';
import type { Policy } from '../../domain/policy.ts';
import { hours, nextLocalHour, plus } from '../../domain/time.ts';
import { type HeartHabit, usualPulse } from './habits/heart.ts';
import { DAYS_KEPT, HOURS_KEPT, HOURS_OF_DAY, type Stray, type StrayDay } from './habits/strays.ts';
import type { Moment } from './moment.ts';
import { type Concern, concerning, ended, type Finding, noted, type Rule } from './rule.ts';
import type { BandState } from './state.ts';
import { OVER } from './vital.ts';

export const decline: Rule = {
  name: 'decline',
  reasons: ['heart-rate-risen', 'oxygen-fallen'],
  judge,
};

/** Of the newest hours at rest most have to agree. */
const HOURS = HOURS_KEPT;
const MOST = 6;
/** They lie within this time. */
const WITHIN_HOURS = 24;
/** Of a pulse far above what is usual so many hours are enough, by day and by night. */
const FAR_HOURS = 2;
/** An hour longer ago says nothing about now. */
const PRESENT_HOURS = 12;
/** So many days of the same are no coincidence. */
const DAYS = DAYS_KEPT;

function judge(state: BandState, moment: Moment): Finding {
  const { heart } = state.habits;
  const { local, now, policy } = moment;
  const hour = local.day * 24 + local.hour;
  const newest = heart.hours.at(-1);
  if (newest === undefined) {
    const days = usualPulse(heart, local.hour, local.day, 1)?.days ?? 0;
    return noted('learning', { days, needed: policy.vitals.learnedAfterDays });
  }
  const age = hour - newest.hour;
  if (age > PRESENT_HOURS) return noted('too-few');
  const until = plus(now, hours(PRESENT_HOURS + 1 - age));
  const found = foundIn(heart, policy);
  if (found === undefined) {
    const mayEnd = state.incidents.length > 0 || state.answered.decline !== undefined;
    return ended('as-usual', mayEnd && isBack(heart, policy) ? OVER : undefined, undefined, until);
  }
  const { code, concern, facts } = found;
  // What the rules by the minute have told, and the desk has answered, is no second matter.
  if (state.answered['heart-rate'] || state.answered.oxygen) return noted(code, facts, until);
  const isUrgent = 'hours' in facts && facts.hours === FAR_HOURS;
  if (isUrgent || (local.hour >= policy.day.from && local.hour < policy.day.to)) {
    return concerning(code, answeredOnce(state, concern), facts, until);
  }
  if (state.verdicts.decline?.code === code) return noted(code, undefined, until);
  const morning = nextLocalHour(now, policy.day.from, policy.timezone);
  return noted('until-morning', facts, until < morning ? until : morning);
}

/** Who has been asked today is asked again tomorrow. */
const answeredOnce = ({ answered }: BandState, concern: Concern): Concern =>
  answered.decline === undefined ? concern : { ...concern, priority: 'notice' };

interface Found {
  readonly code: string;
  readonly facts: Span & { readonly by: number };
  readonly concern: Concern;
}

type Worse = (hour: Stray | StrayDay) => number;
const faster: Worse = ({ heartRate = 0 }) => heartRate;
const lower: Worse = ({ oxygen = 0 }) => -oxygen;

/** So many times as much as is worth a word is worth a call at once. */
const STRONGLY = 1.25;

function foundIn(heart: HeartHabit, { vitals }: Policy): Found | undefined {
  const { risenBy, fallenBy, risenForDaysBy, fallenForDaysBy } = vitals.decline;
  const recent = heart.hours;
  if (isFar(recent)) return overHours(recent.slice(-FAR_HOURS), faster, vitals.decline.farBy);
  if (isOneDay(recent)) {
    if (hasMost(recent, lower, fallenBy)) return overHours(recent, lower, fallenBy);
    if (hasMost(recent, faster, risenBy)) return overHours(recent, faster, risenBy);
  }
  const today = heart.days.at(-1);
  if (today === undefined || heart.days.length < DAYS) return undefined;
  // A day that is still short does not count yet.
  const last = today.hours >= HOURS_OF_DAY ? heart.days.length : heart.days.length - 1;
  const newest = heart.days[last - 1];
  if (newest === undefined) return undefined;
  if (lower(newest) < fallenForDaysBy && faster(newest) < risenForDaysBy) return undefined;
  const days = heart.days.slice(Math.max(0, last - DAYS), last);
  if (!isInARow(days)) return undefined;
  if (count(days, lower, fallenForDaysBy) === DAYS) return overDays(days, lower);
  return count(days, faster, risenForDaysBy) === DAYS ? overDays(days, faster) : undefined;
}

/** Two hours in a row, with at most one between them that nothing is known of. */
const isFar = (recent: readonly Stray[]): boolean => {
  const last = recent.at(-1);
  const before = recent.at(-FAR_HOURS);
  return before?.isFar === true && last?.isFar === true && last.hour - before.hour <= FAR_HOURS;
};

const isOneDay = (recent: readonly Stray[]): boolean =>
  recent.length === HOURS && (recent.at(-1)?.hour ?? 0) - (recent[0]?.hour ?? 0) < WITHIN_HOURS;

/** One day without enough readings may lie between them. */
const isInARow = (days: readonly StrayDay[]): boolean =>
  days.length === DAYS && (days.at(-1)?.day ?? 0) - (days[0]?.day ?? 0) <= DAYS;

/** Whether most of them are so much worse; of ordinary ones three are enough to know. */
function hasMost(hours: readonly Stray[], worse: Worse, least: number): boolean {
  let others = hours.length - MOST;
  for (let n = hours.length - 1; n >= 0; n--) {
    if (worse(hours[n] as Stray) >= least) continue;
    others -= 1;
    if (others < 0) return false;
  }
  return true;
}

function count(of: readonly (Stray | StrayDay)[], worse: Worse, least: number): number {
  let result = 0;
  for (const one of of) if (worse(one) >= least) result += 1;
  return result;
}

function isBack({ hours: recent }: HeartHabit, { vitals }: Policy): boolean {
  const { risenBy, fallenBy } = vitals.decline;
  const isStill = (worse: Worse, by: number): boolean =>
    count(recent, worse, by / 2) > recent.length - MOST;
  return !isStill(faster, risenBy) && !isStill(lower, fallenBy);
}

function overHours(recent: readonly Stray[], worse: Worse, least: number): Found {
  const by = middle(recent.map(worse));
  const isStrong = recent.length === FAR_HOURS || by >= STRONGLY * least;
  return finding(worse, { by, hours: recent.length }, isStrong ? 'attention' : 'notice');
}

const overDays = (days: readonly StrayDay[], worse: Worse): Found =>
  finding(worse, { by: middle(days.map(worse)), days: DAYS }, 'notice');

function finding(worse: Worse, facts: Span & { readonly by: number }, priority: Priority): Found {
  const what = worse === faster ? 'heart-rate-risen' : 'oxygen-fallen';
  const code = `${what}-${'hours' in facts ? 'hours' : 'days'}`;
  const reason = { code: what, ...facts } as const;
  return { code, facts, concern: { kind: 'vitals', priority, reason } };
}

type Span = { readonly hours: number } | { readonly days: number };

const middle = (values: readonly number[]): number =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0);
