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
  /**
   * So many minutes the wrist stays as busy as it was when the band felt it. 0: they dropped into a
   * chair or onto the bed, and that was the last of it.
   */
  readonly busyFor: number;
  /** After this many seconds the wearer says that all is well; without it nobody says anything. */
  readonly cancelledAfter?: number;
}

/** Out of six that are felt, one was somebody who sat down hard. */
const SITS_DOWN = 1 / 6;

/**
 * Seven in ten are cancelled. What feels like a fall is a wrist that is busy: clapping, beating a
 * carpet, closing a drawer. It goes on with that, unless the wearer has just sat down hard.
 */
export function slips(
  wearer: Wearer,
  { wakesAt, sleepsAt }: { readonly wakesAt: number; readonly sleepsAt: number },
  dice: Dice,
): readonly Slip[] {
  const own = diceFor(dice, 'slips');
  const expected = wearer.falseFalls;
  const count = Math.floor(expected) + (chance(own, 1, expected % 1) ? 1 : 0);
  return Array.from({ length: count }, (_, n) => {
    // To the second, as the band tells it.
    const at = Math.round(60 * between(own, 10 + 4 * n, wakesAt + 5, sleepsAt - 5)) / 60;
    const impact = Math.round(between(own, 11 + 4 * n, 2.2, 3.6) * 10) / 10;
    const busyFor = chance(own, 1_000 + n, SITS_DOWN) ? 0 : between(own, 2_000 + n, 2, 6);
    return roll(own, 12 + 4 * n) < 0.7
      ? { at, impact, busyFor, cancelledAfter: wholeBetween(own, 13 + 4 * n, 5, 28) }
      : { at, impact, busyFor };
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
