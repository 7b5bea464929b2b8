// Where wrong secrets wait for their answer. It has a fixed number of places, so that a storm of
// guesses cannot fill the memory with waiting: a newcomer to a full box frees the oldest.
import type { Millis } from '../domain/time.ts';

export interface PenaltyBox {
  /** Resolves after `delay`, or earlier when the place is needed or the box is emptied. */
  wait(delay: Millis): Promise<void>;
  /** From now on nobody waits. */
  empty(): void;
}

export function createPenaltyBox(places: number): PenaltyBox {
  const waiting = new Set<() => void>();
  let closed = false;
  return {
    wait(delay) {
      if (closed || delay <= 0) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      const release = (): void => {
        clearTimeout(timer);
        waiting.delete(release);
        resolve();
      };
      const timer = setTimeout(release, delay);
      waiting.add(release);
      if (waiting.size > places) waiting.values().next().value?.();
      return promise;
    },
    empty() {
      closed = true;
      for (const release of [...waiting]) release();
    },
  };
}
