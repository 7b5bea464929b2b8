// An incident is what its changes say. A change is a fact in the past tense; the journal keeps
// changes, and `evolve` folds them into the incident, here and wherever else one is needed.
import type { CanaryStage } from './canary.ts';
import type { BandId, IncidentId, MessageId, ResidentId, StaffName } from './ids.ts';
import type { BAND_STATES, EmergencyChannel, FallPhase, Location } from './message.ts';
import type { Instant, Millis } from './time.ts';

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

/** What most likely keeps a band from speaking, by its last word and what is usual. */
const SILENCE_CAUSES = [
  'charging',
  'flat',
  'low-battery',
  'off-wrist',
  'asleep',
  'away',
  'coverage',
] as const;
export type SilenceCause = (typeof SILENCE_CAUSES)[number];

/** What a silent band last said of itself. */
interface LastWord {
  readonly lastHeardAt: Instant;
  /** Percent. */
  readonly battery?: number;
  /** When it would be flat, by how fast it has been emptying. */
  readonly flatAt?: Instant;
  /** dBm. */
  readonly signal?: number;
  readonly worn?: boolean;
  readonly charging?: boolean;
  readonly status?: (typeof BAND_STATES)[number];
  /** So far from home it was last seen, where that is far. */
  readonly metres?: number;
}

/** What bands that fell silent together have in common. `building` is one of a compound. */
export type Shared =
  | { readonly type: 'everything' }
  | { readonly type: 'compound' | 'gateway' | 'firmware'; readonly name: string }
  | { readonly type: 'building'; readonly name: string; readonly compound?: string };

/** Values at rest that speak for something: the middle one, how many they are, over how long. */
interface Measurements {
  readonly value: number;
  readonly readings: number;
  readonly lasted: Millis;
  /** For this person at this hour, when it is known. */
  readonly usual?: number;
}

/** Why an incident was raised or changed, as data; the screen words it in the reader's language. */
export type Reason =
  | { readonly code: 'pressed' }
  | { readonly code: 'unreadable'; readonly channel: EmergencyChannel; readonly detail: string }
  | { readonly code: 'fall-detected' }
  | { readonly code: 'fall-confirmed' }
  /** Nobody moved or said fine while the fall was being checked. */
  | { readonly code: 'fall-unanswered'; readonly waited: Millis }
  | { readonly code: 'moved-after-fall'; readonly steps?: number }
  /** Without a cause nothing about the band explains it. */
  | ({ readonly code: 'silent'; readonly cause?: SilenceCause } & LastWord)
  | ({ readonly code: 'no-sign-of-life' } & LastWord)
  /** `of` so many in the group that they share; without `shared` of all. */
  | {
      readonly code: 'many-silent';
      readonly bands: number;
      readonly of: number;
      readonly shared?: Shared;
    }
  /** `by` steps: all that could be told by. `usual`: the longest at this hour, from so many days. */
  | {
      readonly code: 'not-moving';
      readonly movedAt: Instant;
      readonly by: 'still' | 'steps';
      readonly usual?: Millis;
      readonly days?: number;
    }
  | { readonly code: 'not-moving-after-fall'; readonly movedAt: Instant }
  /** `usualMinute`: of the day, by which they are up on nine mornings out of ten. */
  | {
      readonly code: 'not-up';
      readonly movedAt: Instant;
      readonly usualMinute?: number;
      readonly days?: number;
    }
  /** On their feet at night from then on, with so many steps, and none after them. */
  | {
      readonly code: 'not-back';
      readonly leftAt: Instant;
      readonly movedAt: Instant;
      readonly steps: number;
    }
  /**
   * Moves, and has not walked since then. `usual`: how long they go without a walk about this time of the
   * day. `raisedBy`: beats per minute above what is usual for them at rest.
   */
  | {
      readonly code: 'no-steps';
      readonly walkedAt: Instant;
      readonly usual?: Millis;
      readonly raisedBy?: number;
    }
  | { readonly code: 'moved-again' }
  | { readonly code: 'heard-again' }
  | { readonly code: 'battery-low'; readonly percent: number }
  /** It will not last through the night. */
  | {
      readonly code: 'battery-dies';
      readonly percent: number;
      /** When it will be flat, at `perHour` percent an hour. */
      readonly flatAt: Instant;
      readonly perHour: number;
    }
  | { readonly code: 'charged' }
  /** It was said to run flat in the night, and did not. */
  | { readonly code: 'battery-lasted'; readonly percent: number }
  /** `lies-still`: it says that it is worn, but has had no pulse and no movement for hours. */
  | {
      readonly code: 'not-worn';
      readonly sign: 'says-so' | 'lies-still';
      /** Since then, within the hours in which people are up. */
      readonly offAt: Instant;
    }
  | { readonly code: 'worn-again' }
  /** Per minute. */
  | ({ readonly code: 'heart-rate-high' } & Measurements)
  | ({ readonly code: 'heart-rate-low' } & Measurements)
  | ({ readonly code: 'heart-rate-unusual' } & Measurements)
  /** `rate`: the lowest that the pacemaker is set to. */
  | ({ readonly code: 'pulse-under-pacemaker'; readonly rate: number } & Measurements)
  /** SpO2, percent. */
  | ({ readonly code: 'oxygen-low' } & Measurements)
  | ({ readonly code: 'oxygen-unusual' } & Measurements)
  /** Beside what is usual, over hours or days: beats per minute, percentage points. */
  | ({ readonly code: 'heart-rate-risen' | 'oxygen-fallen'; readonly by: number } & (
      | { readonly hours: number }
      | { readonly days: number }
    ))
  | { readonly code: 'vitals-back' }
  /** So many of about so many newest readings cannot be true. */
  | { readonly code: 'sensor-not-believed'; readonly bad: number; readonly readings: number }
  | { readonly code: 'sensor-believed' }
  /** Somebody is out; metres from home, and the place in WGS-84. */
  | {
      readonly code: 'out-at-night' | 'left-home' | 'far-away' | 'long-away';
      readonly metres: number;
      readonly outSince: Instant;
      readonly location: Location;
    }
  | { readonly code: 'back-home' }
  /** The band's clock shows so much less (more: negative) than it is. */
  | { readonly code: 'clock-wrong'; readonly by: Millis; readonly wrongSince: Instant }
  | { readonly code: 'clock-right' }
  /** The service itself did not run, or its clock was moved, for so long. */
  | { readonly code: 'deaf'; readonly gap: Millis }
  | { readonly code: 'rule-failed'; readonly detail: string }
  /** Entries of the journal are gone from its end, or are not what was written. */
  | { readonly code: 'record-damaged'; readonly missing: number; readonly damaged: number }
  /** Our own press got stuck there, twice in a row. */
  | { readonly code: 'canary-missed'; readonly stage: CanaryStage }
  | { readonly code: 'canary-back' }
  /** No duty screen is visible and can sound. */
  | { readonly code: 'nobody-listening' }
  | { readonly code: 'somebody-listening' };

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
