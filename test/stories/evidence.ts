// What nobody could have told before the band did: a heart that races while the band is on its charger, a
// walk through the night before the first position. Until then a delay is not the rules'.
import { distance } from '../../domain/geo.ts';
import type { BandId } from '../../domain/ids.ts';
import type { Reading } from '../../domain/message.ts';
import type { Instant } from '../../domain/time.ts';
import type { Emergency, Person } from './story.ts';
import type { Received } from './watcher.ts';

interface Pending {
  readonly matter: Emergency;
  readonly person: Person;
  /** Readings that would show it. */
  seen: number;
}

/** One reading is an error of the sensor; a position is a position. */
const NEEDED: { readonly [Shows in Emergency['shows']]?: number } = { vitals: 4, wandering: 1 };

export class Evidence {
  readonly #pending = new Map<BandId, Pending[]>();
  readonly #shownAt = new Map<Emergency, Instant>();

  constructor(emergencies: readonly Emergency[], people: readonly Person[]) {
    const known = new Map(people.map((person) => [person.id, person]));
    for (const matter of emergencies) {
      const person = known.get(matter.residentId);
      if (person === undefined || NEEDED[matter.shows] === undefined) continue;
      const pending = this.#pending.get(person.bandId) ?? [];
      this.#pending.set(person.bandId, [...pending, { matter, person, seen: 0 }]);
    }
  }

  hear(messages: readonly Received[]): void {
    for (const { arrival, message } of messages) {
      const pending = this.#pending.get(arrival.bandId);
      if (pending === undefined || message.type !== 'heartbeat') continue;
      for (const reading of message.readings) this.#read(pending, reading, arrival.receivedAt);
    }
  }

  #read(pending: readonly Pending[], reading: Reading, at: Instant): void {
    for (const one of pending) {
      const { matter, person } = one;
      if (at < matter.from || this.#shownAt.has(matter) || !tells(matter, person, reading))
        continue;
      one.seen += 1;
      if (one.seen === NEEDED[matter.shows]) this.#shownAt.set(matter, at);
    }
  }

  /** The same, noticeable when the band has told enough at the earliest. */
  shown(matter: Emergency): Emergency {
    const at = this.#shownAt.get(matter);
    const noticeable = matter.noticeable ?? matter.from;
    return at === undefined || at <= noticeable ? matter : { ...matter, noticeable: at };
  }
}

/** Metres; a position nearer to home is one at home. */
const AWAY = 200;

function tells(
  { shows }: Emergency,
  { home }: Person,
  { heartRate, worn, charging, location }: Reading,
): boolean {
  if (shows === 'vitals') return heartRate !== undefined && worn !== false && charging !== true;
  if (location === undefined) return false;
  return home === undefined || distance(home, location) > AWAY + (location.accuracy ?? 0);
}
