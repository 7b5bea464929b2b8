// What is usual for a person, learned from their own past weeks: one slice for each kind of habit. It goes
// with the person when they get another band. Changes a few times an hour at most, and is written down
// only then.
import { type CoverageHabit, NO_COVERAGE_HABIT, withHole } from './habits/coverage.ts';
import type { Memory } from './memory.ts';
import type { Moment } from './moment.ts';
import type { Sample } from './sample.ts';

export interface Habits {
  readonly coverage: CoverageHabit;
}

export const NO_HABITS: Habits = { coverage: NO_COVERAGE_HABIT };

/** @param memory as it was before these samples. Returns the very same habits when nothing was learned. */
export function learning(
  habits: Habits,
  memory: Memory,
  samples: readonly Sample[],
  moment: Moment,
): Habits {
  const coverage = withHole(habits.coverage, memory.contact, samples, moment);
  return coverage === habits.coverage ? habits : { ...habits, coverage };
}
