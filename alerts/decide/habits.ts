// What is usual for a person, learned from their own past weeks: one slice for each kind of habit. It goes
// with the person when they get another band. Changes a few times an hour at most, and is written down
// only then.
import type { Millis } from '../../domain/time.ts';
import { type CoverageHabit, NO_COVERAGE_HABIT, withHole } from './habits/coverage.ts';
import { type HeartHabit, NO_HEART_HABIT, withHeartHabit } from './habits/heart.ts';
import { type MovementHabit, NO_MOVEMENT_HABIT, withMovementHabit } from './habits/movement.ts';
import { NO_STEPS_HABIT, type StepsHabit, withStepsHabit } from './habits/steps.ts';
import {
  NO_WHEREABOUTS_HABIT,
  type WhereaboutsHabit,
  withWhereaboutsHabit,
} from './habits/whereabouts.ts';
import type { Memory } from './memory.ts';
import type { Moment } from './moment.ts';
import type { Sample } from './sample.ts';

export interface Habits {
  readonly coverage: CoverageHabit;
  readonly heart: HeartHabit;
  readonly movement: MovementHabit;
  readonly steps: StepsHabit;
  readonly whereabouts: WhereaboutsHabit;
}

export const NO_HABITS: Habits = {
  coverage: NO_COVERAGE_HABIT,
  heart: NO_HEART_HABIT,
  movement: NO_MOVEMENT_HABIT,
  steps: NO_STEPS_HABIT,
  whereabouts: NO_WHEREABOUTS_HABIT,
};

/**
 * @param memory as it was before these samples. @param cadence from one heartbeat of the band to the next.
 * Returns the very same habits when nothing was learned.
 */
export function learning(
  habits: Habits,
  memory: Memory,
  samples: readonly Sample[],
  moment: Moment,
  cadence: Millis,
): Habits {
  const coverage = withHole(habits.coverage, memory.contact, samples, moment, cadence);
  const heart = withHeartHabit(habits.heart, memory.vitals.over, moment);
  const movement = withMovementHabit(habits.movement, memory.movement, samples, moment);
  const steps = withStepsHabit(habits.steps, memory.steps, samples, moment);
  const whereabouts = withWhereaboutsHabit(habits.whereabouts, memory.whereabouts, samples, moment);
  return coverage === habits.coverage &&
    heart === habits.heart &&
    movement === habits.movement &&
    steps === habits.steps &&
    whereabouts === habits.whereabouts
    ? habits
    : { ...habits, coverage, heart, movement, steps, whereabouts };
}
