// What a rehearsal says: what would have rung in the past by one policy and by another, and where the two
// differ. Moments are written as RFC 3339 in UTC, durations in seconds.
import type { Kind, Outcome, Priority } from './incident.ts';

/** Something that would have rung, at its sharpest. */
export interface Rung {
  /** When it was raised. */
  readonly at: string;
  readonly kind: Kind;
  readonly priority: Priority;
  /** When it became as sharp as that; absent when it was so from the beginning. */
  readonly sharpAt?: string;
  readonly residentId?: string;
  readonly bandId?: string;
  /** Code of the reason it had then. */
  readonly reason: string;
}

/** How much would have rung by one policy. */
export interface Tally {
  readonly rung: number;
  /** Emergencies and attentions: what calls for somebody now. */
  readonly calls: number;
  /** Between the end of the community's day and its beginning. */
  readonly atNight: number;
  readonly callsAtNight: number;
  readonly byKind: Readonly<Partial<Record<Kind, Readonly<Partial<Record<Priority, number>>>>>>;
  readonly callsPerResidentWeek: number;
  readonly callsPerShiftHour: number;
  /** The most that called within one hour of the clock. */
  readonly callsInBusiestHour: number;
}

/** The same matter, and the other policy tells of it at another time or in another way. */
export interface Moved {
  readonly a: Rung;
  readonly b: Rung;
  /** How much later B tells it at its sharpest than A, or else mentions it at all; negative: sooner. */
  readonly laterBySeconds: number;
}

/** Something that happened, and that people acted on. */
export interface RealIncident {
  readonly id: string;
  readonly at: string;
  readonly kind: Kind;
  readonly residentId?: string;
  readonly outcome?: Outcome;
}

/** At most so many are listed of each kind of difference; `counts` has them all. */
export const LISTED = 200;

export interface Comparison {
  readonly counts: {
    readonly same: number;
    readonly onlyA: number;
    readonly onlyB: number;
    readonly sooner: number;
    readonly later: number;
    readonly sharper: number;
    readonly milder: number;
  };
  readonly onlyA: readonly Rung[];
  readonly onlyB: readonly Rung[];
  readonly moved: readonly Moved[];
}

export interface RehearsalResult {
  readonly from: string;
  readonly to: string;
  readonly residents: number;
  /** That were found and run through the rules, of those before `from` that habits were learned from too. */
  readonly readings: number;
  readonly policies: readonly [Tally, Tally];
  readonly difference: Comparison;
  /** What people acted on, and what of it neither rang beforehand nor in time. */
  readonly real: {
    readonly actedOn: number;
    readonly missedByA: readonly RealIncident[];
    readonly missedByB: readonly RealIncident[];
  };
  /** One entry a day of the community: what would have called, by the one and by the other. */
  readonly days: readonly { readonly at: string; readonly a: number; readonly b: number }[];
}
