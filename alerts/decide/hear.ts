// What a message tells of the wearer's present state. Being heard at all is the first of it.
import type { Arrival, BandMessage, Garbled } from '../../domain/message.ts';
import type { Measured, Present } from '../../domain/present.ts';
import { type Instant, millis, minutes, seconds, since } from '../../domain/time.ts';
import type { Sample } from './sample.ts';
import type { BandState } from './state.ts';

const BEATS_SHOWN = 12;
/** Gaps outside these say nothing about how often a band speaks. */
const SHORTEST_CADENCE = seconds(5);
const LONGEST_CADENCE = minutes(20);
/** The newest gap counts for one eighth, as in a smoothed round-trip time (RFC 6298 section 2). */
const CADENCE_GAIN = 1 / 8;
/** One gap as long as so many beats is a hole, and says nothing; several in a row are how it speaks. */
const HOLE = 1.75;
const SPEAKS_SLOWER_GAIN = 1 / 2;
/** Far sooner than it was due says little, for some tell of one beat in two messages; many of them are its pace. */
const SPEAKS_FASTER_GAIN = 1 / 32;

export function hear(
  { present }: BandState,
  arrival: Arrival,
  message: BandMessage | Garbled,
  samples: readonly Sample[],
  now: Instant,
): Present {
  const next: Draft = { ...present };
  if (!isLastWill(message)) heardFrom(next, arrival.channel === 'heartbeat', now);
  withMessage(next, message, samples, now);
  return next;
}

/** One copy for each message, however much it tells. */
type Draft = { -readonly [Key in keyof Present]: Present[Key] };

/** It was written when the band signed in, and is sent by the broker when the line is lost. */
const isLastWill = (message: BandMessage | Garbled): boolean =>
  message.type === 'status' && message.state === 'offline';

/** What it now speaks through and runs on, if it says anything of that. */
export function lineOf(
  { line }: BandState,
  message: BandMessage | Garbled,
): Pick<BandState, 'line'> | undefined {
  if (message.type !== 'status') return undefined;
  const { gateway, firmware } = message;
  if (gateway === undefined && firmware === undefined) return undefined;
  return {
    line: {
      ...line,
      ...(gateway !== undefined && { gateway }),
      ...(firmware !== undefined && { firmware }),
    },
  };
}

function heardFrom(next: Draft, isHeartbeat: boolean, now: Instant): void {
  const { heardAt, cadence, beats } = next;
  next.connection = 'live';
  next.heardAt = now;
  if (heardAt === undefined) {
    next.beats = '1';
    return;
  }
  const gap = since(heardAt, now);
  // A press between two heartbeats, or the next piece of a backlog: heard, but no beat of its own.
  if (gap < cadence / 2) {
    if (isHeartbeat && beats === '') next.beats = '1';
    if (isHeartbeat && gap >= SHORTEST_CADENCE) {
      next.cadence = millis(cadence + (gap - cadence) * SPEAKS_FASTER_GAIN);
    }
    return;
  }
  if (isHeartbeat) next.cadence = learned(next, gap);
  next.beats = withBeat(beats, Math.round(gap / cadence) - 1);
}

const NONE_MISSED = '1'.repeat(BEATS_SHOWN);

function withBeat(beats: string, missed: number): string {
  if (missed <= 0 && beats === NONE_MISSED) return beats;
  const before = '0'.repeat(Math.min(Math.max(missed, 0), BEATS_SHOWN));
  return `${beats}${before}1`.slice(-BEATS_SHOWN);
}

function learned({ cadence, beats }: Draft, gap: number): Present['cadence'] {
  if (gap < SHORTEST_CADENCE || gap > LONGEST_CADENCE) return cadence;
  const isHole = gap > cadence * HOLE;
  if (isHole && !beats.endsWith('01')) return cadence;
  return millis(cadence + (gap - cadence) * (isHole ? SPEAKS_SLOWER_GAIN : CADENCE_GAIN));
}

function withMessage(
  next: Draft,
  message: BandMessage | Garbled,
  samples: readonly Sample[],
  now: Instant,
): void {
  switch (message.type) {
    case 'heartbeat':
      for (const sample of samples) withSample(next, sample);
      if (message.faults.length > 0) next.refused += 1;
      return;
    case 'sos':
      if (message.battery !== undefined) next.battery = newest(next.battery, message.battery, now);
      return;
    case 'fall':
      return;
    case 'status':
      next.status = { value: message.state, at: now };
      return;
    case 'garbled':
      next.refused += 1;
      return;
    default:
      message satisfies never;
  }
}

/** A value never replaces one that was measured later. */
const newest = <Value>(
  known: Measured<Value> | undefined,
  value: Value,
  at: Instant,
): Measured<Value> => (known !== undefined && known.at > at ? known : { value, at });

/** Line by line and no loop over names: this is done for every reading there is. */
function withSample(next: Draft, sample: Sample): void {
  const { at, heartRate, spo2, temperature, steps, battery } = sample;
  const { worn, charging, signal, still, location } = sample;
  if (heartRate !== undefined) next.heartRate = newest(next.heartRate, heartRate, at);
  if (spo2 !== undefined) next.spo2 = newest(next.spo2, spo2, at);
  if (temperature !== undefined) next.temperature = newest(next.temperature, temperature, at);
  if (steps !== undefined) next.steps = newest(next.steps, steps, at);
  if (battery !== undefined) next.battery = newest(next.battery, battery, at);
  if (worn !== undefined) next.worn = newest(next.worn, worn, at);
  if (charging !== undefined) next.charging = newest(next.charging, charging, at);
  if (signal !== undefined) next.signal = newest(next.signal, signal, at);
  if (still !== undefined) next.still = newest(next.still, still, at);
  if (location !== undefined) next.location = newest(next.location, location, at);
}
