// The rules on a stage: the same turns as in the service, with time told from outside and nothing else
// touched. For recordings that are run through tomorrow's rules, and for stories in tests.
import type { Change, Incident } from '../domain/incident.ts';
import type { Policies } from '../domain/policy.ts';
import { type Instant, latest, type Millis, plus } from '../domain/time.ts';
import type { Wearing } from './port.ts';
import { Turn } from './turn.ts';
import { Watchlist } from './watchlist.ts';

/** Something that would have gone on record, and the incident as it was after it. */
export interface Rehearsed {
  readonly change: Change;
  readonly incident: Incident;
}

export class Rehearsal {
  readonly watchlist: Watchlist;
  readonly #policies: Policies;
  #now: Instant;
  #tickedAt: Instant;

  /** @param bands who wears what from the beginning. */
  constructor(bands: Iterable<Wearing>, start: Instant, policies: Policies) {
    this.#policies = policies;
    this.#now = start;
    this.#tickedAt = start;
    this.watchlist = new Watchlist(policies.community);
    const nothing = {
      openIncidents: [],
      recentMessages: new Map(),
      bands: new Map(),
      habits: new Map(),
      unperformed: [],
    };
    this.watchlist.restore(nothing, bands, start);
  }

  get now(): Instant {
    return this.#now;
  }

  /**
   * Lets time pass until then, one tick every `every`, however short the steps in which it is told to
   * pass; what time alone changed is yielded.
   */
  *until(at: Instant, every: Millis): Generator<Rehearsed> {
    for (;;) {
      const next = latest(plus(this.#tickedAt, every), this.#now);
      if (next > at) break;
      this.#now = next;
      this.#tickedAt = next;
      yield* this.turn((turn) => turn.takeTick());
    }
    this.#now = latest(at, this.#now);
  }

  /** The clock is set, forwards or back, without time passing. */
  jump(at: Instant): void {
    this.#now = at;
    this.#tickedAt = at;
  }

  /** One turn of the engine at the present moment. Throws what a rule throws. */
  turn(work: (turn: Turn) => void): readonly Rehearsed[] {
    // There is no journal here: without this, ticks would write all bands down for one.
    this.watchlist.rememberedAt = this.#now;
    const turn = new Turn(this.watchlist, this.#now, this.#policies, (detail) => {
      throw new Error(`a rule failed: ${detail}`);
    });
    work(turn);
    turn.keep();
    return turn.record.changes.flatMap(({ change }) => {
      const incident = turn.record.incident(change.incidentId);
      return incident ? [{ change, incident }] : [];
    });
  }
}
