// How an incident stands in the list of incidents.
import type { IncidentId, ResidentId } from '../../domain/ids.ts';
import { type Incident, isOpen } from '../../domain/incident.ts';
import type { Instant } from '../../domain/time.ts';

export interface IncidentRow {
  readonly id: IncidentId;
  readonly openedAt: Instant;
  readonly isOpen: boolean;
  readonly residentId: ResidentId | null;
}

export const rowOf = (incident: Incident): IncidentRow => ({
  id: incident.id,
  openedAt: incident.openedAt,
  isOpen: isOpen(incident),
  residentId: incident.residentId ?? null,
});
