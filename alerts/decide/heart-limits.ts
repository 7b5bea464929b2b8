// From where on a pulse at rest is too fast or too slow for a person: the limits of the policy, moved by
// what is usual for them at this hour, once that is known.
import type { UsualValue } from './habits/usual.ts';
import type { Moment } from './moment.ts';
import type { BandState } from './state.ts';

/** Beats per minute. */
export interface Limits {
  readonly veryHigh: number;
  readonly high: number;
  readonly low: number;
  readonly veryLow: number;
  /** Far from what is usual at this hour; beyond all values while that is not known. */
  readonly unusualHigh: number;
  readonly unusualLow: number;
  /** 0: no pacemaker. */
  readonly underPacemaker: number;
  /** No value above this, before a pacemaker is doubted. */
  readonly pacedAtMost: number;
}

/** Unusual values are told this far from the lowest and from the waking pulse, too. */
const BELOW_ASLEEP = 8;
const ABOVE_AWAKE = 15;
/** Who is usually near a mild limit has it this much further off. */
const ROOM_ABOVE = 15;
const ROOM_BELOW = 8;
/** A sensor's error, below the rate a pacemaker holds. */
const PACED_ERROR = 0.1;

/** @param usual at this hour; undefined while it is not learned. */
export function limitsOf(
  { habits }: BandState,
  usual: UsualValue | undefined,
  { policy, local }: Moment,
): Limits {
  const { rhythm, pacedRate, heartRate: general, unusualSpreads } = policy.vitals;
  const underPacemaker = rhythm === 'paced' ? Math.floor(pacedRate * (1 - PACED_ERROR)) : 0;
  const pacedAtMost = pacedRate * (1 + PACED_ERROR);
  const isDay = local.hour >= policy.day.from && local.hour < policy.day.to;
  if (usual === undefined) {
    // A slow pulse asleep is no news; until it is known how slow is usual, only the waking one is told.
    const low = isDay ? general.low : general.veryLow;
    return { ...general, low, unusualHigh: Infinity, unusualLow: 0, underPacemaker, pacedAtMost };
  }
  const { lowest, waking } = habits.heart.range ?? { lowest: usual.mean, waking: usual.mean };
  const far = unusualSpreads * usual.spread;
  return {
    veryHigh: general.veryHigh,
    high: Math.min(general.veryHigh, Math.max(general.high, usual.mean + ROOM_ABOVE)),
    low: Math.max(general.veryLow, Math.min(general.low, lowest - ROOM_BELOW)),
    veryLow: general.veryLow,
    unusualHigh: Math.max(usual.mean + Math.max(far, general.unusualAbove), waking + ABOVE_AWAKE),
    unusualLow: Math.min(usual.mean - Math.max(far, general.unusualBelow), lowest - BELOW_ASLEEP),
    underPacemaker,
    pacedAtMost,
  };
}
