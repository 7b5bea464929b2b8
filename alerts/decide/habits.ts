// What is usual for a person, learned from their own past weeks: one slice for each kind of habit. It goes
// with the person when they get another band. Changes a few times an hour at most, and is written down
// only then.
import type { Memory } from './memory.ts';
import type { Moment } from './moment.ts';
import type { Sample } from './sample.ts';

// biome-ignore lint/complexity/noBannedTypes: slices come with the rules that need them.
export type Habits = {};

export const NO_HABITS: Habits = {};

/** @param _memory as it was before these samples. Returns the very same habits when nothing was learned. */
export function learning(
  habits: Habits,
  _memory: Memory,
  _samples: readonly Sample[],
  _moment: Moment,
): Habits {
  return habits;
}
