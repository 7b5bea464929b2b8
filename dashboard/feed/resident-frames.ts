// Changes of the present state come with every heartbeat; a wall needs each resident once a second
// at most. The first change goes out at once, what follows within the second is joined.
import type { ResidentId } from '../../domain/ids.ts';
import { type Clock, type Instant, type Millis, seconds, since } from '../../domain/time.ts';

const AT_MOST_EVERY: Millis = seconds(1);

export interface ResidentFrames {
  changed(id: ResidentId): void;
  /** Sends what has waited long enough; called several times a second. */
  flush(): void;
}

export function createResidentFrames(clock: Clock, send: (id: ResidentId) => void): ResidentFrames {
  const sentAt = new Map<ResidentId, Instant>();
  const waiting = new Set<ResidentId>();

  function isDue(id: ResidentId): boolean {
    const last = sentAt.get(id);
    if (last === undefined) return true;
    const age = since(last, clock());
    // A clock that was set back must not hold a resident until it has caught up.
    return age >= AT_MOST_EVERY || age < 0;
  }

  function sendNow(id: ResidentId): void {
    waiting.delete(id);
    sentAt.set(id, clock());
    send(id);
  }

  return {
    changed: (id) => (isDue(id) ? sendNow(id) : void waiting.add(id)),
    flush() {
      for (const id of waiting) if (isDue(id)) sendNow(id);
    },
  };
}
