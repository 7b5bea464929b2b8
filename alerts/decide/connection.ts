// Whether a band answers: how long it has said nothing, against how often it speaks.
import type { Policy } from '../../domain/policy.ts';
import type { Connection } from '../../domain/present.ts';
import { type Instant, latest, type Millis, plus, seconds, since } from '../../domain/time.ts';
import type { BandState } from './state.ts';

/** A heartbeat may take this long on its way before it counts as missed. */
const TRAVEL = seconds(5);

/** The moment its silence counts from: the last word, or being given to this resident. */
export const lastWordOf = ({ present, watchedSince }: BandState): Instant =>
  latest(present.heardAt ?? watchedSince, watchedSince);

const lateAfter = ({ present }: BandState, { silence }: Policy): Millis =>
  (present.cadence * silence.lateAfterMissed + TRAVEL) as Millis;

/** Somebody is told of a silence after so long, and never before a slow band would have been late. */
export const silentAfter = (state: BandState, policy: Policy): Millis =>
  Math.max(
    policy.silence.noticeAfter,
    lateAfter(state, policy) + state.present.cadence / 2,
  ) as Millis;

/** Whether the band answers, as seen at `now`. */
export function connectionAt(state: BandState, now: Instant, policy: Policy): Connection {
  const quiet = since(lastWordOf(state), now);
  if (quiet >= silentAfter(state, policy)) return 'silent';
  if (quiet > lateAfter(state, policy)) return 'late';
  return state.present.heardAt === undefined ? 'unheard' : 'live';
}

/** The next moment at which it would be later than it is, or silent; undefined when it is silent. */
export function connectionChangesAt(state: BandState, policy: Policy): Instant | undefined {
  const word = lastWordOf(state);
  const { connection } = state.present;
  if (connection === 'silent') return undefined;
  if (connection === 'late') return plus(word, silentAfter(state, policy));
  return plus(word, (lateAfter(state, policy) + 1) as Millis);
}

/**
 * After our own absence every silence counts from then on: we were deaf, they were not silent. When
 * the clock was set back (a negative gap), only a moment that lies ahead was noted by the old time;
 * what a band has said since it was set back is not moved into the past.
 */
export function forgiveAbsence(state: BandState, gap: Millis, now: Instant): BandState {
  const shifted = (at: Instant): Instant => {
    if (gap < 0 && at <= now) return at;
    return plus(at, gap) > now ? now : plus(at, gap);
  };
  const { heardAt } = state.present;
  return {
    ...state,
    watchedSince: shifted(state.watchedSince),
    present: { ...state.present, ...(heardAt !== undefined && { heardAt: shifted(heardAt) }) },
    lookAt: now,
  };
}
