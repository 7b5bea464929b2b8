// What rang while something was rehearsed: each incident once, with when it began and how sharp it got.
import type { IncidentId } from '../../domain/ids.ts';
import type { Change, Incident, Priority } from '../../domain/incident.ts';
import type { Rung } from '../../domain/rehearsal.ts';
import { formatRfc3339, type Instant } from '../../domain/time.ts';

const SHARPNESS: readonly Priority[] = ['notice', 'technical', 'attention', 'emergency'];

export class RungList {
  readonly #countFrom: Instant;
  readonly #rungs = new Map<IncidentId, Rung>();

  constructor(countFrom: Instant) {
    this.#countFrom = countFrom;
  }

  /** In the order in which they were raised. */
  get all(): readonly Rung[] {
    return [...this.#rungs.values()];
  }

  /** @param incident as it is after the change. */
  note(change: Change, incident: Incident): void {
    if (change.at < this.#countFrom) return;
    if (change.type === 'raised') this.#rungs.set(incident.id, rungOf(incident));
    else if (change.type === 'reclassified') this.#sharpen(incident, change.at);
  }

  #sharpen(incident: Incident, at: Instant): void {
    const known = this.#rungs.get(incident.id);
    // It was raised before anything counts, and calls only now.
    const before = known ?? rungOf(incident);
    if (known && SHARPNESS.indexOf(incident.priority) <= SHARPNESS.indexOf(known.priority)) return;
    const { kind, priority, reason } = incident;
    const sharpAt = formatRfc3339(at);
    this.#rungs.set(incident.id, { ...before, kind, priority, reason: reason.code, sharpAt });
  }
}

const rungOf = ({ openedAt, kind, priority, residentId, bandId, reason }: Incident): Rung => ({
  at: formatRfc3339(openedAt),
  kind,
  priority,
  ...(residentId !== undefined && { residentId }),
  ...(bandId !== undefined && { bandId }),
  reason: reason.code,
});
