// What a value usually is at a time of the day, learned from that person's own days. Each time of the day
// remembers which of the last 28 days it has seen, so that it knows how much it knows, and forgets by
// itself: who has been away for two months is learned anew.

/** By time of the day, all of the same length. */
export interface Usual {
  /** The newest day that counts, in local days since 1970. */
  readonly day: readonly number[];
  /** Bit n: the day n days before that one has counted; of 28. 0: nothing is known. */
  readonly days: readonly number[];
  readonly mean: readonly number[];
  /** About a standard deviation of one day's value. */
  readonly spread: readonly number[];
}

export interface UsualValue {
  readonly mean: number;
  readonly spread: number;
  /** How many of the last 28 days it was learned from. */
  readonly days: number;
}

export interface Manner {
  /** What one day differs from another by, until it is known. */
  readonly spread: number;
  /** A day counts as if it were no further off than this many spreads, and never less than `least`. */
  readonly spreads: number;
  readonly least: number;
}

const REMEMBERED = 28;
const ALL = 2 ** REMEMBERED - 1;
/** The newest day moves what is usual by this part at least: weeks, not days, make something usual. */
const LEAST_GAIN = 1 / 20;
/** Of the first days nobody knows which one was unusual. */
const FIRST_DAYS = 3;

export const nothingUsual = (times: number): Usual => {
  const none = Array.from({ length: times }, () => 0);
  return { day: none, days: none, mean: none, spread: none };
};

/** Undefined when nothing is known. @param today in local days since 1970. */
export function usualAt(usual: Usual, time: number, today: number): UsualValue | undefined {
  const days = bitsIn(shifted(usual.days[time] ?? 0, today - (usual.day[time] ?? 0)));
  if (days === 0) return undefined;
  return { mean: usual.mean[time] ?? 0, spread: usual.spread[time] ?? 0, days };
}

/** Returns the very same when that day has counted before. */
export function withDay(
  usual: Usual,
  time: number,
  day: number,
  value: number,
  manner: Manner,
): Usual {
  const newest = Math.max(day, usual.day[time] ?? 0);
  const days = shifted(usual.days[time] ?? 0, newest - (usual.day[time] ?? 0));
  const bit = newest - day < REMEMBERED ? 1 << (newest - day) : 0;
  if (bit === 0 || (days & bit) !== 0) return usual;
  const known = bitsIn(days);
  const mean = usual.mean[time] ?? 0;
  const spread = usual.spread[time] ?? 0;
  const most = known < FIRST_DAYS ? Infinity : Math.max(manner.least, manner.spreads * spread);
  const off = known === 0 ? 0 : Math.max(-most, Math.min(most, value - mean));
  const gain = Math.max(LEAST_GAIN, 1 / (known + 1));
  return {
    day: usual.day.with(time, newest),
    days: usual.days.with(time, days | bit),
    mean: usual.mean.with(time, tenth(known === 0 ? value : mean + gain * off)),
    spread: usual.spread.with(
      time,
      tenth(known === 0 ? manner.spread : spread + gain * (1.25 * Math.abs(off) - spread)),
    ),
  };
}

const tenth = (value: number): number => Math.round(value * 100) / 100;

/** As the days are seen from `later` days on. */
const shifted = (days: number, later: number): number =>
  later >= REMEMBERED ? 0 : (days << Math.max(0, later)) & ALL;

function bitsIn(days: number): number {
  let count = 0;
  for (let rest = days; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
