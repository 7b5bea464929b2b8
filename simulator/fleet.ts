// All bands together: each is a client of its own with its own credentials; here they are started,
// spread over the minute, given their parts in a story, and stopped.
import type { BandId } from '../domain/ids.ts';
import { hours, type Instant, type Millis, millis, plus } from '../domain/time.ts';
import { Actor, CHUNK } from './actor.ts';
import { type ClientEvent, makeBandClient } from './client.ts';
import type { Line } from './connection.ts';
import type { Band } from './life.ts';
import type { Pace } from './pace.ts';
import type { Act, Moment } from './story.ts';

export interface FleetOptions {
  readonly broker: string;
  /** PEM of the authority behind the broker's certificate. */
  readonly authority?: string;
  readonly members: readonly Member[];
  /** From one heartbeat of a band to the next, in the wearers' time. */
  readonly interval: Millis;
  readonly pace: Pace;
  readonly observe?: (id: BandId, event: ClientEvent) => void;
}

export interface Member {
  readonly band: Band;
  readonly secret: string;
}

export interface Fleet {
  /** Begins to connect, a few at a time. */
  connect(): void;
  /** First heartbeats at once, from then on evenly spread. */
  goLive(): void;
  /** Resolves when all have delivered their past as a backlog. */
  deliverPast(
    until: Instant,
    intervalAt: (at: Instant) => Millis,
    told: (readings: number) => void,
  ): Promise<void>;
  play(moments: readonly Moment[]): void;
  /** Returns false when no such band is here. */
  perform(id: BandId, act: Act): boolean;
  /** Presses, falls and readings that no acknowledgement has come for. */
  readonly waiting: { readonly urgent: number; readonly readings: number };
  stop(): Promise<void>;
}

/** Between two first CONNECTs; a whole town that switches on at once is another story. */
const BETWEEN_CONNECTS = 5;
/** What a band can hold while it has no coverage. */
const BACKLOG = hours(24);

export const makeFleet = (options: FleetOptions): Fleet => new Bands(options);

class Bands implements Fleet {
  readonly #options: FleetOptions;
  readonly #actors: ReadonlyMap<BandId, Actor>;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#actors = new Map(options.members.map((one) => [one.band.id, this.#actor(one)]));
  }

  connect(): void {
    this.#each((actor, nth) => {
      this.#timers.push(setTimeout(() => actor.connect(), nth * BETWEEN_CONNECTS));
    });
  }

  goLive(): void {
    const { interval } = this.#options;
    this.#each((actor, nth) => {
      actor.goLive(interval, millis(interval * ((nth + 1) / this.#actors.size)));
    });
  }

  async deliverPast(...past: Parameters<Fleet['deliverPast']>): Promise<void> {
    await Promise.all([...this.#actors.values()].map((actor) => actor.deliverPast(...past)));
  }

  play(moments: readonly Moment[]): void {
    const cast = [...this.#actors.values()];
    const begins = this.#options.pace.now();
    for (const { at, who, act } of moments) cast[who]?.expect(plus(begins, at), act);
  }

  perform(id: BandId, act: Act): boolean {
    const actor = this.#actors.get(id);
    actor?.perform(act, this.#options.pace.now());
    return actor !== undefined;
  }

  get waiting(): Fleet['waiting'] {
    const all = [...this.#actors.values()].map((actor) => actor.waiting);
    return {
      urgent: all.reduce((sum, { urgent }) => sum + urgent, 0),
      readings: all.reduce((sum, { readings }) => sum + readings, 0),
    };
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all([...this.#actors.values()].map((actor) => actor.stop()));
  }

  #each(act: (actor: Actor, nth: number) => void): void {
    [...this.#actors.values()].forEach(act);
  }

  #actor({ band, secret }: Member): Actor {
    const { broker, authority, interval, pace, observe } = this.#options;
    const line: Line = {
      broker,
      id: band.id,
      secret,
      ...(authority !== undefined && { authority }),
    };
    const client = makeBandClient({
      ...line,
      capacity: Math.max(CHUNK, Math.ceil(BACKLOG / interval)),
      observe: (id, event) => {
        if (event.type === 'cue') actor.hear(event.cue);
        observe?.(id, event);
      },
    });
    const actor = new Actor(band, client, pace);
    return actor;
  }
}
