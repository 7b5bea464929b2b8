// What a day is made of: something done from one minute to another. Where two overlap the earlier in
// a list counts, so that what cannot wait (the bathroom) comes first.

const ACTIVITIES = [
  'asleep',
  'nap',
  /** In the armchair, without having meant to. */
  'dozing',
  /** Or the radio. */
  'television',
  'reading',
  'up',
  'cooking',
  'meal',
  /** Guests, or a table of mahjong. */
  'company',
  'bathroom',
  'bathing',
  'walk',
  /** Among people or on a bench: the market, the clinic. */
  'outdoors',
  'ride',
  'in-bed',
  'resting',
  /** On the floor, or where one fell. */
  'lying',
] as const;
export type Activity = (typeof ACTIVITIES)[number];

/** Minutes of the local day, [from, to). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Episode extends Span {
  readonly activity: Activity;
}

export const lasting = (activity: Activity, from: number, length: number): Episode => ({
  activity,
  from,
  to: from + length,
});

export const MINUTES_PER_DAY = 1_440;

/** What a minute holds besides its activity. */
export const BAND_IS_OFF = 32;
export const STRAP_IS_LOOSE = 64;
export const NO_COVERAGE = 128;

/** Every minute of the day: an index of `ACTIVITIES`, with its flags. */
export type Timetable = Uint8Array;

/** @param otherwise painted first; `episodes` over it, the first of them last. */
export function timetable(
  asleep: readonly [wakesAt: number, sleepsAt: number],
  otherwise: readonly Episode[],
  episodes: readonly Episode[],
): Timetable {
  const table = new Uint8Array(MINUTES_PER_DAY).fill(ACTIVITIES.indexOf('asleep'));
  table.fill(ACTIVITIES.indexOf('up'), asleep[0], asleep[1]);
  for (const episode of otherwise) paint(table, episode);
  for (let n = episodes.length - 1; n >= 0; n--) paint(table, episodes[n] as Episode);
  return table;
}

const paint = (table: Timetable, { activity, from, to }: Episode): void => {
  table.fill(ACTIVITIES.indexOf(activity), Math.max(0, from), Math.max(0, to));
};

export function mark(table: Timetable, flag: number, spans: readonly Span[]): void {
  for (const { from, to } of spans) {
    const end = Math.min(to, MINUTES_PER_DAY);
    for (let minute = Math.max(0, from); minute < end; minute++) {
      table[minute] = (table[minute] ?? 0) | flag;
    }
  }
}

export const activityIn = (slot: number): Activity => ACTIVITIES[slot & 31] ?? 'up';
export const bandIsOff = (slot: number): boolean => (slot & BAND_IS_OFF) !== 0;
export const strapIsLoose = (slot: number): boolean => (slot & STRAP_IS_LOOSE) !== 0;
/** In the corner of the home that no signal reaches, or on a bus. */
export const isDeadSpot = (slot: number): boolean => (slot & NO_COVERAGE) !== 0;
