// How many heartbeats a band may still send: a bucket that fills by the second and never above its
// size. Only heartbeats are counted; nothing here is ever asked about a press or a fall.
import type { Instant } from '../domain/time.ts';

export interface Allowance {
  /** True when there was one left to take. */
  take(now: Instant): boolean;
}

export function createAllowance(perSecond: number, burst: number): Allowance {
  let left = burst;
  let filledAt: Instant | undefined;
  return {
    take(now) {
      // A clock set back must not freeze the bucket: no time has passed then.
      const elapsed = Math.max(0, now - (filledAt ?? now));
      filledAt = now;
      left = Math.min(burst, left + (elapsed * perSecond) / 1_000);
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
