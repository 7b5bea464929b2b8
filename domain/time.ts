// Time as the service speaks of it: instants and durations in milliseconds, branded so that one
// cannot be passed for the other, and no clock anywhere: whoever decides is told what time it is.

declare const instantBrand: unique symbol;
declare const millisBrand: unique symbol;

/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [instantBrand]: true };
/** A duration in milliseconds. */
export type Millis = number & { readonly [millisBrand]: true };
/** Where the present comes from; only adapters and tests hold one. */
export type Clock = () => Instant;

export const instant = (epochMillis: number): Instant => epochMillis as Instant;
export const millis = (n: number): Millis => n as Millis;
export const seconds = (n: number): Millis => (n * 1_000) as Millis;
export const minutes = (n: number): Millis => seconds(n * 60);
export const hours = (n: number): Millis => minutes(n * 60);
export const days = (n: number): Millis => hours(n * 24);

export const plus = (at: Instant, by: Millis): Instant => (at + by) as Instant;
export const minus = (at: Instant, by: Millis): Instant => (at - by) as Instant;
/** How long ago `earlier` was at `now`; negative when it lies ahead. */
export const since = (earlier: Instant, now: Instant): Millis => (now - earlier) as Millis;
export const latest = (a: Instant, b: Instant): Instant => (a > b ? a : b);

const MILLIS_PER_DAY = 86_400_000;

/** Days since 1970-01-01 of a date in the proleptic Gregorian calendar (H. Hinnant's algorithm). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(dayNumber: number): { year: number; month: number; day: number } {
  const z = dayNumber + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** Reads an RFC 3339 date-time (section 5.6). A leap second reads as the second before it. */
export function parseRfc3339(text: string): Instant | undefined {
  const parts = RFC_3339.exec(text);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offset = offsetMinutes(parts[8] ?? 'Z');
  if (offset === undefined || hour > 23 || minute > 59 || second > 60) return undefined;
  const dayNumber = daysFromCivil(year, month, day);
  const civil = civilFromDays(dayNumber);
  if (civil.month !== month || civil.day !== day) return undefined;
  const fraction = parts[7] ? Math.floor(Number(`0${parts[7]}`) * 1_000) : 0;
  const clockSeconds = hour * 3_600 + minute * 60 + Math.min(second, 59) - offset * 60;
  return instant(dayNumber * MILLIS_PER_DAY + clockSeconds * 1_000 + fraction);
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hour = Number(zone.slice(1, 3));
  const minute = Number(zone.slice(4, 6));
  if (hour > 23 || minute > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hour * 60 + minute);
}

const two = (n: number): string => String(n).padStart(2, '0');

/** Writes an instant as RFC 3339 in UTC with milliseconds, the one form the service sends. */
export function formatRfc3339(at: Instant): string {
  const dayNumber = Math.floor(at / MILLIS_PER_DAY);
  const rest = at - dayNumber * MILLIS_PER_DAY;
  const { year, month, day } = civilFromDays(dayNumber);
  const time = `${two(Math.floor(rest / 3_600_000))}:${two(Math.floor(rest / 60_000) % 60)}:${two(
    Math.floor(rest / 1_000) % 60,
  )}.${String(Math.floor(rest) % 1_000).padStart(3, '0')}`;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${time}Z`;
}

/** The community's wall clock at an instant, in an IANA time zone. */
export interface LocalTime {
  /** Days since 1970-01-01 by that clock. */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** @param zone IANA name, e.g. `Asia/Shanghai`. Throws a RangeError for an unknown zone. */
export function localTime(at: Instant, zone: string): LocalTime {
  const local = at + zoneOffset(at, zone);
  const day = Math.floor(local / MILLIS_PER_DAY);
  const minute = Math.floor((local - day * MILLIS_PER_DAY) / 60_000);
  return { day, hour: Math.floor(minute / 60), minute: minute % 60 };
}

/** The next moment at which that clock shows `hour`:00; a full day on when it does so now. */
export function nextLocalHour(at: Instant, hour: number, zone: string): Instant {
  const { day, hour: present } = localTime(at, zone);
  const onDay = present < hour ? day : day + 1;
  const wall = onDay * MILLIS_PER_DAY + hour * 3_600_000;
  // The offset may change on the way; what it is then is found by looking there.
  const guess = instant(wall - zoneOffset(at, zone));
  return instant(wall - zoneOffset(guess, zone));
}

const formatters = new Map<string, Intl.DateTimeFormat>();
/** No zone has changed its offset twice within a day, nor at any other moment than a quarter's since 1972. */
const QUARTER = 15 * 60_000;
/** So many days are kept of each zone; a rehearsal of some weeks goes through them more than once. */
const DAYS_KEPT = 64;
interface KnownDay {
  readonly day: number;
  /** All through it, or by the quarter where it changes on that day. */
  readonly offset: Millis | Map<number, Millis>;
}
const offsets = new Map<string, (KnownDay | undefined)[]>();

/** What that clock shows less UTC. Asking Intl takes microseconds; the answers of some days are kept. */
function zoneOffset(at: Instant, zone: string): Millis {
  const day = Math.floor(at / MILLIS_PER_DAY);
  const place = Math.abs(day) % DAYS_KEPT;
  let known = offsets.get(zone);
  if (known === undefined) {
    known = new Array(DAYS_KEPT).fill(undefined);
    offsets.set(zone, known);
  }
  let kept = known[place];
  if (kept?.day !== day) {
    kept = { day, offset: offsetOfDay(day, zone) };
    known[place] = kept;
  }
  return typeof kept.offset === 'number' ? kept.offset : offsetOfQuarter(kept.offset, at, zone);
}

function offsetOfDay(day: number, zone: string): KnownDay['offset'] {
  const begins = askedOffset(instant(day * MILLIS_PER_DAY), zone);
  const ends = askedOffset(instant((day + 1) * MILLIS_PER_DAY), zone);
  return begins === ends ? begins : new Map();
}

function offsetOfQuarter(known: Map<number, Millis>, at: Instant, zone: string): Millis {
  const quarter = Math.floor(at / QUARTER);
  let offset = known.get(quarter);
  if (offset === undefined) {
    offset = askedOffset(instant(quarter * QUARTER), zone);
    known.set(quarter, offset);
  }
  return offset;
}

function askedOffset(at: Instant, zone: string): Millis {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(zone, formatter);
  }
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0] =
    formatter.format(at).match(/\d+/g)?.map(Number) ?? [];
  const shown = daysFromCivil(year, month, day) * MILLIS_PER_DAY + (hour * 60 + minute) * 60_000;
  return millis(shown - at);
}
