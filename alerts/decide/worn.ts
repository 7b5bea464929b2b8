// Whether somebody wears the band, whatever its flag says now. Flags lie in both directions: "not worn"
// with a pulse, and "worn" on the table. Rules that take stillness for the person's ask here first.
import { hours, type Instant, minutes, since } from '../../domain/time.ts';
import { AGREED } from './memory/wearing.ts';
import type { BandState } from './state.ts';

/**
 * `worn`, `off`: it says so, and nothing contradicts. `lies-still`: it says that it is worn, but there has
 * been no pulse and no movement for hours, and nothing as warm as skin. `unsure`: it says that it is off,
 * but not for long enough to be believed. `unknown`: it never said.
 */
export type Wearing = 'worn' | 'off' | 'lies-still' | 'unsure' | 'unknown';

type Evidence = Pick<BandState, 'present' | 'memory'>;

/**
 * Hours, because a person who has collapsed in the cold has no pulse a wrist can find either: by then the
 * rules that watch over stillness have long told somebody.
 */
const NO_PULSE_FOR = hours(2);
/** °C: the wrist of a living person indoors is well above, a table below. */
const COLDEST_SKIN = 28;
/** A temperature older than this is none of now. */
const WARMTH_COUNTS_FOR = minutes(30);

export function wearingOf(state: Evidence, now: Instant): Wearing {
  const { isWorn, readings } = state.memory.wearing;
  if (isWorn === undefined) return 'unknown';
  if (!isWorn) return readings >= AGREED ? 'off' : 'unsure';
  return liesStill(state, now) ? 'lies-still' : 'worn';
}

/** False only when it is known that nobody wears it: in doubt somebody does. */
export function isWornTruly(state: Evidence, now: Instant): boolean {
  const wearing = wearingOf(state, now);
  return wearing !== 'off' && wearing !== 'lies-still';
}

/** A band that has never found a pulse cannot miss it. */
function liesStill({ present }: Evidence, now: Instant): boolean {
  const { heartRate, still, temperature } = present;
  if (heartRate === undefined || since(heartRate.at, now) < NO_PULSE_FOR) return false;
  if (still === undefined || still.value < NO_PULSE_FOR) return false;
  const isFresh = temperature !== undefined && since(temperature.at, now) < WARMTH_COUNTS_FOR;
  return !isFresh || temperature.value < COLDEST_SKIN;
}
