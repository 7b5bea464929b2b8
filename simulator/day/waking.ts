// The waking hours: what has its time (meals, the bathroom, a walk, a nap, a bath), and what fills the
// time between, most of it sitting.
import { between, chance, type Dice, diceFor, roll, wholeBetween } from '../dice.ts';
import type { Wearer } from '../wearer.ts';
import { type Activity, type Episode, lasting } from './episode.ts';

export function bathrooms(wakesAt: number, sleepsAt: number, dice: Dice): readonly Episode[] {
  const byDay: Episode[] = [lasting('bathroom', wakesAt, 12)];
  for (let at = wakesAt + 170; at < sleepsAt - 30; at += wholeBetween(dice, at, 130, 220)) {
    byDay.push(lasting('bathroom', at, wholeBetween(dice, at + 1, 4, 9)));
  }
  return [...byDay, lasting('bathroom', sleepsAt - 15, 10)];
}

export function meals(wakesAt: number, dice: Dice): readonly Episode[] {
  const breakfast = wakesAt + wholeBetween(dice, 20, 35, 55);
  const lunch = wholeBetween(dice, 21, 11 * 60 + 20, 12 * 60);
  const supper = wholeBetween(dice, 22, 17 * 60 + 20, 18 * 60 + 10);
  return [
    lasting('meal', breakfast, 25),
    lasting('meal', lunch, 35),
    lasting('meal', supper, 35),
    lasting('cooking', breakfast - 15, 15),
    lasting('cooking', lunch - 40, 40),
    lasting('cooking', supper - 30, 30),
  ];
}

export function walks(wearer: Wearer, wakesAt: number, dice: Dice): readonly Episode[] {
  const length = (n: number): number => Math.round(between(dice, n, 18, 55));
  const taken: Episode[] = [];
  if (chance(dice, 30, wearer.walks)) {
    taken.push(lasting('walk', wakesAt + wholeBetween(dice, 31, 90, 150), length(32)));
  }
  if (chance(dice, 33, wearer.walks)) {
    taken.push(lasting('walk', wholeBetween(dice, 34, 15 * 60, 16 * 60 + 30), length(35)));
  }
  return taken;
}

export const nap = (wearer: Wearer, dice: Dice): readonly Episode[] =>
  wearer.naps && chance(dice, 40, 0.9)
    ? [lasting('nap', wholeBetween(dice, 41, 12 * 60 + 30, 13 * 60 + 10), napLength(dice))]
    : [];
const napLength = (dice: Dice): number => wholeBetween(dice, 42, 30, 100);

/** Two or three times a week, in the afternoon or before bed. */
export function baths(wearer: Wearer, sleepsAt: number, dice: Dice): readonly Episode[] {
  if (!chance(dice, 45, 0.35)) return [];
  const at =
    wearer.bathes === 'in-the-evening'
      ? sleepsAt - wholeBetween(dice, 46, 60, 110)
      : 14 * 60 + wholeBetween(dice, 46, 0, 60);
  return [lasting('bathing', at, wholeBetween(dice, 47, 20, 50))];
}

type Leisure = Extract<
  Activity,
  'up' | 'television' | 'reading' | 'company' | 'dozing' | 'in-bed' | 'resting'
>;

/** Minutes that each lasts, at least and at most. */
const LENGTHS: Readonly<Record<Leisure, readonly [number, number]>> = {
  up: [8, 35],
  television: [30, 100],
  reading: [15, 60],
  company: [30, 110],
  dozing: [10, 50],
  'in-bed': [40, 150],
  resting: [10, 40],
};

const EVENING = 18 * 60 + 30;

/** Fills the day from getting up to going to bed. @param ill 0 well … 1 stays in bed. */
export function leisure(
  wearer: Wearer,
  { wakesAt, sleepsAt }: { readonly wakesAt: number; readonly sleepsAt: number },
  ill: number,
  dice: Dice,
): readonly Episode[] {
  const own = diceFor(dice, 'leisure');
  const filled: Episode[] = [];
  for (let at = wakesAt, n = 0; at < sleepsAt; n += 2) {
    const activity = choose(wearer, at, ill, roll(own, n));
    const [least, most] = LENGTHS[activity];
    const length = wholeBetween(own, n + 1, least, most);
    filled.push(lasting(activity, at, Math.min(length, sleepsAt - at)));
    at += length;
  }
  return filled;
}

function choose(wearer: Wearer, minute: number, ill: number, luck: number): Leisure {
  if (luck < ill * 0.85) return 'in-bed';
  const weights = weightsAt(wearer, minute);
  let left = luck * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [activity, weight] of weights) {
    left -= weight;
    if (left < 0) return activity;
  }
  return 'up';
}

function weightsAt(wearer: Wearer, minute: number): readonly (readonly [Leisure, number])[] {
  const { television, sociable, dozes } = wearer;
  if (minute >= EVENING) {
    return [
      ['television', 5 * television],
      ['reading', 1],
      ['up', 1.2],
      ['dozing', 1.5 * dozes],
      ['company', 0.3 * sociable],
    ];
  }
  const afternoon = minute >= 13 * 60;
  return [
    ['up', 2.2],
    ['television', (afternoon ? 1.5 : 1) * television],
    ['reading', 1],
    ['company', (afternoon ? 2.5 : 0.8) * sociable],
    ['dozing', dozes],
    ['resting', 0.6],
  ];
}
