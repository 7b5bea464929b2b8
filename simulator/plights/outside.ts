// Plights away from home: wandering at night, lost by day, and a festival with the children. Where
// the wearer is, is a path over the ground in metres from home; the fixes of it are as bad as any.
import { hours, type Millis, minutes } from '../../domain/time.ts';
import { between, type Dice, diceFor, drift } from '../dice.ts';
import type { Influence, Offset } from './influence.ts';
import type { Away, Lost, Wandering } from './plight.ts';

const METRES_PER_MINUTE = 32;
const WANDERS_AT_MOST = 2_500;
const STRAYS_AT_MOST = 4_000;

export function wandering(
  plight: Wandering,
  passed: Millis,
  influence: Influence,
  dice: Dice,
): void {
  const luck = diceFor(dice, plight.from / 60_000);
  // Ten minutes of walking, then two or three of standing about.
  const walking = passed % minutes(12.5) < minutes(10);
  influence.place = 'wrist';
  influence.activity = walking ? 'walk' : 'outdoors';
  influence.vigour = 0.7;
  const gone = Math.min(WANDERS_AT_MOST, (passed / minutes(1)) * METRES_PER_MINUTE * 0.8);
  influence.offset = along(luck, gone, passed);
}

export function lost(plight: Lost, passed: Millis, influence: Influence, dice: Dice): void {
  const luck = diceFor(dice, plight.from / 60_000);
  const walking = passed % minutes(40) < minutes(25);
  influence.place = 'wrist';
  influence.activity = walking ? 'walk' : 'outdoors';
  const gone = Math.min(STRAYS_AT_MOST, (passed / minutes(1)) * METRES_PER_MINUTE * 0.6);
  const circle = passed / hours(2.5);
  influence.offset = along(luck, gone * (0.75 + 0.25 * Math.cos(circle * 2 * Math.PI)), passed);
}

/** A heading that bends slowly. */
function along(luck: Dice, gone: number, passed: Millis): Offset {
  const heading = between(luck, 0, 0, 2 * Math.PI) + 0.9 * drift(luck, passed / minutes(30));
  return { east: gone * Math.cos(heading), north: gone * Math.sin(heading) };
}

const RIDE = minutes(60);
const THERE = 45_000;

export function away(plight: Away, passed: Millis, influence: Influence, dice: Dice): void {
  if (plight.band === 'comes-along') {
    const left = (plight.until - plight.from - passed) as Millis;
    const ride = Math.min(1, passed / RIDE, left / RIDE);
    const luck = diceFor(dice, plight.from / 60_000);
    const heading = between(luck, 0, 0, 2 * Math.PI);
    influence.offset = {
      east: THERE * ride * Math.cos(heading),
      north: THERE * ride * Math.sin(heading),
    };
    // The country bus has the signal of a country road.
    if (ride < 1) {
      influence.activity = 'ride';
      influence.covered = passed % minutes(20) < minutes(6);
    }
    return;
  }
  influence.place = plight.band === 'on-the-stand' ? 'stand' : 'bedside';
  influence.says = 'off';
  influence.mayCharge = plight.band === 'on-the-stand';
  influence.vigour = 0;
  influence.stirs = 'never';
}
