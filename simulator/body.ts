// What a band measures on a wrist, as well or badly as a wrist lets it. Heart rate errs by 5 to 6 %
// at rest and far more on a walk; oxygen needs a still hand; the skin is about 34 °C and follows the
// hour.
import type { Location } from '../domain/message.ts';
import type { Instant } from '../domain/time.ts';
import type { Activity } from './day.ts';
import { between, type Dice, drift, roll, wobble } from './dice.ts';
import type { Wearer } from './wearer.ts';

/** Beats per minute above the resting rate. */
const EFFORT: Readonly<Record<Activity, number>> = {
  asleep: -8,
  nap: -5,
  up: 2,
  meal: 6,
  bathroom: 8,
  walk: 24,
};
/** °C beside the wearer's own skin temperature. */
const WARMTH: Readonly<Record<Activity, number>> = {
  asleep: 0.7,
  nap: 0.4,
  up: 0,
  meal: 0.2,
  bathroom: 0,
  walk: -0.8,
};
/** How likely the wearer moves within a minute. */
const RESTLESS: Readonly<Record<Activity, number>> = {
  asleep: 0.06,
  nap: 0.09,
  up: 0.55,
  meal: 0.9,
  bathroom: 1,
  walk: 1,
};

/** Throws of one minute: the minute's number times this, plus which of them. */
const THROWS = 16;
const throwOf = (at: Instant, which: number): number => Math.floor(at / 60_000) * THROWS + which;

export const moves = (activity: Activity, at: Instant, dice: Dice): boolean =>
  roll(dice, throwOf(at, 0)) < RESTLESS[activity];

/** Steps per minute at a moment. */
export function stepRate(wearer: Wearer, activity: Activity, at: Instant, dice: Dice): number {
  const luck = roll(dice, throwOf(at, 1));
  switch (activity) {
    case 'walk':
      return wearer.pace * (0.85 + 0.3 * luck);
    case 'bathroom':
      return 4 + 8 * luck;
    case 'up':
      return luck < 0.25 ? wearer.pace * luck : 0;
    case 'meal':
    case 'asleep':
    case 'nap':
      return 0;
    default:
      return activity satisfies never;
  }
}

/** Undefined when the sensor found no pulse: now and then on a walk. */
export function heartRate(
  wearer: Wearer,
  activity: Activity,
  at: Instant,
  dice: Dice,
): number | undefined {
  const walking = activity === 'walk';
  if (walking && roll(dice, throwOf(at, 2)) < 0.2) return undefined;
  const heart = wearer.restingHeartRate + EFFORT[activity] + 4 * drift(dice, at / 1_200_000);
  const irregular = wearer.rhythm === 'atrial-fibrillation' ? 0.1 : 0;
  // A mean error of 5 to 6 % is a standard deviation of about 6.5 %.
  const error = (walking ? 0.13 : 0.065) + irregular;
  const shown = heart * (1 + error * wobble(dice, throwOf(at, 3)));
  return Math.round(Math.min(190, Math.max(38, shown)));
}

/** Percent. Undefined on a walk: the hand swings. */
export function spo2(
  wearer: Wearer,
  activity: Activity,
  at: Instant,
  dice: Dice,
): number | undefined {
  if (activity === 'walk') return undefined;
  const asleep = activity === 'asleep' ? -0.8 : 0;
  return Math.min(
    100,
    Math.round(wearer.spo2 + asleep + 0.8 * wobble(dice, throwOf(at, 4)) + drift(dice, at / 3e6)),
  );
}

/** °C at the skin, one decimal. */
export function skinTemperature(
  wearer: Wearer,
  activity: Activity,
  at: Instant,
  dice: Dice,
): number {
  const skin = wearer.skin + WARMTH[activity] + 0.35 * drift(dice, at / 2_700_000);
  return Math.round((skin + 0.06 * wobble(dice, throwOf(at, 5))) * 10) / 10;
}

/** dBm. */
export const signal = (covered: boolean, at: Instant, dice: Dice): number =>
  Math.round((covered ? -74 : -112) + 7 * wobble(dice, throwOf(at, 6)));

/** A fix costs battery: one in about ten minutes of a walk, none indoors. */
export function location(
  wearer: Wearer,
  activity: Activity,
  at: Instant,
  dice: Dice,
): Location | undefined {
  if (activity !== 'walk' || roll(dice, throwOf(at, 7)) >= 0.1) return undefined;
  const { lat, lon } = wearer.home;
  return {
    lat: round(lat + 0.003 * drift(dice, at / 900_000), 5),
    lon: round(lon + 0.004 * drift(dice, at / 840_000), 5),
    accuracy: Math.round(between(dice, throwOf(at, 8), 6, 45)),
    datum: wearer.datum,
  };
}

const round = (value: number, decimals: number): number => Number(value.toFixed(decimals));
