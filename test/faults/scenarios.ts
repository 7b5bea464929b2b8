// Everything the fault bench can do to the service, in the order of the table.

import { badNetwork } from './bad-network.ts';
import { damagedFiles } from './damaged-files.ts';
import { diskFailing } from './disk-failing.ts';
import { diskFull } from './disk-full.ts';
import { diskSlow } from './disk-slow.ts';
import { failpoints } from './failpoints.ts';
import { oneBandFloods } from './flood.ts';
import { historyAway, realHistoryAway } from './history-away.ts';
import { hungScreens } from './hung-screens.ts';
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
  damagedFiles,
  oneBandFloods,
  hungScreens,
  badNetwork,
  historyAway,
  realHistoryAway,
];
