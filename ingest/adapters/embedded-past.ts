// The embedded store's readings, read as they lie, by a connection of its own in whatever thread asks. A
// stretch at a time, each a short transaction, so that what is written meanwhile never has to wait.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { BandId, ResidentId } from '../../domain/ids.ts';
import { type Location, METRICS } from '../../domain/message.ts';
import { type Instant, instant, type Millis, millis, minutes } from '../../domain/time.ts';
import { openForReading } from '../../durable/sqlite.ts';
import type { PastReadings, Point } from '../port.ts';
import { READ_SERIES, READING_COLUMNS, readingsFile } from './embedded-schema.ts';

/** Readings in memory at a time, of bands that speak every minute. */
const AT_A_TIME = 100_000;

/** Throws UnusableFileError. */
export function openEmbeddedPast(path: string): PastReadings {
  const db = openForReading(readingsFile(path));
  return {
    async *read(from, to) {
      const length = stretchOf(db);
      for (let start = from; start < to; start = instant(start + length)) {
        const block = stretch(db, start, instant(Math.min(to, start + length)));
        if (block.length > 0) yield block;
      }
    },
    close: () => db.close(),
  };
}

/** The more bands there are, the shorter. */
function stretchOf(db: DatabaseSync): Millis {
  const series = db.prepare('SELECT count(*) AS count FROM series').get()?.count;
  return minutes(Math.max(1, Math.floor(AT_A_TIME / Math.max(1, Number(series)))));
}

function stretch(db: DatabaseSync, from: Instant, to: Instant): readonly Point[] {
  const points: Point[] = [];
  const ofSeries = db.prepare(READ_SERIES);
  ofSeries.setReturnArrays(true);
  for (const { id, resident, band } of db.prepare('SELECT * FROM series').all()) {
    const names = {
      bandId: band as BandId,
      ...(resident !== '' && { residentId: resident as ResidentId }),
    };
    const rows = ofSeries.all(id as number, from, to) as unknown as readonly SQLOutputValue[][];
    for (const row of rows) points.push(pointFrom(row, names));
  }
  return points.sort((a, b) => a.at - b.at);
}

const PLACE = new Map<string, number>(READING_COLUMNS.map((column, n) => [column, n + 1]));
const placeOf = (column: (typeof READING_COLUMNS)[number]): number => PLACE.get(column) ?? 0;
const METRIC_PLACES = METRICS.map((metric) => [metric, placeOf(metric)] as const);
const FLAG_PLACES = (['worn', 'charging', 'buffered'] as const).map(
  (flag) => [flag, placeOf(flag)] as const,
);
const [SIGNAL, STILL, LAT, LON, ACCURACY, DATUM, HEARD_AT] = [
  placeOf('signal'),
  placeOf('still'),
  placeOf('lat'),
  placeOf('lon'),
  placeOf('accuracy'),
  placeOf('datum'),
  placeOf('heardAt'),
];

/** A month has a million of them: no column is looked up by its name. */
function pointFrom(
  row: readonly SQLOutputValue[],
  names: Pick<Point, 'bandId' | 'residentId'>,
): Point {
  const point: { -readonly [Key in keyof Point]: Point[Key] } = { ...names, at: row[0] as Instant };
  for (const [metric, place] of METRIC_PLACES) {
    if (row[place] !== null) point[metric] = row[place] as number;
  }
  for (const [flag, place] of FLAG_PLACES) {
    if (row[place] !== null) point[flag] = row[place] === 1;
  }
  if (row[SIGNAL] !== null) point.signal = row[SIGNAL] as number;
  if (row[STILL] !== null) point.still = millis(row[STILL] as number);
  if (row[HEARD_AT] !== null) point.heardAt = row[HEARD_AT] as Instant;
  if (row[LAT] !== null && row[LON] !== null) point.location = locationFrom(row);
  return point;
}

const locationFrom = (row: readonly SQLOutputValue[]): Location => ({
  lat: row[LAT] as number,
  lon: row[LON] as number,
  ...(row[ACCURACY] !== null && { accuracy: row[ACCURACY] as number }),
  datum: row[DATUM] as Location['datum'],
});
