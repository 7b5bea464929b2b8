// What bands get wrong about a day: falls that were none, hours with the strap too loose, a band
// forgotten after the bath.
import { between, chance, type Dice, diceFor, roll, wholeBetween } from '../dice.ts';
import type { Wearer } from '../wearer.ts';
import type { Episode, Span } from './episode.ts';

/** A fall the band believes to have felt. Minutes of the local day, with their fraction. */
export interface Slip {
  readonly at: number;
  /** In g. */
  readonly impact: number;
  /** After this many seconds the wearer says that all is well; without it nobody says anything. */
  readonly cancelledAfter?: number;
}

/** Seven in ten are cancelled; after the others the wearer just goes on with whatever it was. */
export function slips(
  wearer: Wearer,
  { wakesAt, sleepsAt }: { readonly wakesAt: number; readonly sleepsAt: number },
  dice: Dice,
): readonly Slip[] {
  const own = diceFor(dice, 'slips');
  const expected = wearer.falseFalls;
  const count = Math.floor(expected) + (chance(own, 1, expected % 1) ? 1 : 0);
  return Array.from({ length: count }, (_, n) => {
    const at = between(own, 10 + 4 * n, wakesAt + 5, sleepsAt - 5);
    const impact = Math.round(between(own, 11 + 4 * n, 2.2, 3.6) * 10) / 10;
    return roll(own, 12 + 4 * n) < 0.7
      ? { at, impact, cancelledAfter: wholeBetween(own, 13 + 4 * n, 5, 28) }
      : { at, impact };
  }).toSorted((a, b) => a.at - b.at);
}

/** Off for the bath, and sometimes forgotten beside it for an hour or three. */
export function offSpans(wearer: Wearer, baths: readonly Episode[], dice: Dice): readonly Span[] {
  if (wearer.bath === 'keeps-it-on') return [];
  return baths.map(({ from, to }) => ({
    from,
    to: chance(dice, 48, 0.06) ? to + wholeBetween(dice, 49, 45, 170) : to,
  }));
}

export function looseSpans(wearer: Wearer, wakesAt: number, dice: Dice): readonly Span[] {
  if (wearer.strap === 'snug' || !chance(dice, 55, 0.4)) return [];
  const from = wakesAt + wholeBetween(dice, 56, 30, 700);
  return [{ from, to: from + wholeBetween(dice, 57, 40, 220) }];
}
