// Where the wearer was last, as far as positions can be believed: recent, certain enough, and no further
// from one another than a car can drive. One that is too far is believed when the next says the same.
// Having no position says nothing: people are indoors, and so is a band on its charger.
import { distance } from '../../../domain/geo.ts';
import type { Policy } from '../../../domain/policy.ts';
import { days, hours, type Instant, type Millis, plus, since } from '../../../domain/time.ts';
import { type Fix, fixOf, sideOf, type Zone } from '../home.ts';
import type { Sample } from '../sample.ts';

export interface WhereaboutsMemory {
  /** Newest last. */
  readonly fixes: readonly Fix[];
  /** Too far from these to be true, unless the next one agrees. */
  readonly doubted?: Fix;
  /** Since when they have been seen out of their home, and only there. */
  readonly outSince?: Instant;
  /** The furthest they were from it meanwhile; metres. */
  readonly furthest?: number;
  /** Where they came to, and when: all that was seen since, but for a wild one, was there. */
  readonly stay?: Fix;
}

export const NO_WHEREABOUTS: WhereaboutsMemory = { fixes: [] };

const FIXES_KEPT = 5;
/** Unseen for longer, somebody may have been home in between; but not if they were far on both sides. */
const UNSEEN = hours(2);
const UNSEEN_FAR = days(4);

/** @param home undefined where it is not known. */
export function withWhereabouts(
  memory: WhereaboutsMemory,
  sample: Sample,
  home: Zone | undefined,
  policy: Policy,
): WhereaboutsMemory {
  if (sample.isHistory || sample.location === undefined) return memory;
  const fix = fixOf(sample, policy);
  if (fix === undefined || isOldNews(memory, fix)) return memory;
  const road = roadTo(memory, fix, sample.still, policy);
  return road === undefined
    ? { ...memory, doubted: fix }
    : seenAt({ ...memory, fixes: road }, fix, home, policy);
}

/** To the metre the one that is known: delivered twice, or what the band last knew, told again and again. */
function isOldNews({ fixes, doubted }: WhereaboutsMemory, { lat, lon, radius }: Fix): boolean {
  const last = doubted ?? fixes.at(-1);
  return last !== undefined && last.lat === lat && last.lon === lon && last.radius === radius;
}

/**
 * The positions from which somebody can have come here; undefined where this one is doubted.
 * @param still for how long they had not moved when they were here.
 */
export function roadTo(
  { fixes, doubted }: WhereaboutsMemory,
  fix: Fix,
  still: Millis | undefined,
  policy: Policy,
): readonly Fix[] | undefined {
  const last = fixes.at(-1);
  if (last === undefined || isReachable(last, fix, still, policy)) return fixes;
  return doubted && isReachable(doubted, fix, still, policy) ? [doubted] : undefined;
}

/** Seconds by which the clocks of two positions may differ. */
const CLOCKS = 10;

/** Two positions of somebody who has not moved are no further apart, beside what they may be wrong by. */
const UNMOVED = 30;
/** A band that says more than this does not know. */
const NOBODY_IS_STILL = hours(12);

/** Whoever lies still is not somewhere else; and nobody is faster than a car. */
function isReachable(
  from: Fix,
  to: Fix,
  still: Millis | undefined,
  { whereabouts }: Policy,
): boolean {
  const between = Math.max(0, since(from.at, to.at));
  const nearest = distance(from, to) - from.radius - to.radius;
  if (nearest <= UNMOVED) return true;
  if (still !== undefined && still > between && still < NOBODY_IS_STILL) return false;
  return nearest <= (between / 1_000 + CLOCKS) * whereabouts.fastest;
}

/** One place: a home and the yards around it; metres, beside what positions are uncertain by. */
const ONE_PLACE = 300;

const isNear = (one: Fix, other: Fix): boolean =>
  distance(one, other) - one.radius - other.radius <= ONE_PLACE;

/** Two positions in a row that are elsewhere end a stay; a single one may be wild. */
function stayOf({ fixes, stay }: WhereaboutsMemory, fix: Fix): Fix {
  if (stay === undefined) return fix;
  const last = fixes.at(-1);
  if (isNear(stay, fix) || last === undefined || isNear(stay, last)) return stay;
  return isNear(last, fix) ? last : fix;
}

function seenAt(
  memory: WhereaboutsMemory,
  fix: Fix,
  home: Zone | undefined,
  policy: Policy,
): WhereaboutsMemory {
  const { fixes, outSince, furthest = 0 } = memory;
  const seen = { fixes: [...fixes.slice(1 - FIXES_KEPT), fix], stay: stayOf(memory, fix) };
  const side = home && sideOf(fix, home);
  if (home === undefined || side === 'in') return seen;
  if (side === 'edge') {
    return outSince === undefined ? seen : { ...seen, outSince, furthest };
  }
  const away = Math.round(distance(fix, home));
  const last = fixes.at(-1);
  const goesOn = outSince !== undefined && last && isSameAbsence(last, fix, home, policy);
  return goesOn
    ? { ...seen, outSince, furthest: Math.max(furthest, away) }
    : { ...seen, outSince: fix.at, furthest: away };
}

function isSameAbsence(last: Fix, fix: Fix, home: Zone, { whereabouts }: Policy): boolean {
  const unseen = since(last.at, fix.at);
  if (unseen <= UNSEEN) return true;
  const far = whereabouts.farAway / 2;
  return unseen <= UNSEEN_FAR && distance(last, home) > far && distance(fix, home) > far;
}

/** What we did not hear may have been a visit home: how long they have been out counts without it. */
export function forgivenWhereabouts(
  memory: WhereaboutsMemory,
  gap: Millis,
  now: Instant,
): WhereaboutsMemory {
  const { outSince, furthest, stay } = memory;
  // What lies ahead was noted by a clock that has been set back since.
  const fixes = memory.fixes.filter(({ at }) => at <= now);
  const kept = { fixes, ...(stay !== undefined && stay.at <= now && { stay }) };
  if (outSince === undefined) return kept;
  const later = Math.min(now, plus(outSince, Math.max(0, gap) as Millis)) as Instant;
  return { ...kept, outSince: later, ...(furthest !== undefined && { furthest }) };
}
