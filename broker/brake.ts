// A band that floods with heartbeats is slowed, so that it cannot crowd out the others. Each band has
// a bucket that fills by the second and never above its size. Only heartbeats are ever counted: a
// press, a fall or a status passes without being looked at.
//
// A heartbeat above the allowance is let go when the band sent it as one that may be lost (QoS 0).
// When it must not be lost it waits, and by so little that a press behind it on the same line is
// still heard at once.
import type { BandId } from '../domain/ids.ts';
import type { Clock, Instant, Millis } from '../domain/time.ts';
import type { BusLimits } from './limits.ts';
import type { Packet } from './packet.ts';
import type { Tally } from './tally.ts';

/** Resolves when the packet may go on, with whether it still should. */
export type Brake = (packet: Packet) => Promise<'take' | 'let-go'>;

export interface BrakeOptions {
  readonly clock: Clock;
  readonly tally: Tally;
  readonly limits: Pick<BusLimits, 'heartbeatsPerSecond' | 'heartbeatBurst' | 'heartbeatPause'>;
}

interface Bucket {
  readonly left: number;
  readonly filledAt: Instant;
}

export function createBrake({ clock, tally, limits }: BrakeOptions): Brake {
  // Kept when a band reconnects; there are never more than there are bands.
  const buckets = new Map<BandId, Bucket>();

  const isWithinAllowance = (bandId: BandId): boolean => {
    const now = clock();
    const before = buckets.get(bandId) ?? { left: limits.heartbeatBurst, filledAt: now };
    // A clock set back must not freeze the bucket: no time has passed then.
    const refill = (Math.max(0, now - before.filledAt) * limits.heartbeatsPerSecond) / 1_000;
    const left = Math.min(limits.heartbeatBurst, before.left + refill);
    const within = left >= 1;
    buckets.set(bandId, { left: within ? left - 1 : left, filledAt: now });
    return within;
  };

  return async ({ bandId, channel, qos }) => {
    if (channel !== 'heartbeat' || isWithinAllowance(bandId)) return 'take';
    tally.count('heartbeat-flood', qos === 0 ? 'let-go' : 'slowed', { bandId });
    if (qos === 0) return 'let-go';
    await pause(limits.heartbeatPause);
    return 'take';
  };
}

const pause = (duration: Millis): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, duration);
  });
