// On the floor, and not still. An arm that moves is a sign of life, and no sign that all is well: of
// fallers over ninety most lie awake and cannot get up. What they do not do is walk.
//
// That alone says little of an hour, for old people sit long: so it is held against how long this person
// goes without a walk about this time of the day. It says much beside a pulse that is far above this
// person's own at rest, today's and that of the weeks before, in a wrist that rests for most of the time:
// pain, cold and fright do that, and neither television nor a card game does. And it says more after a
// fall that came to nothing.
//
// Nothing is said of who never walks, of nights, of who is asleep by the pulse, of who is out (a bus, a
// clinic, a bench), nor of hands that are busy all the time: a stuck counter is no fall.
import { type Instant, latest, type Millis, minutes, plus, since } from '../../domain/time.ts';
import { NIGHT_ENDS } from './allowed-stillness.ts';
import { usualPulse } from './habits/heart.ts';
import { usualAsleepRate } from './habits/movement.ts';
import { usualWithoutSteps } from './habits/steps.ts';
import { withoutSteps } from './memory/steps.ts';
import type { Moment } from './moment.ts';
import { concerning, ended, type Finding, noted, type Rule } from './rule.ts';
import { betweenBeats } from './slow-band.ts';
import type { BandState } from './state.ts';
import {
  alreadyTold,
  believedUntil,
  fellLately,
  MOVED_AGAIN,
  rateOf,
  STEADY,
  unwatched,
} from './watched.ts';

export const noSteps: Rule = { name: 'no-steps', reasons: ['no-steps'], judge };

/** So lately on their feet. */
const WALKS = minutes(10);
/** Heartbeats do not come by the second. */
const BEAT = 1.1;
/** Share of the readings of half an hour: hands at work. */
const BUSY = 0.6;
/** Share of them of a wrist that rests for most of the time. */
const QUIET = 0.4;
/** Share of the readings of two hours that show a sleeper's rest; of an arm on the floor hardly any do. */
const SLEEPS = 0.2;
/** Beats per minute above this person's sleep that may still be sleep. */
const ASLEEP = 7;
/** Times what one day differs from another. */
const SPREADS = 2.5;
/** Beats per minute more where today's own pulse at rest is not known: it may be a fever. */
const UNKNOWN = 6;
/** What has been said is said on as long as the pulse is no further below. */
const KEEPS_SAYING = 2;
const SAID_SO: ReadonlySet<string> = new Set(['raised', 'fell', 'too-long']);

function judge(state: BandState, moment: Moment): Finding {
  const { movement, steps } = state.memory;
  if (steps.count < 0) return noted('no-count');
  if (movement.upDay !== moment.local.day) return noted('not-up');
  if (moment.local.hour < moment.policy.day.from) return noted('night');
  // Asleep, or while we were away ourselves, nobody is missed on their feet; nor, if they lie as quietly as
  // sleepers do, in a night in which they were up for a while.
  const seenUpFrom = latest(movement.upAt, movement.watchedFrom);
  const upFrom = movement.repose > SLEEPS ? latest(seenUpFrom, nightEnded(moment)) : seenUpFrom;
  const length = Math.min(withoutSteps(steps), Math.max(0, steps.at - upFrom));
  if (length < WALKS) return ended('walks', MOVED_AGAIN);
  const cannot = unwatched(state, moment);
  if (cannot) return cannot;
  const until = believedUntil(state);
  const allowed = allowedWithoutSteps(state, moment);
  if (typeof allowed === 'string') return noted(allowed, undefined, until);
  const { code, limit, ...from } = allowed;
  if (length < limit / 2) return noted('sits', undefined, until);
  const facts = { walkedAt: steps.walkedAt, limit, ...from };
  const unseen = betweenBeats(state);
  const early = unseen > 0 ? 0 : state.present.cadence * BEAT;
  if (length + early < limit) return noted(code, facts, until);
  if (state.memory.whereabouts.outSince !== undefined) return noted('out', facts, until);
  if (steps.stirring >= BUSY) return noted('busy', facts, until);
  if (isSeenAgain(state, moment)) return noted('seen-again', facts, until);
  const told = alreadyTold(state, 'no-steps', moment);
  if (told) return noted(told, facts, until);
  const reason = { code: 'no-steps', walkedAt: steps.walkedAt, ...from } as const;
  const concern = { kind: 'no-sign-of-life', priority: 'attention', reason } as const;
  return concerning('too-long', concern, facts, until);
}

/** Of the night that lies behind. */
const nightEnded = ({ now, local }: Moment): Instant =>
  plus(now, minutes(NIGHT_ENDS - (local.hour * 60 + local.minute)));

/** What kept us from judging is over: they are given time for a walk before it is missed. */
const SEEN_AGAIN_FOR = minutes(45);
const NOT_SEEN: ReadonlySet<string> = new Set(['out', 'not-worn', 'no-skin', 'not-heard']);

function isSeenAgain({ verdicts }: BandState, { now }: Moment): boolean {
  const said = verdicts['no-steps'];
  if (said === undefined) return false;
  return (
    NOT_SEEN.has(said.code) || (said.code === 'seen-again' && since(said.at, now) < SEEN_AGAIN_FOR)
  );
}

interface Allowed {
  /** Where it comes from, in one word. */
  readonly code: 'usual' | 'learning' | 'asleep' | 'raised' | 'fell';
  readonly limit: Millis;
  readonly usual?: Millis;
  readonly raisedBy?: number;
}

/** What a minute's readings say of a pulse takes a slow band some heartbeats more. */
const BEATS_MORE = 3;
const plusBeats = (limit: Millis, state: BandState): Millis =>
  (limit + BEATS_MORE * betweenBeats(state)) as Millis;

/** A word: nothing can be said, and that is why. */
function allowedWithoutSteps(state: BandState, moment: Moment): Allowed | 'seldom-walks' | 'night' {
  const { local, policy } = moment;
  const habit = state.habits.steps;
  const { least, most, margin, raised, afterFall } = policy.steps;
  const isKnown = habit.days >= policy.movement.learnedAfter;
  const usual = isKnown ? usualWithoutSteps(habit, local.hour * 60 + local.minute) : undefined;
  const limit = Math.max(least, (usual ?? 0) * margin) as Millis;
  if (limit > most) return 'seldom-walks';
  const raisedBy = isKnown ? pulseRaisedBy(state, moment) : undefined;
  if (raisedBy !== undefined) {
    const { at, walkedAt } = state.memory.steps;
    return fellLately(state.incidents, at, walkedAt, policy.movement.fallMatters)
      ? { code: 'fell', limit: afterFall, raisedBy }
      : { code: 'raised', limit: plusBeats(raised, state), raisedBy };
  }
  if (local.hour >= policy.day.to) return 'night';
  const { walkedAt } = state.memory.steps;
  if (usual === undefined) {
    return walkedAt > state.memory.movement.firstAt
      ? { code: 'learning', limit: most }
      : 'seldom-walks';
  }
  return local.hour >= policy.movement.eveningFrom || sleeps(state)
    ? { code: 'asleep', limit: most }
    : { code: 'usual', limit, usual };
}

/**
 * Beats per minute above what is this person's own at rest, today and at this hour, in a wrist that rests
 * for most of the time; undefined when that is nothing out of the ordinary, or not known.
 */
function pulseRaisedBy(state: BandState, { local, policy }: Moment): number | undefined {
  const { memory, habits, verdicts } = state;
  const { pulse, pulseBefore, stirring } = memory.steps;
  const now = rateOf(memory.movement);
  if (now === undefined || pulse === 0 || stirring > QUIET) return undefined;
  const days = policy.movement.learnedAfter;
  const usual = usualPulse(habits.heart, local.hour, local.day, days);
  if (usual === undefined || usual.days < days) return undefined;
  const by = Math.min(pulse, now) - Math.max(pulseBefore, usual.mean);
  const scatter = Math.max(0, memory.movement.scatter - STEADY);
  const scatters = betweenBeats(state) > 0 ? scatter : scatter / 2;
  const said = verdicts['no-steps']?.code ?? '';
  const unknown = pulseBefore === 0 ? UNKNOWN : 0;
  const least = Math.max(policy.steps.raisedBy, SPREADS * usual.spread) + scatters + unknown;
  return by >= least - (SAID_SO.has(said) ? KEEPS_SAYING : 0) ? Math.round(by) : undefined;
}

function sleeps({ memory, habits }: BandState): boolean {
  const asleep = usualAsleepRate(habits.movement);
  const rate = rateOf(memory.movement);
  return asleep !== undefined && rate !== undefined && rate <= asleep + ASLEEP;
}
