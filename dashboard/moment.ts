// A moment as it is sent in a query or a body.
import { z } from 'zod';
import { type Instant, parseRfc3339 } from '../domain/time.ts';

export const moment = z.string().transform((text, context): Instant => {
  // A plus sign that was not escaped in a query arrives as a space.
  const at = parseRfc3339(text.replace(/ (\d\d:\d\d)$/, '+$1'));
  if (at !== undefined) return at;
  context.addIssue('must be an RFC 3339 time, for example 2026-11-20T08:00:00+08:00');
  return z.NEVER;
});
