// Whether a band stands on its charger. Some bands say so only while they do, and then nothing more: a
// word that newer readings do not repeat is over.
import type { Present } from '../../domain/present.ts';
import { type Instant, latest, minutes, since } from '../../domain/time.ts';

const REPEATED_WITHIN = minutes(20);

export function isOnCharger(present: Present): boolean {
  const { charging } = present;
  if (charging?.value !== true) return false;
  return since(charging.at, latest(charging.at, readAt(present))) <= REPEATED_WITHIN;
}

/** Of the newest reading, by what most bands tell in each of theirs. */
function readAt({ battery, still, steps, worn, heartRate }: Present): Instant {
  let newest = 0 as Instant;
  for (const measured of [battery, still, steps, worn, heartRate]) {
    if (measured !== undefined && measured.at > newest) newest = measured.at;
  }
  return newest;
}
