// A reading as one line of InfluxDB's line protocol. A line is text, so everything that could end
// one early is checked here again, whoever made the point: ids are letters, digits, `_` and `-`, and
// all else is a finite number or a truth value.
import { Point as Line } from '@influxdata/influxdb-client';
import { parseBandId, parseResidentId } from '../../domain/ids.ts';
import { DATUMS, METRICS } from '../../domain/message.ts';
import type { Point } from '../port.ts';

export const MEASUREMENT = 'reading';

const NUMBERS = [...METRICS, 'signal'] as const;
const FLAGS = ['worn', 'charging', 'buffered'] as const;

export type LineOrReason =
  /** Undefined: nothing was measured, so there is nothing to write. */
  { readonly line: string | undefined } | { readonly reason: string };

/**
 * Tags `band` and `resident`; numbers as floats; `still` in seconds, as bands say it; `at` and `heardAt`
 * in ms; a location as `lat`, `lon`, `accuracy` and `datum`.
 */
export function lineOf(point: Point): LineOrReason {
  const { bandId, residentId, at, still, heardAt, location } = point;
  if (parseBandId(bandId) === undefined) return { reason: 'A band id is not one.' };
  if (residentId !== undefined && parseResidentId(residentId) === undefined) {
    return { reason: 'A resident id is not one.' };
  }
  if (!Number.isSafeInteger(at)) return { reason: 'The instant is not a whole number.' };
  const line = new Line(MEASUREMENT).tag('band', bandId);
  if (residentId !== undefined) line.tag('resident', residentId);
  const numbers = NUMBERS.map((name) => [name, point[name]] as const);
  const others = {
    still: still && still / 1_000,
    heardAt,
    lat: location?.lat,
    lon: location?.lon,
    accuracy: location?.accuracy,
  };
  for (const [name, value] of [...numbers, ...Object.entries(others)]) {
    if (value === undefined) continue;
    if (!Number.isFinite(value)) return { reason: `${name} is not a number.` };
    line.floatField(name, value);
  }
  if (location !== undefined) {
    if (!DATUMS.includes(location.datum)) return { reason: 'datum is none that is known.' };
    line.stringField('datum', location.datum);
  }
  for (const name of FLAGS) {
    const value = point[name];
    if (value === undefined) continue;
    if (typeof value !== 'boolean') return { reason: `${name} is neither true nor false.` };
    line.booleanField(name, value);
  }
  return { line: line.timestamp(at).toLineProtocol({ convertTime: String }) };
}
