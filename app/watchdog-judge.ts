// When a part of the service stands still. Each part counts up as it moves; whoever looks from outside
// remembers when a count last changed. Pure: counts and a monotonic time in, a verdict out.
import { type Millis, seconds } from '../domain/time.ts';

/**
 * `loop`: the event loop turns. `engine`: a tick was decided. `writer`: the journal's thread answers.
 * `feed`: a tick went to the screens.
 */
export const WATCHED_PARTS = ['loop', 'engine', 'writer', 'feed'] as const;
export type WatchedPart = (typeof WATCHED_PARTS)[number];

export interface WatchdogLimits {
  /** Between two looks. */
  readonly look: Millis;
  /** A part that has not moved for so long is told of. */
  readonly red: Millis;
  /** And after so long the process ends, for a supervisor to start it again. */
  readonly end: Millis;
}
export const WATCHDOG_LIMITS: WatchdogLimits = {
  look: seconds(0.5),
  red: seconds(5),
  end: seconds(15),
};

/** What the thread that looks is given. */
export interface WatchdogThreadData {
  /** One count for each part, then one flag for each: 1 while it stands still. */
  readonly shared: SharedArrayBuffer;
  readonly limits: WatchdogLimits;
}

/** More than this between two looks: it was we who did not run, so nothing is known of the others. */
const OWN_ABSENCE = 4;

export interface Sight {
  readonly lookedAt: number;
  readonly parts: readonly { readonly count: number; readonly movedAt: number }[];
}

export interface Verdict {
  /** Longest first. */
  readonly stalled: readonly { readonly part: WatchedPart; readonly forMillis: number }[];
  readonly mustEnd: boolean;
}

export const firstSight = (counts: readonly number[], now: number): Sight => ({
  lookedAt: now,
  parts: counts.map((count) => ({ count, movedAt: now })),
});

/** @param counts of the parts, in their order. @param now monotonic, in milliseconds. */
export function look(
  before: Sight,
  counts: readonly number[],
  now: number,
  limits: WatchdogLimits,
): { readonly sight: Sight; readonly verdict: Verdict } {
  if (now - before.lookedAt > limits.look * OWN_ABSENCE) {
    return { sight: firstSight(counts, now), verdict: { stalled: [], mustEnd: false } };
  }
  const parts = before.parts.map((known, index) => {
    const count = counts[index] ?? 0;
    return count === known.count ? known : { count, movedAt: now };
  });
  const stalled = WATCHED_PARTS.map((part, index) => ({
    part,
    forMillis: now - (parts[index]?.movedAt ?? now),
  }))
    .filter(({ forMillis }) => forMillis >= limits.red)
    .sort((a, b) => b.forMillis - a.forMillis);
  return {
    sight: { lookedAt: now, parts },
    verdict: { stalled, mustEnd: stalled.some(({ forMillis }) => forMillis >= limits.end) },
  };
}
