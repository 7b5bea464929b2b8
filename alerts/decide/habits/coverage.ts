// How long a person's band is usually not heard: a corner of the home that no signal reaches makes the
// same short holes day after day. Learned from holes that ended, with nothing about the band to explain
// them; a long one is never a habit.
import { type Millis, minutes, since } from '../../../domain/time.ts';
import type { ContactMemory } from '../memory/contact.ts';
import type { Moment } from '../moment.ts';
import type { Sample } from '../sample.ts';

export interface CoverageHabit {
  /** Local day (days since 1970-01-01) and minutes; oldest first, at most `HOLES`. */
  readonly holes: readonly (readonly [day: number, minutes: number])[];
}

export const NO_COVERAGE_HABIT: CoverageHabit = { holes: [] };

const HOLES = 24;
const REMEMBERED_DAYS = 14;
/** Shorter than this nobody notices; and from one heartbeat to the next a slow band is never heard. */
const SHORTEST = minutes(5);
const BEATS = 1.75;
/** Percentage points: emptier, or fuller by more, and it is the battery that explains the hole. */
const ALMOST_FLAT = 5;
const CHARGED_BY = 2;

/** @param contact as it was before these samples. @param cadence from one heartbeat to the next. */
export function withHole(
  habit: CoverageHabit,
  contact: ContactMemory,
  samples: readonly Sample[],
  { now, local, policy }: Moment,
  cadence: Millis,
): CoverageHabit {
  const { heardAt } = contact;
  if (heardAt === undefined || samples.length === 0) return habit;
  const length = since(heardAt, now);
  if (length < Math.max(SHORTEST, cadence * BEATS) || length > policy.silence.usualHoleUpTo)
    return habit;
  if (isExplained(contact, samples)) return habit;
  const kept = habit.holes.filter(([day]) => daysApart(day, local.day) < REMEMBERED_DAYS);
  return { holes: [...kept.slice(1 - HOLES), [local.day, Math.round(length / 60_000)]] };
}

const daysApart = (day: number, today: number): number => Math.abs(today - day);

function isExplained({ battery, charging }: ContactMemory, samples: readonly Sample[]): boolean {
  if (charging || samples.some((sample) => sample.charging === true)) return true;
  if (battery === undefined) return false;
  const after = samples.find((sample) => sample.battery !== undefined)?.battery ?? battery;
  return battery <= ALMOST_FLAT || after > battery + CHARGED_BY;
}

/** What is usual for a person. */
export interface UsualHoles {
  readonly count: number;
  readonly longest: Millis;
}

/** So many, on so many days, are a habit. */
const ENOUGH = 3;
const ENOUGH_DAYS = 2;

/** Undefined while too little is known. */
export function usualHoles({ holes }: CoverageHabit, today: number): UsualHoles | undefined {
  const recent = holes.filter(([day]) => daysApart(day, today) < REMEMBERED_DAYS);
  const onDays = new Set(recent.map(([day]) => day)).size;
  if (recent.length < ENOUGH || onDays < ENOUGH_DAYS) return undefined;
  return {
    count: recent.length,
    longest: minutes(Math.max(...recent.map(([, length]) => length))),
  };
}
