// Where a band believes to be. A fix costs battery: one in about ten minutes outdoors, and indoors
// now and then one by the Wi-Fi around, which is good to 60 to 200 m. Some fixes are a quarter of an
// hour old, and one in a hundred is wild and does not know it.
import type { Location } from '../domain/message.ts';
import type { Instant } from '../domain/time.ts';
import { inDatum } from './datum.ts';
import { minuteOfDay } from './day.ts';
import { between, type Dice, drift, roll, throwOf } from './dice.ts';
import type { Life, Offset } from './plights/influence.ts';
import type { Present } from './present.ts';
import type { Wearer } from './wearer.ts';

const OUTDOORS = 0.1;
const INDOORS = 0.02;
const STALE = 0.03;
const STALE_BY = 15;
const WILD = 0.01;
const METRES_PER_DEGREE = 111_195;

export function location(present: Present, { wearer, dice }: Life): Location | undefined {
  const { activity, at } = present;
  const outside = activity === 'walk' || activity === 'outdoors' || activity === 'ride';
  if (roll(dice, throwOf(at, 7)) >= (outside ? OUTDOORS : INDOORS)) return undefined;
  const [least, most] = outside ? [5, 45] : [60, 200];
  const accuracy = Math.round(between(dice, throwOf(at, 8), least, most));
  const luck = roll(dice, throwOf(at, 10));
  const { east, north } = luck < WILD ? wild(at, dice) : offset(present, dice, luck < WILD + STALE);
  // Fixes scatter about the truth: the stated radius holds two in three.
  const scatter = 0.65 * accuracy;
  return placed(
    wearer,
    {
      east: east + scatter * (2 * roll(dice, throwOf(at, 11)) - 1),
      north: north + scatter * (2 * roll(dice, throwOf(at, 12)) - 1),
    },
    accuracy,
  );
}

function offset({ day, activity, at, influence }: Present, dice: Dice, stale: boolean): Offset {
  if (influence?.offset !== undefined) return influence.offset;
  const then = stale ? ((at - STALE_BY * 60_000) as Instant) : at;
  const minute = minuteOfDay(then);
  const outing = day.outings.find(({ from, to }) => minute >= from && minute < to);
  if (outing === undefined) return activity === 'walk' || stale ? stroll(then, dice) : HOME;
  const { from, to, goes, returns, east, north } = outing;
  const far = Math.min(
    1,
    goes > 0 ? (minute - from) / goes : 1,
    returns > 0 ? (to - minute) / returns : 1,
  );
  return { east: far * east, north: far * north };
}

const HOME: Offset = { east: 0, north: 0 };

const stroll = (at: Instant, dice: Dice): Offset => ({
  east: 350 * drift(dice, at / 840_000),
  north: 330 * drift(dice, at / 900_000),
});

const wild = (at: Instant, dice: Dice): Offset => ({
  east: between(dice, throwOf(at, 13), -5_000, 5_000),
  north: between(dice, throwOf(at, 14), -5_000, 5_000),
});

function placed({ home, datum }: Wearer, { east, north }: Offset, accuracy: number): Location {
  const shrink = Math.cos((home.lat * Math.PI) / 180);
  const { lat, lon } = inDatum(datum, {
    lat: home.lat + north / METRES_PER_DEGREE,
    lon: home.lon + east / (METRES_PER_DEGREE * shrink),
  });
  return { lat: round(lat), lon: round(lon), accuracy, datum };
}

const round = (degrees: number): number => Number(degrees.toFixed(5));
