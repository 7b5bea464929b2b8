// A day has a shape: sleep with an errand or two at night, meals, walks, a nap, an hour on the
// charging stand, and much sitting in between. It is planned once a day, minute by minute.
import type { Instant } from '../domain/time.ts';
import { illOn } from './day/colds.ts';
import {
  type Activity,
  activityIn,
  BAND_IS_OFF,
  type Episode,
  MINUTES_PER_DAY,
  mark,
  NO_COVERAGE,
  type Span,
  STRAP_IS_LOOSE,
  type Timetable,
  timetable,
} from './day/episode.ts';
import { planNight } from './day/nights.ts';
import { type Outing, planOutings } from './day/outings.ts';
import { looseSpans, offSpans, type Slip, slips } from './day/slips.ts';
import { bathrooms, baths, leisure, meals, nap, walks } from './day/waking.ts';
import { type Dice, diceFor, wholeBetween } from './dice.ts';
import type { Wearer } from './wearer.ts';
import { type Word, wordsOfSlip } from './words.ts';

export interface Day {
  /** Local days since 1970-01-01. */
  readonly number: number;
  /** The wearer's, by which it was planned. */
  readonly dice: Dice;
  readonly wakesAt: number;
  readonly sleepsAt: number;
  /** Where two overlap the earlier in the list counts. */
  readonly episodes: readonly Episode[];
  readonly timetable: Timetable;
  /** When the wearer thinks of the charging stand. */
  readonly standAt: number;
  readonly outings: readonly Outing[];
  /** Falls that were none, and what the band says of them, in order. */
  readonly slips: readonly Slip[];
  readonly words: readonly Word[];
  /** A cold: 0 well … 1 in bed. */
  readonly ill: number;
  /** °C that the season adds to the skin. */
  readonly season: number;
}

const MINUTE = 60_000;
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
  const ill = illOn(number, dice);
  const night = planNight(wearer, number, ill, today);
  const { wakesAt, sleepsAt } = night;
  const out = planOutings(wearer, number, { wakesAt, ill }, dice);
  const bathing = ill > 0 ? [] : baths(wearer, sleepsAt, today);
  const episodes = [
    ...out.episodes,
    ...night.episodes,
    ...bathrooms(wakesAt, sleepsAt, today),
    ...bathing,
    ...meals(wakesAt, today),
    ...(ill > 0.4 ? [] : walks(wearer, wakesAt, today)),
    ...nap(wearer, today),
  ];
  const table = timetable([wakesAt, sleepsAt], leisure(wearer, night, ill, today), episodes);
  mark(table, BAND_IS_OFF, offSpans(wearer, bathing, today));
  if (wearer.nights === 'takes-it-off') {
    mark(table, BAND_IS_OFF, [
      { from: 0, to: wakesAt },
      { from: sleepsAt, to: MINUTES_PER_DAY },
    ]);
  }
  mark(table, STRAP_IS_LOOSE, looseSpans(wearer, wakesAt, today));
  mark(table, NO_COVERAGE, out.deadSpots);
  if (wearer.home.coverage === 'dead-corner') mark(table, NO_COVERAGE, deadSpots(wakesAt, today));
  const slipped = slips(wearer, night, today);
  return {
    number,
    dice,
    wakesAt,
    sleepsAt,
    episodes,
    timetable: table,
    standAt: standAt(wearer, wakesAt, today),
    outings: out.outings,
    slips: slipped,
    words: slipped.flatMap((slip) => wordsOfSlip(slip, instantOf(number, slip.at))),
    ill,
    season: seasonOn(number),
  };
}

/** One minute of the timetable. @param minute of the local day, with its fraction. */
export const slotAt = (day: Day, minute: number): number => day.timetable[Math.floor(minute)] ?? 0;

export const activityAt = (day: Day, minute: number): Activity => activityIn(slotAt(day, minute));

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

/** Coldest about 20 January, in homes that are heated. */
const seasonOn = (number: number): number =>
  -0.3 * Math.cos(2 * Math.PI * ((number - 19) / 365.2425));
