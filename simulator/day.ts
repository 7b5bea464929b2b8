// A day has a shape: sleep with an errand or two at night, meals, walks, a nap, an hour on the
// charging stand. The shape is planned once a day; what is not planned is being up and about.
import type { Instant } from '../domain/time.ts';
import { between, chance, type Dice, diceFor, wholeBetween } from './dice.ts';
import type { Wearer } from './wearer.ts';

export type Activity =
  | 'asleep'
  | 'nap'
  | 'dozing'
  | 'television'
  | 'reading'
  | 'up'
  | 'cooking'
  | 'meal'
  | 'company'
  | 'bathroom'
  | 'bathing'
  | 'walk'
  | 'outdoors'
  | 'in-bed'
  | 'resting'
  /** On the floor, or where one fell. */
  | 'lying';

/** Minutes of the local day, [from, to). */
interface Span {
  readonly from: number;
  readonly to: number;
}

interface Episode extends Span {
  readonly activity: Activity;
}

export interface Day {
  /** Local days since 1970-01-01. */
  readonly number: number;
  /** The wearer's, by which it was planned. */
  readonly dice: Dice;
  readonly wakesAt: number;
  readonly sleepsAt: number;
  /** Where two overlap the earlier in the list counts. */
  readonly episodes: readonly Episode[];
  /** When the wearer thinks of the charging stand. */
  readonly standAt: number;
  /** When the wearer is in the corner of the home that no signal reaches. */
  readonly deadSpots: readonly Span[];
}

const MINUTE = 60_000;
const MINUTES_PER_DAY = 1_440;
/** China Standard Time, without summer time since 1991; the wearers live by it. */
const OFFSET = 8 * 60 * MINUTE;

export const dayNumberOf = (at: Instant): number =>
  Math.floor((at + OFFSET) / (MINUTES_PER_DAY * MINUTE));

/** Minutes since local midnight, with their fraction. */
export const minuteOfDay = (at: Instant): number =>
  (at + OFFSET) / MINUTE - dayNumberOf(at) * MINUTES_PER_DAY;

/** The instant of a minute of a local day. */
export const instantOf = (dayNumber: number, minute: number): Instant =>
  ((dayNumber * MINUTES_PER_DAY + minute) * MINUTE - OFFSET) as Instant;

/** The same wearer, day and dice give the same plan. */
export function planDay(wearer: Wearer, number: number, dice: Dice): Day {
  const today = diceFor(dice, number);
  const wakesAt = wearer.wakesAt + wholeBetween(today, 1, -20, 20);
  const sleepsAt = wearer.sleepsAt + wholeBetween(today, 2, -20, 20);
  return {
    number,
    dice,
    wakesAt,
    sleepsAt,
    episodes: [
      ...bathrooms(wakesAt, sleepsAt, today),
      ...meals(wakesAt, today),
      ...walks(wearer, wakesAt, today),
      ...nap(wearer, today),
    ],
    standAt: standAt(wearer, wakesAt, today),
    deadSpots: wearer.home.coverage === 'dead-corner' ? deadSpots(wakesAt, today) : [],
  };
}

export function activityAt(day: Day, minute: number): Activity {
  for (const episode of day.episodes) {
    if (minute >= episode.from && minute < episode.to) return episode.activity;
  }
  return minute < day.wakesAt || minute >= day.sleepsAt ? 'asleep' : 'up';
}

const lasting = (activity: Activity, from: number, length: number): Episode => ({
  activity,
  from,
  to: from + length,
});

function bathrooms(wakesAt: number, sleepsAt: number, dice: Dice): readonly Episode[] {
  const atNight = Array.from({ length: wholeBetween(dice, 10, 0, 2) }, (_, trip) =>
    lasting('bathroom', wholeBetween(dice, 11 + trip, 20, wakesAt - 60), 6),
  );
  const byDay: Episode[] = [lasting('bathroom', wakesAt, 12)];
  for (let at = wakesAt + 170; at < sleepsAt - 30; at += wholeBetween(dice, at, 130, 220)) {
    byDay.push(lasting('bathroom', at, wholeBetween(dice, at + 1, 4, 9)));
  }
  return [...atNight, ...byDay, lasting('bathroom', sleepsAt - 15, 10)];
}

const meals = (wakesAt: number, dice: Dice): readonly Episode[] => [
  lasting('meal', wakesAt + wholeBetween(dice, 20, 35, 55), 25),
  lasting('meal', wholeBetween(dice, 21, 11 * 60 + 20, 12 * 60), 35),
  lasting('meal', wholeBetween(dice, 22, 17 * 60 + 20, 18 * 60 + 10), 35),
];

function walks(wearer: Wearer, wakesAt: number, dice: Dice): readonly Episode[] {
  const length = (n: number): number => Math.round(between(dice, n, 18, 55));
  const taken: Episode[] = [];
  if (chance(dice, 30, wearer.walks)) {
    taken.push(lasting('walk', wakesAt + wholeBetween(dice, 31, 90, 150), length(32)));
  }
  if (chance(dice, 33, wearer.walks)) {
    taken.push(lasting('walk', wholeBetween(dice, 34, 15 * 60, 16 * 60 + 30), length(35)));
  }
  return taken;
}

const nap = (wearer: Wearer, dice: Dice): readonly Episode[] =>
  wearer.naps && chance(dice, 40, 0.9)
    ? [lasting('nap', wholeBetween(dice, 41, 12 * 60 + 30, 13 * 60 + 10), length(dice))]
    : [];
const length = (dice: Dice): number => wholeBetween(dice, 42, 40, 90);

function standAt(wearer: Wearer, wakesAt: number, dice: Dice): number {
  return wearer.charges === 'in-the-morning'
    ? wakesAt + wholeBetween(dice, 50, 62, 85)
    : wholeBetween(dice, 50, 18 * 60 + 30, 19 * 60 + 15);
}

const deadSpots = (wakesAt: number, dice: Dice): readonly Span[] =>
  [wakesAt + 200, 13 * 60, 19 * 60 + 30].map((about, n) => {
    const from = about + wholeBetween(dice, 60 + n, -40, 40);
    return { from, to: from + wholeBetween(dice, 70 + n, 10, 34) };
  });
