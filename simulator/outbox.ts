// What a band has still to deliver. Presses and falls stay until each is acknowledged, however long
// that takes and however many there are; readings stay for about a day, then the oldest make room.
// A value with pure functions: the client decides when, the outbox knows what.
import type { BandMessage, Reading } from '../domain/message.ts';
import { fitting } from './wire.ts';

export type Urgent = Extract<BandMessage, { type: 'sos' | 'fall' }>;

/** One thing to send. `ticket` names it when its acknowledgement comes. */
export type Parcel =
  | { readonly ticket: number; readonly what: 'urgent'; readonly message: Urgent }
  | { readonly ticket: number; readonly what: 'readings'; readonly readings: readonly Reading[] };

export interface Outbox {
  readonly urgent: readonly Extract<Parcel, { what: 'urgent' }>[];
  /** Oldest first. */
  readonly readings: readonly Reading[];
  /** How many of the readings, from the first on, are on their way; with the ticket they go by. */
  readonly underWay: { readonly ticket: number; readonly count: number } | undefined;
  /** Tickets of presses and falls that have been sent on this connection. */
  readonly sent: ReadonlySet<number>;
  readonly nextTicket: number;
  readonly capacity: number;
  /** Readings that had to make room. */
  readonly dropped: number;
}

/** @param capacity how many readings are kept: 24 hours at one a minute. */
export const emptyOutbox = (capacity = 1_440): Outbox => ({
  urgent: [],
  readings: [],
  underWay: undefined,
  sent: new Set(),
  nextTicket: 1,
  capacity,
  dropped: 0,
});

export function postUrgent(outbox: Outbox, message: Urgent): Outbox {
  const parcel = { ticket: outbox.nextTicket, what: 'urgent', message } as const;
  return { ...outbox, urgent: [...outbox.urgent, parcel], nextTicket: outbox.nextTicket + 1 };
}

export function postReadings(outbox: Outbox, readings: readonly Reading[]): Outbox {
  const all = [...outbox.readings, ...readings];
  const surplus = Math.max(0, all.length - outbox.capacity);
  if (surplus === 0) return { ...outbox, readings: all };
  // What is on its way can still be acknowledged: it makes room last.
  const safe = outbox.underWay?.count ?? 0;
  const kept = [...all.slice(0, safe), ...all.slice(safe + surplus)];
  return { ...outbox, readings: kept, dropped: outbox.dropped + surplus };
}

/** What can go out now: every press and fall not yet sent, then one message of readings at a time. */
export function takeOut(outbox: Outbox): {
  readonly outbox: Outbox;
  readonly parcels: readonly Parcel[];
} {
  const parcels: Parcel[] = outbox.urgent.filter(({ ticket }) => !outbox.sent.has(ticket));
  let next: Outbox = { ...outbox, sent: new Set(outbox.urgent.map(({ ticket }) => ticket)) };
  if (outbox.underWay === undefined && outbox.readings.length > 0) {
    const ticket = outbox.nextTicket;
    const count = fitting(outbox.readings);
    parcels.push({ ticket, what: 'readings', readings: outbox.readings.slice(0, count) });
    next = { ...next, underWay: { ticket, count }, nextTicket: ticket + 1 };
  }
  return { outbox: next, parcels };
}

/** The parcel is on record at the other end. An old or unknown ticket changes nothing. */
export function acknowledged(outbox: Outbox, ticket: number): Outbox {
  if (outbox.underWay?.ticket === ticket) {
    const readings = outbox.readings.slice(outbox.underWay.count);
    return { ...outbox, readings, underWay: undefined };
  }
  return { ...outbox, urgent: outbox.urgent.filter((parcel) => parcel.ticket !== ticket) };
}

/** The connection is gone: nothing of what was on its way counts, and all readings now come late. */
export const connectionLost = (outbox: Outbox): Outbox => ({
  ...outbox,
  readings: outbox.readings.map(asLate),
  underWay: undefined,
  sent: new Set(),
});

export const asLate = (reading: Reading): Reading =>
  reading.buffered === true ? reading : { ...reading, buffered: true };

export const isEmpty = (outbox: Outbox): boolean =>
  outbox.urgent.length === 0 && outbox.readings.length === 0;
