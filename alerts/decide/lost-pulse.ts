// A heart that is not found any more on a wrist that has not moved since it last was. Whoever takes a band
// off moves it: where the last movement lies before the last pulse, the band is still where it was. Straps
// lose a pulse now and then, so this is asked of bands only that have found it all the time until then.
import { type Millis, minutes, since } from '../../domain/time.ts';
import type { BandState } from './state.ts';

/** Readings at rest before it was lost, and how many times the widest gap between them it is missing. */
const FOUND = 6;
const TIMES_THE_GAP = 2.5;
const LEAST = minutes(15);
/** The pulse was found so long after the last movement at least. */
const FOUND_AFTER = minutes(2);
/** The last one was measured at rest. */
const AT_REST_TILL = minutes(1);

export function hasLostPulse({ memory }: BandState): boolean {
  const { movement, vitals } = memory;
  const missing = since(movement.pulseAt, movement.at);
  if (missing < LEAST || movement.pulseAt - movement.movedAt < FOUND_AFTER) return false;
  const { at } = vitals.heartRate;
  if (at.length < FOUND || !vitals.sensor.isBelieved) return false;
  if (movement.pulseAt - (at.at(-1) ?? 0) >= AT_REST_TILL) return false;
  return missing >= TIMES_THE_GAP * widestGap(at.slice(-FOUND));
}

function widestGap(moments: readonly number[]): Millis {
  let widest = 0;
  for (let n = 1; n < moments.length; n += 1) {
    widest = Math.max(widest, (moments[n] ?? 0) - (moments[n - 1] ?? 0));
  }
  return widest as Millis;
}
