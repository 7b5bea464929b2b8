// When the community's day began, in its own time zone.
import { type Instant, instant, type LocalTime, localTime } from '../domain/time.ts';

const MINUTE = 60_000;
const HALF_DAY = 12 * 60;

const minutesOf = ({ hour, minute }: LocalTime): number => hour * 60 + minute;

/**
 * The first moment of the local day that `now` lies in.
 * @param zone IANA name; its offset is a whole number of minutes.
 */
export function startOfDay(now: Instant, zone: string): Instant {
  const guess = instant(now - (now % MINUTE) - minutesOf(localTime(now, zone)) * MINUTE);
  // On a day on which the clocks change, the guess is off by that change: either the evening before
  // (23:00) or the morning (01:00).
  const off = minutesOf(localTime(guess, zone));
  return instant(guess + (off > HALF_DAY ? 24 * 60 - off : -off) * MINUTE);
}
