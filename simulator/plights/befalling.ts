// All plights of a band at one moment, folded into one influence.
import { type Instant, type Millis, millis } from '../../domain/time.ts';
import type { Dice } from '../dice.ts';
import { cardiacArrest, faint, onTheFloor, stroke } from './collapse.ts';
import {
  brokenSensor,
  DRAINS_FOR,
  flatBattery,
  looseStrap,
  noCoverage,
  powerCut,
  reboot,
  swapped,
  takenOff,
  wrongClock,
} from './device.ts';
import { cold, decline, flu, heat, racingHeart, slowHeart } from './illness.ts';
import { type Influence, noInfluence } from './influence.ts';
import { away, lost, wandering } from './outside.ts';
import { endOf, type Plight } from './plight.ts';

/** @returns undefined when nothing is the matter. */
export function influenceAt(
  plights: readonly Plight[],
  at: Instant,
  dice: Dice,
): Influence | undefined {
  let influence: Influence | undefined;
  for (const plight of plights) {
    if (!holds(plight, at)) continue;
    influence ??= noInfluence();
    const course = COURSES[plight.type] as Course<Plight['type']>;
    course(plight, millis(at - plight.from), influence, dice);
  }
  return influence;
}

function holds(plight: Plight, at: Instant): boolean {
  const from = plight.type === 'flat-battery' ? plight.from - DRAINS_FOR : plight.from;
  const until = endOf(plight);
  return at >= from && (until === undefined || at < until);
}

type Course<Type extends Plight['type']> = (
  plight: Extract<Plight, { readonly type: Type }>,
  passed: Millis,
  influence: Influence,
  dice: Dice,
) => void;

const COURSES: { readonly [Type in Plight['type']]: Course<Type> } = {
  faint,
  'on-the-floor': onTheFloor,
  stroke,
  'cardiac-arrest': cardiacArrest,
  'slow-heart': slowHeart,
  'racing-heart': racingHeart,
  decline,
  flu,
  heat,
  cold,
  wandering,
  lost,
  away,
  'loose-strap': looseStrap,
  'broken-sensor': brokenSensor,
  'taken-off': takenOff,
  'flat-battery': flatBattery,
  'no-coverage': noCoverage,
  'power-cut': powerCut,
  reboot,
  'wrong-clock': wrongClock,
  swapped,
  // A word of the wearer (words.ts); the life goes on as it would.
  presses() {},
};
