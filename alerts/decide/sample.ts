// A reading in its place: when it was true by our clock, and whether it is news or history.
import type { Reading } from '../../domain/message.ts';
import { type Instant, minus, minutes, since } from '../../domain/time.ts';
import { type BandClock, corrected, isPossible, newestLive } from './band-clock.ts';

type Told = Omit<Reading, 'id' | 'at' | 'buffered'>;

/** Undefined: not told. `placed` gives all names a place: samples of all bands have one shape. */
export type Sample = { readonly [Name in keyof Told]?: Told[Name] | undefined } & {
  /** The service's clock. */
  readonly at: Instant;
  /**
   * Kept by the band and sent later: evidence for habits and charts, no news to act upon. What is not
   * history never goes back in time.
   */
  readonly isHistory: boolean;
};

/** Of what happened between two samples further apart than this hardly anything is known. */
export const SELDOM = minutes(2.5);

/** What was measured before this and comes now is history, whatever the band calls it. */
const NEWS_FOR = minutes(10);

/**
 * The readings of one message in the order in which they were true. What the band has kept and nobody
 * can say when it was, is left out: to learn from it would be to learn something wrong.
 */
export function placed(
  readings: readonly Reading[],
  clock: BandClock,
  now: Instant,
): readonly Sample[] {
  const newestAt = newestLive(readings);
  const samples: Sample[] = [];
  for (const reading of readings) {
    const { at: shown } = reading;
    const isKept = reading.buffered === true;
    const at = isKept ? keptAt(shown, clock, now) : saidAt(shown, newestAt, clock, now);
    if (at === undefined) continue;
    const isHistory = isKept || since(at, now) > NEWS_FOR || isOld(at, clock, now);
    samples.push(sampleOf(reading, at, isHistory));
  }
  return samples.length < 2 ? samples : samples.sort((a, b) => a.at - b.at);
}

const sampleOf = (told: Told, at: Instant, isHistory: boolean): Sample => ({
  at,
  isHistory,
  heartRate: told.heartRate,
  spo2: told.spo2,
  temperature: told.temperature,
  steps: told.steps,
  battery: told.battery,
  worn: told.worn,
  charging: told.charging,
  signal: told.signal,
  still: told.still,
  location: told.location,
});

/**
 * When something was true that the band does not call old. It is placed by the band's clock, as far as
 * that is known; where it cannot be right it has been set since, and tells the order within a message.
 */
function saidAt(
  shown: Instant | undefined,
  newestAt: Instant | undefined,
  clock: BandClock,
  now: Instant,
): Instant {
  if (shown === undefined) return now;
  const at = corrected(clock, shown, now);
  if (at !== undefined) return at;
  const back = minus(now, since(shown, newestAt ?? shown));
  return isPossible(back, now) ? back : now;
}

/** When something was true that the band has kept: by its clock, corrected or as it is. */
function keptAt(shown: Instant | undefined, clock: BandClock, now: Instant): Instant | undefined {
  if (shown === undefined) return undefined;
  return corrected(clock, shown, now) ?? (isPossible(shown, now) ? shown : undefined);
}

/** Something newer has been heard live: it may have overtaken this one on the way. */
const isOld = (at: Instant, { newestAt }: BandClock, now: Instant): boolean =>
  newestAt !== undefined && newestAt <= now && at < newestAt;
