// All rules that watch over time, in the order in which they are asked.

import type { Reason } from '../../domain/reason.ts';
import type { RuleName } from '../../domain/verdict.ts';
import { bandOff } from './band-off.ts';
import { battery } from './battery.ts';
import { decline } from './decline.ts';
import { gettingUp } from './getting-up.ts';
import { heartRate } from './heart-rate.ts';
import { nightWalk } from './night-walk.ts';
import { noSteps } from './no-steps.ts';
import { oxygen } from './oxygen.ts';
import type { Rule } from './rule.ts';
import { sensor } from './sensor.ts';
import { silence } from './silence.ts';
import { stillness } from './stillness.ts';
import { wandering } from './wandering.ts';
import { bandClock } from './wrong-clock.ts';

export const RULEBOOK: readonly Rule[] = [
  silence,
  battery,
  bandOff,
  stillness,
  gettingUp,
  nightWalk,
  noSteps,
  heartRate,
  oxygen,
  decline,
  sensor,
  wandering,
  bandClock,
];

/** Whose incident it is, by the reason it now has; undefined for a call for help. */
export const ruleOf = (code: Reason['code']): RuleName | undefined =>
  RULEBOOK.find(({ reasons }) => reasons.includes(code))?.name;
