// When the wearer last walked, and how they have been since. Movement of the wrist says that somebody
// lives, steps that they are on their feet: who has fallen and cannot get up moves an arm for hours.
//
// One or two steps are an arm that swings; only some of them together are a walk. A count that falls
// begins anew. Steps that are told after a silence were made at the latest now, and no step after it
// means none in all of the silence.
import { type Instant, latest, type Millis, minutes } from '../../../domain/time.ts';
import { type Sample, SELDOM } from '../sample.ts';
import { SLOT } from './movement-day.ts';
import { type MovementMemory, NEVER } from './movement-shape.ts';

export interface StepsMemory {
  /** The newest reading. */
  readonly at: Instant;
  /** The count as it was last told, when, and as it was told before that; -1: never. */
  readonly count: number;
  readonly countedAt: Instant;
  readonly countBefore: number;
  /** The last step of the last walk, or the first reading of this wearer. */
  readonly walkedAt: Instant;
  /** Readings in a row that say it is off or charging, up to `OFF`; and when it was put on after those. */
  readonly off: number;
  readonly putOnAt: Instant;
  /** Steps that make no walk yet, and since when they are counted. */
  readonly few: number;
  readonly fewFrom: Instant;
  /** Beats per minute since that walk, over about twenty minutes; 0: unknown. */
  readonly pulse: number;
  /** The same of the pauses between today's earlier walks; 0: there was none. And the day it is of. */
  readonly pulseBefore: number;
  readonly pausesOn: number;
  /** Share of the readings of about half an hour that showed movement. */
  readonly stirring: number;
  /** The present half hour since 1970 by the community's clock, and the longest time without a walk in it. */
  readonly slot: number;
  readonly longest: Millis;
}

export const NO_STEPS: StepsMemory = {
  at: NEVER,
  count: -1,
  countedAt: NEVER,
  countBefore: -1,
  walkedAt: NEVER,
  off: 0,
  putOnAt: NEVER,
  few: 0,
  fewFrom: NEVER,
  pulse: 0,
  pulseBefore: 0,
  pausesOn: -1,
  stirring: 0,
  slot: -1,
  longest: 0 as Millis,
};

type Draft = { -readonly [Key in keyof StepsMemory]: StepsMemory[Key] };

/** A flag that flickers takes no band off. */
const OFF = 3;
/** So many steps within so long are a walk. */
const WALK = 5;
const TOGETHER = minutes(10);
/** A heart has come down from a walk. */
const SETTLED = minutes(8);
const PULSE_OVER = minutes(20);
const STIRRING_OVER = minutes(30);
/** And no fewer readings than four. */
const READINGS_GAIN = 0.25;
const BUSY = minutes(1);
/** Shorter pauses between two walks say nothing about the pulse at rest. */
const PAUSE = minutes(12);
const PAUSES_OVER = minutes(90);

/**
 * @param before what was known of the movement of this wearer, and `movement` what is known with this
 * sample. @param minute local, since 1970.
 */
export function withSteps(
  memory: StepsMemory,
  sample: Sample,
  before: MovementMemory,
  movement: MovementMemory,
  minute: number,
): StepsMemory {
  const { at, heartRate } = sample;
  if (at < memory.at) return memory;
  const next: Draft = { ...memory, at };
  if (memory.walkedAt === NEVER) next.walkedAt = at;
  wear(next, sample);
  if (sample.steps !== undefined) counted(next, sample.steps);
  const elapsed = memory.at === NEVER ? 0 : at - memory.at;
  if (next.walkedAt !== memory.walkedAt) begun(next, memory, movement, minute);
  else if (heartRate !== undefined && at - next.walkedAt >= SETTLED) {
    const most = elapsed > SELDOM ? READINGS_GAIN : 0.5;
    const gain = next.pulse === 0 ? 1 : Math.min(most, elapsed / PULSE_OVER);
    next.pulse += (heartRate - next.pulse) * gain;
  }
  const stirs = isStirring(before, movement, elapsed) ? 1 : 0;
  next.stirring += (stirs - next.stirring) * Math.min(READINGS_GAIN, elapsed / STIRRING_OVER);
  inSlot(next, movement, minute);
  return next;
}

/** Of ten minutes between two readings everybody moves in some: what counts is the last one. */
const isStirring = (before: MovementMemory, { at, movedAt }: MovementMemory, elapsed: number) =>
  movedAt > before.movedAt && (elapsed <= SELDOM || at - movedAt < BUSY);

function wear(next: Draft, { worn, charging }: Sample): void {
  if (charging === true) next.off = OFF;
  else if (worn === false) next.off = Math.min(OFF, next.off + 1);
  else {
    if (next.off === OFF) next.putOnAt = next.at;
    next.off = 0;
  }
}

/** Two readings of one moment mean the same in either order: both are held against the moment before. */
function counted(next: Draft, steps: number): void {
  const { at, count, countedAt } = next;
  const isSecond = countedAt === at;
  if (!isSecond) next.countBefore = count;
  const { countBefore } = next;
  const known = isSecond ? Math.max(0, count - countBefore) : 0;
  const more = countBefore < 0 ? 0 : Math.max(0, steps - countBefore - known);
  next.count = isSecond ? Math.max(steps, count) : steps;
  next.countedAt = at;
  if (more === 0) return;
  if (at - next.fewFrom > TOGETHER) {
    next.few = 0;
    next.fewFrom = at;
  }
  next.few += more;
  if (next.few >= WALK) next.walkedAt = at;
}

/** A pause between two walks is over: how the heart beat in it is how it beats at rest today. */
function begun(next: Draft, memory: StepsMemory, movement: MovementMemory, minute: number): void {
  const pause = next.at - memory.walkedAt;
  const day = Math.floor(minute / 1_440);
  // A fever that came in the night is no fright of now: every day begins anew.
  if (next.pausesOn !== day) next.pulseBefore = 0;
  next.pausesOn = day;
  if (memory.pulse > 0 && movement.upDay === day && pause >= PAUSE) {
    const gain = next.pulseBefore === 0 ? 1 : Math.min(0.6, pause / PAUSES_OVER);
    next.pulseBefore += (memory.pulse - next.pulseBefore) * gain;
  }
  next.pulse = 0;
}

function inSlot(next: Draft, movement: MovementMemory, minute: number): void {
  const slot = Math.floor(minute / SLOT);
  const isUp = next.off === 0 && movement.worn && movement.upDay === Math.floor(minute / 1_440);
  const length = isUp ? withoutSteps(next) : (0 as Millis);
  if (slot !== next.slot) {
    next.slot = slot;
    next.longest = length;
  } else if (length > next.longest) next.longest = length;
}

/** How long they had not walked when the band was last heard; to take a band off and put it on takes feet. */
export const withoutSteps = ({ at, walkedAt, putOnAt }: StepsMemory): Millis =>
  Math.max(0, at - latest(walkedAt, putOnAt)) as Millis;

/**
 * After our own absence nothing is moved: the count of afterwards tells of all of it. When the clock was
 * set back, what lies ahead was noted by the old time.
 */
export function forgivenSteps(memory: StepsMemory, gap: Millis, now: Instant): StepsMemory {
  if (gap >= 0 || memory.at === NEVER) return memory;
  const shifted = (at: Instant): Instant => Math.min(now, at + gap) as Instant;
  return {
    ...memory,
    at: shifted(memory.at),
    countedAt: memory.countedAt === NEVER ? NEVER : shifted(memory.countedAt),
    walkedAt: shifted(memory.walkedAt),
    putOnAt: memory.putOnAt === NEVER ? NEVER : shifted(memory.putOnAt),
    fewFrom: memory.fewFrom === NEVER ? NEVER : shifted(memory.fewFrom),
  };
}
