// The frames' contents, from what the engine and the registry know at this moment.
import type { AlertEngine } from '../../alerts/port.ts';
import {
  type IncidentView,
  incidentView,
  type ResidentCard,
  type ResidentView,
  residentView,
} from '../../domain/frame.ts';
import { type Incident, isOpen } from '../../domain/incident.ts';
import { maskName, type Resident } from '../../domain/person.ts';
import type { Registry } from '../../registry/port.ts';

export interface Sources {
  readonly engine: AlertEngine;
  readonly registry: Registry;
}

export function viewOf({ engine }: Sources, resident: Resident): ResidentView {
  const { bandId } = resident;
  const present = bandId === undefined ? undefined : engine.present(bandId);
  return residentView(resident, maskName(resident.name), present);
}

/** The whole card of a resident goes out with an open incident of theirs, and not otherwise. */
export function personOf({ registry }: Sources, incident: Incident): ResidentCard | undefined {
  if (!isOpen(incident) || incident.residentId === undefined) return undefined;
  return registry.residents.get(incident.residentId);
}

export interface SnapshotContents {
  readonly incidents: readonly IncidentView[];
  readonly residents: readonly ResidentView[];
  readonly people: readonly ResidentCard[];
}

export function snapshotOf(sources: Sources): SnapshotContents {
  const open = sources.engine.openIncidents();
  const people = new Map<string, ResidentCard>();
  for (const incident of open) {
    const person = personOf(sources, incident);
    if (person) people.set(person.id, person);
  }
  return {
    incidents: open.map(incidentView),
    residents: sources.registry.residents.all().map((resident) => viewOf(sources, resident)),
    people: [...people.values()],
  };
}
