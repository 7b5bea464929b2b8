// A band that falls silent. Two missed heartbeats are `late` and only seen on the tile; then somebody
// is told, with the cause it most likely has (cause.ts); and if nothing explains the silence, not even
// the holes that are usual here, it may be the person who is silent.
import type { Reason, SilenceCause } from '../../domain/incident.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Connection } from '../../domain/present.ts';
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
  since,
} from '../../domain/time.ts';
import type { Facts } from '../../domain/verdict.ts';
import { causeOf, lastWord, usualEnd } from './cause.ts';
import { forecastOf } from './forecast.ts';
import { type UsualHoles, usualHoles } from './habits/coverage.ts';
import type { Moment } from './moment.ts';
import type { Finding, Rule } from './rule.ts';
import type { BandState } from './state.ts';
import { wearingOf } from './worn.ts';

/** A heartbeat may take this long on its way before it counts as missed. */
const TRAVEL = seconds(5);

/** The moment its silence counts from: the last word, or being given to this resident. */
export const lastWordOf = ({ present, watchedSince }: BandState): Instant =>
  latest(present.heardAt ?? watchedSince, watchedSince);

const lateAfter = ({ present }: BandState, { silence }: Policy): Millis =>
  (present.cadence * silence.lateAfterMissed + TRAVEL) as Millis;

/** Whether the band answers, as seen at `now`. */
export function connectionAt(state: BandState, now: Instant, policy: Policy): Connection {
  const quiet = since(lastWordOf(state), now);
  if (quiet >= policy.silence.noticeAfter) return 'silent';
  if (quiet > lateAfter(state, policy)) return 'late';
  return state.present.heardAt === undefined ? 'unheard' : 'live';
}

/** The next moment at which it would be later than it is, or silent; undefined when it is silent. */
export function connectionChangesAt(state: BandState, policy: Policy): Instant | undefined {
  const word = lastWordOf(state);
  const { connection } = state.present;
  if (connection === 'silent') return undefined;
  if (connection === 'late') return plus(word, policy.silence.noticeAfter);
  return plus(word, Math.min(lateAfter(state, policy) + 1, policy.silence.noticeAfter) as Millis);
}

const isDay = ({ hour }: LocalTime, { day }: Policy): boolean => hour >= day.from && hour < day.to;

export const silence: Rule = {
  name: 'silence',
  reasons: ['silent', 'no-sign-of-life'],
  judge,
};

/** How long a band goes on being told of as one of many, until it is looked at again. */
const LOOK_AGAIN = seconds(30);

function judge(state: BandState, moment: Moment): Finding {
  const { now, policy, outage } = moment;
  const lastHeardAt = lastWordOf(state);
  const next = plus(lastHeardAt, policy.silence.noticeAfter);
  if (now < next) return { code: 'heard', over: { code: 'heard-again' }, until: next };
  if (outage && lastHeardAt >= outage.from && lastHeardAt <= outage.to) {
    return { code: 'outage', facts: { lastHeardAt }, until: plus(now, LOOK_AGAIN) };
  }
  const cause = causeOf(state, moment);
  const steps = stepsOf(state, cause, lastHeardAt, moment);
  const until = nextOf(state, steps, moment);
  const facts = { lastHeardAt, ...usualFacts(steps) };
  const told = toldBy(steps, moment);
  if (told === undefined) {
    return { code: steps.usual ? 'usual-hole' : (cause ?? 'night'), facts, until };
  }
  const evidence = lastWord(state, lastHeardAt);
  if (told === 'attention') {
    const reason = { code: 'no-sign-of-life', ...evidence } as const;
    const concern = { kind: 'no-sign-of-life', priority: told, reason } as const;
    return { code: 'no-sign-of-life', facts, concern, until };
  }
  const reason: Reason = { code: 'silent', ...(cause && { cause }), ...evidence };
  // A band that has run flat is the end of a matter that may be open already.
  const kind = cause === 'flat' ? 'battery' : 'silence';
  return { code: cause ?? 'unexplained', facts, concern: { kind, priority: told, reason }, until };
}

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
      return { notice: after(silence.noticeAfter), technical };
    case 'asleep':
      return asleep(state, lastHeardAt, moment);
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
  cause: 'coverage' | undefined,
  lastHeardAt: Instant,
  { now, local, policy }: Moment,
): Steps {
  const { noticeAfter, technicalAfter, noSignOfLifeByDay, noSignOfLifeByNight } = policy.silence;
  const usual = usualHoles(state.habits.coverage, local.day);
  const technical = plus(lastHeardAt, technicalAfter);
  const ends = usual && usualEnd(lastHeardAt, usual.longest);
  const notice = plus(lastHeardAt, noticeAfter);
  const ordinary = isDay(local, policy) ? noSignOfLifeByDay : noSignOfLifeByNight;
  const explained = cause === 'coverage' ? policy.silence.coverageExplains : ordinary;
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

/**
 * After our own absence every silence counts from then on: we were deaf, they were not silent. When
 * the clock was set back (a negative gap), only a moment that lies ahead was noted by the old time;
 * what a band has said since it was set back is not moved into the past.
 */
export function forgiveAbsence(state: BandState, gap: Millis, now: Instant): BandState {
  const shifted = (at: Instant): Instant => {
    if (gap < 0 && at <= now) return at;
    return plus(at, gap) > now ? now : plus(at, gap);
  };
  const { heardAt } = state.present;
  return {
    ...state,
    watchedSince: shifted(state.watchedSince),
    present: { ...state.present, ...(heardAt !== undefined && { heardAt: shifted(heardAt) }) },
    lookAt: now,
  };
}
