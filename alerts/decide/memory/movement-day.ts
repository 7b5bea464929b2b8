// The course of the day: getting up, being on one's feet at night, and what each half hour has shown.
import { hours, type Instant, latest, type Millis, minutes } from '../../../domain/time.ts';
import { SELDOM } from '../sample.ts';
import { type Draft, NEVER, type NightWalk } from './movement-shape.ts';

/** How long nobody who is up and about rests; a sleeper’s stirs are further apart. */
const REST = { still: minutes(8), steps: minutes(20) } as const;
const BEATS_OF_REST = 1.5;
/**
 * Between readings that come seldom a sleeper turns over, or goes to the bathroom: to be up is to walk
 * further than that, or longer, or to be seen moving by most of them.
 */
const WALKS_FAR = 100;
const TO_AND_FRO = 40;
/** Steps of who washes and dresses, in a time in which nobody else is on their feet at night. */
const WASHES = 60;
const LONGER_THAN_A_TRIP = minutes(10);
const LIVELY = 0.5;
/** From this hour on whoever stays on their feet has got up. */
export const MORNING_FROM = 3;
const AFTERNOON_FROM = 15;
const LATE_FROM = 22;
/** On their feet again so long after the first step of the morning: not just to the bathroom. */
const WALKS_AGAIN = minutes(15);
const WALKS_ENOUGH = 20;
/** Moving about for so long, steps or none: not everybody can walk. */
const MOVES_ON = minutes(40);
/** Steps that are further apart are two walks. */
const SAME_WALK = minutes(20);
const SETTLES_WITHIN = hours(1);

export const SLOT = 30;
export const DAY = 1_440;

/** No band speaks as seldom as that: whoever is heard again begins anew. */
const UNHEARD = minutes(40);

/** Of a slow band that moves in every gap between its readings nobody knows that it rested in them. */
export function active(next: Draft, movedBefore: Instant, before: Instant, steps: number): void {
  const rest = Math.max(REST[next.by], Math.min(UNHEARD, next.at - before) * BEATS_OF_REST);
  if (next.movedAt - movedBefore > rest) {
    next.activeFrom = next.movedAt;
    next.activeSteps = 0;
  }
  next.activeSteps += steps;
}

/** A rest worth remembering, and how soon after it whoever is well has walked. */
const LONG_REST = minutes(24);
const WALKS_AFTER = minutes(15);
const WALK = 15;

/** Beats per minute: a pulse that is no lower is that of somebody awake. */
const NEAR = 4;

/** Who rests for long and then walks has napped, though their heart did not. */
export function rested(next: Draft, movedBefore: Instant, minute: number): void {
  const from = latest(movedBefore, next.wornAt);
  const isByDay = next.upDay === Math.floor(minute / DAY) && from >= next.upAt;
  const isAwake = next.rate > next.awakeRate - NEAR;
  if (next.by === 'still' && isByDay && isAwake && next.movedAt - from >= LONG_REST) {
    next.restEndedAt = next.movedAt;
  }
  if (next.restEndedAt === NEVER) return;
  if (next.at - next.restEndedAt > WALKS_AFTER) next.restEndedAt = NEVER;
  else if (next.activeSteps >= WALK) {
    next.restedAt = next.restEndedAt;
    next.restEndedAt = NEVER;
  }
}

export function newDay(next: Draft, before: Instant, minute: number): void {
  const minuteBefore = minute - Math.floor((next.at - before) / 60_000);
  if (Math.floor(minuteBefore / DAY) !== Math.floor(minute / DAY)) next.nightLongest = 0 as Millis;
}

/** @param gap since the reading before this one. */
export function gotUp(
  next: Draft,
  steps: number,
  hasMoved: boolean,
  minute: number,
  gap: number,
): void {
  const day = Math.floor(minute / DAY);
  if (next.upDay === day) return;
  const ofDay = minute - day * DAY;
  if (ofDay < MORNING_FROM * 60 || ofDay >= AFTERNOON_FROM * 60) return;
  const isSlow = gap > SELDOM;
  const hasPutOn = next.worn && next.wornAt === next.at && next.wornAt !== next.firstAt;
  const activeFor = next.movedAt - next.activeFrom;
  const isWalk = steps > 0 && next.activeSteps >= (isSlow ? WALKS_FAR : WALKS_ENOUGH);
  const walksOn = isWalk && activeFor >= WALKS_AGAIN;
  const comesAndGoes = isSlow && steps > 0 && isToAndFro(walked(next.walk, next.at, steps), gap);
  const isMoving = hasMoved && next.worn && (!isSlow || next.bustle > LIVELY);
  const movesOn = isMoving && activeFor >= MOVES_ON;
  if (!hasPutOn && !walksOn && !movesOn && !comesAndGoes) return;
  const morning = (next.at - (ofDay - MORNING_FROM * 60) * 60_000) as Instant;
  const from = walksOn || movesOn ? next.activeFrom : next.walk.from;
  next.upDay = day;
  next.upAt = hasPutOn ? next.at : latest(from, morning);
  next.upMinute = ofDay - Math.floor((next.at - next.upAt) / 60_000);
  next.upSeen = !hasPutOn;
}

/** On their feet in reading after reading: the bathroom is seen in two of them at most. */
function isToAndFro({ from, to, steps }: NightWalk, gap: number): boolean {
  const least = steps >= WASHES ? LONGER_THAN_A_TRIP : WALKS_AGAIN;
  return steps >= TO_AND_FRO && to - from >= Math.max(least, gap * 2);
}

/** Until they have got up: on their feet, and how long they are still in bed. */
export function atNight(next: Draft, steps: number, minute: number): void {
  const { at, movedAt, wornAt, walk } = next;
  if (!next.worn) return;
  const still = Math.max(0, at - latest(movedAt, wornAt)) as Millis;
  if (still > next.nightLongest) next.nightLongest = still;
  const ofDay = minute % DAY;
  if (ofDay >= AFTERNOON_FROM * 60 && ofDay < LATE_FROM * 60) return;
  if (steps > 0) next.walk = walked(walk, at, steps);
  else if (still > walk.settled && at - walk.to <= SETTLES_WITHIN) {
    next.walk = { ...walk, settled: still };
  }
}

const walked = (walk: NightWalk, at: Instant, steps: number): NightWalk =>
  at - walk.to > SAME_WALK
    ? { from: at, to: at, steps, settled: 0 as Millis }
    : { ...walk, to: at, steps: walk.steps + steps, settled: 0 as Millis };

export function inSlot(next: Draft, minute: number): void {
  const number = Math.floor(minute / SLOT);
  const { at, movedAt, wornAt, slot } = next;
  const still = (next.worn ? Math.max(0, at - latest(movedAt, wornAt)) : 0) as Millis;
  const readings = next.worn ? 1 : 0;
  if (slot.number !== number) next.slot = { number, longest: still, readings };
  else if (readings > 0) {
    const longest = Math.max(slot.longest, still) as Millis;
    next.slot = { number, longest, readings: slot.readings + 1 };
  }
}
