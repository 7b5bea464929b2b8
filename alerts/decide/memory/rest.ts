// Whether a wearer is at rest: what a wrist measures on the stairs says nothing about illness, and what it
// measures in the minutes after them not much.
import { type Instant, type Millis, minutes, plus, seconds } from '../../../domain/time.ts';
import type { Sample } from '../sample.ts';

export interface Rest {
  readonly at: Instant;
  readonly steps?: number;
  /** Before this, what is measured still tells of walking, or of a band that is being put on. */
  readonly settledAt: Instant;
  /** `unknown`: neither steps nor stillness is told, so it may be either. */
  readonly is: 'at-rest' | 'unknown' | 'moving' | 'off-the-wrist';
}

/** A heart needs some minutes to come down from the stairs, and a strap some to sit. */
const SETTLING = minutes(3);
/** Light is measured through a moving wrist badly. */
const HOLDS_STILL = seconds(10);
/** Steps a minute: a few are a turn at the stove. */
const WALKING = 20;

/** @param before as it was after the sample before this one; undefined when there was none. */
export function restAfter(before: Rest | undefined, sample: Sample): Rest {
  const { at } = sample;
  if (sample.worn === false || sample.charging === true) {
    return restOf(before, sample, plus(at, SETTLING), 'off-the-wrist');
  }
  const walked = stepsSince(before, sample);
  const isWalk = walked !== undefined && walked * minutes(1) >= WALKING * lengthTo(before, at);
  const settledAt = isWalk && walked > 0 ? plus(at, SETTLING) : (before?.settledAt ?? at);
  return restOf(before, sample, settledAt, stateOf(sample, walked, settledAt));
}

function restOf(
  before: Rest | undefined,
  { at, steps = before?.steps }: Sample,
  settledAt: Instant,
  is: Rest['is'],
): Rest {
  return steps === undefined ? { at, settledAt, is } : { at, steps, settledAt, is };
}

const lengthTo = (before: Rest | undefined, at: Instant): Millis =>
  (before === undefined ? 0 : Math.max(seconds(5), at - before.at)) as Millis;

/** A counter that starts anew at midnight has counted since then. */
function stepsSince(before: Rest | undefined, { steps }: Sample): number | undefined {
  if (steps === undefined || before?.steps === undefined) return undefined;
  return steps < before.steps ? steps : steps - before.steps;
}

function stateOf(
  { at, still }: Sample,
  walked: number | undefined,
  settledAt: Instant,
): Rest['is'] {
  if (still !== undefined && still >= SETTLING) return 'at-rest';
  if (still !== undefined && still < HOLDS_STILL) {
    // Hands at work on a chair: evidence, and a weak one.
    return walked === 0 && at >= settledAt ? 'unknown' : 'moving';
  }
  if (at < settledAt || (walked !== undefined && walked > 0)) return 'moving';
  return still === undefined && walked === undefined ? 'unknown' : 'at-rest';
}
