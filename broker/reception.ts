// From a packet to the receiver and back: the one place where an arrival is made, and the place that
// knows what is still in work. What is returned settles only when the receiver has settled, so that
// an acknowledgement sent after it is true.
import type { BandId } from '../domain/ids.ts';
import type { Arrival, Channel } from '../domain/message.ts';
import type { Clock, Millis } from '../domain/time.ts';
import { type Allowance, createAllowance } from './allowance.ts';
import { withDeadline } from './deadline.ts';
import type { BusLimits } from './limits.ts';
import type { Receive } from './port.ts';
import type { Tally } from './tally.ts';

export interface Packet {
  readonly bandId: BandId;
  readonly channel: Channel;
  readonly payload: string | Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly dup: boolean;
}

export interface Reception {
  /** Resolved means durable (or a heartbeat of QoS 0 above the allowance, which is let go). */
  take(packet: Packet): Promise<void>;
  /** Resolves when nothing is in work any more. */
  settled(): Promise<void>;
}

export interface ReceptionOptions {
  readonly receive: Receive;
  readonly clock: Clock;
  readonly limits: BusLimits;
  readonly tally: Tally;
}

export function createReception(options: ReceptionOptions): Reception {
  const { clock, limits, tally } = options;
  const inWork = new Set<Promise<void>>();
  // Kept when a band reconnects, and no longer than there are bands.
  const allowances = new Map<BandId, Allowance>();

  const allowanceOf = (bandId: BandId): Allowance => {
    const known = allowances.get(bandId);
    if (known) return known;
    const fresh = createAllowance(limits.heartbeatsPerSecond, limits.heartbeatBurst);
    allowances.set(bandId, fresh);
    return fresh;
  };

  const receive = (packet: Packet): Promise<void> => {
    const arrival = arrivalOf(packet, clock);
    return withDeadline('the receiver', limits.receiveWithin, () => options.receive(arrival));
  };

  // Only heartbeats are ever counted. One that may be lost (QoS 0) is let go; one that must not be
  // is slowed, by so little that a press behind it on the same line is still heard at once.
  const takeHeartbeat = async (packet: Packet): Promise<void> => {
    if (allowanceOf(packet.bandId).take(clock())) return receive(packet);
    tally.count('heartbeat-flood', packet.qos === 0 ? 'let-go' : 'slowed', {
      bandId: packet.bandId,
    });
    if (packet.qos === 0) return;
    await pause(limits.heartbeatPause);
    await receive(packet);
  };

  return {
    async take(packet) {
      const work = packet.channel === 'heartbeat' ? takeHeartbeat(packet) : receive(packet);
      inWork.add(work);
      try {
        await work;
      } finally {
        inWork.delete(work);
      }
    },
    async settled() {
      while (inWork.size > 0) await Promise.allSettled(inWork);
    },
  };
}

const arrivalOf = (packet: Packet, clock: Clock): Arrival => ({
  bandId: packet.bandId,
  channel: packet.channel,
  // A copy of its own: the packet is a window on a network buffer many times its size.
  payload: new Uint8Array(
    typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload,
  ),
  qos: packet.qos,
  dup: packet.dup,
  receivedAt: clock(),
});

const pause = (duration: Millis): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, duration);
  });
