// Many bands silent at once have one cause, and it is not the people: the network, the power of a
// compound, or ourselves.
import type { Outage } from '../../domain/input.ts';
import type { Policy } from '../../domain/policy.ts';
import { type Instant, minutes } from '../../domain/time.ts';
import { connectionAt, lastWordOf } from './silence.ts';
import type { BandState } from './state.ts';

/** Bands that were last heard within this of each other fell silent together. */
const TOGETHER = minutes(10);

/** Looks at all bands; answers with the largest group that fell silent together, if it is many. */
export function findOutage(
  bands: Iterable<BandState>,
  now: Instant,
  policy: Policy,
): Outage | undefined {
  let watched = 0;
  const lastWords: Instant[] = [];
  for (const band of bands) {
    if (band.residentId === undefined) continue;
    watched += 1;
    const connection = connectionAt(band, now, policy);
    if (connection === 'late' || connection === 'silent') lastWords.push(lastWordOf(band));
  }
  const many = Math.max(
    policy.silence.outageBands,
    Math.ceil(watched * policy.silence.outageShare),
  );
  if (lastWords.length < many) return undefined;
  const group = largestGroup(lastWords.sort((a, b) => a - b));
  return group.length < many
    ? undefined
    : {
        from: group[0] as Instant,
        to: group.at(-1) as Instant,
        bands: group.length,
        of: watched,
      };
}

function largestGroup(sorted: readonly Instant[]): readonly Instant[] {
  let best: readonly [number, number] = [0, 0];
  let first = 0;
  for (let end = 1; end <= sorted.length; end += 1) {
    while ((sorted[end - 1] as Instant) - (sorted[first] as Instant) > TOGETHER) first += 1;
    if (end - first > best[1] - best[0]) best = [first, end];
  }
  return sorted.slice(...best);
}
