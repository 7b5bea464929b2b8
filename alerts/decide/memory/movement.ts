// When the wearer last moved, and what being on their feet they have shown lately.
//
// The band's own word is `still`. It says when the last movement was, so it is evidence even of a time in
// which we heard nothing. It is believed as long as it does not contradict itself: a movement that lies
// before the reading before this one should have been told by that one, and one that was told does not go
// away. A band that says so is stuck, and for some hours only its steps count. Without `still`, movement is what makes steps rise and nothing
// else, which is much weaker: who sits and knits has not moved.
//
// A reading of the past changes nothing that a newer one has told; two readings of the same moment mean
// the same in either order.
import {
  hours,
  type Instant,
  latest,
  type Millis,
  minutes,
  seconds,
} from '../../../domain/time.ts';
import type { Moment } from '../moment.ts';
import type { Sample } from '../sample.ts';

/** Instead of a moment: there was none. */
export const NEVER = 0 as Instant;

export interface MovementMemory {
  /** The first reading of this wearer, the newest, and the newest that was no history. */
  readonly firstAt: Instant;
  readonly at: Instant;
  readonly liveAt: Instant;
  /** When they last moved, as far as the newest reading can tell, and how it can tell. */
  readonly movedAt: Instant;
  readonly by: 'still' | 'steps';
  /** Share of the readings of some ten minutes that showed movement: now, and when they last moved. */
  readonly bustle: number;
  readonly bustleThen: number;
  /** Share of the readings of some two hours in which they were at rest, when they last moved. */
  readonly repose: number;
  readonly reposeThen: number;
  /** The last movement by the band's own word, and when it last gave it. */
  readonly toldAt: Instant;
  readonly stillAt: Instant;
  /** When it last told of a rest worth the name, and until when its word is not believed. */
  readonly restAt: Instant;
  readonly doubtedUntil: Instant;
  /** As told by the newest reading; -1: never. */
  readonly steps: number;
  readonly stepsAt: Instant;
  readonly steppedAt: Instant;
  /** As it was known by the newest reading of an earlier moment. */
  readonly earlier: Earlier;
  /** What is believed; the band may never have said it (`saysWorn`), then a pulse tells. */
  readonly worn: boolean;
  readonly wornAt: Instant;
  readonly saysWorn: boolean;
  readonly pulseAt: Instant;
  /** Beats per minute over some ten minutes, and how far readings lie from it; 0: unknown. */
  readonly rate: number;
  readonly scatter: number;
  /** The same over an hour or so of being awake, and not on a walk. */
  readonly awakeRate: number;
  /** The newest reading, and the lowest of which two in a row were, since the last movement; 0: none. */
  readonly pulse: number;
  readonly dip: number;
  /** °C at the skin; 0: unknown. And since when it has been cold. */
  readonly skin: number;
  readonly skinAt: Instant;
  readonly coldAt: Instant;
  /** Being active without a rest: since when, and with how many steps. */
  readonly activeFrom: Instant;
  readonly activeSteps: number;
  /** When they got up: day and minute of it locally; `upSeen`: seen to, not just put the band on. */
  readonly upAt: Instant;
  readonly upDay: number;
  readonly upMinute: number;
  readonly upSeen: boolean;
  /** Longest stillness since midnight, until they got up. */
  readonly nightLongest: Millis;
  readonly walk: NightWalk;
  readonly slot: Slot;
}

interface Earlier {
  readonly at: Instant;
  readonly isLive: boolean;
  readonly movedAt: Instant;
  readonly toldAt: Instant;
  readonly stillAt: Instant;
  readonly steps: number;
}

/** The last time they were on their feet at night. */
interface NightWalk {
  readonly from: Instant;
  /** The last step. */
  readonly to: Instant;
  readonly steps: number;
  /** The longest they were still in the hour after it. */
  readonly settled: Millis;
}

/** What the present half hour of the day has shown. */
interface Slot {
  /** Half hours since 1970-01-01 by the community's clock. */
  readonly number: number;
  /** The longest stillness that was seen in it, whenever it began. */
  readonly longest: Millis;
  readonly readings: number;
}

export const NO_MOVEMENT: MovementMemory = {
  firstAt: NEVER,
  at: NEVER,
  liveAt: NEVER,
  movedAt: NEVER,
  by: 'steps',
  bustle: 0,
  bustleThen: 0,
  repose: 0,
  reposeThen: 0,
  toldAt: NEVER,
  stillAt: NEVER,
  restAt: NEVER,
  doubtedUntil: NEVER,
  steps: -1,
  stepsAt: NEVER,
  steppedAt: NEVER,
  earlier: { at: NEVER, isLive: false, movedAt: NEVER, toldAt: NEVER, stillAt: NEVER, steps: -1 },
  worn: false,
  wornAt: NEVER,
  saysWorn: false,
  pulseAt: NEVER,
  rate: 0,
  scatter: 0,
  awakeRate: 0,
  pulse: 0,
  dip: 0,
  skin: 0,
  skinAt: NEVER,
  coldAt: NEVER,
  activeFrom: NEVER,
  activeSteps: 0,
  upAt: NEVER,
  upDay: -1,
  upMinute: -1,
  upSeen: false,
  nightLongest: 0 as Millis,
  walk: { from: NEVER, to: NEVER, steps: 0, settled: 0 as Millis },
  slot: { number: -1, longest: 0 as Millis, readings: 0 },
};

type Draft = { -readonly [Key in keyof MovementMemory]: MovementMemory[Key] };

/** `still` is a whole number of seconds, and a reading takes its time on the way. */
const TRAVEL = seconds(10);
const SAME_MOVEMENT = seconds(90);
const DOUBTED_FOR = hours(6);
/** Nobody keeps the wrist moving for so long without ever resting it for this. */
const RESTLESS_AT_MOST = hours(14);
const RESTS = minutes(3);
/** A band that tells `still` now and then only is asked for steps after this. */
const STILL_KEPT = minutes(15);
/** Readings from further apart say little about what was in between. */
const RECENT = minutes(10);
const LATELY = minutes(120);
const AN_HOUR = minutes(60);
/** A pause this long is a rest, one this short is none. */
const PAUSE = minutes(8);
const AWAKE = minutes(3);
/** A minute. */
const WALKING_PACE = 20;

/** How long nobody who is up and about rests; a sleeper’s stirs are further apart. */
const REST = { still: minutes(8), steps: minutes(20) } as const;
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
const DAY = 1_440;

/** Minutes since 1970-01-01 by the community's clock; a change of the offset on the way is left out. */
export const localMinutes = (at: Instant, { now, local }: Moment): number =>
  local.day * DAY + local.hour * 60 + local.minute - Math.floor((now - at) / 60_000);

export function withMovement(
  memory: MovementMemory,
  sample: Sample,
  moment: Moment,
): MovementMemory {
  const { at } = sample;
  if (at < memory.at) return memory;
  const next: Draft = memory.firstAt === NEVER ? begun(at) : { ...memory };
  if (at > memory.at) next.earlier = known(memory, at);
  const before = next.earlier.at;
  const minute = localMinutes(at, moment);
  next.at = at;
  if (!sample.isHistory) next.liveAt = at;
  felt(next, sample, before, moment.policy.movement.coldSkin);
  const steps = stepped(next, sample);
  const movedBefore = next.movedAt;
  moved(next, sample, steps);
  wear(next, sample, before);
  const hasMoved = next.movedAt > movedBefore;
  if (at > before || hasMoved) bustled(next, hasMoved, at - before);
  pulsed(next, sample, hasMoved, steps);
  if (hasMoved) active(next, movedBefore, steps);
  newDay(next, before, minute);
  gotUp(next, steps, hasMoved, minute);
  if (next.upDay !== Math.floor(minute / DAY)) atNight(next, steps, minute);
  inSlot(next, minute);
  return next;
}

const begun = (at: Instant): Draft => ({
  ...NO_MOVEMENT,
  firstAt: at,
  movedAt: at,
  restAt: at,
  activeFrom: at,
});

const known = (
  { at, liveAt, movedAt, toldAt, stillAt, steps }: MovementMemory,
  now: Instant,
): Earlier => ({
  at: at === NEVER ? now : at,
  isLive: at === liveAt,
  movedAt: at === NEVER ? now : movedAt,
  toldAt,
  stillAt,
  steps,
});

/** What the skin and the pulse say, smoothed over about ten minutes. */
function felt(
  next: Draft,
  { heartRate, temperature, at }: Sample,
  before: Instant,
  coldSkin: number,
): void {
  if (heartRate !== undefined) {
    const gain = next.rate === 0 ? 1 : Math.min(0.5, Math.max(0.1, (at - before) / RECENT));
    const off = heartRate - next.rate;
    if (next.rate > 0) next.scatter += (Math.abs(off) - next.scatter) * gain;
    next.rate += off * gain;
    next.pulseAt = at;
  }
  if (temperature !== undefined) {
    next.skin = temperature;
    next.skinAt = at;
    if (temperature > coldSkin) next.coldAt = NEVER;
    else if (next.coldAt === NEVER) next.coldAt = at;
  }
}

/** How many steps more than at any earlier moment; a count that fell begins anew. */
function stepped(next: Draft, { steps, at }: Sample): number {
  if (steps === undefined) return 0;
  const { earlier } = next;
  const isSecond = next.stepsAt === at;
  const more = earlier.steps >= 0 ? Math.max(0, steps - earlier.steps) : 0;
  const told = isSecond && earlier.steps >= 0 ? Math.max(0, next.steps - earlier.steps) : 0;
  next.steps = isSecond ? Math.max(steps, next.steps) : steps;
  next.stepsAt = at;
  if (more > told) next.steppedAt = at;
  return Math.max(0, more - told);
}

function moved(next: Draft, sample: Sample, steps: number): void {
  const { at } = sample;
  if (sample.still !== undefined) told(next, sample, sample.still);
  next.by = at >= next.doubtedUntil && isRecent(next.stillAt, at) ? 'still' : 'steps';
  // Told anew by each reading of this moment: one of them may say that none is to be believed.
  next.movedAt = next.earlier.movedAt;
  if (next.by === 'still') next.movedAt = latest(next.movedAt, next.toldAt);
  if (steps > 0 || next.steppedAt === at) next.movedAt = at;
}

const isRecent = (stillAt: Instant, at: Instant): boolean =>
  stillAt !== NEVER && at - stillAt <= STILL_KEPT;

function told(next: Draft, { at, isHistory }: Sample, still: Millis): void {
  const { earlier } = next;
  const claimed = (at - still) as Instant;
  // A backlog is placed by the band's clock, what comes live by ours: they differ a little.
  const isFirst = isHistory || !earlier.isLive || !isRecent(earlier.stillAt, earlier.at);
  const isNew = claimed >= earlier.at - TRAVEL;
  const contradicts = !isFirst && !isNew && Math.abs(claimed - earlier.toldAt) > SAME_MOVEMENT;
  next.stillAt = at;
  if (still >= RESTS) next.restAt = at;
  if (contradicts || at - next.restAt > RESTLESS_AT_MOST) {
    next.doubtedUntil = (at + DOUBTED_FOR) as Instant;
  }
  if (isFirst || isNew || contradicts) next.toldAt = latest(next.toldAt, claimed);
}

/**
 * Putting a band on or off moves it. A band that says that it was taken off, and has not been moved,
 * has lost the pulse and not the wrist.
 */
function wear(next: Draft, { worn, charging, at }: Sample, before: Instant): void {
  const says = charging === true ? false : worn;
  if (says === undefined) return;
  const isOn = says || (next.worn && charging !== true && isUnmoved(next, before));
  if (isOn && !next.worn) next.wornAt = next.saysWorn ? at : next.firstAt;
  next.worn = isOn;
  next.saysWorn = true;
}

const isUnmoved = ({ by, movedAt }: Draft, before: Instant): boolean =>
  by === 'still' && movedAt < before - SAME_MOVEMENT;

function bustled(next: Draft, hasMoved: boolean, elapsed: number): void {
  const gain = Math.min(1, Math.max(0.05, elapsed / RECENT));
  next.bustle += ((hasMoved ? 1 : 0) - next.bustle) * gain;
  const isPause = next.at - next.movedAt >= PAUSE;
  next.repose += ((isPause ? 1 : 0) - next.repose) * Math.min(1, elapsed / LATELY);
  if (!hasMoved) return;
  next.bustleThen = next.bustle;
  next.reposeThen = next.repose;
}

function pulsed(next: Draft, { heartRate }: Sample, hasMoved: boolean, steps: number): void {
  if (hasMoved) {
    next.dip = 0;
    next.pulse = 0;
  }
  if (heartRate === undefined) return;
  const low = Math.max(next.pulse, heartRate);
  if (next.pulse > 0 && (next.dip === 0 || low < next.dip)) next.dip = low;
  next.pulse = heartRate;
  const elapsed = next.at - next.earlier.at;
  if (next.at - next.movedAt > AWAKE || steps > (WALKING_PACE * elapsed) / 60_000) return;
  const gain = next.awakeRate === 0 ? 1 : Math.min(0.5, elapsed / AN_HOUR);
  next.awakeRate += (heartRate - next.awakeRate) * gain;
}

function active(next: Draft, movedBefore: Instant, steps: number): void {
  if (next.movedAt - movedBefore > REST[next.by]) {
    next.activeFrom = next.movedAt;
    next.activeSteps = 0;
  }
  next.activeSteps += steps;
}

function newDay(next: Draft, before: Instant, minute: number): void {
  const minuteBefore = minute - Math.floor((next.at - before) / 60_000);
  if (Math.floor(minuteBefore / DAY) !== Math.floor(minute / DAY)) next.nightLongest = 0 as Millis;
}

function gotUp(next: Draft, steps: number, hasMoved: boolean, minute: number): void {
  const day = Math.floor(minute / DAY);
  if (next.upDay === day) return;
  const ofDay = minute - day * DAY;
  if (ofDay < MORNING_FROM * 60 || ofDay >= AFTERNOON_FROM * 60) return;
  const hasPutOn = next.worn && next.wornAt === next.at && next.wornAt !== next.firstAt;
  const activeFor = next.movedAt - next.activeFrom;
  const walksOn = steps > 0 && activeFor >= WALKS_AGAIN && next.activeSteps >= WALKS_ENOUGH;
  if (!hasPutOn && !walksOn && !(hasMoved && next.worn && activeFor >= MOVES_ON)) return;
  const morning = (next.at - (ofDay - MORNING_FROM * 60) * 60_000) as Instant;
  next.upDay = day;
  next.upAt = hasPutOn ? next.at : latest(next.activeFrom, morning);
  next.upMinute = ofDay - Math.floor((next.at - next.upAt) / 60_000);
  next.upSeen = !hasPutOn;
}

/** Until they have got up: on their feet, and how long they are still in bed. */
function atNight(next: Draft, steps: number, minute: number): void {
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

function inSlot(next: Draft, minute: number): void {
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

/**
 * After our own absence. What `still` says afterwards is evidence of all of it, so nothing is moved;
 * where only steps can tell, they may have risen at any time of it. When the clock was set back, what
 * lies ahead was noted by the old time.
 */
export function forgivenMovement(
  memory: MovementMemory,
  gap: Millis,
  now: Instant,
): MovementMemory {
  if (memory.firstAt === NEVER) return memory;
  const shifted = (at: Instant): Instant =>
    at <= now && (gap < 0 || at === NEVER) ? at : (Math.min(now, at + gap) as Instant);
  const restAt = shifted(memory.restAt);
  if (gap >= 0) {
    return memory.by === 'still'
      ? { ...memory, restAt }
      : { ...memory, restAt, movedAt: shifted(memory.movedAt) };
  }
  const { walk, earlier } = memory;
  return {
    ...memory,
    firstAt: shifted(memory.firstAt),
    at: shifted(memory.at),
    liveAt: shifted(memory.liveAt),
    movedAt: shifted(memory.movedAt),
    toldAt: shifted(memory.toldAt),
    stillAt: shifted(memory.stillAt),
    restAt,
    doubtedUntil: NEVER,
    earlier: {
      ...earlier,
      at: shifted(earlier.at),
      movedAt: shifted(earlier.movedAt),
      toldAt: shifted(earlier.toldAt),
      stillAt: shifted(earlier.stillAt),
    },
    stepsAt: NEVER,
    steppedAt: shifted(memory.steppedAt),
    wornAt: shifted(memory.wornAt),
    pulseAt: shifted(memory.pulseAt),
    skinAt: shifted(memory.skinAt),
    coldAt: shifted(memory.coldAt),
    activeFrom: shifted(memory.activeFrom),
    upAt: shifted(memory.upAt),
    walk: { ...walk, from: shifted(walk.from), to: shifted(walk.to) },
  };
}

/** How long the wearer had not moved when the band was last heard. */
export const stillFor = ({ at, movedAt, wornAt }: MovementMemory): Millis =>
  Math.max(0, at - latest(movedAt, wornAt)) as Millis;
