// From a packet to the receiver and back: the one place where an arrival is made, and the place that
// knows what is still in work. What is returned settles only when the receiver has settled, so that
// an acknowledgement sent after it is true.
import type { Arrival } from '../domain/message.ts';
import type { Clock, Millis } from '../domain/time.ts';
import type { Brake } from './brake.ts';
import { withDeadline } from './deadline.ts';
import type { Packet } from './packet.ts';
import type { Receive } from './port.ts';

export interface Reception {
  /** Resolved means durable, or let go by the brake. Rejected: not on record, do not acknowledge. */
  take(packet: Packet): Promise<void>;
  /** Takes nothing more; resolves when nothing is in work any more. */
  close(): Promise<void>;
}

export interface ReceptionOptions {
  readonly receive: Receive;
  readonly clock: Clock;
  readonly receiveWithin: Millis;
  readonly brake?: Brake;
}

export function createReception(options: ReceptionOptions): Reception {
  const { receive, clock, receiveWithin, brake } = options;
  const inWork = new Set<Promise<void>>();
  let closed = false;

  const handOn = async (packet: Packet): Promise<void> => {
    if (brake && (await brake(packet)) === 'let-go') return;
    if (closed) throw new Error('the service is stopping');
    const arrival = arrivalOf(packet, clock);
    await withDeadline('the receiver', receiveWithin, () => receive(arrival));
  };

  return {
    async take(packet) {
      if (closed) throw new Error('the service is stopping');
      const work = handOn(packet);
      inWork.add(work);
      try {
        await work;
      } finally {
        inWork.delete(work);
      }
    },
    async close() {
      closed = true;
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
