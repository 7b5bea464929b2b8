// Whether anything can be said of how the wearer moves: the band is heard, it is on their wrist, and it
// can tell. Why not is a verdict of its own.
import type { Incident } from '../../domain/incident.ts';
import { type Instant, type Millis, minutes, plus, since } from '../../domain/time.ts';
import { type MovementMemory, NEVER } from './memory/movement-shape.ts';
import { PULSE_FOR } from './memory/movement-told.ts';
import type { Moment } from './moment.ts';
import { ended, type Finding, noted } from './rule.ts';
import type { BandState } from './state.ts';

/** What was read longer ago says nothing about now; a slow band is waited for. */
const BELIEVED_FOR = minutes(5);
const HEARTBEATS = 2.5;
const SKIN_FOR = minutes(15);

export const believedUntil = ({ memory, present }: BandState): Instant =>
  plus(memory.movement.liveAt, Math.max(BELIEVED_FOR, HEARTBEATS * present.cadence) as Millis);

/** °C: a table in the sun is no wrist yet. */
const WARMER = 1;

/** Why nothing can be said; undefined when something can. */
export function unwatched(state: BandState, { now, policy }: Moment): Finding | undefined {
  const { movement } = state.memory;
  const { liveAt, at } = movement;
  if (liveAt === NEVER || liveAt !== at || now > believedUntil(state)) return noted('not-heard');
  const until = believedUntil(state);
  if (!movement.worn) return ended('not-worn', MOVED_AGAIN, undefined, until);
  const skin = skinOf(movement);
  const hysteresis = state.verdicts.stillness?.code === 'no-skin' ? WARMER : 0;
  if (skin !== undefined && skin <= policy.movement.noSkin + hysteresis) {
    return noted('no-skin', { skin }, until);
  }
  return undefined;
}

const SAME_MATTER = ['stillness', 'getting-up', 'night-walk', 'no-steps'] as const;

/**
 * Why nobody is to be told now of somebody who does not move: help is on its way, or the desk has just
 * dealt with it under another of these names.
 */
export function alreadyTold(
  { incidents, answered }: BandState,
  own: (typeof SAME_MATTER)[number],
  { now, policy }: Moment,
): 'help-is-coming' | 'answered' | undefined {
  if (incidents.some(({ priority }) => priority === 'emergency')) return 'help-is-coming';
  const isAnswered = SAME_MATTER.some((rule) => {
    const at = rule === own ? undefined : answered[rule]?.at;
    return at !== undefined && at <= now && since(at, now) < policy.askAgain.attention;
  });
  return isAnswered ? 'answered' : undefined;
}

/** Whoever takes a band off has moved. */
export const MOVED_AGAIN = { code: 'moved-again' } as const;

/** °C; undefined when it is not known of now. */
const skinOf = ({ skin, skinAt, at }: MovementMemory): number | undefined =>
  skin > 0 && since(skinAt, at) <= SKIN_FOR ? skin : undefined;

/** Beats per minute that readings scatter by in most people; a fibrillating heart needs more of a rise. */
export const STEADY = 6;
/** Mean deviation in beats per minute; a fibrillating heart comes to ten. */
const NONSENSE = 20;

/** Beats per minute over the last minutes; undefined when no pulse is felt now, or anything at all. */
export const rateOf = ({ rate, scatter, pulseAt, at }: MovementMemory): number | undefined =>
  rate > 0 && scatter < NONSENSE && since(pulseAt, at) <= PULSE_FOR ? rate : undefined;

const COLD_FOR = minutes(20);

/** For some time already: a band on a table passes through every temperature. */
export const isCold = ({ coldAt, at }: MovementMemory): boolean =>
  coldAt !== NEVER && since(coldAt, at) >= COLD_FOR;

/**
 * A fall that was lowered by movement, and nobody has walked since. @param at of the newest reading.
 * @param matters a fall is remembered for so long.
 */
export const fellLately = (
  incidents: readonly Incident[],
  at: Instant,
  walkedAt: Instant,
  matters: Millis,
): boolean =>
  incidents.some(
    ({ kind, priority, rangAt }) =>
      kind === 'fall' && priority === 'notice' && at - rangAt <= matters && walkedAt <= rangAt,
  );
