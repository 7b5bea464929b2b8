// Lives without a network: what bands would have said over days or a month, as fast as it can be
// computed. For histories, and for tests that run whole months through the rules.
import type { BandMessage, Reading } from '../domain/message.ts';
import type { Instant, Millis } from '../domain/time.ts';
import { isCovered, live } from './band.ts';
import type { Band } from './life.ts';

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
 * What a service at the other end would hear of one band: heartbeats as they are made, and after a
 * dead spot the backlog first, `buffered`, in arrays.
 */
export function* heard({ band, until, interval }: Course): Generator<Heard, Band> {
  let lived = band;
  let kept: Reading[] = [];
  for (let at = band.at + interval; at <= until; at += interval) {
    const spoken = live(lived, at as Instant);
    lived = spoken.band;
    const covered = isCovered(lived);
    if (covered && kept.length > 0) {
      yield* backlog(kept, at as Instant);
      kept = [];
    }
    for (const message of spoken.messages) {
      if (covered) yield { at: at as Instant, message };
      else if (message.type === 'heartbeat') kept.push(...message.readings);
    }
  }
  return lived;
}

function* backlog(kept: readonly Reading[], at: Instant): Generator<Heard> {
  for (let first = 0; first < kept.length; first += PER_MESSAGE) {
    const readings = kept.slice(first, first + PER_MESSAGE).map((r) => ({ ...r, buffered: true }));
    yield { at, message: { type: 'heartbeat', readings, faults: [] } };
  }
}
