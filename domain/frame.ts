// What server and duty screen say to each other over `/feed`, and the form in which incidents and
// residents leave the service: the same on the WebSocket, over HTTP and in a rehearsal.
// Moments are written as RFC 3339 in UTC.
import type { BandId, IncidentId, ResidentId, StaffName } from './ids.ts';
import type { Change, Incident, Kind, Outcome, Priority } from './incident.ts';
import { ownerOf } from './incident.ts';
import type { Metric } from './message.ts';
import { METRICS } from './message.ts';
import type { Resident } from './person.ts';
import type { Connection, FallRecord, Measured, Present } from './present.ts';
import type { Reason } from './reason.ts';
import { formatRfc3339, type Instant } from './time.ts';

type Rfc3339 = string;

/** A value whose instants are written out: `Instant` becomes a string, all else stays. */
type Written<T> = T extends Instant
  ? Rfc3339
  : T extends readonly (infer Item)[]
    ? readonly Written<Item>[]
    : T extends string | number | boolean | undefined
      ? T
      : { readonly [Key in keyof T]: Written<T[Key]> };

export type TimelineEntry = Change extends infer Each
  ? Each extends Change
    ? Written<Omit<Each, 'incidentId'>>
    : never
  : never;

export interface IncidentView {
  readonly id: IncidentId;
  readonly kind: Kind;
  readonly priority: Priority;
  readonly state: Incident['state'];
  readonly residentId?: ResidentId;
  readonly bandId?: BandId;
  readonly openedAt: Rfc3339;
  readonly at: Rfc3339;
  readonly calledAt?: Rfc3339;
  readonly presses: number;
  readonly owner?: StaffName;
  readonly dueAt: Rfc3339;
  readonly rangAt: Rfc3339;
  readonly checkUntil?: Rfc3339;
  readonly heldUntil?: Rfc3339;
  readonly closedAt?: Rfc3339;
  readonly outcome?: Outcome;
  readonly reason: Written<Reason>;
  readonly timeline: readonly TimelineEntry[];
}

/** The keys under which a change, a reason or a present state holds an instant. */
const INSTANT_KEYS = new Set([
  'at',
  'deviceAt',
  'calledAt',
  'dueAt',
  'checkUntil',
  'until',
  'lastHeardAt',
  'flatAt',
  'offAt',
  'heardAt',
  'openedAt',
  'rangAt',
  'heldUntil',
  'closedAt',
  'outSince',
  'wrongSince',
  'movedAt',
  'walkedAt',
  'leftAt',
  'upAt',
]);

/** Writes out every instant in a plain value, at any depth. */
export function written<T>(value: T): Written<T> {
  if (Array.isArray(value)) return value.map(written) as Written<T>;
  if (typeof value !== 'object' || value === null) return value as Written<T>;
  const result: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    result[key] =
      typeof part === 'number' && INSTANT_KEYS.has(key)
        ? formatRfc3339(part as Instant)
        : written(part);
  }
  return result as Written<T>;
}

export function incidentView(incident: Incident): IncidentView {
  const owner = ownerOf(incident);
  const timeline = incident.timeline.map(({ incidentId: _, ...entry }) => written(entry));
  return {
    ...(written({ ...incident, timeline: [] }) as unknown as IncidentView),
    ...(owner !== undefined && { owner }),
    timeline: timeline as unknown as readonly TimelineEntry[],
  };
}

/** A resident as the wall shows them: where, whose name is masked, how they are, and since when. */
export interface ResidentView {
  readonly id: ResidentId;
  readonly maskedName: string;
  readonly compound?: string;
  readonly building?: string;
  readonly unit?: string;
  readonly room?: string;
  readonly bandId?: BandId;
  /** `no-band`: wears none, so nothing can be said. */
  readonly connection: Connection | 'no-band';
  readonly heardAt?: Rfc3339;
  readonly cadenceMs?: number;
  readonly beats: string;
  readonly vitals: { readonly [M in Metric]?: Written<Measured<number>> };
  readonly worn?: Written<Measured<boolean>>;
  readonly charging?: Written<Measured<boolean>>;
  /** Of the last 30 days; absent when its band has raised none. */
  readonly falls?: FallRecord;
  readonly refused: number;
}

/** What a call-out needs to know of a person; sent with an open emergency, not with the wall. */
export type ResidentCard = Resident;

export function residentView(
  resident: Resident,
  maskedName: string,
  present: Present | undefined,
): ResidentView {
  const { id, compound, building, unit, room, bandId } = resident;
  const place = { compound, building, unit, room, bandId };
  const known = Object.fromEntries(
    Object.entries(place).filter(([, value]) => value !== undefined),
  ) as Omit<ResidentView, 'id' | 'maskedName' | 'connection' | 'beats' | 'vitals' | 'refused'>;
  const base = { id, maskedName, ...known };
  if (bandId === undefined || present === undefined) {
    return { ...base, connection: 'no-band', beats: '', vitals: {}, refused: 0 };
  }
  const vitals: { [M in Metric]?: Written<Measured<number>> } = {};
  for (const metric of METRICS) {
    const measured = present[metric];
    if (measured !== undefined) vitals[metric] = written(measured);
  }
  return {
    ...base,
    connection: present.connection,
    ...(present.heardAt !== undefined && { heardAt: formatRfc3339(present.heardAt) }),
    cadenceMs: present.cadence,
    beats: present.beats,
    vitals,
    ...(present.worn && { worn: written(present.worn) }),
    ...(present.charging && { charging: written(present.charging) }),
    ...(present.falls && { falls: present.falls }),
    refused: present.refused,
  };
}

/**
 * What can be out of order while alarms still work, by the name the screen words:
 * `journal` nothing can be recorded; `disk` it is full, and only emergencies are recorded; `history`
 * readings wait for their store; `band-line` no band has been heard for a minute; `rules` a rule failed
 * and rang instead; `canary` our own press did not arrive, twice in a row; `listening` no screen is
 * visible and can sound; `stalled` a part of the service stands still, and it will restart.
 */
export const DEGRADATIONS = [
  'journal',
  'disk',
  'history',
  'band-line',
  'rules',
  'canary',
  'listening',
  'stalled',
] as const;
export type Degradation = (typeof DEGRADATIONS)[number];

/** Readings that are safe with us and not yet in their store. */
export interface Backlog {
  readonly readings: number;
  /** When the reading that has waited longest arrived. */
  readonly at: Instant;
}

/** Whether the service can do its duty, and what it does without meanwhile. */
export interface Readiness {
  /** An emergency can be taken and stored. */
  readonly ready: boolean;
  readonly degraded: readonly Degradation[];
  readonly backlog?: Backlog;
}

/** Sent by the server; `seq` rises by one from frame to frame. */
export type ServerFrame = { readonly seq: number } & (
  | {
      readonly type: 'snapshot';
      readonly serverTime: Rfc3339;
      readonly incidents: readonly IncidentView[];
      readonly residents: readonly ResidentView[];
      /** The people of the open incidents, complete. */
      readonly people: readonly ResidentCard[];
    }
  | {
      readonly type: 'incident';
      readonly incident: IncidentView;
      readonly person?: ResidentCard;
    }
  | { readonly type: 'resident'; readonly resident: ResidentView }
  | {
      readonly type: 'tick';
      readonly serverTime: Rfc3339;
      readonly degraded: readonly Degradation[];
      /** With `history`: what waits for the store, and since when. */
      readonly backlog?: Written<Backlog>;
      /** Who is signed in on a connected duty screen. */
      readonly onDuty: readonly StaffName[];
    }
);

/** Sent by a duty screen. */
export type ClientFrame =
  | { readonly type: 'seen'; readonly incidentId: IncidentId }
  | { readonly type: 'console'; readonly visible: boolean; readonly audible: boolean };
