// What the rules about pulse and oxygen share: when there is nothing to go by, how many readings in a row
// are enough, and when several of them contradict each other too much to mean anything.
import type { Policy } from '../../domain/policy.ts';
import { type Instant, type Millis, millis, minutes, plus, since } from '../../domain/time.ts';
import { isOnCharger } from './charger.ts';
import type { UsualValue } from './habits/usual.ts';
import {
  changesFrom,
  countAtLeast,
  countAtMost,
  type Enough,
  LONGEST_STRETCH,
  lengthFrom,
  middleFrom,
  type Series,
  stretchOf,
} from './memory/series.ts';
import type { VitalsMemory } from './memory/vitals.ts';
import type { Moment } from './moment.ts';
import { ended, type Finding, noted } from './rule.ts';
import type { BandState } from './state.ts';

/** What a judgement of one vital sign goes by. */
export interface Case {
  readonly series: Series;
  /** At this time of the day, learned or being learned. */
  readonly usual: UsualValue | undefined;
  readonly isLearned: boolean;
  /** The code of what the rule said last, and so what would have to end. */
  readonly said: string | undefined;
  readonly moment: Moment;
}

/** Readings that speak for something. */
export interface Evidence {
  /** The middle one. */
  readonly value: number;
  readonly readings: number;
  readonly lasted: Millis;
}

/** Fewer say nothing at all. */
const FEWEST = 4;

/** What was measured longer ago than this says nothing about now. */
const PRESENT_FOR = minutes(30);

/** Why nothing can be said; undefined when something can. */
export function nothingToGoBy(
  { present }: BandState,
  { sensor, live, heartRate }: VitalsMemory,
  series: Series,
  { now }: Moment,
): Finding | undefined {
  const newest = series.at.at(-1);
  if (newest === undefined || since(newest, now) > PRESENT_FOR || newest > now) {
    if (isOnCharger(present)) return noted('charging');
    if (live.rest?.is === 'off-the-wrist') return noted('not-worn');
    return noted('no-readings');
  }
  // Where the pulse hangs, the oxygen need not.
  const isBelieved = series === heartRate ? sensor.isBelieved : sensor.isSane;
  return isBelieved ? undefined : noted('sensor-not-believed');
}

/** Until when a series says something, if nothing is added. */
export const saysUntil = ({ at }: Series): Instant =>
  plus((at.at(-1) ?? 0) as Instant, millis(PRESENT_FOR + 1));

/** An irregular pulse needs more and longer. */
export function enough(lasting: Millis, { vitals }: Policy): Enough {
  const factor = vitals.rhythm === 'irregular' ? vitals.irregularFactor : 1;
  return {
    readings: Math.ceil(vitals.readings * factor),
    lasting: millis(Math.min(lasting * factor, LONGEST_STRETCH)),
  };
}

/** What speaks for something: at least, or at most, the limit. */
export interface Beyond {
  readonly at: 'least' | 'most';
  readonly limit: number;
  /** Of sharp matters: not one of the readings lies on the healthy side of this. */
  readonly all?: number;
}

/** Of ten readings that speak for something mild two may be the sensor's. */
const MOST = 0.8;
/** Of sharp ones a quarter, as long as none of them is a healthy one. */
const MOST_SHARP = 0.75;
/**
 * Bands that measure seldom tell one value many times over, and any sensor hangs for a moment: one and the
 * same value speaks for something sharp when it has lasted for so long. Oxygen comes in whole percent, so
 * that the same one for an hour is nothing strange.
 */
const SAME_VALUE_FOR = minutes(12);

/** Whether enough of the newest values in a row lie beyond a limit. */
export function weigh(series: Series, need: Enough, beyond: Beyond): Evidence | undefined {
  const first = stretchOf(series, need);
  if (first < 0) return undefined;
  const isOneValue = beyond.all !== undefined && changesFrom(series, first) < 2;
  if (isOneValue && lengthFrom(series, first) < SAME_VALUE_FOR) {
    const longer = stretchOf(series, { ...need, lasting: SAME_VALUE_FOR });
    return longer < 0 ? undefined : weighFrom(series, longer, beyond);
  }
  return weighFrom(series, first, beyond);
}

function weighFrom(
  series: Series,
  first: number,
  { at, limit, all }: Beyond,
): Evidence | undefined {
  // It has lasted since its first reading, not since some ordinary one before it.
  const oldest = series.values[first] ?? limit;
  if (at === 'least' ? oldest < limit : oldest > limit) return undefined;
  const readings = series.values.length - first;
  const most = all === undefined ? MOST : MOST_SHARP;
  if (countAt(series, first, at, limit) < most * readings) return undefined;
  if (all !== undefined && countAt(series, first, at, all) < readings) return undefined;
  return { value: middleFrom(series, first), readings, lasted: lengthFrom(series, first) };
}

const countAt = (series: Series, first: number, at: Beyond['at'], limit: number): number =>
  at === 'least' ? countAtLeast(series, first, limit) : countAtMost(series, first, limit);

const BACK_FOR: Enough = { readings: 6, lasting: minutes(15) };

/** Whether most values have been at least `least` and less than `below` for a while. */
export function isBack(series: Series, least: number, below: number): boolean {
  const first = stretchOf(series, BACK_FOR);
  if (first < 0) return false;
  const within = countAtLeast(series, first, least) - countAtLeast(series, first, below);
  return within >= MOST * (series.values.length - first);
}

/** What was told has ended. */
export const OVER = { code: 'vitals-back' } as const;

/** How many of the newest are summed up in words. */
const SUMMED_UP = 10;

/**
 * Nothing is told, and why: too few readings, or all within limits, those of what is usual or, while that
 * is being learned, the general ones. @param hasEnded whether what was told before is over with it.
 */
export function quiet(
  { series, usual, isLearned, said, moment }: Case,
  hasEnded: boolean,
): Finding {
  const readings = series.values.length;
  if (readings < FEWEST && said !== 'usual' && said !== 'learning') {
    return noted('too-few', { readings });
  }
  const code = isLearned ? 'usual' : 'learning';
  const over = hasEnded ? OVER : undefined;
  if (code === said) return ended(code, over);
  const value = middleFrom(series, Math.max(0, readings - SUMMED_UP));
  const facts = isLearned
    ? { value, usual: Math.round(usual?.mean ?? value) }
    : { value, days: usual?.days ?? 0, needed: moment.policy.vitals.learnedAfterDays };
  return ended(code, over, facts);
}

/** What is told, as facts: with what is usual, where that is known. */
export const factsOf = (evidence: Evidence, { usual, isLearned }: Case) => ({
  ...evidence,
  ...(isLearned && usual !== undefined && { usual: Math.round(usual.mean) }),
});
