// What one band said on one day, as a tape that can be cut: lost, kept back, sent twice, out of order,
// with another clock, or with words put in between. What happens to the wearer is not done here but in
// the life the tape was recorded from.
import type { BandId, MessageId } from '../../domain/ids.ts';
import { type Channel, type FallPhase, type Reading, topicOf } from '../../domain/message.ts';
import { type Instant, type Millis, plus, seconds } from '../../domain/time.ts';
import { letterOf } from '../../simulator/wire.ts';
import type { Recorded, Said } from './story.ts';

/** Put on the wire as it stands. */
type Raw = Recorded;
type Entry = Said | Raw;

/** A backlog array of this many readings stays well within the contract's 8 KiB. */
const PER_MESSAGE = 25;

const isSaid = (entry: Entry): entry is Said => 'message' in entry;

export class Tape {
  readonly bandId: BandId;
  readonly #entries: readonly Entry[];

  /** @param entries in order of receipt. */
  constructor(bandId: BandId, entries: readonly Entry[]) {
    this.bandId = bandId;
    this.#entries = entries;
  }

  recorded(): readonly Recorded[] {
    return this.#entries.map((entry) => (isSaid(entry) ? onTheWire(entry) : entry));
  }

  /** Each reading measured in [from, to) as `change` makes it; undefined: it was never made. */
  readings(
    from: Instant,
    to: Instant,
    change: (reading: Reading, at: Instant, nth: number) => Reading | undefined,
  ): Tape {
    let nth = 0;
    return this.#mapped((entry) => {
      if (!isSaid(entry) || entry.message.type !== 'heartbeat') return [entry];
      if (entry.at < from || entry.at >= to) return [entry];
      const readings = entry.message.readings.flatMap((reading) => {
        nth += 1;
        return change(reading, entry.at, nth - 1) ?? [];
      });
      return readings.length === 0 ? [] : [{ ...entry, message: { ...entry.message, readings } }];
    });
  }

  /** Walks so many steps a minute in [from, to), and from there on as they would have walked anyway. */
  paced(from: Instant, to: Instant, perMinute: number): Tape {
    let [raw, base, offset] = [0, 0, 0];
    return this.#mapped((entry) => {
      if (!isSaid(entry) || entry.message.type !== 'heartbeat') return [entry];
      const { at, message } = entry;
      const readings = message.readings.map((reading) => {
        const { steps } = reading;
        if (steps === undefined) return reading;
        // Midnight: the count begins anew, and ours with it.
        if (steps < raw) [base, offset] = [0, 0];
        raw = steps;
        if (at < from) base = steps;
        else if (at < to) offset = Math.floor(base + (perMinute * (at - from)) / 60_000) - steps;
        return { ...reading, steps: steps + offset };
      });
      return [{ ...entry, message: { ...message, readings } }];
    });
  }

  /** Nothing of it was ever received. */
  lost(from: Instant, to: Instant): Tape {
    return this.#mapped((entry) => (entry.at >= from && entry.at < to ? [] : [entry]));
  }

  /** Out of reach: what was said follows at `to`, calls for help first, readings as a backlog. */
  keptBack(from: Instant, to: Instant): Tape {
    const isKept = ({ at }: Entry): boolean => at >= from && at < to;
    const kept = this.#entries.filter(isKept);
    const calls = kept.filter((entry) => !isSaid(entry) || entry.message.type !== 'heartbeat');
    const said = kept.filter(isSaid);
    const readings = said.flatMap(({ message }) =>
      message.type === 'heartbeat' ? message.readings : [],
    );
    const later = [...calls.map((entry) => ({ ...entry, at: to })), ...this.#backlog(readings, to)];
    return this.lost(from, to).#with(later);
  }

  /** Everything measured in [from, to) is received so much later, and not marked as kept. */
  delayed(from: Instant, to: Instant, by: (nth: number) => Millis): Tape {
    let nth = 0;
    const moved = this.#entries.map((entry) => {
      if (entry.at < from || entry.at >= to) return entry;
      nth += 1;
      return { ...entry, at: plus(entry.at, by(nth - 1)) };
    });
    return new Tape(this.bandId, moved).#with([]);
  }

  /** Each message twice, the second time a few seconds later. */
  doubled(from: Instant, to: Instant): Tape {
    const again = this.#entries.filter(({ at }) => at >= from && at < to);
    return this.#with(again.map((entry) => ({ ...entry, at: plus(entry.at, seconds(4)) })));
  }

  /** The clock of the band shows `at` wrong by so much, of everything measured in [from, to). */
  clockOff(from: Instant, to: Instant, by: Millis): Tape {
    const off = (at: Instant | undefined) => (at === undefined ? {} : { at: plus(at, by) });
    return this.#mapped((entry) => {
      if (!isSaid(entry) || entry.at < from || entry.at >= to) return [entry];
      const { message } = entry;
      if (message.type === 'status') return [entry];
      if (message.type !== 'heartbeat') {
        return [{ ...entry, message: { ...message, ...off(message.at) } }];
      }
      const readings = message.readings.map((one) => ({ ...one, ...off(one.at) }));
      return [{ ...entry, message: { ...message, readings } }];
    });
  }

  /** Readings of several minutes in one message, in the order `order` puts them into. */
  batched(
    from: Instant,
    to: Instant,
    size: number,
    order: (batch: readonly Reading[]) => readonly Reading[],
  ): Tape {
    const batch: Reading[] = [];
    return this.#mapped((entry) => {
      if (!isSaid(entry) || entry.message.type !== 'heartbeat') return [entry];
      if (entry.at < from || entry.at >= to) return [entry];
      batch.push(...entry.message.readings);
      if (batch.length < size) return [];
      const readings = order(batch.splice(0));
      return [{ ...entry, message: { ...entry.message, readings } }];
    });
  }

  /** The payload of every heartbeat as another firmware would write it. */
  dialect(rewrite: (reading: Readonly<Record<string, unknown>>) => unknown): Tape {
    return new Tape(
      this.bandId,
      this.recorded().map((one) =>
        one.channel === 'heartbeat' ? { ...one, payload: reworded(one.payload, rewrite) } : one,
      ),
    );
  }

  /** The wearer presses. */
  presses(at: Instant, id: string = `p-${at}`): Tape {
    return this.says(at, { type: 'sos', id: id as MessageId, at });
  }

  falls(at: Instant, phase: FallPhase, id: string): Tape {
    return this.says(at, { type: 'fall', id: id as MessageId, at, phase });
  }

  says(at: Instant, message: Said['message']): Tape {
    return this.#with([{ at, bandId: this.bandId, message }]);
  }

  /** Bytes that are no message. */
  mumbles(at: Instant, channel: Channel, payload: string): Tape {
    return this.#with([{ at, bandId: this.bandId, channel, payload }]);
  }

  /** From another band: as if this band had said it. */
  wornAs(bandId: BandId): Tape {
    const entries = this.#entries.map((entry) => ({ ...entry, bandId }));
    return new Tape(bandId, entries);
  }

  /** The first part of this tape, the second of another. */
  until(at: Instant, then: Tape): Tape {
    const before = this.#entries.filter((entry) => entry.at < at);
    return new Tape(this.bandId, [...before, ...then.#entries.filter((entry) => entry.at >= at)]);
  }

  #backlog(readings: readonly Reading[], at: Instant): readonly Entry[] {
    const entries: Entry[] = [];
    for (let first = 0; first < readings.length; first += PER_MESSAGE) {
      const some = readings.slice(first, first + PER_MESSAGE);
      const kept = some.map((reading) => ({ ...reading, buffered: true }));
      const message = { type: 'heartbeat', readings: kept, faults: [] } as const;
      entries.push({ at: plus(at, seconds(entries.length)), bandId: this.bandId, message });
    }
    return entries;
  }

  #mapped(change: (entry: Entry) => readonly Entry[]): Tape {
    return new Tape(this.bandId, this.#entries.flatMap(change));
  }

  /** Sorting keeps the order of what has the same moment. */
  #with(more: readonly Entry[]): Tape {
    return new Tape(
      this.bandId,
      [...this.#entries, ...more].sort((a, b) => a.at - b.at),
    );
  }
}

function onTheWire({ at, bandId, message }: Said): Recorded {
  const { topic, payload } = letterOf(bandId, message);
  const channel = message.type;
  if (topic !== topicOf(bandId, channel)) throw new Error(`${topic} is not of ${channel}`);
  return { at, bandId, channel, payload };
}

function reworded(
  payload: string,
  rewrite: (reading: Readonly<Record<string, unknown>>) => unknown,
): string {
  const value = JSON.parse(payload) as Readonly<Record<string, unknown>>;
  return JSON.stringify(Array.isArray(value) ? value.map(rewrite) : rewrite(value));
}

/** All tapes as one, in order of receipt. */
export const together = (tapes: readonly Tape[]): readonly Recorded[] =>
  tapes.flatMap((tape) => tape.recorded()).sort((a, b) => a.at - b.at);
