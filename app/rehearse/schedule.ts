// What is still to come, by its moment. Few entries at a time, so they simply lie in order.
import type { Instant } from '../../domain/time.ts';

export interface Scheduled<Item> {
  readonly at: Instant;
  readonly item: Item;
}

export class Schedule<Item> {
  /** Latest first, so that the next one is taken from the end. */
  readonly #entries: Scheduled<Item>[] = [];

  /** Of two for the same moment, the one that was put in first comes first. */
  put(at: Instant, item: Item): void {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle] as Scheduled<Item>).at > at) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, { at, item });
  }

  /** Infinity when nothing is to come. */
  get nextAt(): number {
    return this.#entries.at(-1)?.at ?? Number.POSITIVE_INFINITY;
  }

  take(): Scheduled<Item> | undefined {
    return this.#entries.pop();
  }
}
