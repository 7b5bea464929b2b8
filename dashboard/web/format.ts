// How moments and durations are written, always on the community's clock and never on the PC's.
import i18next, { t } from 'i18next';
import type { Instant } from '../../domain/time.ts';
import { momentOf } from './alarms.ts';
import { timezone } from './state.ts';

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(options: Intl.DateTimeFormatOptions, language: string): Intl.DateTimeFormat {
  const key = `${language} ${timezone()} ${JSON.stringify(options)}`;
  const made = formatters.get(key);
  if (made) return made;
  const fresh = new Intl.DateTimeFormat(language, { timeZone: timezone(), ...options });
  formatters.set(key, fresh);
  return fresh;
}

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** `14:03:22` */
export const clockText = (at: Instant): string =>
  formatter({ ...CLOCK, second: '2-digit' }, 'en-GB').format(at);

/** `14:03` */
export const minuteText = (at: Instant): string => formatter(CLOCK, 'en-GB').format(at);

/** `11月21日 星期六` */
export const dateText = (at: Instant): string =>
  formatter({ month: 'short', day: 'numeric', weekday: 'long' }, i18next.language)
    .format(at)
    .replace(/(日)(星期)/, '$1 $2');

/** `11/21` */
export const dayText = (at: Instant): string =>
  formatter({ month: '2-digit', day: '2-digit' }, i18next.language).format(at);

/** The time of day, and the day as well when it is not today. */
export function momentText(written: string, now: Instant): string {
  const at = momentOf(written);
  return dayText(at) === dayText(now) ? clockText(at) : `${dayText(at)} ${minuteText(at)}`;
}

const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');

/** `06:20`, of minutes since midnight. */
export const minuteOfDay = (minute: number): string =>
  `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;

/** `14:12`, or `1:02:03` from an hour on; rounded so that a countdown ends at 00:00. */
export function countdown(ms: number): string {
  const whole = Math.max(0, Math.ceil(ms / 1_000));
  return digits(whole);
}

/** `00:12`, counting up. */
export const countUp = (ms: number): string => digits(Math.max(0, Math.floor(ms / 1_000)));

const digits = (whole: number): string =>
  whole < 3_600
    ? `${two(whole / 60)}:${two(whole % 60)}`
    : `${Math.floor(whole / 3_600)}:${two((whole % 3_600) / 60)}:${two(whole % 60)}`;

/** Parts in one line. A line is never broken before a dot. */
export const dotted = (...parts: readonly (string | undefined)[]): string =>
  parts.filter(Boolean).join('\u00a0· ');

/** `13秒`: an age in the space of a tile. */
export function shortAge(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1_000));
  if (s < 60) return t('age.short.s', { n: s });
  if (s < 3_600) return t('age.short.m', { n: Math.floor(s / 60) });
  if (s < 172_800) return t('age.short.h', { n: Math.floor(s / 3_600) });
  return t('age.short.d', { n: Math.floor(s / 86_400) });
}

/** `13秒前` */
export const ago = (ms: number): string => t('age.ago', { age: shortAge(ms) });

/** `2 分 10 秒` */
export function duration(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1_000));
  if (s < 60) return t('age.seconds', { s });
  if (s < 3_600) return t('age.ms', { m: Math.floor(s / 60), s: s % 60 });
  if (s < 172_800)
    return t('age.hm', { h: Math.floor(s / 3_600), m: Math.floor((s % 3_600) / 60) });
  return t('age.days', { n: Math.floor(s / 86_400) });
}

/** `350 米`, `3.2 公里` */
export const distanceText = (metres: number): string =>
  metres < 1_000
    ? t('distance.m', { n: Math.round(metres) })
    : t('distance.km', { n: (metres / 1_000).toFixed(1) });
