// Why a tile has a colour: an open matter first, then the state of the band. Without a reason it has
// none.
import type { IncidentView, ResidentView } from '../../../domain/frame.ts';
import type { ResidentId } from '../../../domain/ids.ts';
import { hours, type Instant } from '../../../domain/time.ts';
import { inOrder, isAlarm, momentOf } from '../alarms.ts';
import type { Board } from '../board.ts';

export type Mood =
  | 'calm'
  | 'emergency'
  /** An emergency that somebody has taken. */
  | 'claimed'
  | 'attention'
  | 'notice'
  | 'technical'
  | 'away';

/** What is out of the ordinary with a band; `charging` is worth a word before it is worth a colour. */
export type DeviceState =
  | { readonly state: 'no-band' | 'unheard' }
  | { readonly state: 'silent' | 'late'; readonly since?: Instant }
  | { readonly state: 'charging'; readonly since: Instant; readonly long: boolean }
  | { readonly state: 'unworn'; readonly since: Instant }
  | { readonly state: 'battery'; readonly percent: number; readonly since: Instant };

const CHARGING_LONG = hours(3);
const BATTERY_LOW = 20;

/** @param concern the gravest open matter of the person: an open battery notice is worth its word. */
export function deviceState(
  resident: ResidentView,
  now: Instant,
  concern: IncidentView | undefined,
): DeviceState | undefined {
  const { connection, heardAt, charging, worn, vitals } = resident;
  if (connection === 'no-band' || connection === 'unheard') return { state: connection };
  if (charging?.value === true && connection === 'live') {
    const since = momentOf(charging.at);
    return { state: 'charging', since, long: now - since > CHARGING_LONG };
  }
  const { battery } = vitals;
  const low = concern?.kind === 'battery' ? Number.POSITIVE_INFINITY : BATTERY_LOW;
  if (battery !== undefined && battery.value <= low) {
    return { state: 'battery', percent: battery.value, since: momentOf(battery.at) };
  }
  if (connection === 'silent' || connection === 'late') {
    return { state: connection, ...(heardAt !== undefined && { since: momentOf(heardAt) }) };
  }
  if (worn?.value === false) return { state: 'unworn', since: momentOf(worn.at) };
  return undefined;
}

type Incidents = Board['incidents'];
const concerns = new WeakMap<Incidents, ReadonlyMap<ResidentId, IncidentView>>();

/** The gravest open matter of each person; made once for each set of incidents. */
export function concernOf(incidents: Incidents, id: ResidentId): IncidentView | undefined {
  let known = concerns.get(incidents);
  if (known === undefined) {
    const fresh = new Map<ResidentId, IncidentView>();
    for (const incident of [...inOrder(incidents.values())].reverse()) {
      if (incident.residentId !== undefined) fresh.set(incident.residentId, incident);
    }
    known = fresh;
    concerns.set(incidents, known);
  }
  return known.get(id);
}

function incidentMood(incident: IncidentView): Mood {
  if (incident.priority === 'emergency') return incident.state === 'open' ? 'emergency' : 'claimed';
  if (isAlarm(incident)) return 'attention';
  if (incident.priority === 'attention') return 'attention';
  return incident.kind === 'battery' || incident.priority === 'technical' ? 'technical' : 'notice';
}

export function moodOf(incidents: Incidents, resident: ResidentView, now: Instant): Mood {
  const concern = concernOf(incidents, resident.id);
  if (concern !== undefined) return incidentMood(concern);
  const device = deviceState(resident, now, concern);
  switch (device?.state) {
    case undefined:
      return 'calm';
    case 'no-band':
    case 'unheard':
      return 'away';
    case 'charging':
      return device.long ? 'technical' : 'calm';
    default:
      return 'technical';
  }
}
