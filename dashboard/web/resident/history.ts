// A chart's numbers: the span it shows, the buckets with their gaps, and ticks on the community's
// hours and days. Pure.

import { days, type Instant, instant, localTime, type Millis } from '../../../domain/time.ts';
import { momentOf } from '../alarms.ts';
import type { Bucket } from '../api.ts';

export const RANGES = ['day', 'week', 'month'] as const;
export type Range = (typeof RANGES)[number];

interface Span {
  readonly length: Millis;
  /** Buckets asked for: 5 minutes, half an hour, 2 hours. */
  readonly points: number;
}

export const SPANS: { readonly [R in Range]: Span } = {
  day: { length: days(1), points: 288 },
  week: { length: days(7), points: 336 },
  month: { length: days(30), points: 360 },
};

/** A point of the chart; without values it is where the line is broken. */
export interface ChartPoint {
  readonly at: number;
  readonly mean?: number;
  readonly band?: readonly [number, number];
}

/** More than this many buckets without a value is a gap, and is shown as one. */
const GAP = 2.5;

export function pointsOf(buckets: readonly Bucket[], bucketLength: number): readonly ChartPoint[] {
  const points: ChartPoint[] = [];
  for (const { at, min, mean, max } of buckets) {
    const moment = momentOf(at);
    const before = points.at(-1);
    if (before !== undefined && moment - before.at > GAP * bucketLength) {
      points.push({ at: before.at + bucketLength });
    }
    points.push({ at: moment, mean, band: [min, max] });
  }
  return points;
}

const HOUR = 3_600_000;

const WANTED: { readonly [R in Range]: (hour: number, day: number) => boolean } = {
  day: (hour) => hour % 3 === 0,
  week: (hour) => hour === 0,
  month: (hour, day) => hour === 0 && day % 4 === 0,
};

/** Whole hours of the zone's clock: every third, every midnight, or every fourth midnight. */
export function ticksOf(from: Instant, to: Instant, range: Range, zone: string): readonly number[] {
  const ticks: number[] = [];
  // Quarters of an hour, because some zones are not whole hours away from UTC.
  const step = HOUR / 4;
  let midnights = 0;
  for (let at = Math.ceil(from / step) * step; at < to; at += step) {
    const { hour, minute } = localTime(instant(at), zone);
    if (minute !== 0) continue;
    if (hour === 0) midnights += 1;
    if (WANTED[range](hour, midnights)) ticks.push(at);
  }
  return ticks;
}
