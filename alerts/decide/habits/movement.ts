// What of a person's resting, sleeping and getting up is usual, learned from their own past weeks.
//
// By day it is learned for each half hour on how many days they rested in it, and how long they were
// still: naps, television and prayer come at their own hours. One nap at an odd hour is no habit; what
// comes on about one day in seven is. In bed it is the longest stillness of each of the last nights, and
// the rate of a sleeping heart. Of mornings, the minute of getting up; of walks at night, how long, how
// far, and how still they were afterwards.
import { type Instant, type Millis, minutes } from '../../../domain/time.ts';
import { localMinutes } from '../memory/movement.ts';
import { SLOT } from '../memory/movement-day.ts';
import { type MovementMemory, NEVER } from '../memory/movement-shape.ts';
import type { Moment } from '../moment.ts';
import type { Sample } from '../sample.ts';

export interface MovementHabit {
  /** Days of which enough was seen; counted up to `DAYS`. */
  readonly days: number;
  /** The present one, and how many of its half hours were seen. */
  readonly day: number;
  readonly seen: number;
  /** What it was learned by: stillness by steps alone is another quantity. */
  readonly by: MovementMemory['by'];
  /** By half hour of the day: percent of days with a rest, and its longest stillness in minutes. */
  readonly rests: readonly number[];
  readonly longest: readonly number[];
  /** Minute of the day of getting up; oldest first. */
  readonly up: readonly number[];
  /** Minutes of the longest stillness of each night; oldest first. */
  readonly nights: readonly number[];
  readonly upDay: number;
  readonly walks: readonly UsualWalk[];
  readonly walkAt: Instant;
  /** Beats per minute, asleep; 0: unknown. `sleeps`: half hours it was learned from, up to `SLEEPS`. */
  readonly asleepRate: number;
  readonly sleeps: number;
  /** The same of rests by day: some wear no band at night. */
  readonly napRate: number;
  readonly naps: number;
}

/** Minutes from the first step to the last, steps, and minutes of the longest stillness soon after it. */
type UsualWalk = readonly [lasted: number, steps: number, settled: number];

const SLOTS = 1_440 / SLOT;
const NOTHING: readonly number[] = new Array<number>(SLOTS).fill(0);

export const NO_MOVEMENT_HABIT: MovementHabit = {
  days: 0,
  day: -1,
  seen: 0,
  by: 'still',
  rests: NOTHING,
  longest: NOTHING,
  up: [],
  nights: [],
  upDay: -1,
  walks: [],
  walkAt: NEVER,
  asleepRate: 0,
  sleeps: 0,
  napRate: 0,
  naps: 0,
};

/** Three weeks: what has changed for good is usual after one or two. */
const DAYS = 21;
const NIGHTS = 14;
const WALKS = 12;
/** A cold is followed within a night or two. */
const SLEEPS = 14;
/** Half hours that make a day worth counting. */
const DAY_SEEN = 16;
const READINGS = 2;
/** A rest worth the name; percent of days that make it usual, and what is left of its length a day later. */
const REST = minutes(20);
const USUAL = 15;
const FADES = 0.98;
const ASLEEP = minutes(8);
/** Minutes; being still for longer has another cause than sleep. */
const LONGEST = 240;

/** @param memory as it was before these samples: folded in when the first of another half hour comes. */
export function withMovementHabit(
  habit: MovementHabit,
  memory: MovementMemory,
  samples: readonly Sample[],
  moment: Moment,
): MovementHabit {
  const newest = samples.at(-1);
  if (newest === undefined || memory.slot.number < 0) return habit;
  const slot = Math.floor(localMinutes(newest.at, moment) / SLOT);
  if (slot <= memory.slot.number || memory.slot.readings < READINGS) return habit;
  return walkFolded(morningFolded(slotFolded(habit, memory), memory), memory);
}

function slotFolded(habit: MovementHabit, memory: MovementMemory): MovementHabit {
  // A band that is stuck for some hours is no reason to learn anew.
  if (memory.by === 'steps' && habit.by === 'still' && memory.at < memory.doubtedUntil)
    return habit;
  const day = Math.floor(memory.slot.number / SLOTS);
  const begun = habit.by === memory.by ? habit : forgotten(habit, memory.by);
  const next = day === begun.day ? { ...begun, seen: begun.seen + 1 } : dayFolded(begun, day);
  const isUp = memory.upDay === day;
  if (isUp) return restFolded(next, memory);
  return memory.by === 'still' && memory.slot.longest >= ASLEEP && memory.rate > 0
    ? sleepFolded(next, memory.rate)
    : next;
}

const forgotten = (habit: MovementHabit, by: MovementMemory['by']): MovementHabit => ({
  ...NO_MOVEMENT_HABIT,
  by,
  up: habit.up,
  upDay: habit.upDay,
  // How the heart beats in sleep does not depend on how movement is told.
  asleepRate: habit.asleepRate,
  sleeps: habit.sleeps,
  napRate: habit.napRate,
  naps: habit.naps,
});

const dayFolded = (habit: MovementHabit, day: number): MovementHabit => ({
  ...habit,
  day,
  seen: 1,
  days: Math.min(DAYS, habit.days + (habit.seen >= DAY_SEEN ? 1 : 0)),
});

function restFolded(habit: MovementHabit, { slot, rate }: MovementMemory): MovementHabit {
  const n = slot.number % SLOTS;
  const known = habit.rests[n] ?? 0;
  const isRest = slot.longest >= REST;
  const share = known + ((isRest ? 100 : 0) - known) / Math.min(DAYS, habit.days + 1);
  const faded = (habit.longest[n] ?? 0) * FADES;
  const longest = Math.max(faded, Math.min(LONGEST, slot.longest / 60_000));
  const naps = Math.min(SLEEPS, habit.naps + 1);
  const napRate = rounded(habit.napRate + (rate - habit.napRate) / naps);
  return {
    ...habit,
    ...(isRest && rate > 0 && { naps, napRate }),
    rests: habit.rests.with(n, rounded(share)),
    longest: habit.longest.with(n, rounded(longest)),
  };
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

function sleepFolded(habit: MovementHabit, rate: number): MovementHabit {
  const sleeps = Math.min(SLEEPS, habit.sleeps + 1);
  const asleepRate = rounded(habit.asleepRate + (rate - habit.asleepRate) / sleeps);
  return { ...habit, sleeps, asleepRate };
}

function morningFolded(habit: MovementHabit, memory: MovementMemory): MovementHabit {
  const { upDay, upMinute, upSeen, nightLongest, slot } = memory;
  if (upDay === habit.upDay || upDay !== Math.floor(slot.number / SLOTS)) return habit;
  const up = upSeen ? [...habit.up.slice(1 - DAYS), upMinute] : habit.up;
  const night = Math.min(LONGEST, Math.round(nightLongest / 60_000));
  const nights = upSeen && night > 0 ? [...habit.nights.slice(1 - NIGHTS), night] : habit.nights;
  return { ...habit, upDay, up, nights };
}

function walkFolded(habit: MovementHabit, { at, walk }: MovementMemory): MovementHabit {
  const isOver = walk.from !== NEVER && at - walk.to >= minutes(60);
  if (!isOver || walk.from === habit.walkAt) return habit;
  const usual: UsualWalk = [
    Math.round((walk.to - walk.from) / 60_000),
    walk.steps,
    Math.round(walk.settled / 60_000),
  ];
  return { ...habit, walks: [...habit.walks.slice(1 - WALKS), usual], walkAt: walk.from };
}

/** How long they are still when they rest about this time of the day; undefined: they do not rest now. */
export function usualRest(
  { rests, longest }: MovementHabit,
  minuteOfDay: number,
): Millis | undefined {
  const slot = Math.floor(minuteOfDay / SLOT);
  let most = 0;
  // Nobody naps by the clock: the half hours beside this one count as well.
  for (let n = Math.max(0, slot - 1); n <= Math.min(SLOTS - 1, slot + 1); n += 1) {
    if ((rests[n] ?? 0) >= USUAL) most = Math.max(most, longest[n] ?? 0);
  }
  return most === 0 ? undefined : minutes(most);
}

const ENOUGH_NIGHTS = 5;

/** The longest stillness in bed, but for one night; undefined while too few are known. */
export function usualNight({ nights }: MovementHabit): Millis | undefined {
  if (nights.length < ENOUGH_NIGHTS) return undefined;
  return minutes(nights.toSorted((a, b) => b - a)[1] ?? 0);
}

const ENOUGH_MORNINGS = 7;
const LATE_SHARE = 0.9;

/** Minute of the day by which they are up nine days out of ten; undefined while too few are known. */
export function usuallyUpBy({ up }: MovementHabit): number | undefined {
  if (up.length < ENOUGH_MORNINGS) return undefined;
  return up.toSorted((a, b) => a - b)[Math.ceil(up.length * LATE_SHARE) - 1];
}

const ENOUGH_SLEEP = 8;
const ENOUGH_NAPS = 5;
/** Beats per minute: a nap is that much lighter than the night. */
const LIGHTER = 5;

/** Beats per minute; undefined while too little is known. */
export function usualAsleepRate({ asleepRate, sleeps, napRate, naps }: MovementHabit) {
  if (sleeps >= ENOUGH_SLEEP) return asleepRate;
  return naps >= ENOUGH_NAPS ? napRate - LIGHTER : undefined;
}

const ENOUGH_WALKS = 5;

/**
 * Steps of a walk at night, there and back; undefined while too few are known. Not the middle of the last
 * ones: the first steps of a morning are among them.
 */
export function usualWay({ walks }: MovementHabit): number | undefined {
  if (walks.length < ENOUGH_WALKS) return undefined;
  return walks.map(([, steps]) => steps).sort((a, b) => a - b)[Math.floor(walks.length / 4)];
}

/** How still they are at most in the hour after a walk at night; undefined while too few are known. */
export function usualAfterWalk({ walks }: MovementHabit): Millis | undefined {
  if (walks.length < ENOUGH_WALKS) return undefined;
  return minutes(Math.max(...walks.map(([, , settled]) => settled)));
}
