// Whether a band's pulse sensor can be believed: by the minute (doubt.ts), and over hours. A loose strap is
// life; what leaps from 60 to 170 and back all day, or shows the very same number since this morning,
// measures nobody, and is a matter for a technician.
import { hours, type Instant, type Millis, minutes, since } from '../../../domain/time.ts';
import { type Sample, SELDOM } from '../sample.ts';
import {
  type Doubt,
  foundPulse,
  isDoubted,
  missedPulse,
  oxygenDoubt,
  pulseDoubt,
} from './doubt.ts';

export interface Sensor {
  /** Readings that could and could not be true, of the last hours: older ones count less and less. */
  readonly good: number;
  readonly bad: number;
  /** Local hours since 1970, of these counts. */
  readonly hour: number;
  /** Good ones since the last bad one. */
  readonly clean: number;
  /** Over hours: it measures somebody, and does not hang. */
  readonly isBelieved: boolean;
  readonly isSane: boolean;
  readonly isStuck: boolean;
  /** By the minute. */
  readonly pulseDoubt: Doubt;
  readonly oxygenDoubt: Doubt;
  /** The newest pulse, when, since when it is exactly that, and how often it was told. */
  readonly heartRate?: number;
  readonly at?: Instant;
  readonly sameSince?: Instant;
  /** As the band counted when it began to be the same; 0 of one that counts none. */
  readonly sameSteps: number;
  readonly same: number;
  readonly oxygen?: number;
  /** How often it finds a pulse at rest, of 1. */
  readonly finds: number;
}

export const NEW_SENSOR: Sensor = {
  good: 0,
  bad: 0,
  hour: 0,
  clean: 0,
  isBelieved: true,
  isSane: true,
  isStuck: false,
  pulseDoubt: 0,
  oxygenDoubt: 0,
  sameSteps: 0,
  same: 0,
  finds: 0.5,
};

/** What is left of a count after an hour. */
const LEFT_AFTER_AN_HOUR = 0.85;
/** Fewer bad ones prove nothing. */
const PROOF = 40;
/** So many good ones in a row, and the sensor is believed again. */
const CLEAN_AGAIN = 40;
/** What the newest sample changes of how often it finds a pulse: about a day tells. */
const FINDS_GAIN = 1 / 1_000;
/** The same of a slow band; and one pulse that it does not find is minutes of a strap that is loose. */
const SLOW_FINDS_GAIN = 1 / 200;
const MISSES_TELL = 3;
/**
 * Nobody's pulse is exactly the same for so long, and so often, through so many steps, unless a pacemaker
 * makes it; of somebody who rests, or of a band that counts no steps, it takes longer to be sure.
 */
const SAME_FOR = hours(3);
const SAME_AT_REST_FOR = hours(10);
const SAME_OFTEN = 30;
const WALKED = 150;
/** Values further apart in time, of the slowest bands a heartbeat, may both be true. */
const CLOSE = minutes(16);
/** Outside of these nobody's heart beats; a heart that is blocked may beat 20 times. */
const SLOWEST = 20;
const FASTEST = 220;
const LEAST_OXYGEN = 60;

export const isPossiblePulse = (perMinute: number): boolean =>
  perMinute >= SLOWEST && perMinute <= FASTEST;
export const isPossibleOxygen = (percent: number): boolean => percent >= LEAST_OXYGEN;

export interface Judging {
  readonly isPaced: boolean;
  readonly hour: number;
  /** The share of bad readings from which the sensor is not believed. */
  readonly share: number;
  /** Since the sample before this one. */
  readonly elapsed: Millis;
}

type Draft = { -readonly [Key in keyof Sensor]: Sensor[Key] };

/** @param sample of a band that is worn, by somebody who is not walking. */
export function sensorAfter(before: Sensor, sample: Sample, judging: Judging): Sensor {
  const next: Draft = { ...before };
  const { heartRate, spo2 } = sample;
  const isSlow = judging.elapsed > SELDOM;
  const gain = isSlow ? SLOW_FINDS_GAIN : FINDS_GAIN;
  next.finds += gain * ((heartRate === undefined ? 0 : 1) - before.finds);
  if (heartRate === undefined) {
    next.pulseDoubt = missedPulse(before.pulseDoubt, before.finds, isSlow ? MISSES_TELL : 1);
  } else withPulse(next, heartRate, sample, judging);
  if (spo2 !== undefined) {
    next.oxygenDoubt = oxygenDoubt(before.oxygenDoubt, before.oxygen ?? spo2, spo2);
    next.oxygen = spo2;
  }
  return next;
}

function withPulse(
  next: Draft,
  heartRate: number,
  { at, spo2, steps }: Sample,
  judging: Judging,
): void {
  const known = next.at !== undefined && since(next.at, at) < CLOSE ? next.heartRate : undefined;
  next.pulseDoubt =
    known === undefined
      ? foundPulse(next.pulseDoubt)
      : pulseDoubt(next.pulseDoubt, known, heartRate);
  const isSame = heartRate === next.heartRate;
  next.sameSince = isSame ? (next.sameSince ?? at) : at;
  next.same = isSame ? next.same + 1 : 1;
  if (!isSame) next.sameSteps = steps ?? 0;
  count(next, !isPossible(heartRate, spo2) || isDoubted(next.pulseDoubt), judging);
  // What hangs and then shows another value does not hang any more.
  const hangs = next.isStuck || isTooLong(next, at, steps);
  next.isStuck = isSame && !judging.isPaced && hangs;
  next.isBelieved = next.isSane && !next.isStuck;
  next.heartRate = heartRate;
  next.at = at;
}

function isTooLong({ same, sameSince, sameSteps }: Draft, at: Instant, steps = 0): boolean {
  const lasted = since(sameSince ?? at, at);
  if (same < SAME_OFTEN || lasted < SAME_FOR) return false;
  return lasted >= SAME_AT_REST_FOR || steps - sameSteps >= WALKED;
}

const isPossible = (heartRate: number, spo2 = 100): boolean =>
  isPossiblePulse(heartRate) && isPossibleOxygen(spo2);

function count(next: Draft, isBad: boolean, { hour, share }: Judging): void {
  const left = hour > next.hour ? LEFT_AFTER_AN_HOUR ** (hour - next.hour) : 1;
  next.hour = hour;
  next.good = next.good * left + (isBad ? 0 : 1);
  next.bad = next.bad * left + (isBad ? 1 : 0);
  next.clean = isBad ? 0 : next.clean + 1;
  if (!next.isSane && next.clean >= CLEAN_AGAIN) {
    next.good = 0;
    next.bad = 0;
    next.isSane = true;
  } else if (next.bad >= PROOF && next.bad >= share * (next.good + next.bad)) {
    next.isSane = false;
  }
}
