// The bands of the invented community, alive again: the same seed and birth give the same lives, so
// today's steps and battery go on where they were however often the demo is started.
import { days, type Instant, instant } from '../../domain/time.ts';
import { makeBand } from '../band.ts';
import type { Neighbour } from '../community.ts';
import { between, diceFor, makeDice } from '../dice.ts';
import type { Member } from '../fleet.ts';
import { type Band, pass } from '../life.ts';
import type { Kept } from './keep.ts';

/** Nobody's battery remembers more. */
const RELIVED = days(35);

/** @param now counts the boots: no id of an earlier start comes again. */
export function castOf(
  community: readonly Neighbour[],
  { seed, bornAt, history, bands }: Pick<Kept, 'seed' | 'bornAt' | 'history' | 'bands'>,
  now: Instant,
): readonly Member[] {
  const dice = makeDice(seed);
  const secrets = new Map(bands.map(({ id, secret }) => [id, secret]));
  return community.flatMap(({ bandId, wearer }) => {
    const secret = secrets.get(bandId);
    if (secret === undefined) return [];
    const relived = Math.floor(Math.max(0, now - RELIVED - bornAt) / days(1)) * days(1);
    const at = instant(bornAt + relived);
    const battery = between(diceFor(dice, bandId), 0, 50, 100);
    const born: Band = makeBand({ id: bandId, wearer, at, boot: now, battery }, dice);
    return [{ secret, band: history === 'missing' ? born : pass(born, now) }];
  });
}
