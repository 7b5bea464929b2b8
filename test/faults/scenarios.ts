// Everything the fault bench can do to the service, in the order of the table.

import { badNeighbour, hungBands } from './bad-neighbours.ts';
import { badNetwork } from './bad-network.ts';
import { clockJumps } from './clock-jumps.ts';
import { damagedFiles } from './damaged-files.ts';
import { diskFailing } from './disk-failing.ts';
import { diskFull } from './disk-full.ts';
import { diskSlow } from './disk-slow.ts';
import { failpoints } from './failpoints.ts';
import { oneBandFloods } from './flood.ts';
import { historyAway, realHistoryAway } from './history-away.ts';
import { hungScreens } from './hung-screens.ts';
import { malformedPackets } from './malformed.ts';
import { powerCut } from './power-cut.ts';
import { randomKills } from './random-kills.ts';
import { rollingRestarts } from './rolling.ts';
import type { Scenario } from './scenario.ts';
import { simulatedLives } from './simulated-lives.ts';
import { stoppedAndGoesOn } from './stopped.ts';
import { jitteredStorm, reconnectStorm } from './storm.ts';
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
  hungBands,
  badNeighbour,
  badNetwork,
  historyAway,
  realHistoryAway,
  malformedPackets,
  reconnectStorm,
  jitteredStorm,
  clockJumps,
  stoppedAndGoesOn,
  rollingRestarts,
  simulatedLives,
];
