// The one clock of the screen: the service's time, carried by the PC's uptime, beaten by a worker.
import { useSyncExternalStore } from 'react';
import type { Instant } from '../../domain/time.ts';
import { serverTime, type Uptime } from './board.ts';
import { board } from './state.ts';

export const uptime = (): Uptime => performance.now();

/** Before the service has told its time, the PC's own is all there is. */
export const now = (): Instant => serverTime(board.get(), uptime()) ?? (Date.now() as Instant);

const listeners = new Set<() => void>();

/** Called four times a second, in the background too. Returns how to stop. */
export function onBeat(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function startClock(): void {
  const worker = new Worker(new URL('./metronome.worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = () => {
    for (const listener of [...listeners]) listener();
  };
}

/**
 * Something that follows from the present moment. Drawn again only when the result differs, so a
 * wall of 79 ages costs 79 comparisons a beat and next to no drawing. `read` returns a primitive.
 */
export const useNow = <Result extends string | number | boolean | undefined>(
  read: (now: Instant) => Result,
): Result => useSyncExternalStore(onBeat, () => read(now()));
