// When the wearer last moved, and what being on their feet they have shown lately.
//
// The band's own word is `still`. It says when the last movement was, so it is evidence even of a time in
// which we heard nothing. It is believed as long as it does not contradict itself: a movement that lies
// before the reading before this one should have been told by that one, and one that was told does not go
// away. A band that says so is stuck, and for some hours only its steps count. Without `still`, movement is
// what makes steps rise and nothing else, which is much weaker: who sits and knits has not moved.
//
// A reading of the past changes nothing that a newer one has told; two readings of the same moment mean
// the same in either order.
import { type Instant, latest, type Millis } from '../../../domain/time.ts';
import type { Moment } from '../moment.ts';
import type { Sample } from '../sample.ts';
import { active, atNight, DAY, gotUp, inSlot, newDay, rested } from './movement-day.ts';
import { bustled, felt, pulsed } from './movement-lately.ts';
import {
  type Draft,
  type Earlier,
  type MovementMemory,
  NEVER,
  NO_MOVEMENT,
} from './movement-shape.ts';
import { moved, stepped, wear } from './movement-told.ts';

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
  if (hasMoved) active(next, movedBefore, before, steps);
  rested(next, movedBefore, minute);
  newDay(next, before, minute);
  gotUp(next, steps, hasMoved, minute, at - before);
  if (next.upDay !== Math.floor(minute / DAY)) atNight(next, steps, minute);
  inSlot(next, minute);
  return next;
}

const begun = (at: Instant): Draft => ({
  ...NO_MOVEMENT,
  firstAt: at,
  watchedFrom: at,
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

/** How long the wearer had not moved when the band was last heard. */
export const stillFor = ({ at, movedAt, wornAt }: MovementMemory): Millis =>
  Math.max(0, at - latest(movedAt, wornAt)) as Millis;
