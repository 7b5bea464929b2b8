import { type Instant, type Millis, minutes } from '../../../domain/time.ts';
import { type MovementMemory, NEVER } from './movement-shape.ts';

/** Meanwhile somebody may have got up, and sat down again. */
const LONG_AWAY = minutes(30);

/**
 * After our own absence. What `still` says afterwards is evidence of all of it, so nothing is moved;
 * where only steps can tell, they may have risen at any time of it. When the clock was set back, what
 * lies ahead was noted by the old time.
 */
export function forgivenMovement(
  memory: MovementMemory,
  gap: Millis,
  now: Instant,
): MovementMemory {
  if (memory.firstAt === NEVER) return memory;
  const shifted = (at: Instant): Instant =>
    at <= now && (gap < 0 || at === NEVER) ? at : (Math.min(now, at + gap) as Instant);
  const restAt = shifted(memory.restAt);
  if (gap >= 0) {
    const watchedFrom = gap >= LONG_AWAY ? now : memory.watchedFrom;
    return memory.by === 'still'
      ? { ...memory, restAt, watchedFrom }
      : { ...memory, restAt, watchedFrom, movedAt: shifted(memory.movedAt) };
  }
  const { walk, earlier } = memory;
  return {
    ...memory,
    firstAt: shifted(memory.firstAt),
    watchedFrom: shifted(memory.watchedFrom),
    at: shifted(memory.at),
    liveAt: shifted(memory.liveAt),
    movedAt: shifted(memory.movedAt),
    toldAt: shifted(memory.toldAt),
    stillAt: shifted(memory.stillAt),
    restAt,
    doubtedUntil: NEVER,
    earlier: {
      ...earlier,
      at: shifted(earlier.at),
      movedAt: shifted(earlier.movedAt),
      toldAt: shifted(earlier.toldAt),
      stillAt: shifted(earlier.stillAt),
    },
    stepsAt: NEVER,
    steppedAt: shifted(memory.steppedAt),
    wornAt: shifted(memory.wornAt),
    pulseAt: shifted(memory.pulseAt),
    skinAt: shifted(memory.skinAt),
    coldAt: shifted(memory.coldAt),
    activeFrom: shifted(memory.activeFrom),
    restedAt: shifted(memory.restedAt),
    restEndedAt: shifted(memory.restEndedAt),
    upAt: shifted(memory.upAt),
    walk: { ...walk, from: shifted(walk.from), to: shifted(walk.to) },
  };
}
