// Everything that can move the core. There is no fourth way in beside a band, the desk and time;
// the roster says whom to watch.
import type { DeskAction } from './desk.ts';
import type { BandId, IncidentId, ResidentId, StaffName } from './ids.ts';
import type { Reason } from './incident.ts';
import type { Arrival, BandMessage, Garbled } from './message.ts';
import type { Instant, Millis } from './time.ts';

/**
 * Many bands that were last heard within the same few minutes: one cause, and it is not the people.
 */
export interface Outage {
  /** The last of them was heard between these moments. */
  readonly from: Instant;
  readonly to: Instant;
  readonly bands: number;
  /** Of this many that are watched. */
  readonly of: number;
}

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
  readonly outage?: Outage;
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
