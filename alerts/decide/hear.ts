// What a message tells of the wearer's present state. Being heard at all is the first of it.
import type { Arrival, BandMessage, Garbled } from '../../domain/message.ts';
import { METRICS } from '../../domain/message.ts';
import type { Measured, Present } from '../../domain/present.ts';
import { type Instant, millis, minutes, seconds, since } from '../../domain/time.ts';
import type { Sample } from './sample.ts';
import type { BandState } from './state.ts';

const BEATS_SHOWN = 12;
/** Gaps outside these say nothing about how often a band speaks. */
const SHORTEST_CADENCE = seconds(5);
const LONGEST_CADENCE = minutes(10);
/** The newest gap counts for one eighth, as in a smoothed round-trip time (RFC 6298 section 2). */
const CADENCE_GAIN = 1 / 8;

export function hear(
  state: BandState,
  arrival: Arrival,
  message: BandMessage | Garbled,
  samples: readonly Sample[],
  now: Instant,
): BandState {
  const present = isLastWill(message)
    ? state.present
    : heardFrom(state.present, arrival.channel === 'heartbeat', now);
  return {
    ...state,
    ...(message.type === 'status' && lineOf(state, message)),
    present: withMessage(present, message, samples, now),
  };
}

/** It was written when the band signed in, and is sent by the broker when the line is lost. */
const isLastWill = (message: BandMessage | Garbled): boolean =>
  message.type === 'status' && message.state === 'offline';

function lineOf(
  { line }: BandState,
  { gateway, firmware }: Extract<BandMessage, { type: 'status' }>,
): Pick<BandState, 'line'> {
  if (gateway === undefined && firmware === undefined) return {};
  return {
    line: {
      ...line,
      ...(gateway !== undefined && { gateway }),
      ...(firmware !== undefined && { firmware }),
    },
  };
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

function withMessage(
  present: Present,
  message: BandMessage | Garbled,
  samples: readonly Sample[],
  now: Instant,
): Present {
  switch (message.type) {
    case 'heartbeat':
      return withSamples(present, samples, message.faults.length);
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

function withSamples(present: Present, samples: readonly Sample[], faults: number): Present {
  let result = present;
  for (const sample of samples) result = withSample(result, sample);
  return faults === 0 ? result : { ...result, refused: result.refused + 1 };
}

/** A value never replaces one that was measured later. */
const newest = <Value>(
  known: Measured<Value> | undefined,
  value: Value,
  at: Instant,
): Measured<Value> => (known !== undefined && known.at > at ? known : { value, at });

const STATES = ['worn', 'charging', 'signal', 'still', 'location'] as const;

function withSample(present: Present, sample: Sample): Present {
  const result: { -readonly [Key in keyof Present]: Present[Key] } & Record<string, unknown> = {
    ...present,
  };
  for (const key of [...METRICS, ...STATES]) {
    const value = sample[key];
    if (value === undefined) continue;
    result[key as string] = newest(
      present[key] as Measured<typeof value> | undefined,
      value,
      sample.at,
    );
  }
  return result;
}
