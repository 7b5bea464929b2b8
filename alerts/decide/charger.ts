// Whether a band stands on its charger. Some bands say so only while they do, and then nothing more: a
// word that newer readings do not repeat is over.
import type { Present } from '../../domain/present.ts';
import { minutes, since } from '../../domain/time.ts';

const REPEATED_WITHIN = minutes(20);

export function isOnCharger({ charging, battery }: Pick<Present, 'charging' | 'battery'>): boolean {
  if (charging?.value !== true) return false;
  return battery === undefined || since(charging.at, battery.at) <= REPEATED_WITHIN;
}
