// Plights of the body that leave the wearer at home: a heart out of its rhythm, fever, a decline over
// days, heat and cold. Each is a number or two that moves as it does in life, and the habits follow.
import { days, hours, type Millis } from '../../domain/time.ts';
import { type Influence, portion } from './influence.ts';
import type { Cold, Decline, Flu, Heat, RacingHeart, SlowHeart } from './plight.ts';

export function slowHeart(plight: SlowHeart, _passed: Millis, influence: Influence): void {
  influence.heartAt = plight.rate;
  influence.vigour *= 0.15;
  influence.retreat = 'resting';
}

export function racingHeart(plight: RacingHeart, _passed: Millis, influence: Influence): void {
  influence.heartAt = plight.rate;
  influence.irregular += 0.05;
  influence.vigour *= 0.1;
  influence.retreat = 'resting';
}

export function decline(plight: Decline, passed: Millis, influence: Influence): void {
  const far = portion(passed, plight.over);
  influence.heartBy += 26 * far;
  influence.oxygenBy -= 7 * far;
  influence.warmthBy += 1.3 * far;
  influence.vigour *= 1 - 0.9 * far;
  if (far > 0.5) influence.retreat = 'in-bed';
}

const FEVER_RISES = hours(8);
const FEVER_FALLS = days(1);

export function flu(plight: Flu, passed: Millis, influence: Influence): void {
  const left = (plight.until - plight.from - passed) as Millis;
  const fever = Math.min(portion(passed, FEVER_RISES), portion(left, FEVER_FALLS));
  influence.heartBy += 14 * fever;
  influence.warmthBy += 1.2 * fever;
  influence.oxygenBy -= 1.2 * fever;
  influence.vigour *= 1 - 0.86 * fever;
  if (fever > 0.4) influence.retreat = 'in-bed';
}

export function heat(_plight: Heat, passed: Millis, influence: Influence): void {
  const far = portion(passed, hours(2));
  influence.warmthBy += 3 * far;
  influence.heartBy += 22 * far;
  influence.vigour *= 1 - 0.95 * far;
  influence.retreat = 'resting';
}

export function cold(_plight: Cold, passed: Millis, influence: Influence): void {
  const far = portion(passed, hours(3));
  influence.warmthBy -= 7 * far;
  influence.heartBy += 10 - 18 * far;
  influence.oxygen = far > 0.25 ? 'none' : influence.oxygen;
  influence.vigour *= 1 - 0.95 * far;
  influence.place = 'wrist';
  influence.activity = 'resting';
  influence.stirs = { from: 2 + 20 * far, to: 8 + 40 * far };
}
