// The readings of an InfluxDB, read as they lie: a page at a time, each an InfluxQL statement with a
// limit, the next page beginning where the one before it ended.
import { parseBandId, parseResidentId } from '../../domain/ids.ts';
import { DATUMS, type Location, METRICS } from '../../domain/message.ts';
import { type Instant, instant, seconds } from '../../domain/time.ts';
import type { PastReadings, Point } from '../port.ts';
import { createInfluxHttp, type InfluxConnection, type InfluxHttp } from './influx-http.ts';
import { MEASUREMENT } from './influx-line.ts';

const PAGE = 10_000;

const COLUMNS = [
  'band',
  'resident',
  ...METRICS,
  'signal',
  'still',
  'heardAt',
  'worn',
  'charging',
  'buffered',
  'lat',
  'lon',
  'accuracy',
  'datum',
] as const;
type Column = (typeof COLUMNS)[number];
const SELECTED = COLUMNS.map((column) => `"${column}"`).join(', ');

export function openInfluxPast(connection: InfluxConnection): PastReadings {
  const http = createInfluxHttp(connection);
  return { read: (from, to) => pages(http, from, to), close: http.close };
}

/**
 * Many bands may share an instant, so a page ends with whole instants: the last one begins the next page.
 * An instant with more readings than a page is read with a larger one.
 */
async function* pages(
  http: InfluxHttp,
  from: Instant,
  to: Instant,
): AsyncGenerator<readonly Point[]> {
  let start = from;
  let limit = PAGE;
  for (;;) {
    const rows = await http.query(
      `SELECT ${SELECTED} FROM "${MEASUREMENT}" ` +
        `WHERE time >= ${start}ms AND time < ${to}ms ORDER BY time LIMIT ${limit}`,
    );
    const last = Number(rows.at(-1)?.[0]);
    const isLast = rows.length < limit;
    const whole = isLast ? rows : rows.filter(([time]) => Number(time) < last);
    const points = whole.flatMap((row) => pointFrom(row) ?? []);
    if (points.length > 0) yield points;
    if (isLast) return;
    if (whole.length === 0) limit *= 2;
    else [start, limit] = [instant(last), PAGE];
  }
}

function pointFrom([time, ...values]: readonly unknown[]): Point | undefined {
  const row = Object.fromEntries(COLUMNS.map((column, n) => [column, values[n]])) as Readonly<
    Record<Column, unknown>
  >;
  const bandId = parseBandId(row.band);
  if (bandId === undefined) return undefined;
  const residentId = parseResidentId(row.resident);
  const known = (columns: readonly Column[]) =>
    Object.fromEntries(
      columns.flatMap((column) => (isKnown(row[column]) ? [[column, row[column]]] : [])),
    );
  return {
    ...known([...METRICS, 'signal', 'heardAt', 'worn', 'charging', 'buffered']),
    bandId,
    ...(residentId !== undefined && { residentId }),
    at: Number(time) as Instant,
    ...(isKnown(row.still) && { still: seconds(Number(row.still)) }),
    ...locationFrom(row),
  };
}

const isKnown = (value: unknown): boolean => value !== null && value !== undefined;

function locationFrom({ lat, lon, accuracy, datum }: Readonly<Record<Column, unknown>>): {
  readonly location?: Location;
} {
  const known = DATUMS.find((each) => each === datum);
  if (!isKnown(lat) || !isKnown(lon) || known === undefined) return {};
  const radius = isKnown(accuracy) ? { accuracy: Number(accuracy) } : {};
  return { location: { lat: Number(lat), lon: Number(lon), ...radius, datum: known } };
}
