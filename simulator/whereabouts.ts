// Where a band believes to be. A fix costs battery: one in about ten minutes outdoors, none indoors.
import type { Location } from '../domain/message.ts';
import type { Instant } from '../domain/time.ts';
import { throwOf } from './body.ts';
import type { Activity } from './day.ts';
import { between, type Dice, drift, roll } from './dice.ts';
import type { Influence, Offset } from './plights/influence.ts';
import type { Wearer } from './wearer.ts';

const METRES_PER_DEGREE = 111_195;

export function location(
  wearer: Wearer,
  activity: Activity,
  at: Instant,
  dice: Dice,
  influence?: Influence,
): Location | undefined {
  const outside = activity === 'walk' || activity === 'outdoors';
  if (!outside || roll(dice, throwOf(at, 7)) >= 0.1) return undefined;
  const { lat, lon } = wearer.home;
  const { east, north } = influence?.offset ?? stroll(at, dice);
  const shrink = Math.cos((lat * Math.PI) / 180);
  return {
    lat: round(lat + north / METRES_PER_DEGREE, 5),
    lon: round(lon + east / (METRES_PER_DEGREE * shrink), 5),
    accuracy: Math.round(between(dice, throwOf(at, 8), 6, 45)),
    datum: wearer.datum,
  };
}

const stroll = (at: Instant, dice: Dice): Offset => ({
  east: 350 * drift(dice, at / 840_000),
  north: 330 * drift(dice, at / 900_000),
});

const round = (value: number, decimals: number): number => Number(value.toFixed(decimals));
