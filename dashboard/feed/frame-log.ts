// The one sequence of frames. Every frame is written out once, numbered, and kept for a while as the
// very bytes that were sent, so that a screen that was away gets exactly what the others got.
import type { ServerFrame } from '../../domain/frame.ts';
import { type Clock, type Instant, type Millis, minutes, since } from '../../domain/time.ts';

export const KEPT_FRAMES = 5_000;
export const KEPT_FOR: Millis = minutes(10);
/** Long timelines in a long storm: memory has an end, and then a snapshot is shorter anyway. */
const KEPT_BYTES = 32 * 1024 * 1024;

export type FrameBody = ServerFrame extends infer Each
  ? Each extends ServerFrame
    ? Omit<Each, 'seq'>
    : never
  : never;

export interface FrameLog {
  /** Numbers and keeps a frame. */
  append(body: FrameBody): Buffer;
  /** Writes a frame that carries the newest number without using one up, and keeps nothing. */
  atHead(body: FrameBody): Buffer;
  /** What followed frame `seq`, oldest first; undefined when that is not known (any more). */
  after(seq: number | undefined): readonly Buffer[] | undefined;
}

interface Kept {
  readonly bytes: Buffer;
  readonly at: Instant;
}

const write = (seq: number, body: FrameBody): Buffer =>
  Buffer.from(JSON.stringify({ seq, ...body }), 'utf8');

/** Numbers that a second of the clock has to itself: more frames than a second can have. */
const NUMBERS_PER_SECOND = 2 ** 20;

/**
 * Where a run of the service begins to count: above anything an earlier run sent, as long as the
 * clock goes forward, and somewhere by chance within its second, because it may be set back to just
 * where an earlier run began. A number of that run then lies ahead of ours or far behind, and
 * whoever asks with it gets a snapshot instead of what they did not miss.
 */
const firstNumber = (clock: Clock, random: () => number): number =>
  Math.floor(clock() / 1_000) * NUMBERS_PER_SECOND +
  Math.floor((random() * NUMBERS_PER_SECOND) / 2);

/** @param random at least 0, less than 1. */
export function createFrameLog(clock: Clock, random: () => number = Math.random): FrameLog {
  let head = firstNumber(clock, random);
  let kept: Kept[] = [];
  let keptBytes = 0;

  function forget(): void {
    const now = clock();
    let gone = 0;
    for (const { bytes, at } of kept) {
      const tooMany = kept.length - gone > KEPT_FRAMES || keptBytes > KEPT_BYTES;
      if (!tooMany && since(at, now) <= KEPT_FOR) break;
      keptBytes -= bytes.length;
      gone += 1;
    }
    if (gone > 0) kept = kept.slice(gone);
  }

  return {
    append(body) {
      head += 1;
      const bytes = write(head, body);
      kept.push({ bytes, at: clock() });
      keptBytes += bytes.length;
      forget();
      return bytes;
    },
    atHead: (body) => write(head, body),
    after(seq) {
      if (seq === undefined) return undefined;
      const missed = head - seq;
      if (!Number.isSafeInteger(seq) || missed < 0 || missed > kept.length) return undefined;
      return kept.slice(kept.length - missed).map(({ bytes }) => bytes);
    },
  };
}
