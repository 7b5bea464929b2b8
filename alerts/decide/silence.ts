// A band that falls silent. Two missed heartbeats are `late` and only seen on the tile; then somebody
// is told, with the cause it most likely has (cause.ts); and if nothing explains the silence, not even
// the holes that are usual here, it may be the person who is silent.

import type { Outage } from '../../domain/input.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Reason, SilenceCause } from '../../domain/reason.ts';
import {
  days,
  type Instant,
  type LocalTime,
  latest,
  type Millis,
  minus,
  nextLocalHour,
  plus,
  seconds,
} from '../../domain/time.ts';
import type { Facts } from '../../domain/verdict.ts';
import { causeOf, lastWord, usualEnd } from './cause.ts';
import { lastWordOf, silentAfter } from './connection.ts';
import { forecastOf } from './forecast.ts';
import { type UsualHoles, usualHoles } from './habits/coverage.ts';
import type { Moment } from './moment.ts';
import { isPartOf } from './outage-told.ts';
import { concerning, ended, type Finding, noted, type Rule } from './rule.ts';
import { isIn } from './silent-group.ts';
import type { BandState } from './state.ts';
import { wearingOf } from './worn.ts';

const isDay = ({ hour }: LocalTime, { day }: Policy): boolean => hour >= day.from && hour < day.to;

export const silence: Rule = {
  name: 'silence',
  reasons: ['silent', 'no-sign-of-life'],
  judge,
};

/** How long a band goes on being told of as one of many, until it is looked at again. */
const LOOK_AGAIN = seconds(30);
const HEARD_AGAIN = { code: 'heard-again' } as const;

function judge(state: BandState, moment: Moment): Finding {
  const { now, policy, outages } = moment;
  const lastHeardAt = lastWordOf(state);
  const next = plus(lastHeardAt, silentAfter(state, policy));
  if (now < next) return ended('heard', HEARD_AGAIN, undefined, next);
  const isOut = (outage: Outage): boolean =>
    isPartOf(outage, state, lastHeardAt) || mayHaveJoined(outage, state, lastHeardAt, moment);
  if (outages?.some(isOut)) {
    return noted('outage', { lastHeardAt }, plus(now, LOOK_AGAIN));
  }
  const cause = causeOf(state, moment);
  const steps = stepsOf(state, cause, lastHeardAt, moment);
  const until = nextOf(state, steps, moment);
  const facts = { lastHeardAt, ...usualFacts(steps) };
  const told = toldBy(steps, moment);
  if (told === undefined) {
    return noted(steps.usual ? 'usual-hole' : (cause ?? 'night'), facts, until);
  }
  const evidence = lastWord(state, lastHeardAt, policy);
  if (told === 'attention') {
    const answered = answeredUntil(state, lastHeardAt, moment);
    if (answered) return noted('answered', facts, Math.min(until, answered) as Instant);
    const reason = { code: 'no-sign-of-life', ...evidence } as const;
    const concern = { kind: 'no-sign-of-life', priority: told, reason } as const;
    return concerning('no-sign-of-life', concern, facts, until);
  }
  const reason: Reason = { code: 'silent', ...(cause && { cause }), ...evidence };
  // A band that has run flat is the end of a matter that may be open already.
  const kind = cause === 'flat' && !isTold(state) ? 'battery' : 'silence';
  return concerning(cause ?? 'unexplained', { kind, priority: told, reason }, facts, until);
}

/**
 * Silent already when most of those around fell silent, though not for longer than anybody would have
 * wondered at: whether this band would have been heard again since, nobody can say.
 */
function mayHaveJoined(
  { from, shared, bands, of }: Outage,
  state: BandState,
  lastHeardAt: Instant,
  { local, policy }: Moment,
): boolean {
  if (lastHeardAt >= from || bands * 2 < of || !isIn(state, shared)) return false;
  if (from < plus(lastHeardAt, silentAfter(state, policy))) return true;
  const usual = usualHoles(state.habits.coverage, local.day);
  return usual !== undefined && from < usualEnd(lastHeardAt, usual.longest);
}

const ASKED_BY = ['stillness', 'getting-up', 'night-walk'] as const;

/** The desk has looked after this very person while their band was silent: when to ask again. */
function answeredUntil(
  { answered }: BandState,
  lastHeardAt: Instant,
  { now, policy }: Moment,
): Instant | undefined {
  for (const rule of ASKED_BY) {
    const at = answered[rule]?.at;
    if (at === undefined || at < lastHeardAt || at > now) continue;
    const until = plus(at, policy.askAgain.attention);
    if (now < until) return until;
  }
  return undefined;
}

const isTold = ({ incidents }: BandState): boolean =>
  incidents.some(({ kind }) => kind === 'silence');

/** From when on a silence is told, and as what. */
interface Steps {
  /** By day only. */
  readonly notice?: Instant;
  readonly technical: Instant;
  /** It may be the person's. */
  readonly person?: Instant;
  /** It is no longer than those that are usual here. */
  readonly usual?: UsualHoles;
}

function stepsOf(
  state: BandState,
  cause: SilenceCause | undefined,
  lastHeardAt: Instant,
  moment: Moment,
): Steps {
  const { silence } = moment.policy;
  const after = (length: Millis): Instant => plus(lastHeardAt, length);
  const technical = after(silence.technicalAfter);
  switch (cause) {
    case 'charging':
      return { technical: after(silence.chargingExplains) };
    case 'off-wrist':
      return { technical };
    case 'flat':
    case 'low-battery':
      return { notice: after(silentAfter(state, moment.policy)), technical };
    case 'asleep':
      return asleep(state, lastHeardAt, moment);
    case 'away':
      // Who is said to be away is in the hands of others.
      if (moment.policy.whereabouts.watch === 'away') return { technical };
      return unexplained(state, cause, lastHeardAt, moment);
    case 'coverage':
    case undefined:
      return unexplained(state, cause, lastHeardAt, moment);
    default:
      return cause satisfies never;
  }
}

/** It may sleep as long as people do; one that does not wake by day may be on somebody who does not. */
function asleep(state: BandState, lastHeardAt: Instant, { now, local, policy }: Moment): Steps {
  const { day, timezone, silence } = policy;
  const morning = nextLocalHour(
    isDay(local, policy) ? minus(now, days(1)) : now,
    day.from,
    timezone,
  );
  const up = latest(lastHeardAt, morning);
  return {
    technical: plus(up, silence.technicalAfter),
    ...(mayBeWorn(state, now) && { person: plus(up, silence.coverageExplains) }),
  };
}

function unexplained(
  state: BandState,
  cause: 'away' | 'coverage' | undefined,
  lastHeardAt: Instant,
  { now, local, policy }: Moment,
): Steps {
  const { technicalAfter, noSignOfLifeByDay, noSignOfLifeByNight } = policy.silence;
  const usual = usualHoles(state.habits.coverage, local.day);
  const technical = plus(lastHeardAt, technicalAfter);
  const ends = usual && usualEnd(lastHeardAt, usual.longest);
  const notice = plus(lastHeardAt, silentAfter(state, policy));
  const ordinary = isDay(local, policy) ? noSignOfLifeByDay : noSignOfLifeByNight;
  const explained = cause === undefined ? ordinary : policy.silence.coverageExplains;
  return {
    notice: ends === undefined ? notice : latest(notice, ends),
    technical,
    ...(mayBeWorn(state, now) && {
      person: plus(lastHeardAt, Math.max(ordinary, explained) as Millis),
    }),
    ...(usual && ends !== undefined && now < ends && now < technical && { usual }),
  };
}

/** A band that has never said whether it is worn says nothing of a person. */
function mayBeWorn(state: BandState, now: Instant): boolean {
  const wearing = wearingOf(state, now);
  return wearing === 'worn' || wearing === 'unsure';
}

function toldBy(
  { notice, technical, person }: Steps,
  { now, local, policy }: Moment,
): 'notice' | 'technical' | 'attention' | undefined {
  if (person !== undefined && now >= person) return 'attention';
  if (now >= technical) return 'technical';
  return notice !== undefined && now >= notice && isDay(local, policy) ? 'notice' : undefined;
}

/** The next moment at which the silence means more, or day and night change. */
function nextOf(state: BandState, steps: Steps, { now, policy }: Moment): Instant {
  const { day, timezone } = policy;
  const forecast = forecastOf(state);
  const moments = [steps.notice, steps.technical, steps.person, forecast?.flatAt];
  const ahead = moments.filter((at) => at !== undefined && at > now) as Instant[];
  const turns = [day.from, day.to].map((hour) => nextLocalHour(now, hour, timezone));
  return Math.min(...ahead, ...turns) as Instant;
}

const usualFacts = ({ usual }: Steps): Facts =>
  usual === undefined ? {} : { holes: usual.count, longest: usual.longest };
