// The hours in which whoever is out of their home is looked for.
import type { Policy } from '../../domain/policy.ts';
import { type Instant, type LocalTime, minutes, plus } from '../../domain/time.ts';

/** @param hour of the community's clock, 0 to 23. Nights that begin before midnight end after it. */
export function isNight(hour: number, { whereabouts }: Policy): boolean {
  const { from, to } = whereabouts.night;
  return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
}

/** When the next night begins, to the minute; a day on when one begins in this minute. */
export const nextNight = (now: Instant, local: LocalTime, { whereabouts }: Policy): Instant =>
  nextHour(now, local, whereabouts.night.from);

/** When the hours in which people are up end next. */
export const nextEvening = (now: Instant, local: LocalTime, { day }: Policy): Instant =>
  nextHour(now, local, day.to);

function nextHour(now: Instant, local: LocalTime, hour: number): Instant {
  const left = hour * 60 - (local.hour * 60 + local.minute);
  return plus(now, minutes(left > 0 ? left : left + 1_440));
}
