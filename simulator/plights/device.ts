// Plights of the band and of what lies between it and us. Its wearer is well, and lives on without
// knowing any of it.
import { hours, type Millis, millis, minutes } from '../../domain/time.ts';
import { between, type Dice, roll, throwOf } from '../dice.ts';
import type { Influence } from './influence.ts';
import type {
  BrokenSensor,
  FlatBattery,
  LooseStrap,
  NoCoverage,
  PowerCut,
  Reboot,
  Swapped,
  TakenOff,
  WrongClock,
} from './plight.ts';

/** @param passed since it came loose. */
export function looseStrap(
  _plight: LooseStrap,
  passed: Millis,
  influence: Influence,
  dice: Dice,
): void {
  influence.pulse = 'nonsense';
  influence.oxygen = 'nonsense';
  influence.warmthBy -= 2;
  if (roll(dice, throwOf(passed, 0)) < 0.2) influence.says = 'off';
}

export function brokenSensor(
  _plight: BrokenSensor,
  passed: Millis,
  influence: Influence,
  dice: Dice,
): void {
  influence.pulse = 'broken';
  influence.oxygen = 'nonsense';
  influence.sensorAt = between(dice, throwOf(passed, 0), 12, 44);
}

const ROOM = 22;

export function takenOff(plight: TakenOff, passed: Millis, influence: Influence): void {
  influence.place = plight.says === 'worn' ? 'wrist' : 'bedside';
  influence.says = plight.says;
  influence.activity = 'lying';
  influence.vigour = 0;
  influence.stirs = 'never';
  influence.pulse = plight.pulse;
  influence.oxygen = 'none';
  influence.sensorAt = ROOM + 12 * Math.exp(-passed / minutes(12));
  influence.mayCharge = false;
}

/** How long before the end it was last charged. */
export const DRAINS_FOR = hours(30);

/** @param passed since it was flat; negative before. */
export function flatBattery(_plight: FlatBattery, passed: Millis, influence: Influence): void {
  influence.mayCharge = false;
  influence.flatIn = millis(Math.max(0, -passed));
}

export function wrongClock(plight: WrongClock, _passed: Millis, influence: Influence): void {
  influence.clockBy = plight.by;
}

const OFF_FOR = minutes(2);

export function reboot(_plight: Reboot, passed: Millis, influence: Influence): void {
  if (passed < OFF_FOR) influence.on = false;
}

export function noCoverage(_plight: NoCoverage, _passed: Millis, influence: Influence): void {
  influence.covered = false;
}

export function powerCut(_plight: PowerCut, _passed: Millis, influence: Influence): void {
  influence.covered = false;
  influence.mains = false;
}

export function swapped(plight: Swapped, _passed: Millis, influence: Influence): void {
  influence.life = plight;
}
