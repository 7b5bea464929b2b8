// When the night ends and begins, and what interrupts it. Getting up is within half an hour of the
// usual, but for a bad night or a Sunday; the very old are up one to four times.
import { chance, type Dice, wholeBetween } from '../dice.ts';
import type { Wearer } from '../wearer.ts';
import { type Episode, lasting } from './episode.ts';

export interface Night {
  readonly wakesAt: number;
  readonly sleepsAt: number;
  readonly episodes: readonly Episode[];
}

export function planNight(wearer: Wearer, number: number, ill: number, dice: Dice): Night {
  const bad = chance(dice, 3, 0.05);
  const wakesAt = wearer.wakesAt + wholeBetween(dice, 1, -20, 20) + liesIn(number, bad, ill, dice);
  const sleepsAt = wearer.sleepsAt + wholeBetween(dice, 2, -20, 20) - Math.round(40 * ill);
  return {
    wakesAt,
    sleepsAt,
    episodes: [...trips(wearer, wakesAt, dice), ...(bad ? awake(wakesAt, dice) : [])],
  };
}

/** In minutes; negative for the rare early morning. */
function liesIn(number: number, bad: boolean, ill: number, dice: Dice): number {
  if (ill > 0.4) return wholeBetween(dice, 4, 20, 100);
  if (bad) return wholeBetween(dice, 4, 25, 90);
  // 1970-01-01 was a Thursday.
  if (number % 7 === 3 && chance(dice, 5, 0.15)) return wholeBetween(dice, 4, 25, 75);
  if (chance(dice, 6, 0.03)) return -wholeBetween(dice, 4, 20, 60);
  return chance(dice, 7, 0.25) ? wholeBetween(dice, 4, -10, 15) : 0;
}

function trips(wearer: Wearer, wakesAt: number, dice: Dice): readonly Episode[] {
  const usual = wearer.nightTrips;
  const count = Math.min(4, Math.max(0, usual + wholeBetween(dice, 10, -1, 1)));
  return Array.from({ length: count }, (_, trip) =>
    lasting('bathroom', wholeBetween(dice, 11 + trip, 20, wakesAt - 60), 4 + (trip % 3)),
  );
}

/** An hour or so in which sleep does not come back: the radio, a cup of water. */
function awake(wakesAt: number, dice: Dice): readonly Episode[] {
  const from = wholeBetween(dice, 16, 60, wakesAt - 150);
  const length = wholeBetween(dice, 17, 40, 100);
  return [lasting('up', from, 8), lasting('television', from + 8, length)];
}
