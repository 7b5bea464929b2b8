// How people do what they do: how hard the heart works for it, how warm the wrist is, how often it
// moves, how many steps it brings. Very old people sit still for long, and are well.
import type { Instant } from '../domain/time.ts';
import type { Activity } from './day/episode.ts';
import { type Dice, roll, throwOf } from './dice.ts';
import type { Wearer } from './wearer.ts';

interface Manner {
  /** Beats per minute above the resting rate. */
  readonly effort: number;
  /** °C beside the wearer's own skin temperature. */
  readonly warmth: number;
  /** Minutes from one movement of the wrist to the next: mostly, at most, and now and then. */
  readonly stirs: readonly [least: number, most: number, rarely: number];
}

export const MANNERS: Readonly<Record<Activity, Manner>> = {
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
