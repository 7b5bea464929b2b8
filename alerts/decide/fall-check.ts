// While a detected fall is checked: movement lowers it, time that runs out raises it.
//
// Movement is a wrist that moves now, or steps that were made after the fall. One twitch half a minute ago
// is neither: who has fallen moves an arm, too. Where movement has lowered a fall and no step follows,
// stillness.ts and no-steps.ts go on watching, and wait less long than on other days.
import type { Change, Incident } from '../../domain/incident.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Reason } from '../../domain/reason.ts';
import { type Instant, millis, minus, plus, seconds, since } from '../../domain/time.ts';
import type { Moment } from './moment.ts';
import { dueAfter, reclassified } from './raise.ts';
import type { Sample } from './sample.ts';
import type { BandState } from './state.ts';
import { isOver } from './wait.ts';

/** A wearer still on the floor may twitch; this long after the fall, movement is getting up. */
const SETTLED = seconds(10);
/** Somebody who goes on with what they did moves all the time; what was longer ago may have been a twitch. */
const MOVES_NOW = seconds(20);
/** An arm that beats about may count as one or two. */
const STEPS_AWAY = 3;

/** A heartbeat while a fall is being checked: steps or movement lower it. `before`: not yet heard. */
export function movedAfterFall(
  before: BandState,
  samples: readonly Sample[],
  { now, policy }: Moment,
): readonly Change[] {
  if (before.incidents.length === 0) return [];
  return checkedFalls(before).flatMap((open) => {
    const moved = movementAfter(open, before, samples);
    if (moved === undefined) return [];
    return [reclassified(open, { priority: 'notice', reason: moved }, now, policy)];
  });
}

type CheckedFall = Incident & { readonly checkUntil: Instant };

/** More than one only when an earlier one was opened again; each has its own time. */
const checkedFalls = (state: BandState): readonly CheckedFall[] =>
  state.incidents.filter(
    (incident): incident is CheckedFall =>
      incident.kind === 'fall' && incident.checkUntil !== undefined,
  );

/** What was kept by the band, or read off the wrist, says nothing about the wearer now. */
function movementAfter(
  { rangAt }: CheckedFall,
  { present }: BandState,
  samples: readonly Sample[],
): Reason | undefined {
  const settledAt = plus(rangAt, SETTLED);
  // Steps counted since before the fall are the way to it, not away from it.
  let counted =
    present.steps !== undefined && present.steps.at > rangAt ? present.steps.value : undefined;
  for (const { at, steps, still, worn, isHistory } of samples) {
    if (isHistory || worn === false || at < settledAt) continue;
    const walked = counted !== undefined && steps !== undefined ? steps - counted : 0;
    if (walked >= STEPS_AWAY) return { code: 'moved-after-fall', steps: walked };
    const movesNow = still !== undefined && still <= MOVES_NOW;
    if (movesNow && minus(at, still) > settledAt) return { code: 'moved-after-fall' };
    counted ??= steps;
  }
  return undefined;
}

/** Time has run out on a fall nobody answered. */
export function fallUnanswered(state: BandState, now: Instant, policy: Policy): readonly Change[] {
  return checkedFalls(state).flatMap(({ id, rangAt, checkUntil }) => {
    if (!isOver(rangAt, since(rangAt, checkUntil), now)) return [];
    const waited = millis(Math.max(0, since(rangAt, now)));
    return [
      {
        type: 'reclassified',
        incidentId: id,
        at: now,
        kind: 'fall',
        priority: 'emergency',
        reason: { code: 'fall-unanswered', waited },
        // The promise runs from the fall, not from the end of our checking.
        dueAt: dueAfter('emergency', rangAt, policy),
      },
    ];
  });
}
