// What else a band measures on a wrist, as well or badly as a wrist lets it. Oxygen needs a still and
// warm hand; the skin is about 34 °C and follows the hour and the season.
import type { Instant } from '../domain/time.ts';
import { between, type Dice, drift, roll, throwOf, wobble } from './dice.ts';
import { MANNERS } from './manners.ts';
import type { Life } from './plights/influence.ts';
import type { Present } from './present.ts';

/** Two or three a day. */
const FALSE_LOWS = 0.003;

/** Percent. Undefined on a walk, where the hand swings, and in minutes that this model leaves out. */
export function spo2({ at, activity, influence }: Present, life: Life): number | undefined {
  const { wearer, dice } = life;
  if (activity === 'walk' || influence?.oxygen === 'none') return undefined;
  if (Math.floor(at / 60_000) % wearer.oxygenEvery !== 0) return undefined;
  if (influence?.oxygen === 'nonsense') return nonsense(at, dice);
  // Cold fingers, or an arm slept on: for two minutes the light finds too little blood.
  const block = Math.floor(at / 120_000);
  if (roll(dice, 0x10000000 + block) < FALSE_LOWS) {
    return Math.round(between(dice, throwOf(at, 9), 85, 90));
  }
  const asleep = activity === 'asleep' ? -0.8 : 0;
  const own = wearer.spo2 + asleep + (influence?.oxygenBy ?? 0);
  const error = 0.8 * wobble(dice, throwOf(at, 4)) + drift(dice, at / 3e6);
  return Math.min(100, Math.round(own + error));
}

const nonsense = (at: Instant, dice: Dice): number | undefined =>
  roll(dice, throwOf(at, 9)) < 0.3 ? Math.round(between(dice, throwOf(at, 4), 72, 100)) : undefined;

/** °C at the skin, one decimal. */
export function skinTemperature(present: Present, { wearer, dice }: Life): number {
  const { at, activity, day, influence } = present;
  const own =
    wearer.skin + MANNERS[activity].warmth + day.season + 0.35 * drift(dice, at / 2_700_000);
  const skin = influence?.sensorAt ?? own + (influence?.warmthBy ?? 0);
  return Math.round((skin + 0.06 * wobble(dice, throwOf(at, 5))) * 10) / 10;
}

/** dBm. */
export const signal = (covered: boolean, at: Instant, dice: Dice): number =>
  Math.round((covered ? -74 : -112) + 7 * wobble(dice, throwOf(at, 6)));
