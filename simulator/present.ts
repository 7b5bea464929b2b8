// One moment of a wearer, as far as a sensor has to do with it.
import type { Instant } from '../domain/time.ts';
import type { Activity } from './day/episode.ts';
import type { Day } from './day.ts';
import type { Influence } from './plights/influence.ts';

export interface Present {
  readonly at: Instant;
  readonly day: Day;
  readonly activity: Activity;
  readonly influence: Influence | undefined;
}
