// What ordinary days do to a band besides their plan: a cold, a strap too loose for some hours, a
// band on a table that says it is worn. No plight, and nobody's emergency.

import type { Instant } from '../domain/time.ts';
import { strapIsLoose } from './day/episode.ts';
import type { Day } from './day.ts';
import { chance, type Dice, roll, throwOf } from './dice.ts';
import { type Influence, noInfluence } from './plights/influence.ts';
import type { Wearer } from './wearer.ts';

/** @returns the influence with the day's own added; the same where there is none. */
export function withTroubles(
  influence: Influence | undefined,
  { wearer, dice, day, at, slot, onTable }: Ordinary,
): Influence | undefined {
  const loose = strapIsLoose(slot);
  const lying =
    onTable && influence?.says === undefined && wearer.wearFlag === 'says-worn-on-a-table';
  if (day.ill === 0 && !loose && !lying) return influence;
  const all = influence ?? noInfluence();
  all.heartBy += 8 * day.ill;
  all.warmthBy += 0.5 * day.ill;
  all.vigour *= 1 - 0.5 * day.ill;
  if (loose) {
    all.pulse = 'nonsense';
    all.oxygen = 'none';
    all.warmthBy -= 1.5;
    if (roll(dice, throwOf(at, 14)) < 0.1) all.says = 'off';
  }
  if (lying) {
    all.says = 'worn';
    all.pulse = chance(dice, 0x0ddf1a6, 0.5) ? 'invented' : 'none';
    all.oxygen = 'none';
    all.sensorAt = ROOM;
  }
  return all;
}

interface Ordinary {
  readonly wearer: Wearer;
  readonly dice: Dice;
  readonly day: Day;
  readonly at: Instant;
  readonly slot: number;
  readonly onTable: boolean;
}

const ROOM = 23;
