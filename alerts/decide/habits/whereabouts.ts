// Where a person spends their nights, and how long and how far they go out: learned from their own
// weeks. Home is the place of most nights. Places are counted once an hour, nights once each, and older
// nights fade, so that whoever moves house is at home there after some weeks. Of a night in which the
// band lay on its charger and said no place, the place counts where its wearer rests in the morning.
import { distance, type Place } from '../../../domain/geo.ts';
import type { Policy } from '../../../domain/policy.ts';
import { type Instant, millis, minutes, since } from '../../../domain/time.ts';
import { type Fix, fixOf, homeOf, sideOf, type Zone } from '../home.ts';
import { roadTo, type WhereaboutsMemory } from '../memory/whereabouts.ts';
import type { Moment } from '../moment.ts';
import { isNight } from '../night.ts';
import type { Sample } from '../sample.ts';

interface NightPlace extends Place {
  /** Nights spent here, the older ones counting less. */
  readonly nights: number;
  /** The last of them. */
  readonly night: number;
}

export interface WhereaboutsHabit {
  /** At most `PLACES`. */
  readonly places: readonly NightPlace[];
  /** The hour that was counted last, by the community's clock. */
  readonly hour: number;
  /** Where most nights are spent; absent while too few are known, or none stands out. */
  readonly home?: Place;
  /** The last absences that ended, oldest first: minutes, and metres at the furthest. */
  readonly absences: readonly (readonly [minutes: number, metres: number])[];
}

export const NO_WHEREABOUTS_HABIT: WhereaboutsHabit = { places: [], hour: 0, absences: [] };

const PLACES = 5;
/** Two positions of one home differ by less, beside what they are uncertain by; metres. */
const SAME_PLACE = 200;
/** What a night counts when another has passed. */
const FADES = 0.98;
/** Home has this share of all nights at least. */
const STANDS_OUT = 0.6;
const ABSENCES = 20;
const MINUTE = 60_000;

/** @param before as it was before these samples. Returns the very same habit when nothing was learned. */
export function withWhereaboutsHabit(
  known: WhereaboutsHabit,
  before: WhereaboutsMemory,
  samples: readonly Sample[],
  moment: Moment,
): WhereaboutsHabit {
  let habit = known;
  for (const sample of samples) {
    if (sample.location !== undefined) habit = withNight(habit, sample, moment);
  }
  if (before.outSince === undefined) return habit;
  const home = homeOf(moment.policy.whereabouts, known.home);
  const back = home && samples.find((sample) => isBack(sample, before, home, moment.policy));
  return back ? withAbsence(habit, before, before.outSince, back.at) : habit;
}

function withNight(habit: WhereaboutsHabit, sample: Sample, moment: Moment): WhereaboutsHabit {
  const hour = localHour(sample.at, moment);
  if (hour === habit.hour) return habit;
  // From noon to noon is one night.
  const night = Math.floor((hour - 12) / 24);
  const ofDay = ((hour % 24) + 24) % 24;
  const isOfNight = isNight(ofDay, moment.policy) || wokeHere(habit, sample, night, ofDay);
  const fix = isOfNight ? fixOf(sample, moment.policy) : undefined;
  if (fix === undefined) return habit;
  const places = withPlace(habit.places, fix, night);
  const { learnNights } = moment.policy.whereabouts;
  const { home: _before, ...rest } = habit;
  const home = homeAmong(places, learnNights, habit.home);
  return { ...rest, places, hour, ...(home !== undefined && { home }) };
}

/** Until then whoever rests is where they slept: the early walk to the park is not at rest. */
const MORNING_UNTIL = 11;
const RESTS = minutes(3);

const wokeHere = (
  { places }: WhereaboutsHabit,
  { still = millis(0) }: Sample,
  night: number,
  hour: number,
): boolean =>
  hour < MORNING_UNTIL && still >= RESTS && places.every((place) => place.night < night);

/** Hours since 1970 by the community's clock, as far as it has not been changed since then. */
function localHour(at: Instant, { now, local }: Moment): number {
  const minute = local.day * 1_440 + local.hour * 60 + local.minute;
  return Math.floor((minute - since(at, now) / MINUTE) / 60);
}

function withPlace(places: readonly NightPlace[], fix: Fix, night: number): readonly NightPlace[] {
  const known = places.find((place) => distance(place, fix) - fix.radius <= SAME_PLACE);
  if (known !== undefined && known.night >= night) return places;
  const isNew = places.every((place) => place.night < night);
  const nights = (place: NightPlace) => Math.round(place.nights * (isNew ? FADES : 1) * 100) / 100;
  const others = places
    .filter((place) => place !== known)
    .map((place) => ({ ...place, nights: nights(place) }))
    .sort((a, b) => b.nights - a.nights)
    .slice(0, PLACES - 1);
  const here: NightPlace =
    known === undefined
      ? { lat: fix.lat, lon: fix.lon, nights: 1, night }
      : { ...middle(known, fix), nights: nights(known) + 1, night };
  return [...others, here];
}

/** The more nights, the less one more position moves the middle. */
function middle(place: NightPlace, fix: Fix): Place {
  const part = 1 / (Math.min(place.nights, 30) + 1);
  const between = (a: number, b: number) => Math.round((a + (b - a) * part) * 1e5) / 1e5;
  return { lat: between(place.lat, fix.lat), lon: between(place.lon, fix.lon) };
}

/** What is home stays it while more nights are spent there than anywhere else: weeks with a child are a visit. */
function homeAmong(
  places: readonly NightPlace[],
  learnNights: number,
  known: Place | undefined,
): Place | undefined {
  let most: NightPlace | undefined;
  let all = 0;
  for (const place of places) {
    all += place.nights;
    if (most === undefined || place.nights > most.nights) most = place;
  }
  const isKnown = most !== undefined && nightsIn(places) >= learnNights;
  if (!isKnown || most === undefined) return undefined;
  const isStill = known !== undefined && distance(known, most) <= SAME_PLACE;
  return isStill || most.nights >= all * STANDS_OUT ? { lat: most.lat, lon: most.lon } : undefined;
}

/** Seven nights in a row have faded to six and a half, and are seven. */
const nightsIn = (places: readonly NightPlace[]): number =>
  Math.round(places.reduce((sum, { nights }) => sum + nights, 0));

/** So many nights are known, as they count. */
export const nightsKnown = ({ places }: WhereaboutsHabit): number => nightsIn(places);

function isBack(sample: Sample, before: WhereaboutsMemory, home: Zone, policy: Policy): boolean {
  const fix = sample.isHistory ? undefined : fixOf(sample, policy);
  if (fix === undefined || sideOf(fix, home) !== 'in') return false;
  return roadTo(before, fix, sample.still, policy) !== undefined;
}

function withAbsence(
  habit: WhereaboutsHabit,
  { furthest = 0 }: WhereaboutsMemory,
  outSince: Instant,
  backAt: Instant,
): WhereaboutsHabit {
  const minutes = Math.round(since(outSince, backAt) / MINUTE);
  if (minutes <= 0) return habit;
  return { ...habit, absences: [...habit.absences.slice(1 - ABSENCES), [minutes, furthest]] };
}

/** Fewer absences than this are no habit. */
const ENOUGH = 5;

/** The longest and the furthest that is usual, the most unusual of the last left out. */
export function usualAbsence({
  absences,
}: WhereaboutsHabit): { readonly millis: number; readonly metres: number } | undefined {
  if (absences.length < ENOUGH) return undefined;
  const second = (part: 0 | 1) => absences.map((each) => each[part]).sort((a, b) => b - a)[1] ?? 0;
  return { millis: second(0) * MINUTE, metres: second(1) };
}
