// The band is heard, somebody wears it, and they have not moved for longer than they ever do at this
// hour. How long that is, and what it costs: allowed-stillness.ts.
//
// It is told before the time is over when the next heartbeat would come too late. A slow band is waited for
// until the time is over, or all who wear one would be rung for a heartbeat early; but not where something
// speaks for harm. A fall that is still open becomes sharper and no second incident; while an emergency of
// this person is open, somebody is on their way already.
import { type Millis, minutes } from '../../domain/time.ts';
import { type Allowed, allowedStillness } from './allowed-stillness.ts';
import { stillFor } from './memory/movement.ts';
import type { Moment } from './moment.ts';
import { type Concern, concerning, ended, type Finding, noted, type Rule } from './rule.ts';
import { betweenBeats } from './slow-band.ts';
import type { BandState } from './state.ts';
import { alreadyTold, believedUntil, MOVED_AGAIN, unwatched } from './watched.ts';

export const stillness: Rule = {
  name: 'stillness',
  reasons: ['not-moving', 'not-moving-after-fall'],
  judge,
};

/** Heartbeats do not come by the second. */
const BEAT = 1.1;
/** Nobody is rung for after so short a time. */
const MOVES = minutes(5);

function judge(state: BandState, moment: Moment): Finding {
  const cannot = unwatched(state, moment);
  if (cannot) return isFallOpen(state) ? noted(cannot.code, cannot.facts, cannot.until) : cannot;
  const { movement } = state.memory;
  const still = stillFor(movement);
  const until = believedUntil(state);
  if (still < MOVES) {
    // Somebody has fallen, and that is not over because they move.
    return ended('moves', isFallOpen(state) ? undefined : MOVED_AGAIN, undefined, until);
  }
  const allowed = allowedStillness(state, moment);
  if (allowed === undefined) return noted('steps-only-night', undefined, until);
  const { code, limit, usual } = allowed;
  if (still < limit / 2) return noted('moves', undefined, until);
  const { movedAt } = movement;
  const facts = usual === undefined ? { movedAt, limit } : { movedAt, limit, usual };
  if (isInTime(state, still, allowed)) return noted(code, facts, until);
  const told = alreadyTold(state, 'stillness', moment);
  if (told) return noted(told, facts, until);
  return concerning('too-long', concernOf(state, allowed), facts, until);
}

const HARM: ReadonlySet<Allowed['code']> = new Set(['fell', 'cold', 'pulse-lost']);
/**
 * A band that speaks every five minutes can still be rung for a heartbeat early, so that nobody who faints
 * waits longer for it. Of one that speaks every ten that would be twenty minutes on a sofa.
 */
const SOON_ENOUGH = minutes(6);

function isInTime(state: BandState, still: Millis, { code, limit }: Allowed): boolean {
  const { cadence } = state.present;
  if (betweenBeats(state) === 0) return still + cadence * BEAT <= limit;
  return cadence <= SOON_ENOUGH || HARM.has(code) ? still + cadence <= limit : still < limit;
}

const isFallOpen = ({ incidents }: BandState): boolean =>
  incidents.some(({ kind, reason }) => kind === 'fall' && reason.code === 'not-moving-after-fall');

function concernOf({ memory, habits }: BandState, allowed: Allowed): Concern {
  const { movedAt, by } = memory.movement;
  const { days } = habits.movement;
  const usual = allowed.usual === undefined ? {} : { usual: allowed.usual as Millis, days };
  if (allowed.code === 'fell') {
    const reason = { code: 'not-moving-after-fall', movedAt } as const;
    return { kind: 'fall', priority: 'attention', reason };
  }
  const reason = { code: 'not-moving', movedAt, by, ...usual } as const;
  return { kind: 'no-sign-of-life', priority: 'attention', reason };
}
