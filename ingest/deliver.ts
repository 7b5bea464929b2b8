// One batch into the store. If the store refuses it, it is halved until the bad reading is alone.
import type { Point, TelemetryStore, WriteOutcome } from './port.ts';

/** A reading and its place in the queue. */
export interface Queued {
  readonly seq: number;
  readonly point: Point;
}

export interface Bad {
  readonly seq: number;
  readonly reason: string;
}

export type Halt = Exclude<WriteOutcome, { readonly result: 'stored' }>;

/** What became of a batch: one stretch from its oldest reading on is done with, the rest is not. */
export interface Delivery {
  readonly stored: number;
  /** Those of the stretch that the store refuses even alone. */
  readonly bad: readonly Bad[];
  /** The last of the stretch. */
  readonly through?: number;
  /** Why the rest was not tried. */
  readonly halt?: Halt;
}

type Write = TelemetryStore['write'];

/** @param stopped asked before each write, so that an end need not wait for a hundred of them. */
export async function deliver(
  write: Write,
  batch: readonly Queued[],
  stopped: () => boolean,
): Promise<Delivery> {
  const bad: Bad[] = [];
  const parts = [batch];
  let stored = 0;
  let through: number | undefined;
  const delivery = (halt?: Halt): Delivery => ({
    stored,
    bad,
    ...(through !== undefined && { through }),
    ...(halt && { halt }),
  });
  for (let part = parts.pop(); part !== undefined && !stopped(); part = parts.pop()) {
    const last = part.at(-1);
    if (last === undefined) continue;
    const outcome = await outcomeOf(write, part);
    if (outcome.result === 'refused' && part.length > 1) {
      // The older half is on top, so that what is done with stays one stretch.
      const middle = part.length >> 1;
      parts.push(part.slice(middle), part.slice(0, middle));
      continue;
    }
    if (outcome.result === 'stored') stored += part.length;
    else if (outcome.result === 'refused') bad.push({ seq: last.seq, reason: outcome.reason });
    else return delivery(outcome);
    through = last.seq;
  }
  return delivery();
}

async function outcomeOf(write: Write, part: readonly Queued[]): Promise<WriteOutcome> {
  try {
    return await write(part.map(({ point }) => point));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { result: 'unavailable', reason: `The store failed: ${message}` };
  }
}
