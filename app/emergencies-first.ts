// While the disk is full, what the reserve gave back is for presses, falls and the people who answer
// them. Readings are not taken meanwhile: a band that sends them with QoS 1 keeps them and tries again.
import type { Reserve } from '../durable/reserve.ts';
import type { TelemetryStore } from '../ingest/port.ts';
import type { Spool } from '../ingest/spool.ts';

type Room = Pick<Reserve, 'isReleased'>;

const REASON = 'The disk is full; what is left of it is kept for emergencies.';

export function sparingSpool(
  spool: Pick<Spool, 'append' | 'refuse'>,
  room: Room,
): Pick<Spool, 'append' | 'refuse'> {
  const whenThereIsRoom = async (work: () => Promise<void>): Promise<void> => {
    if (room.isReleased) throw new Error(REASON);
    await work();
  };
  return {
    append: (points) => whenThereIsRoom(() => spool.append(points)),
    refuse: (message) => whenThereIsRoom(() => spool.refuse(message)),
  };
}

/** For a store on this very disk. What waits in the spool goes on waiting. */
export const sparingStore = (
  store: Pick<TelemetryStore, 'write'>,
  room: Room,
): Pick<TelemetryStore, 'write'> => ({
  write: async (points) =>
    room.isReleased ? { result: 'unavailable', reason: REASON } : store.write(points),
});
