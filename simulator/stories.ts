// All stories by their names.

import { aWholeMonth } from './stories/a-whole-month.ts';
import { clockJump } from './stories/clock-jump.ts';
import { deadZone } from './stories/dead-zone.ts';
import { everyonePresses } from './stories/everyone-presses.ts';
import { faintInTheBathroom } from './stories/faint-in-the-bathroom.ts';
import { fallInTheBathroom } from './stories/fall-in-the-bathroom.ts';
import { nightWandering } from './stories/night-wandering.ts';
import { powerCut } from './stories/power-cut.ts';
import { quietNight } from './stories/quiet-night.ts';
import { slowDecline } from './stories/slow-decline.ts';
import type { Story } from './story.ts';

export const STORIES: readonly Story[] = [
  quietNight,
  fallInTheBathroom,
  faintInTheBathroom,
  nightWandering,
  slowDecline,
  powerCut,
  everyonePresses,
  deadZone,
  clockJump,
  aWholeMonth,
];

export const storyNamed = (name: string): Story | undefined =>
  STORIES.find((story) => story.name === name);
