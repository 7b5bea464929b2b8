// How long this person goes without a walk, by half hour of the day, learned from their own past weeks.
// The longest of all counts for nothing by itself: it may have been the day on which they lay on the
// floor. The second longest is usual. Both fade, so that what has changed for good is learned.
import { type Millis, minutes } from '../../../domain/time.ts';
import { localMinutes } from '../memory/movement.ts';
import { SLOT } from '../memory/movement-day.ts';
import type { StepsMemory } from '../memory/steps.ts';
import type { Moment } from '../moment.ts';
import type { Sample } from '../sample.ts';

export interface StepsHabit {
  /** Days of which enough was seen; counted up to `DAYS`. */
  readonly days: number;
  /** The present one, and how many of its half hours were seen with somebody up. */
  readonly day: number;
  readonly seen: number;
  /** By half hour of the day, minutes without a walk: the longest, and the longest but one. */
  readonly longest: readonly number[];
  readonly second: readonly number[];
}

const DAY = 1_440;
const SLOTS = DAY / SLOT;
const NOTHING: readonly number[] = new Array<number>(SLOTS).fill(0);

export const NO_STEPS_HABIT: StepsHabit = {
  days: 0,
  day: -1,
  seen: 0,
  longest: NOTHING,
  second: NOTHING,
};

const DAYS = 21;
/** Half hours that make a day worth counting. */
const DAY_SEEN = 12;
/** What is left of a length a day later. */
const FADES = 0.98;
/** Minutes; whoever goes longer without a step does not walk. */
const LONGEST = 480;

/** @param memory as it was before these samples: folded in when the first of another half hour comes. */
export function withStepsHabit(
  habit: StepsHabit,
  memory: StepsMemory,
  samples: readonly Sample[],
  moment: Moment,
): StepsHabit {
  const newest = samples.at(-1);
  if (newest === undefined || memory.slot < 0 || memory.count < 0) return habit;
  if (Math.floor(localMinutes(newest.at, moment) / SLOT) <= memory.slot) return habit;
  return memory.longest > 0 ? slotFolded(habit, memory) : habit;
}

function slotFolded(habit: StepsHabit, memory: StepsMemory): StepsHabit {
  const day = Math.floor(memory.slot / SLOTS);
  const n = memory.slot - day * SLOTS;
  const length = Math.min(LONGEST, Math.round(memory.longest / 60_000));
  const longest = (habit.longest[n] ?? 0) * FADES;
  const second = (habit.second[n] ?? 0) * FADES;
  const isNewDay = day !== habit.day;
  const counts = isNewDay && habit.seen >= DAY_SEEN ? 1 : 0;
  return {
    days: Math.min(DAYS, habit.days + counts),
    day,
    seen: isNewDay ? 1 : habit.seen + 1,
    longest: habit.longest.with(n, tenth(Math.max(longest, length))),
    second: habit.second.with(n, tenth(Math.max(second, Math.min(longest, length)))),
  };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** An hour before and after: nobody sits down by the clock. */
const ABOUT_NOW = 2;

/** How long they go without a walk about this time of the day. @param minuteOfDay local. */
export function usualWithoutSteps({ second }: StepsHabit, minuteOfDay: number): Millis {
  const slot = Math.floor(minuteOfDay / SLOT);
  let most = 0;
  for (let n = slot - ABOUT_NOW; n <= slot + ABOUT_NOW; n += 1)
    most = Math.max(most, second[n] ?? 0);
  return minutes(most);
}
