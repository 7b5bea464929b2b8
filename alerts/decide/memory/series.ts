// The newest usable values of one vital sign, oldest first, and what can be said of several of them in a
// row. A wrist errs by 5 to 6 %, now and then by far more: nothing here looks at one value alone, and
// what is asked is how many of them lie beyond a limit, never how far the worst one does.
import { type Instant, type Millis, minutes, seconds } from '../../../domain/time.ts';

export interface Series {
  readonly at: readonly Instant[];
  readonly values: readonly number[];
}

export const NO_SERIES: Series = { at: [], values: [] };

const KEPT = minutes(32);
/** No stretch is asked for that would be longer. */
export const LONGEST_STRETCH = minutes(30);
/** Of bands that measure seldom, some older ones are kept. */
const KEPT_AT_LEAST = 12;
/** A band that speaks all the time need not be remembered all the time. */
const APART = seconds(50);

/**
 * @param at not before the newest that is kept.
 * @param longestGap values further apart tell of two matters.
 */
export function withValue(series: Series, at: Instant, value: number, longestGap: Millis): Series {
  const newest = series.at.at(-1);
  if (newest === undefined || at - newest > longestGap) return { at: [at], values: [value] };
  if (at - newest < APART) return series;
  let from = 0;
  while (series.at.length - from >= KEPT_AT_LEAST && (series.at[from] ?? at) < at - KEPT) from += 1;
  return { at: appended(series.at, from, at), values: appended(series.values, from, value) };
}

/** Made in one piece: of every band there is, one of these is thrown away with every reading. */
function appended<Item>(items: readonly Item[], from: number, item: Item): readonly Item[] {
  if (from === 0) return [...items, item];
  const kept = items.slice(from - 1);
  for (let n = 1; n < kept.length; n++) kept[n - 1] = kept[n] as Item;
  kept[kept.length - 1] = item;
  return kept;
}

/** So many, for so long; of a band that measures seldom a few less, for longer. */
export interface Enough {
  readonly readings: number;
  readonly lasting: Millis;
}

const SELDOM_READINGS = 4;
const SELDOM = minutes(15);
/** Of one that measures every ten minutes three, if there is nothing between them. */
const RARE_READINGS = 3;
const RARE = minutes(19);
const RARELY = minutes(8);

/** The newest values, as few as are enough, by the index of the first of them; -1: there are not enough. */
export function stretchOf({ at }: Series, { readings, lasting }: Enough): number {
  const newest = at.at(-1) ?? 0;
  if (lasting <= RARE && isRare(at)) return at.length - RARE_READINGS;
  for (let first = at.length - SELDOM_READINGS; first >= 0; first--) {
    const length = newest - (at[first] ?? 0);
    const isSeldom = length >= SELDOM && at.length - first < readings;
    if (length >= lasting && (at.length - first >= readings || isSeldom)) return first;
  }
  return -1;
}

function isRare(at: readonly Instant[]): boolean {
  const [oldest, middle, newest] = at.slice(-RARE_READINGS);
  if (oldest === undefined || middle === undefined || newest === undefined) return false;
  return newest - oldest >= RARE && newest - middle >= RARELY && middle - oldest >= RARELY;
}

export const lengthFrom = ({ at }: Series, first: number): Millis =>
  ((at.at(-1) ?? 0) - (at[first] ?? 0)) as Millis;

/** How many from there on are at `limit` or above it. */
export function countAtLeast({ values }: Series, first: number, limit: number): number {
  let count = 0;
  for (let n = first; n < values.length; n++) if ((values[n] ?? 0) >= limit) count += 1;
  return count;
}

/** How many from there on are at `limit` or below it. */
export function countAtMost({ values }: Series, first: number, limit: number): number {
  let count = 0;
  for (let n = first; n < values.length; n++) if ((values[n] ?? 0) <= limit) count += 1;
  return count;
}

/** How often a value is another than the one before it. */
export function changesFrom({ values }: Series, first: number): number {
  let count = 0;
  for (let n = first + 1; n < values.length; n++) if (values[n] !== values[n - 1]) count += 1;
  return count;
}

/** The middle one of those from there on, rounded; for words, not for decisions. */
export function middleFrom({ values }: Series, first: number): number {
  const sorted = values.slice(first).sort((a, b) => a - b);
  return Math.round(sorted[Math.floor((sorted.length - 1) / 2)] ?? 0);
}
