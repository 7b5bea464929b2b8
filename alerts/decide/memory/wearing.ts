// Whether the band says that it is worn, believed only when several readings in a row agree: wearing
// flags lie now and then. A pulse or steps in a reading contradict its "not worn".
import type { Instant } from '../../../domain/time.ts';
import type { Sample } from '../sample.ts';

export interface WearingMemory {
  /** Absent: the band has never said. */
  readonly isWorn?: boolean;
  /** The first of the readings that said so. */
  readonly since?: Instant;
  /** So many of them in a row at first; not counted on beyond `AGREED`. */
  readonly readings: number;
  /** Readings in a row that say otherwise, and the first of them. */
  readonly doubts: number;
  readonly doubtedSince?: Instant;
  /** Steps, as last told: more of them are somebody walking. */
  readonly steps?: number;
}

export const NO_WEARING: WearingMemory = { readings: 0, doubts: 0 };

/** So many readings in a row are believed. */
export const AGREED = 3;

export function withWearing(memory: WearingMemory, sample: Sample): WearingMemory {
  if (sample.isHistory) return memory;
  // On its charger it is worn by nobody, and that is in order: afterwards it is looked at afresh.
  if (sample.charging === true) return memory.isWorn === undefined ? memory : NO_WEARING;
  if (sample.worn === undefined) return memory;
  const says = sample.worn || isContradicted(memory, sample);
  const next = said(memory, says, sample.at);
  return sample.steps === undefined || sample.steps === next.steps
    ? next
    : { ...next, steps: sample.steps };
}

/** A band that lies on a table has no pulse and does not walk. */
const isContradicted = ({ steps }: WearingMemory, sample: Sample): boolean =>
  sample.heartRate !== undefined ||
  (steps !== undefined && sample.steps !== undefined && sample.steps > steps);

function said(memory: WearingMemory, isWorn: boolean, at: Instant): WearingMemory {
  if (memory.isWorn === undefined) return { ...memory, isWorn, since: at, readings: 1 };
  if (memory.isWorn !== isWorn) return doubted(memory, isWorn, at);
  if (memory.doubts === 0 && memory.readings >= AGREED) return memory;
  return { ...settled(memory), readings: Math.min(AGREED, memory.readings + 1), doubts: 0 };
}

function doubted(memory: WearingMemory, isWorn: boolean, at: Instant): WearingMemory {
  if (memory.readings < AGREED)
    return { ...settled(memory), isWorn, since: at, readings: 1, doubts: 0 };
  const doubts = memory.doubts + 1;
  const doubtedSince = memory.doubtedSince ?? at;
  if (doubts < AGREED) return { ...memory, doubts, doubtedSince };
  return { ...settled(memory), isWorn, since: doubtedSince, readings: AGREED, doubts: 0 };
}

/** It may have been otherwise all the time we did not hear: for how long it is so counts from now. */
export const forgivenWearing = (memory: WearingMemory, now: Instant): WearingMemory =>
  memory.isWorn === undefined ? memory : { ...settled(memory), since: now, doubts: 0 };

function settled({ doubtedSince: _dispelled, ...memory }: WearingMemory): WearingMemory {
  return memory;
}
