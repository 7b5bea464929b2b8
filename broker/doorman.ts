// Counts who is inside. When it is full, those who have not proven who they are go first, and among
// them the one who has had the longest time to do so: a crowd of silent sockets cannot keep a band
// out, and during a reconnect storm nobody who is about to speak is turned away.
import type { BusLimits } from './limits.ts';

/** One connection, from the doorman's side. */
export interface Guest {
  readonly address: string;
  /** Closes the connection. It must not call back into the doorman at once except by `left`. */
  sendAway(): void;
}

export interface Doorman {
  /** False: there is no room, and nobody else to send away. */
  enter(guest: Guest): boolean;
  /** The guest has shown its secret. */
  proven(guest: Guest): void;
  left(guest: Guest): void;
}

type Caps = Pick<BusLimits, 'sockets' | 'socketsPerAddress' | 'unproven' | 'unprovenPerAddress'>;

/** Guests in the order in which they came. */
interface Crowd {
  readonly inside: Set<Guest>;
  readonly unproven: Set<Guest>;
}

const emptyCrowd = (): Crowd => ({ inside: new Set(), unproven: new Set() });

export function createDoorman(caps: Caps): Doorman {
  const everybody = emptyCrowd();
  const byAddress = new Map<string, Crowd>();

  const leave = (guest: Guest): void => {
    const neighbours = byAddress.get(guest.address);
    for (const crowd of [everybody, neighbours]) {
      crowd?.inside.delete(guest);
      crowd?.unproven.delete(guest);
    }
    if (neighbours?.inside.size === 0) byAddress.delete(guest.address);
  };

  /** Makes room for one more in this crowd; false when all who are left have proven themselves. */
  const makeRoom = (crowd: Crowd, inside: number, unproven: number): boolean => {
    if (crowd.inside.size < inside && crowd.unproven.size < unproven) return true;
    const longest = crowd.unproven.values().next().value;
    if (longest === undefined) return false;
    leave(longest);
    longest.sendAway();
    return crowd.inside.size < inside;
  };

  return {
    enter(guest) {
      const neighbours = byAddress.get(guest.address) ?? emptyCrowd();
      if (!makeRoom(neighbours, caps.socketsPerAddress, caps.unprovenPerAddress)) return false;
      if (!makeRoom(everybody, caps.sockets, caps.unproven)) return false;
      // Set again: making room may have emptied and removed this address.
      byAddress.set(guest.address, neighbours);
      for (const crowd of [everybody, neighbours]) {
        crowd.inside.add(guest);
        crowd.unproven.add(guest);
      }
      return true;
    },
    proven(guest) {
      everybody.unproven.delete(guest);
      byAddress.get(guest.address)?.unproven.delete(guest);
    },
    left: leave,
  };
}
