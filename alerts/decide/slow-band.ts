// Watches of some families speak every five to fifteen minutes. What such a band has seen is told by its
// next heartbeat, and by what happened between two of them hardly anything is known: limits that hold for a
// band of every minute are moved by so much for it, and for no other.
import { type Millis, millis, minutes } from '../../domain/time.ts';
import type { BandState } from './state.ts';

const SELDOM = minutes(3);
const NONE = millis(0);

/** From one heartbeat to the next; none of a band that speaks often enough for its gaps not to matter. */
export const betweenBeats = ({ present: { cadence } }: Pick<BandState, 'present'>): Millis =>
  cadence < SELDOM ? NONE : cadence;
