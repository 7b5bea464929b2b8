// A reading in its place: when it was true by our clock, and whether it is news or history.
import type { Reading } from '../../domain/message.ts';
import { days, type Instant, minus, minutes, since } from '../../domain/time.ts';

export interface Sample extends Omit<Reading, 'id' | 'at' | 'buffered'> {
  /** The service's clock. */
  readonly at: Instant;
  /** Kept by the band and sent later: evidence for habits and charts, no news to act upon. */
  readonly isHistory: boolean;
}

/** A backlog older than this has a clock that cannot be believed. */
const OLDEST_BACKLOG = days(40);
/** What was measured before this and comes now is history, whatever the band calls it. */
const NEWS_FOR = minutes(10);

/** The readings of one message in the order in which they were true. */
export function placed(readings: readonly Reading[], now: Instant): readonly Sample[] {
  const lastAt = readings.at(-1)?.at;
  const samples = readings.map((reading) => placedOne(reading, lastAt, now));
  return samples.length < 2 ? samples : samples.sort((a, b) => a.at - b.at);
}

function placedOne(reading: Reading, lastAt: Instant | undefined, now: Instant): Sample {
  const { id: _id, at: _at, buffered, ...measured } = reading;
  const at = measuredAt(reading, lastAt, now);
  return { ...measured, at, isHistory: buffered === true || since(at, now) > NEWS_FOR };
}

/**
 * When a reading was true by our clock. What comes live was measured now, whatever the band's clock
 * says; within one message the band's clock tells the order; only a backlog is placed by it.
 */
function measuredAt(reading: Reading, lastAt: Instant | undefined, now: Instant): Instant {
  if (reading.at === undefined) return now;
  const reference = reading.buffered === true ? now : (lastAt ?? now);
  const age = since(reading.at, reference);
  return age > 0 && age < OLDEST_BACKLOG ? minus(now, age) : now;
}
