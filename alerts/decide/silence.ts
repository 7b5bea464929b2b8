// A band that falls silent. Two missed heartbeats are `late` and only seen on the tile; then somebody
// is told, and if nothing explains the silence (battery, charger, taken off, one outage for many) it
// may be the person who is silent.
import type { Change, Incident } from '../../domain/incident.ts';
import type { Tick } from '../../domain/input.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Connection } from '../../domain/present.ts';
import { type Instant, latest, type Millis, plus, seconds, since } from '../../domain/time.ts';
import { openOf, raisedByUs, reclassified, recovered } from './raise.ts';
import type { BandState } from './state.ts';

/** A heartbeat may take this long on its way before it counts as missed. */
const TRAVEL = seconds(5);

/** The moment its silence counts from: the last word, or being given to this resident. */
export const lastWordOf = (state: BandState): Instant =>
  latest(state.present.heardAt ?? state.watchedSince, state.watchedSince);

/** Whether the band answers, as seen at `now`. */
export function connectionAt(state: BandState, now: Instant, policy: Policy): Connection {
  const quiet = since(lastWordOf(state), now);
  if (quiet >= policy.silence.noticeAfter) return 'silent';
  if (quiet > state.present.cadence * policy.silence.lateAfterMissed + TRAVEL) return 'late';
  return state.present.heardAt === undefined ? 'unheard' : 'live';
}

const isDay = (tick: Tick, policy: Policy): boolean =>
  tick.localTime.hour >= policy.day.from && tick.localTime.hour < policy.day.to;

/** Time passed: whom has the band kept waiting long enough? */
export function fellSilent(
  state: BandState,
  tick: Tick,
  now: Instant,
  policy: Policy,
): readonly Change[] {
  const lastHeardAt = lastWordOf(state);
  const quiet = since(lastHeardAt, now);
  if (state.residentId === undefined || quiet < policy.silence.noticeAfter) return [];
  if (tick.outage && lastHeardAt >= tick.outage.from && lastHeardAt <= tick.outage.to) return [];
  const verdict = judge(state, quiet, isDay(tick, policy), policy);
  if (verdict === undefined) return [];
  const open = openOf(state, 'silence', 'no-sign-of-life');
  if (!open) return [raisedByUs(state, worded(verdict, state, lastHeardAt), now, policy)];
  return isWorse(verdict, open)
    ? [reclassified(open, worded(verdict, state, lastHeardAt), now, policy)]
    : [];
}

type Verdict = 'notice' | 'technical' | 'no-sign-of-life';
const SEVERITY: readonly Verdict[] = ['notice', 'technical', 'no-sign-of-life'];

function judge(state: BandState, quiet: Millis, day: boolean, policy: Policy): Verdict | undefined {
  const { noSignOfLifeByDay, noSignOfLifeByNight, technicalAfter } = policy.silence;
  if (quiet >= (day ? noSignOfLifeByDay : noSignOfLifeByNight) && !isExplained(state, policy)) {
    return 'no-sign-of-life';
  }
  if (quiet >= technicalAfter) return 'technical';
  return day ? 'notice' : undefined;
}

/** The last thing the band said explains why it says nothing now. */
function isExplained(state: BandState, policy: Policy): boolean {
  const { worn, charging, battery } = state.present;
  if (worn?.value !== true || charging?.value === true) return true;
  return battery !== undefined && battery.value <= policy.silence.batteryExplains;
}

function isWorse(verdict: Verdict, open: Incident): boolean {
  const known: Verdict =
    open.kind === 'no-sign-of-life'
      ? 'no-sign-of-life'
      : open.priority === 'technical'
        ? 'technical'
        : 'notice';
  return SEVERITY.indexOf(verdict) > SEVERITY.indexOf(known);
}

function worded(verdict: Verdict, state: BandState, lastHeardAt: Instant) {
  if (verdict !== 'no-sign-of-life') {
    return { kind: 'silence', priority: verdict, reason: { code: 'silent', lastHeardAt } } as const;
  }
  const battery = state.present.battery?.value;
  const reason = {
    code: 'no-sign-of-life',
    lastHeardAt,
    ...(battery !== undefined && { battery }),
  } as const;
  return { kind: 'no-sign-of-life', priority: 'attention', reason } as const;
}

/** The band speaks again. */
export function heardAgain(state: BandState, now: Instant): readonly Change[] {
  const open = openOf(state, 'silence', 'no-sign-of-life');
  const alreadyKnown = open?.timeline.at(-1)?.type === 'recovered';
  return open && !alreadyKnown ? recovered(open, { code: 'heard-again' }, now) : [];
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
  };
}
