// What a message tells of the wearer's present state. Being heard at all is the first of it.
import type { Arrival, BandMessage, Garbled, Reading } from '../../domain/message.ts';
import { METRICS } from '../../domain/message.ts';
import type { Measured, Present } from '../../domain/present.ts';
import { days, type Instant, millis, minus, minutes, seconds, since } from '../../domain/time.ts';
import type { BandState } from './state.ts';

const BEATS_SHOWN = 12;
/** Gaps outside these say nothing about how often a band speaks. */
const SHORTEST_CADENCE = seconds(5);
const LONGEST_CADENCE = minutes(10);
/** The newest gap counts for one eighth, as in a smoothed round-trip time (RFC 6298 section 2). */
const CADENCE_GAIN = 1 / 8;
/** A backlog older than this has a clock that cannot be believed. */
const OLDEST_BACKLOG = days(40);

export function hear(
  state: BandState,
  arrival: Arrival,
  message: BandMessage | Garbled,
  now: Instant,
): BandState {
  const present = heardFrom(state.present, arrival.channel === 'heartbeat', now);
  return { ...state, present: withMessage(present, message, now) };
}

function heardFrom(present: Present, isHeartbeat: boolean, now: Instant): Present {
  const heard = { ...present, connection: 'live' as const, heardAt: now };
  if (present.heardAt === undefined) return { ...heard, beats: '1' };
  const gap = since(present.heardAt, now);
  // A press between two heartbeats, or the next piece of a backlog: heard, but no beat of its own.
  if (gap < present.cadence / 2)
    return isHeartbeat && present.beats === '' ? { ...heard, beats: '1' } : heard;
  const missed = Math.min(Math.max(Math.round(gap / present.cadence) - 1, 0), BEATS_SHOWN);
  const beats = `${present.beats}${'0'.repeat(missed)}1`.slice(-BEATS_SHOWN);
  return {
    ...heard,
    beats,
    cadence: isHeartbeat ? learned(present.cadence, gap) : present.cadence,
  };
}

function learned(cadence: Present['cadence'], gap: number): Present['cadence'] {
  if (gap < SHORTEST_CADENCE || gap > LONGEST_CADENCE) return cadence;
  return millis(cadence + (gap - cadence) * CADENCE_GAIN);
}

function withMessage(present: Present, message: BandMessage | Garbled, now: Instant): Present {
  switch (message.type) {
    case 'heartbeat':
      return withReadings(present, message.readings, message.faults.length, now);
    case 'sos':
      return message.battery === undefined
        ? present
        : { ...present, battery: newest(present.battery, message.battery, now) };
    case 'fall':
      return present;
    case 'status':
      return { ...present, status: { value: message.state, at: now } };
    case 'garbled':
      return { ...present, refused: present.refused + 1 };
    default:
      return message satisfies never;
  }
}

function withReadings(
  present: Present,
  readings: readonly Reading[],
  faults: number,
  now: Instant,
): Present {
  const lastAt = readings.at(-1)?.at;
  let result = present;
  for (const reading of readings) {
    result = withReading(result, reading, measuredAt(reading, lastAt, now));
  }
  return faults === 0 ? result : { ...result, refused: result.refused + 1 };
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

/** A value never replaces one that was measured later. */
const newest = <Value>(
  known: Measured<Value> | undefined,
  value: Value,
  at: Instant,
): Measured<Value> => (known !== undefined && known.at > at ? known : { value, at });

const STATES = ['worn', 'charging', 'signal', 'still', 'location'] as const;

function withReading(present: Present, reading: Reading, at: Instant): Present {
  const result: { -readonly [Key in keyof Present]: Present[Key] } & Record<string, unknown> = {
    ...present,
  };
  for (const key of [...METRICS, ...STATES]) {
    const value = reading[key];
    if (value === undefined) continue;
    result[key as string] = newest(present[key] as Measured<typeof value> | undefined, value, at);
  }
  return result;
}
