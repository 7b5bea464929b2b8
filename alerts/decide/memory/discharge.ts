// How fast a band empties: points of the discharge that is going on, an hour apart, and the slope
// through them. Gauges jump, and a percent is coarse, so the slope is the median of the slopes between
// all pairs of points (Theil and Sen): a third of the points may lie. Charging begins it anew; what the
// battery did in earlier discharges holds until the new one is long enough to tell.
import { type Instant, since } from '../../../domain/time.ts';
import type { Sample } from '../sample.ts';

/** A moment and the percent it showed. */
type Point = readonly [at: Instant, percent: number];

export interface DischargeMemory {
  /** Oldest first, at most `POINTS`. */
  readonly points: readonly Point[];
  /** Percent per hour; absent until a discharge has told it. */
  readonly perHour?: number;
  /** The gauge has risen without a word of charging: so many readings in a row. */
  readonly risen: number;
}

export const NO_DISCHARGE: DischargeMemory = { points: [], risen: 0 };

const HOUR = 3_600_000;
const POINTS = 12;
/** A little less than an hour, so that a band that speaks once an hour gives a point each time. */
const APART = 55 * 60_000;
/** A gap between two points longer than this may hide a visit to the charger. */
const LONGEST_GAP = 6 * HOUR;
/** Shorter than this the coarse percent tells nothing, unless much was lost in a good hour. */
const LONG_ENOUGH = 3 * HOUR;
const LONG_ENOUGH_IF_FAST = 1.5 * HOUR;
const FAST = 10;
/** Percentage points above the last that are a charge and no error of the gauge. */
const CHARGED_BY = 4;
const CHARGED_READINGS = 2;

export function withDischarge(memory: DischargeMemory, sample: Sample): DischargeMemory {
  const { battery: percent, at } = sample;
  // A backlog is older than what is known; the points are in the order of time.
  if (percent === undefined || sample.isHistory) return memory;
  const last = memory.points.at(-1);
  if (sample.charging === true) return last === undefined ? memory : begunAnew(memory, []);
  if (last === undefined) return begunAnew(memory, [[at, percent]]);
  const apart = since(last[0], at);
  if (apart < 0 || apart > LONGEST_GAP) return begunAnew(memory, [[at, percent]]);
  if (percent >= last[1] + CHARGED_BY) {
    const risen = memory.risen + 1;
    return risen < CHARGED_READINGS ? { ...memory, risen } : charged(memory, [at, percent]);
  }
  if (apart < APART) return memory.risen === 0 ? memory : { ...memory, risen: 0 };
  return withPoint(memory, [at, percent]);
}

/** Higher than the last point, again: either it was charged, or that point was a lie. */
function charged(memory: DischargeMemory, point: Point): DischargeMemory {
  const before = memory.points.at(-2);
  return before !== undefined && point[1] <= before[1] + 1
    ? withPoint({ ...memory, points: memory.points.slice(0, -1) }, point)
    : begunAnew(memory, [point]);
}

/** What we did not hear may have been a visit to the charger. */
export const forgivenDischarge = (memory: DischargeMemory): DischargeMemory =>
  memory.points.length === 0 ? memory : begunAnew(memory, []);

const begunAnew = ({ perHour }: DischargeMemory, points: readonly Point[]): DischargeMemory => ({
  points,
  risen: 0,
  ...(perHour !== undefined && { perHour }),
});

function withPoint(memory: DischargeMemory, point: Point): DischargeMemory {
  const points = [...memory.points.slice(1 - POINTS), point];
  const slope = slopeOf(points);
  const perHour = slope ?? memory.perHour;
  return { points, risen: 0, ...(perHour !== undefined && { perHour }) };
}

/** Percent lost per hour; undefined while there is too little, or nothing lost, to tell. */
function slopeOf(points: readonly Point[]): number | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const needed = first[1] - last[1] >= FAST ? LONG_ENOUGH_IF_FAST : LONG_ENOUGH;
  if (last[0] - first[0] < needed) return undefined;
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let count = 0;
  for (let n = 0; n < points.length; n++) {
    const [at, percent] = points[n] as Point;
    for (let later = n + 1; later < points.length; later++) {
      const [laterAt, laterPercent] = points[later] as Point;
      slopes[count++] = ((percent - laterPercent) / (laterAt - at)) * HOUR;
    }
  }
  const median = slopes.sort()[(slopes.length - 1) >> 1] ?? 0;
  return median > 0 ? Math.round(median * 100) / 100 : undefined;
}
