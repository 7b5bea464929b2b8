// Up at night, and not back in bed. A band cannot see the bed; it sees that somebody walked, that no step
// came after it, and what followed. Who is back in bed stirs now and then, and the heart goes back to
// the rate of this person's sleep. Who lies in the bathroom does not stir at all, for longer than is
// usual after a walk, or stirs while the heart beats far too fast for somebody asleep. A pulse that is less
// far from sleep says as much of who has not stirred either; and less far again of who has made hardly
// more than half the steps of their usual way, there and back.
import { hours, type Millis, minutes } from '../../domain/time.ts';
import { roused } from './allowed-stillness.ts';
import { usualAfterWalk, usualWay } from './habits/movement.ts';
import { stillFor } from './memory/movement.ts';
import { NEVER } from './memory/movement-shape.ts';
import type { Moment } from './moment.ts';
import { concerning, ended, type Finding, noted, type Rule } from './rule.ts';
import type { BandState } from './state.ts';
import { alreadyTold, MOVED_AGAIN, unwatched } from './watched.ts';

export const nightWalk: Rule = { name: 'night-walk', reasons: ['not-back'], judge };

/** Later it is the stillness itself that is judged. */
const MATTERS_FOR = hours(4);
/** Pain and fright are there from the beginning; a heart that is awake later is so because of the morning. */
const PAIN_WITHIN = hours(2);
/** The movement that ended with the walk: the way to the bed, or what somebody does in a bathroom. */
const WITH_THE_WALK = minutes(15);
/** So long without a stir; sleepers stir as seldom, and their hearts beat as in sleep. */
const RIGID = minutes(45);
/** Beats per minute above this person's sleep: of who lies rigid, and of who has made half the way. */
const UNEASY = 10;
const UNEASY_HALF_WAY = 7;
const HALF_THE_WAY = 0.6;
/** Share of the last readings. */
const BUSTLES = 0.7;

function judge(state: BandState, moment: Moment): Finding {
  const { local, policy } = moment;
  const { movement } = state.memory;
  const { walk, at } = movement;
  const gone = (at - walk.to) as Millis;
  if (movement.upDay === local.day) return ended('up', MOVED_AGAIN);
  if (walk.from === NEVER || gone > MATTERS_FOR) return noted('in-bed');
  const cannot = unwatched(state, moment);
  if (cannot) return cannot;
  const { notBackAfter } = policy.movement;
  if (gone < notBackAfter) return ended('walks', MOVED_AGAIN);
  const facts = { leftAt: walk.from, steps: walk.steps };
  const isPain =
    (gone < PAIN_WITHIN || state.verdicts['night-walk']?.code === 'not-back') &&
    roused(state, policy.movement.rousedBy);
  // Moving on and on is no lying on a floor.
  const isRoused = movement.bustle < BUSTLES && (isPain || isRigid(state));
  if (!isRoused && !isMotionless(state, moment)) {
    const hasStirred = movement.movedAt > walk.to + WITH_THE_WALK;
    return ended('back', hasStirred ? MOVED_AGAIN : undefined, facts);
  }
  const told = alreadyTold(state, 'night-walk', moment);
  if (told) return noted(told, facts);
  const reason = {
    code: 'not-back',
    leftAt: walk.from,
    movedAt: movement.movedAt,
    steps: walk.steps,
  } as const;
  return concerning('not-back', { kind: 'no-sign-of-life', priority: 'attention', reason }, facts);
}

/** Has hardly stirred since the last steps, and the heart does not beat as in sleep. */
function isRigid(state: BandState): boolean {
  const { memory, habits } = state;
  const { movement } = memory;
  const { movedAt, walk } = movement;
  if (movement.by !== 'still' || movedAt > walk.to + WITH_THE_WALK) return false;
  if (stillFor(movement) < RIGID) return false;
  const way = usualWay(habits.movement);
  const isHalfWay = way !== undefined && walk.steps < way * HALF_THE_WAY;
  return roused(state, isHalfWay ? UNEASY_HALF_WAY : UNEASY);
}

/** Has not stirred once since the last steps, and for longer than after any walk of the last weeks. */
function isMotionless({ memory, habits }: BandState, { policy }: Moment): boolean {
  const { movement } = memory;
  if (movement.by !== 'still' || movement.movedAt > movement.walk.to + WITH_THE_WALK) return false;
  const { margin, motionlessAfterWalk } = policy.movement;
  const usual = usualAfterWalk(habits.movement) ?? 0;
  return stillFor(movement) >= Math.max(motionlessAfterWalk, usual * margin);
}
