// Everything the fault bench can do to the service, in the order of the table.
import { diskFailing } from './disk-failing.ts';
import { diskFull } from './disk-full.ts';
import { diskSlow } from './disk-slow.ts';
import { failpoints } from './failpoints.ts';
import { powerCut } from './power-cut.ts';
import { randomKills } from './random-kills.ts';
import type { Scenario } from './scenario.ts';
import { syncFirst } from './sync-first.ts';

export const SCENARIOS: readonly Scenario[] = [
  randomKills,
  ...failpoints,
  powerCut,
  syncFirst,
  diskFull,
  diskFailing,
  diskSlow,
];
