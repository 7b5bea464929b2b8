// Somebody is out who should not be: at night, or at all if they tend to lose their way; or further or
// longer by day than they ever go. It takes two positions in a row, or one very good one and movement, or
// one and a walk that is longer than any to the bathroom.
// An absence is told once, and who stays in one place far away is not out at night: whoever is with family
// over the Spring Festival is not an alarm a night. An absence that was announced (policy, for that person
// and until then) is not told at all.
import { distance } from '../../domain/geo.ts';
import type { Priority } from '../../domain/incident.ts';
import type { Location } from '../../domain/message.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Reason } from '../../domain/reason.ts';
import { hours, type Instant, millis, minutes, plus, since } from '../../domain/time.ts';
import type { Facts } from '../../domain/verdict.ts';
import { isOnCharger } from './charger.ts';
import { nightsKnown, usualAbsence } from './habits/whereabouts.ts';
import { type Fix, homeOf, sideOf, type Zone } from './home.ts';
import type { MovementMemory } from './memory/movement-shape.ts';
import type { WhereaboutsMemory } from './memory/whereabouts.ts';
import type { Moment } from './moment.ts';
import { isNight, nextEvening, nextNight } from './night.ts';
import { concerning, ended, type Finding, noted, type Rule } from './rule.ts';
import type { BandState } from './state.ts';

export const wandering: Rule = {
  name: 'wandering',
  reasons: ['out-at-night', 'left-home', 'far-away', 'long-away'],
  judge,
};

function judge(state: BandState, moment: Moment): Finding {
  const { policy, now } = moment;
  const habit = state.habits.whereabouts;
  const home = homeOf(policy.whereabouts, habit.home);
  if (home === undefined) return noted('no-home', { nights: nightsKnown(habit) });
  const { fixes } = state.memory.whereabouts;
  const fix = fixes.at(-1);
  if (fix === undefined) return noted('no-position');
  const side = sideOf(fix, home);
  if (side === 'in') return ended('home', BACK_HOME);
  if (side === 'edge') return noted('near-home');
  const out = outOf(home, fix, state.memory.whereabouts);
  if (now >= plus(fix.at, policy.whereabouts.believedFor)) {
    return noted('out-of-sight', out.facts);
  }
  const until = plus(fix.at, policy.whereabouts.believedFor);
  const silent = whyNot(state, fixes, home, moment);
  if (silent !== undefined) return noted(silent, out.facts, until);
  return told(state, out, moment);
}

/** Somebody out of their home, as far as it is known. */
interface Out {
  readonly home: Zone;
  readonly fix: Fix;
  /** From home; metres. */
  readonly metres: number;
  readonly since: Instant;
  readonly facts: Facts;
}

function outOf(home: Zone, fix: Fix, { outSince = fix.at }: WhereaboutsMemory): Out {
  const metres = Math.round(distance(fix, home));
  return { home, fix, metres, since: outSince, facts: { metres, outSince, radius: fix.radius } };
}

/** Why nobody is told of somebody who is out. */
function whyNot(
  state: BandState,
  fixes: readonly Fix[],
  home: Zone,
  { now, policy }: Moment,
): string | undefined {
  const { watch } = policy.whereabouts;
  const { present, memory } = state;
  if (watch === 'away') return 'announced';
  // It is the band that is out there, and perhaps nobody with it.
  if (isOnCharger(present)) return 'charging';
  if (memory.wearing.isWorn === false) return 'not-worn';
  return isSure(fixes, home, state, now, policy) ? undefined : 'seen-once';
}

/** The desk knows of this absence; until it has ended, only a night on the street is told again. */
function isAnswered({ answered }: BandState, out: Out, now: Instant): boolean {
  const answer = answered.wandering;
  return answer !== undefined && answer.at >= out.since && answer.at <= now;
}

/** Two positions further apart than this are no row. */
const IN_A_ROW = minutes(30);
/** A band says that it was moved just now. */
const MOVING = minutes(2);

function isSure(
  fixes: readonly Fix[],
  home: Zone,
  { present, memory }: BandState,
  now: Instant,
  { whereabouts }: Policy,
): boolean {
  const [before, last] = [fixes.at(-2), fixes.at(-1)];
  if (last === undefined) return false;
  if (before && since(before.at, last.at) <= IN_A_ROW && sideOf(before, home) === 'out')
    return true;
  if (isOnTheMove(memory.movement, last)) return true;
  const { still } = present;
  const isMoving = still !== undefined && still.value < MOVING && since(still.at, now) < MOVING;
  return last.radius <= whereabouts.veryGood && isMoving;
}

function told(state: BandState, out: Out, moment: Moment): Finding {
  const { habits, memory } = state;
  const { now, local, policy } = moment;
  const { watch, believedFor, dayPriority } = policy.whereabouts;
  const inSight = plus(out.fix.at, believedFor);
  const evening = nextEvening(now, local, policy);
  const until = Math.min(nextNight(now, local, policy), evening, inSight) as Instant;
  const { farAway, farFor, longAway } = limitsOf(habits.whereabouts, policy);
  const atNight = isNight(local.hour, policy);
  if (atNight && !isGuest(memory.whereabouts, out, policy)) {
    return outside('out-at-night', 'attention', out, inSight);
  }
  if (watch !== 'closely' && isAnswered(state, out, now))
    return noted('answered', out.facts, until);
  if (atNight) return outside('far-away', dayPriority, out, inSight);
  if (watch === 'closely') return outside('left-home', 'attention', out, until);
  const gone = since(out.since, now);
  const isTooFar = out.metres >= farAway;
  // Not back by bedtime, and gone for longer than ever: nobody waits for the night with that.
  if (
    local.hour >= policy.day.to &&
    gone >= longAway &&
    !isGuest(memory.whereabouts, out, policy)
  ) {
    return outside('long-away', 'attention', out, until);
  }
  if (isTooFar && gone >= farFor) return outside('far-away', dayPriority, out, until);
  if (gone >= longAway) return outside('long-away', dayPriority, out, until);
  const next = plus(out.since, isTooFar && farFor < longAway ? farFor : longAway);
  return noted('out-by-day', out.facts, next < until ? next : until);
}

/** So long in one place: whoever walks the streets does not stay. */
const SETTLED_FOR = hours(1);

/**
 * Staying far from home, as with family: nobody wanders there on foot. One position that says otherwise
 * may be wild; two are somebody walking about.
 */
function isGuest(
  { stay }: WhereaboutsMemory,
  { home, fix }: Out,
  { whereabouts }: Policy,
): boolean {
  if (whereabouts.watch === 'closely' || stay === undefined) return false;
  return since(stay.at, fix.at) >= SETTLED_FOR && distance(stay, home) >= whereabouts.farAway;
}

/** Beyond what is usual by more than this is unusual. */
const BEYOND = 1.25;

/** By day: the community's limits, or beyond what this person usually does. */
function limitsOf(habit: BandState['habits']['whereabouts'], { whereabouts }: Policy) {
  const { farAway, farFor, longAway } = whereabouts;
  const usual = usualAbsence(habit);
  if (usual === undefined) return { farAway, farFor, longAway };
  return {
    farAway: Math.max(farAway, usual.metres * BEYOND),
    farFor,
    longAway: millis(Math.max(longAway, usual.millis * BEYOND)),
  };
}

/** Nobody walks so far indoors at one time; and those steps are of now. */
const A_WALK = 150;
const JUST_NOW = minutes(5);

/** One position may be wild; that somebody has walked that long, and is out, is no coincidence. */
const isOnTheMove = ({ activeFrom, activeSteps, steppedAt }: MovementMemory, fix: Fix): boolean =>
  activeSteps >= A_WALK && activeFrom <= fix.at && Math.abs(since(fix.at, steppedAt)) <= JUST_NOW;

const BACK_HOME = { code: 'back-home' } as const;

type Told = 'out-at-night' | 'left-home' | 'far-away' | 'long-away';

function outside(code: Told, priority: Priority, out: Out, until: Instant): Finding {
  const { metres, since: outSince, fix, facts } = out;
  const { lat, lon, radius: accuracy } = fix;
  const location: Location = { lat, lon, accuracy, datum: 'WGS84' };
  const reason: Reason = { code, metres, outSince, location };
  return concerning(code, { kind: 'wandering', priority, reason }, facts, until);
}
