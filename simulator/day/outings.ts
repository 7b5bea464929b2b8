// Out of the house: the market on foot, the clinic by bus, and now and then some days with a child.
// An outing is a way there, a stay, and a way back; on the bus there may be no coverage.
import { between, chance, type Dice, diceFor, wholeBetween } from '../dice.ts';
import type { Wearer } from '../wearer.ts';
import { type Episode, lasting, MINUTES_PER_DAY, type Span } from './episode.ts';

/** Away from home from minute to minute; `goes` and `returns` of them on the way. */
export interface Outing extends Span {
  /** Metres, where the way ends. */
  readonly east: number;
  readonly north: number;
  readonly goes: number;
  readonly returns: number;
}

export interface Abroad {
  readonly outings: readonly Outing[];
  readonly episodes: readonly Episode[];
  readonly deadSpots: readonly Span[];
}

const AT_HOME: Abroad = { outings: [], episodes: [], deadSpots: [] };

/** Who has a cold stays at home, or with the child. */
export function planOutings(
  wearer: Wearer,
  number: number,
  { wakesAt, ill }: { readonly wakesAt: number; readonly ill: number },
  dice: Dice,
): Abroad {
  const visiting = visit(wearer, number, dice);
  if (visiting !== undefined) return visiting;
  if (ill > 0.4) return AT_HOME;
  const today = diceFor(diceFor(dice, number), 'outings');
  const weekday = number % 7 !== 2 && number % 7 !== 3;
  if (weekday && chance(today, 1, 0.035)) return clinic(wakesAt, today);
  return chance(today, 2, 0.45 * wearer.walks) ? market(wearer, wakesAt, today) : AT_HOME;
}

const METRES_PER_STEP = 0.5;

function market(wearer: Wearer, wakesAt: number, dice: Dice): Abroad {
  const way = wholeBetween(dice, 3, 7, 18);
  const there = wholeBetween(dice, 4, 15, 40);
  const from = wakesAt + wholeBetween(dice, 5, 75, 130);
  const span = { from, to: from + way + there + way };
  const outing = {
    ...span,
    ...towards(dice, way * wearer.pace * METRES_PER_STEP),
    goes: way,
    returns: way,
  };
  return {
    outings: [outing],
    episodes: [
      lasting('walk', from, way),
      lasting('outdoors', from + way, there),
      lasting('walk', from + way + there, way),
    ],
    deadSpots: [],
  };
}

function clinic(wakesAt: number, dice: Dice): Abroad {
  const ride = wholeBetween(dice, 6, 12, 30);
  const there = wholeBetween(dice, 7, 50, 130);
  const from = wakesAt + wholeBetween(dice, 8, 100, 150);
  const to = from + ride + there + ride;
  const outing = { from, to, ...towards(dice, 180 * ride), goes: ride, returns: ride };
  return {
    outings: [outing],
    episodes: [
      lasting('ride', from, ride),
      lasting('outdoors', from + ride, there),
      lasting('ride', to - ride, ride),
    ],
    deadSpots: [...onTheBus(from, ride, dice, 9), ...onTheBus(to - ride, ride, dice, 10)],
  };
}

/** Of every so many days one stay of one to three nights is possible. */
const ROUND = 16;

function visit(wearer: Wearer, number: number, dice: Dice): Abroad | undefined {
  const round = Math.floor(number / ROUND);
  const luck = diceFor(diceFor(dice, 'visits'), round);
  if (!chance(luck, 1, wearer.visits)) return undefined;
  const leaves = round * ROUND + wholeBetween(luck, 2, 0, ROUND - 5);
  const returns = leaves + wholeBetween(luck, 3, 1, 3);
  if (number < leaves || number > returns) return undefined;
  const ride = wholeBetween(luck, 4, 30, 90);
  const from = number === leaves ? wholeBetween(luck, 5, 9 * 60, 10 * 60 + 30) : 0;
  const to = number === returns ? wholeBetween(luck, 6, 15 * 60, 16 * 60 + 30) : MINUTES_PER_DAY;
  // The child's home is where it was the last time.
  const place = towards(diceFor(dice, 'child'), 350 * 60);
  const rides = [
    ...(number === leaves ? [lasting('ride', from, ride)] : []),
    ...(number === returns ? [lasting('ride', to - ride, ride)] : []),
  ];
  return {
    outings: [
      {
        from,
        to,
        ...place,
        goes: number === leaves ? ride : 0,
        returns: number === returns ? ride : 0,
      },
    ],
    episodes: rides,
    deadSpots: rides.flatMap((one, n) => onTheBus(one.from, ride, luck, 7 + n)),
  };
}

function towards(dice: Dice, metres: number): { readonly east: number; readonly north: number } {
  const heading = between(dice, 12, 0, 2 * Math.PI);
  const distance = metres * between(dice, 13, 0.7, 1);
  return { east: distance * Math.cos(heading), north: distance * Math.sin(heading) };
}

/** On every second bus nothing gets through for the middle of the way. */
const onTheBus = (from: number, ride: number, dice: Dice, n: number): readonly Span[] =>
  chance(dice, n, 0.5)
    ? [{ from: from + Math.ceil(ride * 0.15), to: from + Math.ceil(ride * 0.85) }]
    : [];
