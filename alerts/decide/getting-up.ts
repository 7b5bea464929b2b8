// A morning on which somebody does not get up. By when they are up is learned, nine mornings out of ten;
// until it is, one hour holds for everybody. Then it is waited a little longer, and less long for whoever
// has not stirred at all than for whoever turns over in bed: lying in is no emergency, and a stroke at
// night may leave one wrist that moves.
import { minutes, plus } from '../../domain/time.ts';
import { watchedSinceNight } from './allowed-stillness.ts';
import { usuallyUpBy } from './habits/movement.ts';
import { stillFor } from './memory/movement.ts';
import { MORNING_FROM } from './memory/movement-day.ts';
import { NEVER } from './memory/movement-shape.ts';
import { withoutSteps } from './memory/steps.ts';
import type { Moment } from './moment.ts';
import { concerning, ended, type Finding, noted, type Rule } from './rule.ts';
import { betweenBeats } from './slow-band.ts';
import type { BandState } from './state.ts';
import { alreadyTold, believedUntil, MOVED_AGAIN, unwatched } from './watched.ts';

export const gettingUp: Rule = { name: 'getting-up', reasons: ['not-up'], judge };

const AFTERNOON_FROM = 15;
/** On their feet so lately, they are about to. */
const ON_FEET = minutes(20);
const BUSTLES = 0.6;
const STIRS = minutes(8);
/** Of a slow band so many heartbeats show a rest. */
const BEATS_AT_REST = 1.5;

function judge(state: BandState, moment: Moment): Finding {
  const { now, local, policy } = moment;
  const { movement } = state.memory;
  if (movement.upDay === local.day) {
    return ended('up', MOVED_AGAIN, { upAt: movement.upAt });
  }
  const minute = local.hour * 60 + local.minute;
  if (minute < MORNING_FROM * 60 || minute >= AFTERNOON_FROM * 60) return noted('not-morning');
  const cannot = unwatched(state, moment);
  if (cannot) return cannot;
  if (!watchedSinceNight(movement, moment)) return noted('not-watched');
  if (movement.stillAt === NEVER && movement.steps < 0) return noted('not-told');
  const learned = usuallyUpBy(state.habits.movement);
  const by = learned ?? policy.movement.upBy * 60;
  const { motionless, overslept, lieIn } = policy.movement;
  const isStill = movement.by === 'still' && stillFor(movement) >= motionless;
  const wait = isStill ? overslept : lieIn;
  const since = minutes(minute - by);
  const facts = { usualMinute: by, days: state.habits.movement.up.length };
  if (since < wait) {
    const until = plus(now, minutes(Math.max(1, (overslept - since) / 60_000)));
    return noted(learned === undefined ? 'in-bed-learning' : 'in-bed', facts, until);
  }
  if (isOnFeet(state, moment)) return noted('on-feet', facts, believedUntil(state));
  const told = alreadyTold(state, 'getting-up', moment);
  if (told) return noted(told, facts, believedUntil(state));
  const { movedAt } = movement;
  const reason = {
    code: 'not-up',
    movedAt,
    ...(learned !== undefined && { usualMinute: by, days: state.habits.movement.up.length }),
  } as const;
  return concerning('not-up', { kind: 'no-sign-of-life', priority: 'attention', reason }, facts);
}

/**
 * Or moves, as if about to: who cannot get up rests again. But for an arm that moves just before a band
 * speaks and has made no walk for hours.
 */
function isOnFeet(state: BandState, { policy }: Moment): boolean {
  const { movement, steps } = state.memory;
  const unseen = betweenBeats(state);
  if (movement.at - movement.steppedAt < ON_FEET + 2 * unseen) return true;
  if (steps.count >= 0 && withoutSteps(steps) >= policy.steps.most) return false;
  return movement.bustle > BUSTLES || stillFor(movement) < Math.max(STIRS, unseen * BEATS_AT_REST);
}
