// How long this person may be still now before somebody has to look.
//
// The trade-off. Whoever faints in the bathroom has to be found within half an hour, and 79 people rest
// for hours every day; a band shows both as no movement. So the same half hour holds for everybody who is
// up, and is longer only where there is a reason: an hour at which this person usually rests, the midday
// and the evening of somebody not known yet, bed, or the signs of a nap at an odd hour: a pulse near that
// of this person's sleep, which is not below it and did not sink as in a faint when the movement ended.
// Whoever is hurt, has a stroke or no pulse shows no such thing. Those who nap at an odd hour with the
// pulse of somebody awake, and do not stir for half an hour, are rung for nothing; who faints with the
// pulse of somebody asleep is found later, after 45 minutes where they were on their feet until then: that
// is the price, either way. It is shorter again for a pulse far above that of sleep, one that is not found
// any more, on a cold skin, and after a fall that came to nothing at first.
import { hours, type Millis, minutes } from '../../domain/time.ts';
import { usualAsleepRate, usualNight, usualRest } from './habits/movement.ts';
import { hasLostPulse } from './lost-pulse.ts';
import { stillFor } from './memory/movement.ts';
import { type MovementMemory, NEVER } from './memory/movement-shape.ts';
import type { Moment } from './moment.ts';
import type { BandState } from './state.ts';
import { fellLately, isCold, rateOf, STEADY } from './watched.ts';

export interface Allowed {
  /** Where it comes from, in one word. */
  readonly code:
    | 'awake'
    | 'rest-hour'
    | 'midday'
    | 'evening'
    | 'dozing'
    | 'in-bed'
    | 'roused'
    | 'pulse-lost'
    | 'cold'
    | 'fell'
    | 'steps-only';
  readonly limit: Millis;
  /** What of this person it was learned from: the longest that is usual now. */
  readonly usual?: Millis;
}

/** Absent: at this hour stillness says nothing. */
export function allowedStillness(state: BandState, moment: Moment): Allowed | undefined {
  const allowed =
    state.memory.movement.by === 'steps' ? byStepsAlone(state, moment) : byStill(state, moment);
  return allowed && sooner(allowed, state, moment);
}

function byStill(state: BandState, moment: Moment): Allowed {
  const { policy } = moment;
  const { local } = moment;
  const allowed = isInBed(state, moment) ? inBed(state, moment) : atRest(state, moment);
  const { roused: limit, noPulse } = policy.movement;
  if (hasLostPulse(state)) {
    const isDay = local.hour >= policy.day.from && local.hour < policy.day.to;
    return shorter(allowed, 'pulse-lost', isDay ? noPulse : limit);
  }
  if (allowed.code === 'awake' || !roused(state, policy.movement.rousedBy)) return allowed;
  return shorter(allowed, 'roused', limit);
}

const shorter = (allowed: Allowed, code: Allowed['code'], limit: Millis): Allowed =>
  limit < allowed.limit ? { ...allowed, code, limit } : allowed;

const minuteOfDay = ({ local }: Moment): number => local.hour * 60 + local.minute;

/** The morning can only be judged of whom we have watched since the night. */
export const NIGHT_ENDS = 5 * 60;
export const watchedSinceNight = ({ watchedFrom, at }: MovementMemory, moment: Moment): boolean =>
  at - watchedFrom >= minutes(minuteOfDay(moment) - NIGHT_ENDS);

const NOON = 12;
/** Share of the readings before the last movement: who showed less was at rest already. */
const AT_REST = 0.35;

/** Has not got up today, and was not busy when the movement ended. */
function isInBed(state: BandState, moment: Moment): boolean {
  const { movement } = state.memory;
  const { local, policy } = moment;
  // Who walks about for an hour in the night has not got up for the day, and sleeps again.
  if (Math.min(minuteOfDay(moment), beganAt(state, moment)) < NIGHT_ENDS) return true;
  if (local.hour >= NOON || (movement.upDay === local.day && !isBackInBed(movement, moment))) {
    return false;
  }
  if (local.hour < policy.day.from) return true;
  if (!watchedSinceNight(movement, moment)) return false;
  return movement.bustleThen <= AT_REST || pulseOf(state, true) === 'sleep';
}

/** Was up in the night, and has not made one step since it ended. */
const isBackInBed = ({ steps, steppedAt, at }: MovementMemory, moment: Moment): boolean =>
  steps >= 0 && steppedAt < at - minutes(minuteOfDay(moment) - NIGHT_ENDS);

function inBed({ habits }: BandState, { policy }: Moment): Allowed {
  const { inBed: most, asleep: least, margin } = policy.movement;
  const usual = usualNight(habits.movement);
  if (usual === undefined) return { code: 'in-bed', limit: most };
  const limit = Math.min(most, Math.max(least, usual * margin)) as Millis;
  return { code: 'in-bed', limit, usual };
}

function atRest(state: BandState, moment: Moment): Allowed {
  const { local, policy } = moment;
  const { byDay, dozing, asleep, nap, roused: awake, inBed: most, margin } = policy.movement;
  // Or up for an hour before dawn, and back in bed.
  const isNight = isNightly(state, moment);
  const pulse = pulseOf(state, isNight);
  // No hour of rest excuses it.
  if (pulse === 'faint' && !isNight) return { code: 'awake', limit: byDay };
  if (!isLearned(state, moment)) return whileUnknown(state, pulse, moment);
  const isOnFeet = wasOnFeet(state);
  const usual = usualNow(state, pulse, moment);
  if (usual === undefined) {
    // Before the day begins many lie awake.
    const up = local.hour < policy.day.from ? awake : byDay;
    if (pulse !== 'sleep') {
      return !isOnFeet && hasRested(state)
        ? { code: 'dozing', limit: dozing }
        : { code: 'awake', limit: up };
    }
    // Who goes to bed is still for longer than who naps.
    return { code: 'dozing', limit: isNight ? asleep : napOf(dozing, isOnFeet) };
  }
  const own = usual * margin;
  if (pulse === 'sleep') {
    const least = isNight ? asleep : isMidday(state, moment) ? nap : dozing;
    return { code: 'rest-hour', limit: Math.min(most, Math.max(least, own)) as Millis, usual };
  }
  const isUp = pulse === 'awake' && isOnFeet && !isNight;
  const limit = isUp ? awake : Math.min(most, Math.max(dozing, own));
  return { code: 'rest-hour', limit: limit as Millis, usual };
}

/** Who has napped with such a pulse today may do so again. */
const LATELY = hours(30);
/** Beats per minute above being awake that are still no pain and no fright. */
const CALM = 4;
function hasRested({ memory }: BandState): boolean {
  const { restedAt, at, awakeRate } = memory.movement;
  const rate = rateOf(memory.movement);
  const isCalm = rate !== undefined && rate <= awakeRate + CALM;
  return isCalm && restedAt !== NEVER && at - restedAt < LATELY;
}

/** Who sleeps on beyond their usual hour of rest has begun within it. */
function usualNow(state: BandState, pulse: PulseSays, moment: Moment): Millis | undefined {
  const { movement } = state.habits;
  const usual = usualRest(movement, minuteOfDay(moment));
  return usual ?? (pulse === 'sleep' ? usualRest(movement, beganAt(state, moment)) : undefined);
}

/** Minute of the day of the last movement; midnight of one before that. */
const beganAt = ({ memory }: BandState, moment: Moment): number =>
  Math.max(0, minuteOfDay(moment) - stillFor(memory.movement) / minutes(1));

/** Now, or when the rest that still lasts began: nobody wakes up because the clock strikes. */
const nowOrWhenBegun = (
  state: BandState,
  moment: Moment,
  isWithin: (minute: number) => boolean,
): boolean => isWithin(minuteOfDay(moment)) || isWithin(beganAt(state, moment));

function isNightly(state: BandState, moment: Moment): boolean {
  const { movement, day } = moment.policy;
  const [evening, morning] = [movement.eveningFrom * 60, day.from * 60];
  return nowOrWhenBegun(state, moment, (minute) => minute >= evening || minute < morning);
}

function isMidday(state: BandState, moment: Moment): boolean {
  const { middayFrom, middayTo } = moment.policy.movement;
  const [from, to] = [middayFrom * 60, middayTo * 60];
  return nowOrWhenBegun(state, moment, (minute) => minute >= from && minute < to);
}

/** Of somebody not known yet: the hours at which most people rest, and what the pulse says of it. */
function whileUnknown(state: BandState, pulse: PulseSays, moment: Moment): Allowed {
  const { local, policy } = moment;
  const { byDay, dozing, midday, nap, roused: awake, motionless, inBed: most } = policy.movement;
  const isOnFeet = wasOnFeet(state);
  if (local.hour < policy.day.from) return { code: 'in-bed', limit: most };
  if (local.hour >= policy.movement.eveningFrom) {
    const isAwake = pulse === 'awake' || pulse === 'faint';
    const isUp = isAwake && isOnFeet && local.hour < policy.day.to;
    return { code: 'evening', limit: isUp ? motionless : most };
  }
  if (isStillInBed(state, moment)) return { code: 'in-bed', limit: motionless };
  if (isMidday(state, moment)) {
    if (pulse === 'awake' && isOnFeet) return { code: 'midday', limit: awake };
    // Without steps it is not known which of the pulses before were of a walk.
    const isSure = pulse === 'sleep' && !(isOnFeet && state.memory.movement.steps < 0);
    return { code: 'midday', limit: isSure ? nap : midday };
  }
  const mayDoze = pulse === 'sleep' || (!isOnFeet && pulse === 'unclear');
  if (!mayDoze) return { code: 'awake', limit: byDay };
  return { code: 'dozing', limit: napOf(dozing, isOnFeet) };
}

/** First seen this morning, and not once on their feet: nobody begins to sleep when they are first heard. */
function isStillInBed({ memory }: BandState, moment: Moment): boolean {
  const { steppedAt, upDay, bustleThen } = memory.movement;
  if (steppedAt !== NEVER || upDay === moment.local.day || bustleThen > AT_REST) return false;
  return minuteOfDay(moment) < moment.policy.movement.upBy * 60;
}

/** Nobody falls asleep on their feet: a nap that begins without sitting down is asked after sooner. */
const AT_ONCE = 0.9;
const napOf = (dozing: Millis, isOnFeet: boolean): Millis =>
  (isOnFeet ? dozing * AT_ONCE : dozing) as Millis;

const isLearned = ({ habits, memory }: BandState, { policy }: Moment): boolean =>
  habits.movement.days >= policy.movement.learnedAfter && habits.movement.by === memory.movement.by;

/**
 * Beats per minute. A nap is so far below being awake just before, or hardly above this person's sleep;
 * asked for more of somebody who was busy than of somebody who sat. A cold, a pill or a hot day moves all
 * rates of that day alike, and who has been resting for hours has not been awake for long.
 */
const NAP = {
  busy: { aboveSleep: 7, belowAwake: 4, neverAboveSleep: 11, whileUnknown: 4, atLeastBelow: 2 },
  settled: { aboveSleep: 11, belowAwake: 1, neverAboveSleep: 14, whileUnknown: 3, atLeastBelow: 1 },
  resting: {
    aboveSleep: 13,
    belowAwake: 0,
    neverAboveSleep: 18,
    whileUnknown: 2,
    atLeastBelow: -6,
  },
} as const;
/**
 * Two readings in a row that far below sleep, and then above it again, are a faint, unless readings always
 * scatter like that; a pulse that stays there is no nap either.
 */
const FAINT = { below: 6, scatters: 1.5, unlessAsleep: 4 } as const;
/** Who lies down after a walk has a heart that is faster than in the depth of the night, not slower. */
const SLOWER = 3;
/** Beats per minute. */
const WAKING = 6;
/** Share of the last two hours. */
const RESTING = 0.25;
/** Sleep is about so far below being awake, and of somebody not known yet so far is enough. */
const SLEEP_BELOW = 13;
const ASLEEP_BELOW = 7;
/** Beats per minute that readings lie apart on the average: a few beats' difference mean nothing then. */
const IRREGULAR = 7;

const isBusyBefore = ({ memory }: BandState): boolean => memory.movement.bustleThen > AT_REST;

/** Minutes of sitting down before a nap; of a band that tells no steps, more bustle than sitting makes. */
const SITS_FIRST = minutes(10);
const ON_FEET = 0.6;

/** On their feet until they moved no more: whoever naps then has sat down, and rested, first. */
function wasOnFeet({ memory }: BandState): boolean {
  const { movedAt, steppedAt, steps, bustleThen } = memory.movement;
  return steps < 0 ? bustleThen > ON_FEET : movedAt - steppedAt < SITS_FIRST;
}

const beforeIt = (state: BandState): keyof typeof NAP => {
  if (isBusyBefore(state)) return 'busy';
  return state.memory.movement.reposeThen >= RESTING ? 'resting' : 'settled';
};

/** What the pulse says of somebody who does not move; `unknown`: there is none. */
type PulseSays = 'sleep' | 'unclear' | 'awake' | 'faint' | 'unknown';

function pulseOf(state: BandState, isNight: boolean): PulseSays {
  const { movement } = state.memory;
  const { awakeRate, dip, scatter } = movement;
  const rate = rateOf(movement);
  const known = usualAsleepRate(state.habits.movement);
  if (rate === undefined || (known === undefined && awakeRate === 0)) return 'unknown';
  const asleep = known ?? awakeRate - SLEEP_BELOW;
  const faint = asleep - Math.max(FAINT.below, scatter * FAINT.scatters);
  if (dip > 0 && dip < faint && rate > asleep + FAINT.unlessAsleep) return 'faint';
  // By night it may be any depth of sleep.
  const slow = wasOnFeet(state) ? asleep - SLOWER : faint;
  if (!isNight && (rate < slow || rate < faint)) return 'awake';
  const nap = NAP[beforeIt(state)];
  if (known === undefined) {
    if (rate <= awakeRate - ASLEEP_BELOW) return 'sleep';
    if (scatter > IRREGULAR) return 'unclear';
    return rate <= awakeRate - nap.whileUnknown ? 'unclear' : 'awake';
  }
  // Of a band whose pulse is the same by day and night it says nothing.
  if (!isNight && awakeRate > 0 && rate > awakeRate - nap.atLeastBelow) return 'awake';
  // A heart is quicker before its wearer wakes up, and they stir before long.
  const stays = state.verdicts.stillness?.code === 'dozing' ? WAKING : 0;
  const isBelowAwake =
    rate <= awakeRate - nap.belowAwake + stays && rate <= known + nap.neverAboveSleep + stays;
  return rate <= known + nap.aboveSleep + stays || isBelowAwake ? 'sleep' : 'awake';
}

/**
 * The heart beats so much faster than in this person's sleep. Where readings scatter more than in most
 * people, of a heart that never beats regularly or of a few readings of a slow band, more is asked.
 */
export function roused({ memory, habits }: BandState, by: number): boolean {
  const { movement } = memory;
  const asleep = usualAsleepRate(habits.movement);
  const rate = rateOf(movement);
  if (asleep === undefined || rate === undefined) return false;
  return rate - asleep >= by + Math.max(0, movement.scatter - STEADY);
}

const SHORTEST_BY_STEPS = minutes(180);

/** Who sits and knits makes no step. Nothing can be said of a night, nor of who never walks. */
function byStepsAlone(state: BandState, moment: Moment): Allowed | undefined {
  const { memory, habits } = state;
  const { local, policy } = moment;
  const { movement } = memory;
  const { stepsAlone, margin, eveningFrom } = policy.movement;
  const isNight = local.hour < policy.day.from || local.hour >= eveningFrom;
  if (isNight || movement.steppedAt === NEVER || isInBed(state, moment)) return undefined;
  if (!isLearned(state, moment)) return { code: 'steps-only', limit: stepsAlone };
  const usual = usualRest(habits.movement, minuteOfDay(moment));
  if (usual === undefined) return { code: 'steps-only', limit: SHORTEST_BY_STEPS };
  const limit = Math.min(stepsAlone, Math.max(SHORTEST_BY_STEPS, usual * margin)) as Millis;
  return { code: 'steps-only', limit, usual };
}

function sooner(allowed: Allowed, state: BandState, { policy }: Moment): Allowed {
  const { afterFall } = policy.movement;
  const { at, steppedAt } = state.memory.movement;
  const hasFallen = fellLately(state.incidents, at, steppedAt, policy.movement.fallMatters);
  if (hasFallen && afterFall < allowed.limit) {
    return { ...allowed, code: 'fell', limit: afterFall };
  }
  return isCold(state.memory.movement)
    ? { ...allowed, code: 'cold', limit: (allowed.limit / 2) as Millis }
    : allowed;
}
