// How much a sensor's newest values contradict each other. A rhythm that changes leaps once, a heart that
// fibrillates leaps now and then; a strap that is loose leaps all the time, and between two leaps shows
// whatever would be an alarm. So every leap is held against it, and only many values in a row that could
// follow each other make up for it (a cumulative sum: E. S. Page, Biometrika 41, 1954). A pulse that is
// not found where this band finds one otherwise is held against it, too.

/** 0: nothing speaks against it. */
export type Doubt = number;

interface Weights {
  /** Two values in a row that do not go together. */
  readonly leap: number;
  /** Two that do. */
  readonly step: number;
}

/** A third of a loose strap's pulses leap, and at most a twelfth of a fibrillating heart's. */
const PULSE: Weights = { leap: 1.5, step: 0.38 };
/** A loose strap's oxygen mostly leaps. */
const OXYGEN: Weights = { leap: 2.5, step: 0.86 };

/** From here on values are no evidence. */
const DOUBTED = 3;
/** It takes about 24 good values to be believed again. */
const MOST = 12;

export const isDoubted = (doubt: Doubt): boolean => doubt >= DOUBTED;

/** More than the worst rhythm and the worst error often bring forth, from one minute to the next. */
const isPulseLeap = (a: number, b: number): boolean => a > 1.65 * b || b > 1.65 * a;
const isOxygenLeap = (a: number, b: number): boolean => Math.abs(a - b) >= 6;

export const pulseDoubt = (doubt: Doubt, before: number, now: number): Doubt =>
  moved(doubt, isPulseLeap(before, now), PULSE);
export const oxygenDoubt = (doubt: Doubt, before: number, now: number): Doubt =>
  moved(doubt, isOxygenLeap(before, now), OXYGEN);

/** One that is found too long after the last to be held against it makes up for one that was missed. */
export const foundPulse = (doubt: Doubt): Doubt => Math.max(0, doubt - PULSE.step);

/**
 * @param usually how often this band finds a pulse at rest, of 1; one that measures seldom misses none.
 * @param weight of one that is missed.
 */
export const missedPulse = (doubt: Doubt, usually: number, weight: number): Doubt =>
  Math.min(MOST, doubt + weight * Math.max(0, usually - 0.5));

const moved = (doubt: Doubt, leaps: boolean, { leap, step }: Weights): Doubt =>
  leaps ? Math.min(MOST, doubt + leap) : Math.max(0, doubt - step);
