// Whether a band's pulse sensor can be believed: by the minute (doubt.ts), and over hours. A loose strap is
// life; what leaps from 60 to 170 and back all day, or shows the very same number since this morning,
// measures nobody, and is a matter for a technician.
import { hours, type Instant, minutes, since } from '../../../domain/time.ts';
import type { Sample } from '../sample.ts';
import { type Doubt, isDoubted, missedPulse, oxygenDoubt, pulseDoubt } from './doubt.ts';

export interface Sensor {
  /** Readings that could and could not be true, of the last hours: older ones count less and less. */
  readonly good: number;
  readonly bad: number;
  /** Local hours since 1970, of these counts. */
  readonly hour: number;
  /** Good ones since the last bad one. */
  readonly clean: number;
  /** Over hours. */
  readonly isBelieved: boolean;
  /** By the minute. */
  readonly pulseDoubt: Doubt;
  readonly oxygenDoubt: Doubt;
  /** The newest pulse, when, since when it is exactly that, and how often it was told. */
  readonly heartRate?: number;
  readonly at?: Instant;
  readonly sameSince?: Instant;
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
  pulseDoubt: 0,
  oxygenDoubt: 0,
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
/** Nobody's pulse is exactly the same for so long, and so often, unless a pacemaker makes it. */
const SAME_FOR = hours(3);
const SAME_OFTEN = 30;
/** Values further apart in time may both be true. */
const CLOSE = minutes(11);
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
}

/** @param sample of a band that is worn, by somebody who is not walking. */
export function sensorAfter(before: Sensor, sample: Sample, judging: Judging): Sensor {
  const { at, heartRate, spo2 } = sample;
  const finds = before.finds + FINDS_GAIN * ((heartRate === undefined ? 0 : 1) - before.finds);
  if (heartRate === undefined) {
    return withOxygen(
      { ...before, finds, pulseDoubt: missedPulse(before.pulseDoubt, before.finds) },
      spo2,
    );
  }
  const known =
    before.at !== undefined && since(before.at, at) < CLOSE ? before.heartRate : undefined;
  const doubt =
    known === undefined ? before.pulseDoubt : pulseDoubt(before.pulseDoubt, known, heartRate);
  const isSame = heartRate === before.heartRate;
  const sameSince = isSame ? (before.sameSince ?? at) : at;
  const same = isSame ? before.same + 1 : 1;
  const isStuck = same >= SAME_OFTEN && since(sameSince, at) >= SAME_FOR && !judging.isPaced;
  const isBad = isStuck || !isPossible(heartRate, spo2) || isDoubted(doubt);
  const next: Sensor = {
    ...counted(before, isBad, judging),
    pulseDoubt: doubt,
    finds,
    heartRate,
    at,
    sameSince,
    same,
  };
  return withOxygen(next, spo2);
}

const isPossible = (heartRate: number, spo2 = 100): boolean =>
  isPossiblePulse(heartRate) && isPossibleOxygen(spo2);

function withOxygen(sensor: Sensor, oxygen: number | undefined): Sensor {
  if (oxygen === undefined) return sensor;
  const doubt = oxygenDoubt(sensor.oxygenDoubt, sensor.oxygen ?? oxygen, oxygen);
  return { ...sensor, oxygen, oxygenDoubt: doubt };
}

function counted(before: Sensor, isBad: boolean, { hour, share }: Judging): Sensor {
  const left = hour > before.hour ? LEFT_AFTER_AN_HOUR ** (hour - before.hour) : 1;
  const good = before.good * left + (isBad ? 0 : 1);
  const bad = before.bad * left + (isBad ? 1 : 0);
  const clean = isBad ? 0 : before.clean + 1;
  if (!before.isBelieved && clean >= CLEAN_AGAIN) {
    return { ...before, good: 0, bad: 0, hour, clean, isBelieved: true };
  }
  const isBelieved = before.isBelieved && (bad < PROOF || bad < share * (good + bad));
  return { ...before, good, bad, hour, clean, isBelieved };
}
