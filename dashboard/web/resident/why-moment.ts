// Which moment "why" is asked of: it stands in the address, so that a link, a curve and the field for it
// are the same to whoever goes back. Pure.
import type { ResidentId } from '../../../domain/ids.ts';
import { type Instant, instant, localTime, minutes, parseRfc3339 } from '../../../domain/time.ts';

/** The page of a person, asking why at that moment; now when there is none. */
export const whyHref = (residentId: ResidentId, at?: string): string =>
  `#${new URLSearchParams({ resident: residentId, ...(at !== undefined && { why: at }) })}`;

/** Undefined is now: nobody asks why of a moment to come. */
export function askedMoment(written: string | null, now: Instant): Instant | undefined {
  const at = written === null ? undefined : parseRfc3339(written);
  return at === undefined || at >= now ? undefined : at;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** As a field for a local date and time takes it, by the community's clock: `2026-11-21T08:05`. */
export function fieldText(at: Instant, zone: string): string {
  const { day, hour, minute } = localTime(at, zone);
  const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
  return `${date}T${two(hour)}:${two(minute)}`;
}

/**
 * The end of the minute in such a field: what was said in the course of a minute belongs to it.
 * Undefined when it is no moment.
 */
export function momentInField(text: string, zone: string): Instant | undefined {
  const asUtc = parseRfc3339(`${text}:00Z`);
  if (asUtc === undefined) return undefined;
  const shown = (at: Instant): number => {
    const { day, hour, minute } = localTime(at, zone);
    return ((day * 24 + hour) * 60 + minute) * 60_000;
  };
  const guess = instant(asUtc - (shown(asUtc) - asUtc));
  // The offset may be another one there.
  const at = instant(guess - (shown(guess) - asUtc));
  return instant(at + minutes(1) - 1);
}
