// Readings as the tests of this station need them: invented bands, a minute apart.

import type { BandId, ResidentId } from '../../domain/ids.ts';
import { parseBandId, parseResidentId } from '../../domain/ids.ts';
import { type Instant, instant, minutes, plus } from '../../domain/time.ts';
import type { Point } from '../../ingest/port.ts';

export const band = (name: string): BandId => parseBandId(name)!;
export const resident = (name: string): ResidentId => parseResidentId(name)!;

/** On a full hour. */
export const START: Instant = instant(Date.UTC(2026, 10, 20, 8));

/** The `n`th reading of a band, a minute after the one before. */
export const nth = (n: number, changes: Partial<Point> = {}): Point => ({
  bandId: band('band-1'),
  residentId: resident('resident-1'),
  at: plus(START, minutes(n)),
  heartRate: 60 + (n % 40),
  ...changes,
});

export const many = (count: number): readonly Point[] =>
  Array.from({ length: count }, (_, n) => nth(n));

/** What no store can take: a word where a number belongs. */
export const poison = (n: number): Point => nth(n, { heartRate: 'seventy' as never });
