// The heart, and what the light at the wrist makes of it. It errs by 5 to 6 % at rest and by far more
// on a walk, takes the cadence for the pulse, loses it, and now and then shows a number from nowhere.
import { between, type Dice, drift, roll, throwOf, wobble } from './dice.ts';
import { MANNERS } from './manners.ts';
import type { Influence, Life } from './plights/influence.ts';
import type { Present } from './present.ts';
import type { Wearer } from './wearer.ts';

/** Single readings that are plainly wrong, of all. */
const OUTLIERS = 0.001;

/** Per minute. Undefined when the sensor found no pulse. */
export function heartRate(present: Present, life: Life): number | undefined {
  const { at, activity, influence } = present;
  const { wearer, dice } = life;
  if (influence !== undefined && influence.pulse !== 'felt') return noPulse(influence, at, dice);
  const luck = roll(dice, throwOf(at, 2));
  const error = wobble(dice, throwOf(at, 3));
  if (activity === 'walk') {
    if (luck < 0.2) return undefined;
    if (luck > 0.9) return clamp(cadence(wearer) * (1 + 0.03 * error));
  }
  if (luck > 0.6 && luck < 0.6 + OUTLIERS) return luck < 0.6 + OUTLIERS / 2 ? 150 : 38;
  const heart = influence?.heartAt ?? trueHeart(present, life);
  const spread = spreadOf(present, wearer);
  return clamp(heart * (1 + spread * error), influence?.heartAt === undefined ? 38 : 26);
}

const clamp = (rate: number, least = 38): number =>
  Math.round(Math.min(190, Math.max(least, rate)));

const cadence = ({ pace }: Wearer): number => (pace < 55 ? 2 * pace : pace);

/** By the hour in UTC: highest at 16:00 in the wearers' time, and for the morning's tablet at 11:00. */
const wave = (high: number): readonly number[] =>
  Array.from({ length: 24 }, (_, hour) => Math.cos((2 * Math.PI * (hour - high)) / 24));
const OF_THE_DAY = wave(8).map((height) => 2 * height);
const TABLET = wave(3).map((height) => 5 * Math.max(0, height));

function trueHeart({ at, activity, influence }: Present, { wearer, dice }: Life): number {
  const hour = Math.floor(at / 3_600_000) % 24;
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
function spreadOf({ activity, influence }: Present, { rhythm }: Wearer): number {
  const error = activity === 'walk' ? 0.13 : MANNERS[activity].effort >= 8 ? 0.085 : 0.065;
  const plight = influence?.irregular ?? 0;
  if (rhythm === 'paced') return 0.6 * error + plight;
  return (rhythm === 'atrial-fibrillation' ? error + 0.1 : error) + plight;
}

function noPulse({ pulse }: Influence, at: number, dice: Dice): number | undefined {
  switch (pulse) {
    case 'felt':
    case 'none':
      return undefined;
    case 'invented':
      return Math.round(68 + 5 * wobble(dice, throwOf(at, 3)));
    case 'nonsense':
      return roll(dice, throwOf(at, 2)) < 0.4
        ? Math.round(between(dice, throwOf(at, 3), 45, 180))
        : undefined;
    case 'broken':
      return Math.round(between(dice, throwOf(at, 3), 20, 240));
    default:
      return pulse satisfies never;
  }
}
