// How busy somebody has been lately, and how their heart has beaten, smoothed over minutes.
import { type Instant, minutes, seconds } from '../../../domain/time.ts';
import type { Sample } from '../sample.ts';
import { type Draft, NEVER } from './movement-shape.ts';

/** Readings from further apart say little about what was in between. */
const RECENT = minutes(10);
const LATELY = minutes(120);
const AN_HOUR = minutes(60);
const BUSY = seconds(58);
/** A pause this long is a rest, one this short is none. */
const PAUSE = minutes(8);
const AWAKE = minutes(3);
/** A minute. */
const WALKING_PACE = 20;

/** What the skin and the pulse say, smoothed over about ten minutes. */
export function felt(
  next: Draft,
  { heartRate, temperature, at }: Sample,
  before: Instant,
  coldSkin: number,
): void {
  if (heartRate !== undefined) {
    const gain = next.rate === 0 ? 1 : Math.min(0.5, Math.max(0.1, (at - before) / RECENT));
    const off = heartRate - next.rate;
    if (next.rate > 0) next.scatter += (Math.abs(off) - next.scatter) * gain;
    next.rate += off * gain;
    next.pulseAt = at;
  }
  if (temperature !== undefined) {
    next.skin = temperature;
    next.skinAt = at;
    if (temperature > coldSkin) next.coldAt = NEVER;
    else if (next.coldAt === NEVER) next.coldAt = at;
  }
}

export function bustled(next: Draft, hasMoved: boolean, elapsed: number): void {
  const gain = Math.min(0.6, Math.max(0.05, elapsed / RECENT));
  // Of ten minutes between two readings everybody moves in some: what counts is the last one.
  const isMoving = next.at - next.movedAt <= BUSY;
  const { bustle } = next;
  next.bustle += ((isMoving ? 1 : 0) - bustle) * gain;
  const isPause = next.at - next.movedAt >= PAUSE;
  next.repose += ((isPause ? 1 : 0) - next.repose) * Math.min(1, elapsed / LATELY);
  if (!hasMoved) return;
  // A band that speaks seldom tells of the last movement when it is minutes ago.
  next.bustleThen = Math.max(bustle, next.bustle);
  next.reposeThen = next.repose;
}

export function pulsed(next: Draft, { heartRate }: Sample, hasMoved: boolean, steps: number): void {
  if (hasMoved) {
    next.dip = 0;
    next.pulse = 0;
  }
  if (heartRate === undefined) return;
  const low = Math.max(next.pulse, heartRate);
  if (next.pulse > 0 && (next.dip === 0 || low < next.dip)) next.dip = low;
  next.pulse = heartRate;
  const elapsed = next.at - next.earlier.at;
  if (next.at - next.movedAt > AWAKE || steps > (WALKING_PACE * elapsed) / 60_000) return;
  const gain = next.awakeRate === 0 ? 1 : Math.min(0.5, elapsed / AN_HOUR);
  next.awakeRate += (heartRate - next.awakeRate) * gain;
}
