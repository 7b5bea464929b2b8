// What a band measures on a wrist, as well or badly as a wrist lets it. Heart rate errs by 5 to 6 %
// at rest and far more on a walk; oxygen needs a still hand; the skin is about 34 °C and follows the
// hour.
import type { Instant } from '../domain/time.ts';
import type { Activity } from './day/episode.ts';
import { between, type Dice, drift, roll, wobble } from './dice.ts';
import type { Influence } from './plights/influence.ts';
import type { Wearer } from './wearer.ts';

interface Manner {
  /** Beats per minute above the resting rate. */
  readonly effort: number;
  /** °C beside the wearer's own skin temperature. */
  readonly warmth: number;
  /** Minutes from one movement of the wrist to the next: mostly, at most, and now and then. */
  readonly stirs: readonly [least: number, most: number, rarely: number];
}

const MANNERS: Readonly<Record<Activity, Manner>> = {
  asleep: { effort: -8, warmth: 0.7, stirs: [10, 45, 100] },
  nap: { effort: -5, warmth: 0.4, stirs: [10, 30, 40] },
  dozing: { effort: -4, warmth: 0.3, stirs: [8, 30, 45] },
  television: { effort: 0, warmth: 0.1, stirs: [3, 15, 20] },
  reading: { effort: 0, warmth: 0, stirs: [2, 9, 14] },
  up: { effort: 2, warmth: 0, stirs: [0, 4, 9] },
  cooking: { effort: 8, warmth: 0, stirs: [0, 1, 2] },
  meal: { effort: 6, warmth: 0.2, stirs: [0, 1, 3] },
  company: { effort: 5, warmth: 0.1, stirs: [0, 3, 7] },
  bathroom: { effort: 8, warmth: 0, stirs: [0, 1, 3] },
  bathing: { effort: 10, warmth: 0.5, stirs: [0, 1, 2] },
  walk: { effort: 24, warmth: -0.8, stirs: [0, 0, 0] },
  outdoors: { effort: 8, warmth: -0.7, stirs: [0, 4, 8] },
  ride: { effort: 3, warmth: -0.3, stirs: [0, 5, 9] },
  'in-bed': { effort: -2, warmth: 0.6, stirs: [6, 35, 60] },
  resting: { effort: 0, warmth: 0, stirs: [4, 16, 25] },
  lying: { effort: 0, warmth: 0, stirs: [8, 25, 40] },
};

/** How often it is the long one. */
const RARELY = 0.04;

/** Throws of one minute: the minute's number times this, plus which of them. */
const THROWS = 16;
export const throwOf = (at: Instant, which: number): number =>
  Math.floor(at / 60_000) * THROWS + which;

/** After a movement now: how many minutes pass until the next, if nothing else comes up. */
export function restsFor(activity: Activity, at: Instant, dice: Dice): number {
  const [least, most, rarely] = MANNERS[activity].stirs;
  const luck = roll(dice, throwOf(at, 0));
  if (luck < RARELY) return most + (rarely - most) * (luck / RARELY) ** 2;
  return least + (most - least) * luck ** 1.5;
}

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
    case 'cooking':
    case 'outdoors':
      return luck < 0.3 ? 10 * luck * 3 : 0;
    case 'company':
      return luck < 0.05 ? 12 : 0;
    case 'meal':
    case 'asleep':
    case 'nap':
    case 'dozing':
    case 'television':
    case 'reading':
    case 'bathing':
    case 'ride':
    case 'in-bed':
    case 'resting':
    case 'lying':
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
  influence?: Influence,
): number | undefined {
  if (influence !== undefined && influence.pulse !== 'felt') return noPulse(influence, at, dice);
  const luck = roll(dice, throwOf(at, 2));
  const walking = activity === 'walk';
  if (walking && luck < 0.2) return undefined;
  // The light swings with the arm, and the sensor takes the cadence for the pulse.
  if (walking && luck > 0.9)
    return clamp(cadence(wearer) * (1 + 0.03 * wobble(dice, throwOf(at, 3))));
  if (luck > 0.6 && luck < 0.6 + OUTLIERS) return luck < 0.6 + OUTLIERS / 2 ? 150 : 38;
  const heart = influence?.heartAt ?? trueHeart(wearer, activity, at, dice, influence);
  const error = errorOf(wearer, activity) + (influence?.irregular ?? 0);
  const shown = heart * (1 + error * wobble(dice, throwOf(at, 3)));
  return clamp(shown, influence?.heartAt === undefined ? 38 : 26);
}

/** Single readings that are plainly wrong, of all. */
const OUTLIERS = 0.001;

const clamp = (rate: number, least = 38): number =>
  Math.round(Math.min(190, Math.max(least, rate)));

const cadence = ({ pace }: Wearer): number => (pace < 55 ? 2 * pace : pace);

const AN_HOUR = 3_600_000;
/** By the hour in UTC: highest at 16:00 in the wearers' time, and for the tablet at 11:00. */
const wave = (high: number): readonly number[] =>
  Array.from({ length: 24 }, (_, hour) => Math.cos((2 * Math.PI * (hour - high)) / 24));
const OF_THE_DAY = wave(8).map((height) => 2 * height);
const TABLET = wave(3).map((height) => 5 * Math.max(0, height));

function trueHeart(
  wearer: Wearer,
  activity: Activity,
  at: Instant,
  dice: Dice,
  influence: Influence | undefined,
): number {
  const hour = Math.floor(at / AN_HOUR) % 24;
  const tablet = wearer.medicine === 'slows-the-heart' ? (TABLET[hour] ?? 0) : 0;
  const heart =
    wearer.restingHeartRate +
    MANNERS[activity].effort +
    (OF_THE_DAY[hour] ?? 0) -
    tablet +
    4 * drift(dice, at / 1_200_000) +
    (influence?.heartBy ?? 0);
  return wearer.rhythm === 'paced' ? Math.max(60, heart) : heart;
}

/** A mean error of 5 to 6 % at rest is a standard deviation of about 6.5 %. */
function errorOf({ rhythm }: Wearer, activity: Activity): number {
  const error = activity === 'walk' ? 0.13 : MANNERS[activity].effort >= 8 ? 0.085 : 0.065;
  if (rhythm === 'paced') return 0.6 * error;
  return rhythm === 'atrial-fibrillation' ? error + 0.1 : error;
}

function noPulse({ pulse }: Influence, at: Instant, dice: Dice): number | undefined {
  if (pulse === 'none') return undefined;
  if (pulse === 'invented') return Math.round(68 + 5 * wobble(dice, throwOf(at, 3)));
  const found = roll(dice, throwOf(at, 2)) < 0.4;
  return found ? Math.round(between(dice, throwOf(at, 3), 45, 180)) : undefined;
}

/** Percent. Undefined on a walk, where the hand swings, and in the minutes that this model leaves out. */
export function spo2(
  wearer: Wearer,
  activity: Activity,
  at: Instant,
  dice: Dice,
  influence?: Influence,
): number | undefined {
  if (activity === 'walk' || influence?.oxygen === 'none') return undefined;
  if (Math.floor(at / 60_000) % wearer.oxygenEvery !== 0) return undefined;
  if (influence?.oxygen === 'nonsense') {
    const found = roll(dice, throwOf(at, 9)) < 0.3;
    return found ? Math.round(between(dice, throwOf(at, 4), 72, 100)) : undefined;
  }
  // Cold fingers, or an arm slept on: for two minutes the light finds too little blood.
  const block = Math.floor(at / 120_000);
  if (roll(dice, 0x10000000 + block) < FALSE_LOWS) {
    return Math.round(between(dice, throwOf(at, 9), 85, 90));
  }
  const asleep = activity === 'asleep' ? -0.8 : 0;
  const own = wearer.spo2 + asleep + (influence?.oxygenBy ?? 0);
  return Math.min(
    100,
    Math.round(own + 0.8 * wobble(dice, throwOf(at, 4)) + drift(dice, at / 3e6)),
  );
}

/** Two or three a day. */
const FALSE_LOWS = 0.003;

/** °C at the skin, one decimal. */
export function skinTemperature(
  wearer: Wearer,
  activity: Activity,
  at: Instant,
  dice: Dice,
  influence?: Influence,
): number {
  const skin =
    influence?.sensorAt ??
    wearer.skin +
      MANNERS[activity].warmth +
      season(at) +
      0.35 * drift(dice, at / 2_700_000) +
      (influence?.warmthBy ?? 0);
  return Math.round((skin + 0.06 * wobble(dice, throwOf(at, 5))) * 10) / 10;
}

/** Coldest about 20 January, in homes that are heated. */
const SEASONS = Array.from(
  { length: 366 },
  (_, day) => -0.3 * Math.cos((2 * Math.PI * (day - 20)) / 365),
);
const season = (at: Instant): number => SEASONS[Math.floor((at / (24 * AN_HOUR)) % 365.25)] ?? 0;

/** dBm. */
export const signal = (covered: boolean, at: Instant, dice: Dice): number =>
  Math.round((covered ? -74 : -112) + 7 * wobble(dice, throwOf(at, 6)));
