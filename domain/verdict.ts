// What a rule says about a person at a moment, whether it tells anybody or not: the answer to "why", and
// to "why not".
import { days, type Instant } from './time.ts';

/** In the order in which they are asked. */
export const RULES = [
  'silence',
  'battery',
  'band-off',
  'stillness',
  'getting-up',
  'night-walk',
  'no-steps',
  'heart-rate',
  'oxygen',
  'decline',
  'sensor',
  'wandering',
  'clock',
] as const;
export type RuleName = (typeof RULES)[number];

/** What a verdict was reached from: percent, beats per minute, milliseconds, instants as they are named. */
export type Facts = Readonly<Record<string, number | string | boolean>>;

/**
 * Holds from `at` until the next one of the same rule. `code` is worded by the screen, under the rule's
 * name: `heart-rate.not-worn`.
 */
export interface Verdict {
  readonly rule: RuleName;
  readonly code: string;
  readonly facts: Facts;
  readonly at: Instant;
}

/** What rules said longer ago than this is let go, unless it may still hold. */
export const VERDICTS_KEPT = days(90);
