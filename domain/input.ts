// Everything that can move the core. There is no fourth way in beside a band, the desk and time;
// the roster says whom to watch.
import type { DeskAction } from './desk.ts';
import type { BandId, IncidentId, ResidentId, StaffName } from './ids.ts';
import type { Arrival, BandMessage, Garbled } from './message.ts';
import type { Reason, Shared } from './reason.ts';
import type { Instant, Millis } from './time.ts';

/** Many bands of one group that fell silent together: one cause, and it is not the people. */
export interface Outage {
  readonly incidentId: IncidentId;
  readonly shared: Shared;
  /** The first of them was last heard then. */
  readonly from: Instant;
  /** And the last of them, when they last fell silent together. */
  readonly to: Instant;
  /** Whoever has been silent with them: each may come back and fall silent again while it lasts. */
  readonly members: ReadonlySet<BandId>;
  /** The most that were silent at a time. */
  readonly bands: number;
  /** Of this many that are watched in the group. */
  readonly of: number;
  /** So many were told to the desk, and as what; none yet: 0. */
  readonly told: number;
  readonly toldAs: Shared;
  /** When enough of them were last silent. */
  readonly silentAt: Instant;
}

export type OutageNews =
  | { readonly type: 'outage-began' | 'outage-grew' | 'outage-over'; readonly outage: Outage }
  /** What was told as two is one. */
  | { readonly type: 'outage-joined'; readonly outage: Outage; readonly into: Outage };

export type FromBand = {
  readonly type: 'message';
  readonly arrival: Arrival;
  readonly message: BandMessage | Garbled;
};
export type FromDesk = {
  readonly type: 'action';
  readonly incidentId: IncidentId;
  readonly by: StaffName;
  readonly action: DeskAction;
};
export type Tick = {
  readonly type: 'tick';
  /** Those that are going on. */
  readonly outages?: readonly Outage[];
  /** What is new about them. */
  readonly outageNews?: readonly OutageNews[];
};
/** The service did not run, or its clock was moved, by so much (negative: backwards). */
export type Deaf = { readonly type: 'deaf'; readonly gap: Millis };
/** Who wears the band from now on; nobody when the resident is absent. */
type Assigned = {
  readonly type: 'assigned';
  readonly bandId: BandId;
  readonly residentId?: ResidentId;
};
/** A rule threw. What it was looking at is on record; this makes it heard. */
type RuleFailed = { readonly type: 'rule-failed'; readonly detail: string };
/** Whoever watches the service itself found that something is wrong. */
export type TroubleBegan = { readonly type: 'trouble-began'; readonly reason: Reason };
/** @param code of the reason that trouble began with. @param reason why it is over. */
export type TroubleEnded = {
  readonly type: 'trouble-ended';
  readonly code: Reason['code'];
  readonly reason: Reason;
};

/** What moves the state of one band. */
export type BandInput = FromBand | FromDesk | Tick | Deaf | Assigned;
/** What moves the state of the service about itself. */
export type ServiceInput = FromDesk | Tick | Deaf | RuleFailed | TroubleBegan | TroubleEnded;
