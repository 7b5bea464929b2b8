// Lives without a network: what bands would have said over days or a month, as fast as it can be
// computed. For histories, and for tests that run whole months through the rules.
import type { BandMessage, Reading } from '../domain/message.ts';
import type { Instant, Millis } from '../domain/time.ts';
import { live, nextWord, utter } from './band.ts';
import type { Band } from './life.ts';
import { isCovered } from './reading.ts';

export interface Course {
  readonly band: Band;
  /** The last reading is at this moment at the latest; the first one interval after the band's `at`. */
  readonly until: Instant;
  readonly interval: Millis;
}

/** The readings of one band, oldest first. Returns the band as it is at the end. */
export function* readings({ band, until, interval }: Course): Generator<Reading, Band> {
  let lived = band;
  for (let at = band.at + interval; at <= until; at += interval) {
    const spoken = live(lived, at as Instant);
    lived = spoken.band;
    for (const message of spoken.messages) {
      if (message.type === 'heartbeat') yield* message.readings;
    }
  }
  return lived;
}

export interface Heard {
  /** When it reaches the service: true time. */
  readonly at: Instant;
  readonly message: BandMessage;
}

/** A backlog array of this many readings stays well within the contract's 8 KiB. */
const PER_MESSAGE = 30;

/**
 * What a service at the other end would hear of one band: heartbeats as they are made, falls and
 * presses between them, and after a dead spot what was kept: first the calls for help, then the
 * backlog, `buffered`, in arrays.
 */
export function* heard({ band, until, interval }: Course): Generator<Heard, Band> {
  let lived = band;
  let kept: BandMessage[] = [];
  for (let due = band.at + interval; due <= until; ) {
    const word = nextWord(lived, due as Instant);
    const at = word ?? (due as Instant);
    const spoken = at < due ? utter(lived, at) : live(lived, at);
    if (at === due) due += interval;
    lived = spoken.band;
    if (!isCovered(lived)) {
      kept.push(...spoken.messages);
      continue;
    }
    if (kept.length > 0) yield* backlog(kept, at);
    kept = [];
    for (const message of spoken.messages) yield { at, message };
  }
  return lived;
}

function* backlog(kept: readonly BandMessage[], at: Instant): Generator<Heard> {
  const late: Reading[] = [];
  for (const message of kept) {
    if (message.type !== 'heartbeat') yield { at, message };
    else for (const reading of message.readings) late.push({ ...reading, buffered: true });
  }
  for (let first = 0; first < late.length; first += PER_MESSAGE) {
    const readings = late.slice(first, first + PER_MESSAGE);
    yield { at, message: { type: 'heartbeat', readings, faults: [] } };
  }
}
