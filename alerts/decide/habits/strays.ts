// How far the newest hours and days of a person at rest were beside what is usual for them.
import type { UsualValue } from './usual.ts';

/** Beats per minute and percentage points beside what is usual at that hour. */
export interface Stray {
  /** Local hours since 1970. */
  readonly hour: number;
  readonly heartRate?: number;
  readonly oxygen?: number;
  /** The pulse was so far above what is usual that two such hours in a row are worth a call. */
  readonly isFar?: true;
}

export interface StrayDay {
  /** Local days since 1970. */
  readonly day: number;
  /** Hours of it that were held against what is usual, and their means. */
  readonly hours: number;
  readonly heartRate: number;
  readonly oxygen: number;
}

/** What is asked of them: decline.ts. */
export const HOURS_KEPT = 8;
export const DAYS_KEPT = 3;
/** A day that has fewer hours at rest does not count. */
export const HOURS_OF_DAY = 6;

export interface Measured {
  readonly value: number | undefined;
  /** Undefined while it is not learned. */
  readonly usual: UsualValue | undefined;
}

/** What is far above usual: all of it. */
export interface Far {
  /** Beats per minute above what is usual at that hour, and so many times what days differ by. */
  readonly by: number;
  readonly spreads: number;
  /** Beats per minute: faster than somebody who only lies awake. */
  readonly pulse: number;
}

/** Undefined when there is nothing to hold against anything. */
export function strayOf(
  hour: number,
  pulse: Measured,
  oxygen: Measured,
  far: Far,
): Stray | undefined {
  const heartRate = offBy(pulse);
  const saturation = offBy(oxygen);
  if (heartRate === undefined && saturation === undefined) return undefined;
  const least = Math.max(far.by, far.spreads * (pulse.usual?.spread ?? 0));
  const isFar = (heartRate ?? 0) >= least && (pulse.value ?? 0) >= far.pulse;
  return {
    hour,
    ...(heartRate !== undefined && { heartRate }),
    ...(saturation !== undefined && { oxygen: saturation }),
    ...(isFar && { isFar }),
  };
}

const offBy = ({ value, usual }: Measured): number | undefined =>
  value === undefined || usual === undefined ? undefined : rounded(value - usual.mean);

const rounded = (value: number): number => Math.round(value * 10) / 10;

export const withStray = (hours: readonly Stray[], stray: Stray): readonly Stray[] =>
  [...hours, stray].slice(-HOURS_KEPT);

export function withStrayHour(days: readonly StrayDay[], stray: Stray): readonly StrayDay[] {
  const day = Math.floor(stray.hour / 24);
  const newest = days.at(-1);
  const isSame = newest?.day === day;
  const before = isSame ? newest : { hours: 0, heartRate: 0, oxygen: 0 };
  const hours = before.hours + 1;
  // An hour without the one leaves its mean as it was.
  const mean = (known: number, value = known): number => known + (value - known) / hours;
  const after: StrayDay = {
    day,
    hours,
    heartRate: rounded(mean(before.heartRate, stray.heartRate)),
    oxygen: rounded(mean(before.oxygen, stray.oxygen)),
  };
  // A day that has ended with too few hours makes room.
  const counted = days.filter((one) => one.day !== day && one.hours >= HOURS_OF_DAY);
  return [...counted, after].slice(-DAYS_KEPT - 1);
}
