// The shape of every rule that watches over time. A rule looks at what is remembered of a band and its
// wearer and says what it finds; it does not raise, sharpen or end anything itself: consider.ts does,
// the same for all of them. What a call for help does is not said here but in sos.ts and fall.ts.

import type { Kind, Priority } from '../../domain/incident.ts';
import type { Reason } from '../../domain/reason.ts';
import type { Instant } from '../../domain/time.ts';
import type { Facts, RuleName } from '../../domain/verdict.ts';
import type { Moment } from './moment.ts';
import type { BandState } from './state.ts';

/** Something somebody has to know. */
export interface Concern {
  readonly kind: Kind;
  readonly priority: Priority;
  readonly reason: Reason;
}

/**
 * What a rule finds. With `concern` somebody has to know; with `over` what it told before has ended, if
 * it told anything; with neither all stays as it is.
 */
export interface Finding {
  /** Why, or why not, in one word; the screen has a sentence for it. */
  readonly code: string;
  readonly facts: Facts | undefined;
  readonly concern: Concern | undefined;
  readonly over: Reason | undefined;
  /** The finding holds until then, unless the band says something. Undefined: until it does. */
  readonly until: Instant | undefined;
}

// Findings are made by the functions below and by nothing else, so that all have one shape: thirteen are
// made and read for every reading, and what comes in many shapes is looked up each time it is read.

/** Nothing follows; what is open stays open. */
export const noted = (code: string, facts?: Facts, until?: Instant): Finding => ({
  code,
  facts,
  concern: undefined,
  over: undefined,
  until,
});

/** What this rule has told before, if it has, is over, and `over` says how. */
export const ended = (
  code: string,
  over: Reason | undefined,
  facts?: Facts,
  until?: Instant,
): Finding => ({ code, facts, concern: undefined, over, until });

/** Somebody has to know. */
export const concerning = (
  code: string,
  concern: Concern,
  facts?: Facts,
  until?: Instant,
): Finding => ({ code, facts, concern, over: undefined, until });

/** The same, and no longer than until then. */
export const holding = (
  { code, facts, concern, over, until }: Finding,
  most: Instant,
): Finding => ({
  code,
  facts,
  concern,
  over,
  until: until !== undefined && until < most ? until : most,
});

export interface Rule {
  readonly name: RuleName;
  /** The codes of the reasons it raises: by them it knows its own incidents again. */
  readonly reasons: readonly Reason['code'][];
  /** Asked after every message of a band that somebody wears, and when `until` has come. Pure. */
  judge(state: BandState, moment: Moment): Finding;
}
