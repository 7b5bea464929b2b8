// What one turn puts on record: what arrived, what it changed and what became of the incidents by that;
// and now and then what can be lost without harm.
import type { IncidentId } from '../domain/ids.ts';
import { type Change, evolve, type Incident, versionOf } from '../domain/incident.ts';
import type { Checkpoint, JournalBatch, NumberedChange, RecordedArrival } from './port.ts';

export class TurnRecord {
  readonly #arrivals: RecordedArrival[] = [];
  readonly #changes: NumberedChange[] = [];
  readonly #incidents = new Map<IncidentId, Incident>();
  checkpoint: Checkpoint | undefined;

  get isEmpty(): boolean {
    return (
      this.#changes.length === 0 && this.#arrivals.length === 0 && this.checkpoint === undefined
    );
  }

  /** In the order in which they happened. */
  get changes(): readonly NumberedChange[] {
    return this.#changes;
  }

  /** Those that changed, as they now are. */
  get incidents(): Iterable<Incident> {
    return this.#incidents.values();
  }

  incident(id: IncidentId): Incident | undefined {
    return this.#incidents.get(id);
  }

  arrived(arrival: RecordedArrival): void {
    this.#arrivals.push(arrival);
  }

  /** @param before the incidents as they were, wherever this turn has not changed them yet. */
  changed(before: readonly Incident[], changes: readonly Change[]): void {
    for (const change of changes) {
      const id = change.incidentId;
      const known = this.#incidents.get(id) ?? before.find((incident) => incident.id === id);
      const incident = evolve(known, change);
      this.#incidents.set(id, incident);
      this.#changes.push({ change, version: versionOf(incident) });
    }
  }

  batch(performedThrough: number): JournalBatch {
    return {
      arrivals: this.#arrivals,
      changes: this.#changes,
      incidents: [...this.#incidents.values()],
      ...(this.checkpoint && { checkpoint: this.checkpoint }),
      performedThrough,
    };
  }
}
