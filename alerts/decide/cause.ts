// Why a band says nothing, most likely: by its last word, how fast it was emptying, and the holes that are
// usual where its wearer lives. What explains the silence is not the person; nothing else may hide one.

import type { Policy } from '../../domain/policy.ts';
import type { Present } from '../../domain/present.ts';
import type { Reason, SilenceCause } from '../../domain/reason.ts';
import { hours, type Instant, latest, minutes, plus, since } from '../../domain/time.ts';
import { isOnCharger } from './charger.ts';
import { lastWordOf } from './connection.ts';
import { forecastOf } from './forecast.ts';
import type { Moment } from './moment.ts';
import type { BandState } from './state.ts';
import { wearingOf } from './worn.ts';

/** Percent: what a gauge shows last before its band goes dark. */
const EMPTY = 3;

/** Undefined when nothing about the band explains its silence. */
export function causeOf(state: BandState, { now, policy }: Moment): SilenceCause | undefined {
  const { present } = state;
  if (isOnCharger(present)) return 'charging';
  if (isFlatBy(state, now)) return 'flat';
  const wearing = wearingOf(state, now);
  if (wearing === 'off' || wearing === 'lies-still') return 'off-wrist';
  const { battery, signal } = present;
  if (battery !== undefined && battery.value <= policy.silence.batteryExplains)
    return 'low-battery';
  if (wentToSleep(present)) return 'asleep';
  if (policy.whereabouts.watch === 'away' || farFromHome(state, policy) !== undefined)
    return 'away';
  return signal !== undefined && signal.value < policy.silence.weakSignal ? 'coverage' : undefined;
}

function isFlatBy(state: BandState, now: Instant): boolean {
  const { battery } = state.present;
  if (battery !== undefined && battery.value <= EMPTY) return true;
  const forecast = forecastOf(state);
  return forecast !== undefined && forecast.flatAt <= now;
}

/** What it measured comes with its word or just after it; later, and it has woken since. */
const LAST_READING = minutes(1);

function wentToSleep({ status, battery, worn, signal }: Present): boolean {
  if (status?.value !== 'sleeping') return false;
  return [battery, worn, signal].every(
    (measured) => measured === undefined || since(status.at, measured.at) <= LAST_READING,
  );
}

/** A journey may take them where no signal is; so long ago it says nothing of now. */
const JOURNEY = hours(12);

/** Metres, where it was last seen far from the home of its wearer. */
function farFromHome(state: BandState, policy: Policy): number | undefined {
  const { fixes, outSince, furthest } = state.memory.whereabouts;
  const last = fixes.at(-1);
  if (outSince === undefined || furthest === undefined || last === undefined) return undefined;
  if (since(last.at, lastWordOf(state)) > JOURNEY) return undefined;
  return furthest >= policy.whereabouts.farAway ? furthest : undefined;
}

type LastWord = Omit<Extract<Reason, { code: 'no-sign-of-life' }>, 'code'>;

/** What the band last said of itself: the evidence for the desk. */
export function lastWord(state: BandState, lastHeardAt: Instant, policy: Policy): LastWord {
  const { battery, signal, worn, charging, status } = state.present;
  const forecast = forecastOf(state);
  const metres = farFromHome(state, policy);
  return {
    lastHeardAt,
    ...(battery && { battery: battery.value }),
    ...(forecast && { flatAt: latest(forecast.flatAt, lastHeardAt) }),
    ...(signal && { signal: signal.value }),
    ...(worn && { worn: worn.value }),
    ...(charging && { charging: charging.value }),
    ...(status && { status: status.value }),
    ...(metres !== undefined && { metres }),
  };
}

/** Twice in five it is a little longer than ever before. */
const LONGER = 1.25;
const AND = minutes(5);

/** A hole as long as those that are usual here ends by then. */
export const usualEnd = (lastHeardAt: Instant, longest: number): Instant =>
  plus(lastHeardAt, (longest * LONGER + AND) as typeof AND);
