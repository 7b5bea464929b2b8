// An incident is what its changes say. A change is a fact in the past tense; the journal keeps
// changes, and `evolve` folds them into the incident, here and wherever else one is needed.
import type { BandId, IncidentId, MessageId, ResidentId, StaffName } from './ids.ts';
import type { EmergencyChannel, FallPhase, Location } from './message.ts';
import type { Reason } from './reason.ts';
import type { Instant } from './time.ts';

export const KINDS = [
  'sos',
  'fall',
  'no-sign-of-life',
  'vitals',
  'wandering',
  'silence',
  'band-off',
  'battery',
  'technical',
] as const;
export type Kind = (typeof KINDS)[number];

/** Highest first. */
export const PRIORITIES = ['emergency', 'attention', 'notice', 'technical'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** What a person may answer when closing. */
export const OUTCOMES = [
  'assisted',
  'fall-assisted',
  'hospital',
  'emergency-services',
  'false-alarm',
  'test',
  'other',
] as const;
/** `recovered`: what was wrong ended by itself before anybody had taken it. */
export type Outcome = (typeof OUTCOMES)[number] | 'recovered';

/** The bytes of a message nobody could read, kept with the incident it raised. */
export interface RawMessage {
  readonly channel: EmergencyChannel;
  /** Why it could not be read. */
  readonly detail: string;
  readonly base64: string;
}

interface Fact<Type extends string> {
  readonly type: Type;
  readonly incidentId: IncidentId;
  /** The service's clock. */
  readonly at: Instant;
}
/** What a band said, as it goes on the timeline. */
export interface SaidByBand {
  readonly messageId?: MessageId;
  /** The band's clock, as it said. */
  readonly deviceAt?: Instant;
  /** When it happened, by the service's clock, if it came late. */
  readonly calledAt?: Instant;
  readonly location?: Location;
  readonly raw?: RawMessage;
}
interface FromDesk {
  readonly by: StaffName;
  readonly note?: string;
}

export type Raised = Fact<'raised'> & {
  readonly kind: Kind;
  readonly priority: Priority;
  readonly bandId?: BandId;
  readonly residentId?: ResidentId;
  readonly deviceAt?: Instant;
  /** When the call for help was made, by the service's clock, if it came late. */
  readonly calledAt?: Instant;
  readonly dueAt: Instant;
  readonly reason: Reason;
  /** A fall that is being checked becomes an emergency at this moment unless somebody moves. */
  readonly checkUntil?: Instant;
};

export type Change =
  | Raised
  | (Fact<'pressed'> & SaidByBand)
  | (Fact<'fell'> & SaidByBand & { readonly phase: FallPhase; readonly checkUntil?: Instant })
  /** The wearer said on the band that all is well; with `checkUntil` another fall is still checked. */
  | (Fact<'cancelled'> & SaidByBand & { readonly checkUntil?: Instant })
  /** The same matter is now another priority, or is known to be of another kind. */
  | (Fact<'reclassified'> & {
      readonly kind: Kind;
      readonly priority: Priority;
      readonly dueAt: Instant;
      readonly reason: Reason;
    })
  | (Fact<'recovered'> & { readonly reason: Reason })
  | (Fact<'seen'> & { readonly by: StaffName })
  | (Fact<'escalated'> & {
      readonly level: 1 | 2;
      readonly cause: 'unclaimed' | 'no-contact' | 'pressed-again';
    })
  | (Fact<'claimed'> & FromDesk & { readonly takenFrom?: StaffName })
  | (Fact<'contacted'> & FromDesk & { readonly who?: string; readonly reached?: boolean })
  | (Fact<'dispatched'> & FromDesk & { readonly responder?: string })
  | (Fact<'arrived'> & FromDesk)
  | (Fact<'held'> & FromDesk & { readonly until: Instant })
  | (Fact<'noted'> & FromDesk)
  | (Fact<'closed'> & {
      readonly by?: StaffName;
      readonly outcome: Outcome;
      readonly note?: string;
      readonly reply?: Reply;
    })
  | (Fact<'reopened'> & FromDesk);
export type ChangeType = Change['type'];

/** 事事有回音: whether whoever asked has been told how it ended. */
export interface Reply {
  readonly done: boolean;
  readonly note?: string;
}

interface IncidentFacts {
  readonly id: IncidentId;
  readonly kind: Kind;
  readonly priority: Priority;
  readonly bandId?: BandId;
  readonly residentId?: ResidentId;
  /** The service's clock. */
  readonly openedAt: Instant;
  /** The band's clock; the service's where the band said none. */
  readonly at: Instant;
  /** When the call for help was made, by the service's clock, if it came late. */
  readonly calledAt?: Instant;
  readonly presses: number;
  /** When somebody has to be there (emergency) or to have dealt with it. */
  readonly dueAt: Instant;
  readonly reason: Reason;
  readonly checkUntil?: Instant;
  readonly heldUntil?: Instant;
  /** The moment of the newest press or fall: what makes the screen ring again. */
  readonly rangAt: Instant;
  readonly timeline: readonly Change[];
}

/** An incident by its state. Nobody owns an open one; somebody owns every one further on. */
export type Incident = IncidentFacts &
  (
    | { readonly state: 'open' }
    | { readonly state: 'claimed' | 'dispatched' | 'on-scene'; readonly owner: StaffName }
    | {
        readonly state: 'closed';
        readonly owner?: StaffName;
        readonly closedAt: Instant;
        readonly outcome: Outcome;
      }
  );

/** How many changes an incident has seen; what a decision about it was based on. */
export const versionOf = (incident: Incident): number => incident.timeline.length;

export const isOpen = (incident: Incident): boolean => incident.state !== 'closed';

export const ownerOf = (incident: Incident): StaffName | undefined =>
  incident.state === 'open' ? undefined : incident.owner;

/** Folds one change into an incident. The first change of an incident is `raised`. */
export function evolve(incident: Incident | undefined, change: Change): Incident {
  if (incident === undefined) {
    if (change.type === 'raised') return raise(change);
    throw new Error(`the first change of incident ${change.incidentId} is '${change.type}'`);
  }
  return { ...changed(incident, change), timeline: [...incident.timeline, change] };
}

export const evolveAll = (incident: Incident | undefined, changes: Iterable<Change>): Incident => {
  let result = incident;
  for (const change of changes) result = evolve(result, change);
  if (result === undefined) throw new Error('an incident needs at least one change');
  return result;
};

const raise = (change: Raised): Incident => ({
  id: change.incidentId,
  kind: change.kind,
  priority: change.priority,
  ...(change.bandId !== undefined && { bandId: change.bandId }),
  ...(change.residentId !== undefined && { residentId: change.residentId }),
  openedAt: change.at,
  at: change.deviceAt ?? change.at,
  ...(change.calledAt !== undefined && { calledAt: change.calledAt }),
  presses: 0,
  dueAt: change.dueAt,
  reason: change.reason,
  ...(change.checkUntil !== undefined && { checkUntil: change.checkUntil }),
  rangAt: change.at,
  timeline: [change],
  state: 'open',
});

function changed(incident: Incident, change: Change): Incident {
  switch (change.type) {
    case 'raised':
      return incident;
    case 'pressed':
      return { ...incident, presses: incident.presses + 1, rangAt: change.at };
    case 'fell':
      return rechecked({ ...incident, rangAt: change.at }, change.checkUntil);
    case 'reclassified':
      return reclassified(incident, change);
    case 'cancelled':
      return rechecked(incident, change.checkUntil);
    case 'recovered':
      return rechecked(incident, undefined);
    case 'seen':
    case 'escalated':
    case 'contacted':
    case 'noted':
      return incident;
    case 'claimed':
      return incident.state === 'open' || incident.state === 'closed'
        ? claimed(incident, change.by, 'claimed')
        : { ...incident, owner: change.by };
    case 'dispatched':
      return incident.state === 'on-scene' ? incident : claimed(incident, change.by, 'dispatched');
    case 'arrived':
      return claimed(incident, change.by, 'on-scene');
    case 'held':
      return { ...incident, heldUntil: change.until };
    case 'closed':
      return close(incident, change);
    case 'reopened':
      return claimed(incident, change.by, 'claimed');
    default:
      return change satisfies never;
  }
}

type ChangeOf<Type extends ChangeType> = Extract<Change, { type: Type }>;

/** The parts that every state shares, without those that belong to one state only. */
function factsOf(incident: Incident): IncidentFacts {
  const { state: _state, ...facts } = incident;
  const {
    owner: _owner,
    closedAt: _closedAt,
    outcome: _outcome,
    ...shared
  } = facts as IncidentFacts & { owner?: unknown; closedAt?: unknown; outcome?: unknown };
  return shared;
}

function claimed(
  incident: Incident,
  by: StaffName,
  state: 'claimed' | 'dispatched' | 'on-scene',
): Incident {
  const owner = incident.state === 'closed' ? by : (ownerOf(incident) ?? by);
  return { ...factsOf(incident), state, owner };
}

function close(incident: Incident, change: ChangeOf<'closed'>): Incident {
  const owner = ownerOf(incident) ?? change.by;
  return {
    ...factsOf(rechecked(incident, undefined)),
    state: 'closed',
    ...(owner !== undefined && { owner }),
    closedAt: change.at,
    outcome: change.outcome,
  };
}

function reclassified(incident: Incident, change: ChangeOf<'reclassified'>): Incident {
  const { kind, priority, dueAt, reason } = change;
  const rangAt = priority === 'emergency' ? change.at : incident.rangAt;
  return { ...rechecked(incident, undefined), kind, priority, dueAt, reason, rangAt };
}

function rechecked(incident: Incident, checkUntil: Instant | undefined): Incident {
  const { checkUntil: _ended, ...rest } = incident;
  return checkUntil === undefined ? rest : { ...rest, checkUntil };
}
