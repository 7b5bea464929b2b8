// A store one can take away, set wrongly, poison and mend, and that remembers what it was given.
import type { Point, WriteOutcome } from '../../ingest/port.ts';

export interface StoreDouble {
  write(points: readonly Point[]): Promise<WriteOutcome>;
  /** Undefined: takes what is good and refuses a batch with anything bad in it. */
  answer: WriteOutcome | undefined;
  /** By band and instant, as a store knows them. */
  readonly held: Map<string, Point>;
  /** The sizes of all batches it was offered. */
  readonly offered: number[];
  /** Resolves once it holds so many readings. */
  holds(count: number): Promise<void>;
  /** Resolves with the next batch that is offered. */
  asked(): Promise<void>;
}

export const keyOf = ({ bandId, at }: Point): string => `${bandId} ${at}`;

export function createStoreDouble(): StoreDouble {
  const held = new Map<string, Point>();
  const offered: number[] = [];
  const listeners = new Set<() => void>();
  const until = (reached: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = () => {
        if (!reached()) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });
  const double: StoreDouble = {
    answer: undefined,
    held,
    offered,
    async write(points) {
      offered.push(points.length);
      const outcome = double.answer ?? judge(points);
      if (outcome.result === 'stored') for (const point of points) held.set(keyOf(point), point);
      // After the spool has heard the answer, so that what it then does can be awaited.
      setImmediate(() => {
        for (const look of [...listeners]) look();
      });
      return outcome;
    },
    holds: (count) => until(() => held.size >= count),
    asked() {
      const before = offered.length;
      return until(() => offered.length > before);
    },
  };
  return double;
}

const judge = (points: readonly Point[]): WriteOutcome =>
  points.some(({ heartRate }) => heartRate !== undefined && typeof heartRate !== 'number')
    ? { result: 'refused', reason: 'heartRate is not a number' }
    : { result: 'stored' };
