// A band that falls silent. Two missed heartbeats are `late` and only seen on the tile; then somebody
// is told, and if nothing explains the silence (battery, charger, taken off, one outage for many) it
// may be the person who is silent.
import type { Policy } from '../../domain/policy.ts';
import type { Connection } from '../../domain/present.ts';
import {
  type Instant,
  type LocalTime,
  latest,
  type Millis,
  nextLocalHour,
  plus,
  seconds,
  since,
} from '../../domain/time.ts';
import type { Moment } from './moment.ts';
import type { Concern, Finding, Rule } from './rule.ts';
import type { BandState } from './state.ts';

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

function judge(state: BandState, moment: Moment): Finding {
  const { now, policy, outage } = moment;
  const lastHeardAt = lastWordOf(state);
  const quiet = since(lastHeardAt, now);
  const next = plus(lastHeardAt, policy.silence.noticeAfter);
  if (quiet < policy.silence.noticeAfter) {
    return { code: 'heard', over: { code: 'heard-again' }, until: next };
  }
  const facts = { lastHeardAt };
  if (outage && lastHeardAt >= outage.from && lastHeardAt <= outage.to) {
    return { code: 'outage', facts, until: now };
  }
  const verdict = verdictOn(state, quiet, isDay(moment.local, policy), policy);
  const until = nextStep(lastHeardAt, quiet, moment);
  if (verdict === undefined) return { code: 'night', facts, until };
  return { code: verdict, facts, concern: worded(verdict, state, lastHeardAt), until };
}

/** The next length of silence that means more, or the next change between day and night. */
function nextStep(lastHeardAt: Instant, quiet: Millis, { now, policy }: Moment): Instant {
  const { technicalAfter, noSignOfLifeByDay, noSignOfLifeByNight } = policy.silence;
  const steps = [technicalAfter, noSignOfLifeByDay, noSignOfLifeByNight]
    .filter((step) => step > quiet)
    .map((step) => plus(lastHeardAt, step));
  const turns = [policy.day.from, policy.day.to].map((hour) =>
    nextLocalHour(now, hour, policy.timezone),
  );
  return Math.min(...steps, ...turns) as Instant;
}

type Verdict = 'notice' | 'technical' | 'no-sign-of-life';

function verdictOn(
  state: BandState,
  quiet: Millis,
  day: boolean,
  policy: Policy,
): Verdict | undefined {
  const { noSignOfLifeByDay, noSignOfLifeByNight, technicalAfter } = policy.silence;
  if (quiet >= (day ? noSignOfLifeByDay : noSignOfLifeByNight) && !isExplained(state, policy)) {
    return 'no-sign-of-life';
  }
  if (quiet >= technicalAfter) return 'technical';
  return day ? 'notice' : undefined;
}

/** The last thing the band said explains why it says nothing now. */
function isExplained({ present }: BandState, policy: Policy): boolean {
  const { worn, charging, battery } = present;
  if (worn?.value !== true || charging?.value === true) return true;
  return battery !== undefined && battery.value <= policy.silence.batteryExplains;
}

function worded(verdict: Verdict, { present }: BandState, lastHeardAt: Instant): Concern {
  if (verdict !== 'no-sign-of-life') {
    return { kind: 'silence', priority: verdict, reason: { code: 'silent', lastHeardAt } };
  }
  const battery = present.battery?.value;
  const reason = {
    code: 'no-sign-of-life',
    lastHeardAt,
    ...(battery !== undefined && { battery }),
  } as const;
  return { kind: 'no-sign-of-life', priority: 'attention', reason };
}

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
