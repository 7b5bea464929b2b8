// When the last movement was, by what the band tells: its `still`, as long as that does not contradict
// itself, and its steps. And whether it is on a wrist at all.
import {
  hours,
  type Instant,
  latest,
  type Millis,
  minutes,
  seconds,
} from '../../../domain/time.ts';
import type { Sample } from '../sample.ts';
import { type Draft, NEVER } from './movement-shape.ts';

/** `still` is a whole number of seconds, and a reading takes its time on the way. */
const TRAVEL = seconds(10);
const SAME_MOVEMENT = seconds(90);
const DOUBTED_FOR = hours(6);
/** Nobody keeps the wrist moving for so long without ever resting it for this. */
const RESTLESS_AT_MOST = hours(14);
const RESTS = minutes(3);
/** A band that tells `still` now and then only is asked for steps after this. */
const STILL_KEPT = minutes(15);

/** How many steps more than at any earlier moment; a count that fell begins anew. */
export function stepped(next: Draft, { steps, at }: Sample): number {
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

export function moved(next: Draft, sample: Sample, steps: number): void {
  const { at } = sample;
  if (sample.still !== undefined) told(next, sample, sample.still);
  next.by = at >= next.doubtedUntil && isRecent(next.stillAt, at) ? 'still' : 'steps';
  // Told anew by each reading of this moment: one of them may say that none is to be believed.
  next.movedAt = next.earlier.movedAt;
  if (next.by === 'still') next.movedAt = latest(next.movedAt, next.toldAt);
  // Steps since the reading before this one were made by the movement it tells of, and not just now.
  const isTold = next.by === 'still' && next.stillAt === at && next.toldAt >= next.earlier.at;
  if ((steps > 0 || next.steppedAt === at) && !isTold) next.movedAt = at;
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

/** A pulse no older than this is one. */
export const PULSE_FOR = minutes(10);
const UNMOVED = minutes(2);

/**
 * Putting a band on or off moves it. A band that says that it was taken off, and has not been moved,
 * has lost the pulse and not the wrist. Of one that never says, the pulse tells; what stands on its
 * charger has said no more by it than that nobody wears it now.
 */
export function wear(next: Draft, { worn, charging, at }: Sample, before: Instant): void {
  if (worn === undefined && !next.saysWorn) {
    next.worn = charging !== true && hasFeltPulse(next);
    return;
  }
  const says = charging === true ? false : worn;
  if (says === undefined) return;
  const isOn = says || (next.worn && charging !== true && isUnmoved(next, before));
  if (isOn && !next.worn) next.wornAt = next.saysWorn ? at : next.firstAt;
  next.worn = isOn;
  next.saysWorn = true;
}

/** Whoever takes a band off moves it: one that has felt a pulse since it last was moved is still worn. */
const hasFeltPulse = ({ pulseAt, movedAt, by, at }: Draft): boolean =>
  pulseAt !== NEVER &&
  (at - pulseAt <= PULSE_FOR || (by === 'still' && pulseAt - movedAt >= UNMOVED));

const isUnmoved = ({ by, movedAt }: Draft, before: Instant): boolean =>
  by === 'still' && movedAt < before - SAME_MOVEMENT;
