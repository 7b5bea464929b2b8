// The radio of one band: it connects with the band's own credentials, comes back after every cut,
// and keeps what it was given until the service has acknowledged it. The band decides what to say,
// the outbox what is still to deliver; this file is only when.
import type { BandId, MessageId } from '../domain/ids.ts';
import type { BandMessage, Cue, Reading } from '../domain/message.ts';
import { type Millis, seconds } from '../domain/time.ts';
import { type Connection, connect, type Line } from './connection.ts';
import {
  acknowledged,
  asLate,
  connectionLost,
  emptyOutbox,
  isEmpty,
  type Outbox,
  type Parcel,
  postReadings,
  postUrgent,
  takeOut,
  type Urgent,
} from './outbox.ts';
import { letterOf } from './wire.ts';

/** What can be seen of a band from outside; `id` is the band's own of a press, fall or reading. */
export type ClientEvent =
  | { readonly type: 'connected' }
  | { readonly type: 'disconnected'; readonly reason: string }
  | { readonly type: 'sent' | 'acknowledged'; readonly ids: readonly MessageId[] }
  /** The band vibrates, and shows the words that belong to the cue. */
  | { readonly type: 'cue'; readonly cue: Cue };

export interface BandClientOptions extends Line {
  readonly observe?: (id: BandId, event: ClientEvent) => void;
  /** How many readings wait at most. */
  readonly capacity?: number;
  readonly ackWithin?: Millis;
  /** Pauses between attempts double from the first to the longest; each is thrown between half and all of it. */
  readonly backoff?: { readonly first: Millis; readonly longest: Millis };
  /** At least 0, less than 1. */
  readonly random?: () => number;
}

export interface BandClient {
  readonly id: BandId;
  /** Connects, and stays connected as well as it can. */
  start(): void;
  postUrgent(message: Urgent): void;
  postReadings(readings: readonly Reading[]): void;
  /** Resolves when all that was posted is acknowledged. */
  delivered(): Promise<void>;
  /** Out of coverage: the socket dies without a goodbye and no attempt is made until `enterCoverage`. */
  leaveCoverage(): void;
  enterCoverage(): void;
  readonly waiting: { readonly urgent: number; readonly readings: number };
  /** Says `offline` and goodbye. What was not acknowledged is lost with the simulated band. */
  stop(): Promise<void>;
}

const ACKNOWLEDGED_WITHIN = seconds(10);
const BACKOFF = { first: seconds(2), longest: seconds(30) };

export const makeBandClient = (options: BandClientOptions): BandClient => new Radio(options);

class Radio implements BandClient {
  readonly id: BandId;
  readonly #options: BandClientOptions;
  #outbox: Outbox;
  #state: 'stopped' | 'uncovered' | 'pausing' | 'connecting' | 'connected' = 'stopped';
  #connection: Connection | undefined;
  #pause: NodeJS.Timeout | undefined;
  #failures = 0;
  #whenDelivered: readonly (() => void)[] = [];

  constructor(options: BandClientOptions) {
    this.id = options.id;
    this.#options = options;
    this.#outbox = emptyOutbox(options.capacity);
  }

  start(): void {
    if (this.#state === 'stopped') this.#open();
  }

  postUrgent(message: Urgent): void {
    this.#outbox = postUrgent(this.#outbox, message);
    this.#flush();
  }

  postReadings(readings: readonly Reading[]): void {
    const late = this.#state === 'pausing' || this.#state === 'uncovered';
    this.#outbox = postReadings(this.#outbox, late ? readings.map(asLate) : readings);
    this.#flush();
  }

  delivered(): Promise<void> {
    if (isEmpty(this.#outbox)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenDelivered = [...this.#whenDelivered, resolve];
    });
  }

  leaveCoverage(): void {
    if (this.#state === 'stopped' || this.#state === 'uncovered') return;
    this.#state = 'uncovered';
    clearTimeout(this.#pause);
    this.#connection?.cut('out of coverage');
  }

  enterCoverage(): void {
    if (this.#state === 'uncovered') this.#open();
  }

  get waiting(): BandClient['waiting'] {
    return { urgent: this.#outbox.urgent.length, readings: this.#outbox.readings.length };
  }

  async stop(): Promise<void> {
    const last = this.#state === 'connected' ? this.#connection : undefined;
    this.#state = 'stopped';
    clearTimeout(this.#pause);
    if (last) await sayOffline(last, this.id);
    await this.#connection?.close();
  }

  #open(): void {
    this.#state = 'connecting';
    this.#connection = connect(this.#options, this.#options.ackWithin ?? ACKNOWLEDGED_WITHIN, {
      connected: () => this.#connected(),
      cue: (cue) => this.#observe({ type: 'cue', cue }),
      ended: (reason) => this.#ended(reason),
    });
  }

  #connected(): void {
    this.#state = 'connected';
    this.#failures = 0;
    this.#observe({ type: 'connected' });
    this.#connection?.send(letterOf(this.id, { type: 'status', state: 'online' }), () => {});
    this.#flush();
  }

  #ended(reason: string): void {
    this.#outbox = connectionLost(this.#outbox);
    this.#observe({ type: 'disconnected', reason });
    if (this.#state !== 'connecting' && this.#state !== 'connected') return;
    this.#state = 'pausing';
    const { random = Math.random, backoff = BACKOFF } = this.#options;
    const longest = Math.min(backoff.longest, backoff.first * 2 ** this.#failures);
    this.#failures += 1;
    this.#pause = setTimeout(() => this.#open(), longest * (0.5 + random() / 2));
  }

  #flush(): void {
    if (this.#state !== 'connected') return;
    const { outbox, parcels } = takeOut(this.#outbox);
    this.#outbox = outbox;
    for (const parcel of parcels) {
      this.#observe({ type: 'sent', ids: idsOf(parcel) });
      const letter = letterOf(this.id, messageOf(parcel));
      this.#connection?.send(letter, () => this.#acknowledged(parcel));
    }
  }

  #acknowledged(parcel: Parcel): void {
    this.#outbox = acknowledged(this.#outbox, parcel.ticket);
    this.#observe({ type: 'acknowledged', ids: idsOf(parcel) });
    this.#flush();
    if (!isEmpty(this.#outbox)) return;
    const told = this.#whenDelivered;
    this.#whenDelivered = [];
    for (const tell of told) tell();
  }

  #observe(event: ClientEvent): void {
    this.#options.observe?.(this.id, event);
  }
}

/** How long a goodbye may take. */
const GOODBYE = seconds(1);

const sayOffline = (connection: Connection, id: BandId): Promise<void> =>
  new Promise((resolve) => {
    const enough = setTimeout(resolve, GOODBYE);
    connection.send(letterOf(id, { type: 'status', state: 'offline' }), () => {
      clearTimeout(enough);
      resolve();
    });
  });

const messageOf = (parcel: Parcel): BandMessage =>
  parcel.what === 'urgent'
    ? parcel.message
    : { type: 'heartbeat', readings: parcel.readings, faults: [] };

const idsOf = (parcel: Parcel): readonly MessageId[] =>
  (parcel.what === 'urgent' ? [parcel.message] : parcel.readings).flatMap(({ id }) => id ?? []);
