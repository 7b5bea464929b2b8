// What a person's pulse and oxygen usually are at rest, by time of the day, learned from hours that are
// over; and how far the newest hours and days were beside that. An hour of an illness hardly moves what is
// usual; a month of it does.
import type { HourAtRest } from '../memory/hour-at-rest.ts';
import type { Moment } from '../moment.ts';
import { type Stray, type StrayDay, strayOf, withStray, withStrayHour } from './strays.ts';
import {
  type Manner,
  nothingUsual,
  type Usual,
  type UsualValue,
  usualAt,
  withDay,
} from './usual.ts';

export interface HeartHabit {
  /** 24 hours. */
  readonly heartRate: Usual;
  /** Six times of four hours. */
  readonly oxygen: Usual;
  /** Mean pulses of learned hours: the lowest, and of those by day; absent while none is learned. */
  readonly range?: PulseRange;
  /** The newest, oldest first; of the days the last one is not over. */
  readonly hours: readonly Stray[];
  readonly days: readonly StrayDay[];
}

interface PulseRange {
  readonly lowest: number;
  readonly waking: number;
}

export const NO_HEART_HABIT: HeartHabit = {
  heartRate: nothingUsual(24),
  oxygen: nothingUsual(6),
  hours: [],
  days: [],
};

const PULSE: Manner = { spread: 5, spreads: 2.5, least: 6 };
const OXYGEN: Manner = { spread: 1.2, spreads: 2.5, least: 1.5 };
/** Beats per minute above the waking pulse. */
const ABOVE_AWAKE = 8;
/** An hour with fewer says nothing; a band that speaks every quarter of an hour has no more to spare. */
const READINGS = 3;

const oxygenTime = (hour: number): number => Math.floor(hour / 4);

/** What is usual at that hour; where it is not yet learned, what is at an hour beside it. */
export function usualPulse(
  { heartRate }: HeartHabit,
  hour: number,
  today: number,
  days: number,
): UsualValue | undefined {
  const here = usualAt(heartRate, hour, today);
  if (here !== undefined && here.days >= days) return here;
  const before = usualAt(heartRate, (hour + 23) % 24, today);
  if (before !== undefined && before.days >= days) return before;
  const after = usualAt(heartRate, (hour + 1) % 24, today);
  return after !== undefined && after.days >= days ? after : here;
}

export const usualOxygen = (
  { oxygen }: HeartHabit,
  hour: number,
  today: number,
): UsualValue | undefined => usualAt(oxygen, oxygenTime(hour), today);

/** Returns the very same when these hours taught nothing. */
export function withHeartHabit(
  heart: HeartHabit,
  over: readonly HourAtRest[],
  moment: Moment,
): HeartHabit {
  let learned = heart;
  for (const hour of over) learned = withHour(learned, hour, moment);
  return learned;
}

/** An hour that has counted before counts no second time. */
function withHour(heart: HeartHabit, over: HourAtRest, moment: Moment): HeartHabit {
  const day = Math.floor(over.hour / 24);
  const time = over.hour - day * 24;
  const pulse = over.pulses >= READINGS ? over.heartRate : undefined;
  const oxygen = over.oxygens >= READINGS ? over.oxygen : undefined;
  const learned = {
    heartRate:
      pulse === undefined ? heart.heartRate : withDay(heart.heartRate, time, day, pulse, PULSE),
    oxygen:
      oxygen === undefined
        ? heart.oxygen
        : withDay(heart.oxygen, oxygenTime(time), day, oxygen, OXYGEN),
  };
  const stray =
    over.hour > (heart.hours.at(-1)?.hour ?? 0)
      ? strayIn(heart, over.hour, pulse, oxygen, moment)
      : undefined;
  if (learned.heartRate === heart.heartRate && learned.oxygen === heart.oxygen && !stray) {
    return heart;
  }
  const range = rangeOf(learned.heartRate, day, moment);
  const after = { ...heart, ...learned, ...(range !== undefined && { range }) };
  if (stray === undefined) return after;
  const { hours, days } = heart;
  return { ...after, hours: withStray(hours, stray), days: withStrayHour(days, stray) };
}

/** Held against what was usual before it. */
function strayIn(
  heart: HeartHabit,
  hour: number,
  pulse: number | undefined,
  oxygen: number | undefined,
  { policy: { vitals } }: Moment,
): Stray | undefined {
  const day = Math.floor(hour / 24);
  const time = hour - day * 24;
  const known = (usual: UsualValue | undefined): UsualValue | undefined =>
    usual !== undefined && usual.days >= vitals.learnedAfterDays ? usual : undefined;
  return strayOf(
    hour,
    { value: pulse, usual: known(usualAt(heart.heartRate, time, day)) },
    { value: oxygen, usual: known(usualOxygen(heart, time, day)) },
    {
      by: vitals.decline.farBy,
      spreads: vitals.unusualSpreads,
      pulse: (heart.range?.waking ?? 0) + ABOVE_AWAKE,
    },
  );
}

function rangeOf(heartRate: Usual, today: number, { policy }: Moment): PulseRange | undefined {
  let lowest = Number.POSITIVE_INFINITY;
  let sum = 0;
  let count = 0;
  for (let hour = 0; hour < 24; hour++) {
    const usual = usualAt(heartRate, hour, today);
    if (usual === undefined || usual.days < policy.vitals.learnedAfterDays) continue;
    lowest = Math.min(lowest, usual.mean);
    if (hour < policy.day.from || hour >= policy.day.to) continue;
    sum += usual.mean;
    count += 1;
  }
  if (lowest === Number.POSITIVE_INFINITY) return undefined;
  return { lowest, waking: count === 0 ? lowest : sum / count };
}
