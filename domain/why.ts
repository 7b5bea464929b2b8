// "Why was I told, and why was I not?" of one person at one moment, as it leaves the service. Moments are
// written as RFC 3339 in UTC.
import type { IncidentView } from './frame.ts';
import type { BandId } from './ids.ts';
import type { Metric } from './message.ts';
import type { Facts, RuleName } from './verdict.ts';

type Rfc3339 = string;

/** What a rule said, and from when until when. */
export interface VerdictView {
  readonly rule: RuleName;
  readonly code: string;
  /** What it was reached from: of now the newest, of a moment before those with which it began. */
  readonly facts: Facts;
  readonly since: Rfc3339;
  /** Absent: it holds now. */
  readonly until?: Rfc3339;
}

/** An incident as it was at that moment. */
export type OpenIncidentView = Pick<
  IncidentView,
  'id' | 'kind' | 'priority' | 'state' | 'openedAt' | 'reason' | 'owner'
> & {
  /** Absent: somebody called for help. */
  readonly rule?: RuleName;
};

export interface ReadingView {
  /** Where the bucket begins. */
  readonly at: Rfc3339;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  readonly count: number;
}

/** By which numbers it was decided. */
interface PolicyInForce {
  /** Of the community's; 0: nothing was ever changed. */
  readonly version: number;
  /** What was different for this person. */
  readonly own?: { readonly version: number; readonly why: string; readonly until?: Rfc3339 };
}

export interface WhyView {
  readonly at: Rfc3339;
  /** What rules said before this is not kept. */
  readonly keptFrom: Rfc3339;
  /** Worn then. Absent: none, or nothing is known of that moment. */
  readonly bandId?: BandId;
  /** In the order in which the rules are asked. */
  readonly verdicts: readonly VerdictView[];
  /** Newest first. */
  readonly incidents: readonly OpenIncidentView[];
  readonly policy: PolicyInForce;
  /** Measured within five minutes of that moment. Absent: the history cannot be read now. */
  readonly readings?: { readonly [M in Metric]?: readonly ReadingView[] };
}
