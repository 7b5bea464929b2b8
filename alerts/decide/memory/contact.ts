// When readings last came, and whether anything about the band would explain that none come now: by it
// the next reading tells how long a hole there was, and of what kind.
import type { Instant } from '../../../domain/time.ts';
import type { Sample } from '../sample.ts';

export interface ContactMemory {
  /** By the service's clock; absent after our own absence. */
  readonly heardAt?: Instant;
  /** As last told; percent. */
  readonly battery?: number;
  /** On its charger. */
  readonly charging: boolean;
}

export const NO_CONTACT: ContactMemory = { charging: false };

export function withContact(
  memory: ContactMemory,
  samples: readonly Sample[],
  now: Instant,
): ContactMemory {
  const last = samples.at(-1);
  if (last === undefined) return memory;
  const battery = last.battery ?? memory.battery;
  const charging = last.charging ?? memory.charging;
  return battery === undefined ? { heardAt: now, charging } : { heardAt: now, battery, charging };
}
