// A cold now and then: two to four days with a faster heart and more time in bed, and no emergency.
import { chance, type Dice, diceFor, wholeBetween } from '../dice.ts';

/** One is possible in every so many days. */
const ROUND = 24;
const COURSE = [0.55, 1, 0.7, 0.35];

/** How ill somebody is on a day: 0 well, 1 in bed. */
export function illOn(number: number, dice: Dice): number {
  const round = Math.floor(number / ROUND);
  const luck = diceFor(diceFor(dice, 'colds'), round);
  if (!chance(luck, 1, 0.14)) return 0;
  const begins = round * ROUND + wholeBetween(luck, 2, 0, ROUND - 5);
  const lasts = wholeBetween(luck, 3, 2, 4);
  const day = number - begins;
  return day < 0 || day >= lasts ? 0 : (COURSE[day] ?? 0) * (chance(luck, 4, 0.5) ? 1 : 0.6);
}
