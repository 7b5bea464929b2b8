// How far the clock of a band is off, learned from what it says live. A message is under way for a while
// and never arrives before it was sent: what it shows less when it came is the error of the clock and a
// delay on top, so of several that agree the smallest is nearest to the truth. A clock of 1970, or of
// next week, or one that shows local time and calls it UTC, is an error like any other.
//
// One strange message proves nothing, whichever way it is strange: a backlog that is not called one, a
// clock that was misread. When a band's clock has been set, the next three of its messages say so.
import type { BandMessage, Garbled, Reading } from '../../domain/message.ts';
import {
  days,
  type Instant,
  type Millis,
  minutes,
  plus,
  seconds,
  since,
} from '../../domain/time.ts';
import type { Moment } from './moment.ts';

export interface BandClock {
  /** What has to be added to what it shows, as the newest live messages have it; oldest first. */
  readonly offsets: readonly Millis[];
  /** When the newest of these came. */
  readonly comparedAt?: Instant;
  /** What they agree on; absent while they do not. */
  readonly offset?: Millis;
  /** Since when it has been wrong by more than can be left alone. */
  readonly wrongSince?: Instant;
  /** When the newest live reading was true: one from before it is no news any more. */
  readonly newestAt?: Instant;
}

export const UNKNOWN_CLOCK: BandClock = { offsets: [] };

const OFFSETS_KEPT = 5;
/** Messages that come closer together than this were kept somewhere: only the first is compared. */
const APART = seconds(20);
/** Delays on the way differ by less than this. */
const AGREES = seconds(60);
/** An estimate that is this near is as good as a new one. */
const NEAR = seconds(10);
/** No band keeps anything for longer. */
const OLDEST = days(40);

/** The clock, compared with what a message shows. The very same clock when nothing was learned. */
export function compared(
  clock: BandClock,
  readings: readonly Reading[],
  { now, policy }: Moment,
): BandClock {
  const shown = newestLive(readings);
  if (shown === undefined || isTooSoon(clock, now)) return clock;
  const offset = since(shown, now);
  if (isKnown(clock, offset)) return clock;
  const offsets = [...clock.offsets, offset].slice(-OFFSETS_KEPT);
  const agreed = agreedOn(offsets);
  const wrongSince = wrongSinceOf(clock, agreed, now, policy.clock.wrongBy);
  return {
    offsets,
    comparedAt: now,
    ...(agreed !== undefined && { offset: agreed }),
    ...(wrongSince !== undefined && { wrongSince }),
    ...(clock.newestAt !== undefined && { newestAt: clock.newestAt }),
  };
}

/** What the band's clock showed when it measured what it has just sent. */
export function newestLive(readings: readonly Reading[]): Instant | undefined {
  let newest: Instant | undefined;
  for (const { at, buffered } of readings) {
    if (at === undefined || buffered === true) continue;
    if (newest === undefined || at > newest) newest = at;
  }
  return newest;
}

function isTooSoon({ comparedAt }: BandClock, now: Instant): boolean {
  if (comparedAt === undefined) return false;
  const ago = since(comparedAt, now);
  return ago >= 0 && ago < APART;
}

/** All agree, and this one too, and it is not nearer to the truth. */
const isKnown = ({ offset, offsets }: BandClock, seen: Millis): boolean =>
  offset !== undefined &&
  offsets.length === OFFSETS_KEPT &&
  seen >= offset &&
  seen <= offset + NEAR &&
  offsets.every((each) => Math.abs(each - offset) <= AGREES);

function agreedOn(offsets: readonly Millis[]): Millis | undefined {
  const sorted = [...offsets].sort((a, b) => a - b);
  if (sorted.length < 3) return sorted[0];
  const middle = sorted[(sorted.length - 1) >> 1] as Millis;
  const agreeing = sorted.filter((each) => Math.abs(each - middle) <= AGREES);
  return agreeing.length * 2 > sorted.length ? agreeing[0] : undefined;
}

function wrongSinceOf(
  clock: BandClock,
  offset: Millis | undefined,
  now: Instant,
  wrongBy: Millis,
): Instant | undefined {
  if (offset === undefined) return clock.wrongSince;
  return Math.abs(offset) > wrongBy ? (clock.wrongSince ?? now) : undefined;
}

/** When it was by our clock; undefined when that cannot be, or nothing is known of the band's clock. */
export function corrected({ offset }: BandClock, at: Instant, now: Instant): Instant | undefined {
  if (offset === undefined) return undefined;
  const then = plus(at, offset);
  return isPossible(then, now) ? then : undefined;
}

export const isPossible = (at: Instant, now: Instant): boolean =>
  at <= now && since(at, now) < OLDEST;

/** When a call for help that comes late was made, by our clock; undefined of one that does not. */
export function calledAt(
  clock: BandClock,
  message: BandMessage | Garbled,
  { now, policy }: Moment,
): Instant | undefined {
  if (message.type !== 'sos' && message.type !== 'fall') return undefined;
  if (message.at === undefined) return undefined;
  const at = corrected(clock, message.at, now);
  return at !== undefined && since(at, now) > policy.clock.lateAfter ? at : undefined;
}

interface Placed {
  readonly at: Instant;
  readonly isHistory: boolean;
}

/** Remembers how far the live readings of a band have come. */
export function withNewest(clock: BandClock, samples: readonly Placed[]): BandClock {
  const newest = samples.findLast(({ isHistory }) => !isHistory)?.at;
  return newest === undefined || newest === clock.newestAt ? clock : { ...clock, newestAt: newest };
}

const QUARTER = minutes(15);
/** UTC+14:00 is the furthest there is. */
const FURTHEST_ZONE = minutes(14 * 60);

/** Off by whole quarters of an hour: right, but in another zone than it says. Nobody needs to set it. */
export function isOtherZone(offset: Millis): boolean {
  const far = Math.abs(offset);
  if (far < QUARTER / 2 || far > FURTHEST_ZONE + QUARTER) return false;
  const rest = far % QUARTER;
  return Math.min(rest, QUARTER - rest) < minutes(2);
}
