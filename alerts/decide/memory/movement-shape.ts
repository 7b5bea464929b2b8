// What is remembered of how a wearer moves. Flat, because all of it is copied with every reading.
import type { Instant, Millis } from '../../../domain/time.ts';

/** Instead of a moment: there was none. */
export const NEVER = 0 as Instant;

export interface MovementMemory {
  /** The first reading of this wearer, the newest, and the newest that was no history. */
  readonly firstAt: Instant;
  readonly at: Instant;
  readonly liveAt: Instant;
  /** Since when we have been there to hear, but for a short while. */
  readonly watchedFrom: Instant;
  /** When they last moved, as far as the newest reading can tell, and how it can tell. */
  readonly movedAt: Instant;
  readonly by: 'still' | 'steps';
  /** Share of the readings of some ten minutes that showed movement: now, and when they last moved. */
  readonly bustle: number;
  readonly bustleThen: number;
  /** Share of the readings of some two hours in which they were at rest, when they last moved. */
  readonly repose: number;
  readonly reposeThen: number;
  /** The last movement by the band's own word, and when it last gave it. */
  readonly toldAt: Instant;
  readonly stillAt: Instant;
  /** When it last told of a rest worth the name, and until when its word is not believed. */
  readonly restAt: Instant;
  readonly doubtedUntil: Instant;
  /** As told by the newest reading; -1: never. */
  readonly steps: number;
  readonly stepsAt: Instant;
  readonly steppedAt: Instant;
  /** As it was known by the newest reading of an earlier moment. */
  readonly earlier: Earlier;
  /** What is believed; of a band that has never said it (not `saysWorn`), a pulse tells. */
  readonly worn: boolean;
  readonly wornAt: Instant;
  readonly saysWorn: boolean;
  readonly pulseAt: Instant;
  /** Beats per minute over some ten minutes, and how far readings lie from it; 0: unknown. */
  readonly rate: number;
  readonly scatter: number;
  /** The same over an hour or so of being awake, and not on a walk. */
  readonly awakeRate: number;
  /** The newest reading, and the lowest of which two in a row were, since the last movement; 0: none. */
  readonly pulse: number;
  readonly dip: number;
  /** °C at the skin; 0: unknown. And since when it has been cold. */
  readonly skin: number;
  readonly skinAt: Instant;
  readonly coldAt: Instant;
  /** Being active without a rest: since when, and with how many steps. */
  readonly activeFrom: Instant;
  readonly activeSteps: number;
  /** The end of the last long rest by day, with a pulse like being awake, that they got up from by themselves. */
  readonly restedAt: Instant;
  /** When such a rest ended, if they have not walked since. */
  readonly restEndedAt: Instant;
  /** When they got up: day and minute of it locally; `upSeen`: seen to, not just put the band on. */
  readonly upAt: Instant;
  readonly upDay: number;
  readonly upMinute: number;
  readonly upSeen: boolean;
  /** Longest stillness since midnight, until they got up. */
  readonly nightLongest: Millis;
  readonly walk: NightWalk;
  readonly slot: Slot;
}

export interface Earlier {
  readonly at: Instant;
  readonly isLive: boolean;
  readonly movedAt: Instant;
  readonly toldAt: Instant;
  readonly stillAt: Instant;
  readonly steps: number;
}

/** The last time they were on their feet at night. */
export interface NightWalk {
  readonly from: Instant;
  /** The last step. */
  readonly to: Instant;
  readonly steps: number;
  /** The longest they were still in the hour after it. */
  readonly settled: Millis;
}

/** What the present half hour of the day has shown. */
interface Slot {
  /** Half hours since 1970-01-01 by the community's clock. */
  readonly number: number;
  /** The longest stillness that was seen in it, whenever it began. */
  readonly longest: Millis;
  readonly readings: number;
}

export const NO_MOVEMENT: MovementMemory = {
  firstAt: NEVER,
  at: NEVER,
  liveAt: NEVER,
  watchedFrom: NEVER,
  movedAt: NEVER,
  by: 'steps',
  bustle: 0,
  bustleThen: 0,
  repose: 0,
  reposeThen: 0,
  toldAt: NEVER,
  stillAt: NEVER,
  restAt: NEVER,
  doubtedUntil: NEVER,
  steps: -1,
  stepsAt: NEVER,
  steppedAt: NEVER,
  earlier: { at: NEVER, isLive: false, movedAt: NEVER, toldAt: NEVER, stillAt: NEVER, steps: -1 },
  worn: false,
  wornAt: NEVER,
  saysWorn: false,
  pulseAt: NEVER,
  rate: 0,
  scatter: 0,
  awakeRate: 0,
  pulse: 0,
  dip: 0,
  skin: 0,
  skinAt: NEVER,
  coldAt: NEVER,
  activeFrom: NEVER,
  activeSteps: 0,
  restedAt: NEVER,
  restEndedAt: NEVER,
  upAt: NEVER,
  upDay: -1,
  upMinute: -1,
  upSeen: false,
  nightLongest: 0 as Millis,
  walk: { from: NEVER, to: NEVER, steps: 0, settled: 0 as Millis },
  slot: { number: -1, longest: 0 as Millis, readings: 0 },
};

/** While a reading is folded in. */
export type Draft = { -readonly [Key in keyof MovementMemory]: MovementMemory[Key] };
