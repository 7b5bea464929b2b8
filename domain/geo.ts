// Places on the earth. One fleet speaks three datums: WGS-84 is the earth's; GCJ-02 is what maps in
// China show, shifted by some hundred metres that vary from place to place; BD-09 is Baidu's, shifted
// once more. Everything is compared in WGS-84.
//
// The shift is only published in one direction, as a sum of sines. The way back is found by repetition:
// shift a guess, and move it by what it misses. The shift changes by less than a thousandth of the way,
// so every round is a thousand times nearer.
import type { Location } from './message.ts';

/** Degrees, in WGS-84. */
export interface Place {
  readonly lat: number;
  readonly lon: number;
}

/** The ellipsoid of Krasovsky 1940, on which the shift is defined: half axis in metres, eccentricity squared. */
const HALF_AXIS = 6_378_245;
const ECCENTRICITY_2 = 0.006_693_421_622_965_943;
/** Mean radius of the earth in metres (IUGG R1). */
const EARTH = 6_371_008.8;
const RAD = Math.PI / 180;
/** Baidu's own shift turns by this much faster than a degree. */
const BAIDU_TURN = (Math.PI * 3_000) / 180;
/** Metres are reached in the second round, the limits of a double in the fifth. */
const ROUNDS = 4;

/** Where it is, whatever map it was read from. Outside China all three are one. */
export function toWgs84({ lat, lon, datum }: Pick<Location, 'lat' | 'lon' | 'datum'>): Place {
  const shown: Place = { lat, lon };
  switch (datum) {
    case 'WGS84':
      return shown;
    case 'GCJ02':
      return unshifted(shown, wgs84ToGcj02);
    case 'BD09':
      return isInChina(shown) ? unshifted(unshifted(shown, gcj02ToBd09), wgs84ToGcj02) : shown;
    default:
      return datum satisfies never;
  }
}

/** The rectangle within which maps are shifted. */
export const isInChina = ({ lat, lon }: Place): boolean =>
  lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;

function unshifted(shown: Place, shift: (place: Place) => Place): Place {
  if (!isInChina(shown)) return shown;
  let guess = shown;
  for (let round = 0; round < ROUNDS; round += 1) {
    const there = shift(guess);
    guess = { lat: guess.lat - (there.lat - shown.lat), lon: guess.lon - (there.lon - shown.lon) };
  }
  return guess;
}

export function wgs84ToGcj02({ lat, lon }: Place): Place {
  const x = lon - 105;
  const y = lat - 35;
  const sine = Math.sin(lat * RAD);
  const magic = 1 - ECCENTRICITY_2 * sine * sine;
  const root = Math.sqrt(magic);
  const north = (HALF_AXIS * (1 - ECCENTRICITY_2) * RAD) / (magic * root);
  const east = (HALF_AXIS * Math.cos(lat * RAD) * RAD) / root;
  return { lat: lat + northward(x, y) / north, lon: lon + eastward(x, y) / east };
}

export function gcj02ToBd09({ lat, lon }: Place): Place {
  const radius = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * BAIDU_TURN);
  const angle = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * BAIDU_TURN);
  return { lat: radius * Math.sin(angle) + 0.006, lon: radius * Math.cos(angle) + 0.0065 };
}

/** Metres. */
const northward = (x: number, y: number): number =>
  -100 +
  2 * x +
  3 * y +
  0.2 * y * y +
  0.1 * x * y +
  0.2 * Math.sqrt(Math.abs(x)) +
  waves(x, 20, 6, 20, 2) +
  waves(y, 20, 1, 40, 1 / 3) +
  waves(y, 160, 1 / 12, 320, 1 / 30);

/** Metres. */
const eastward = (x: number, y: number): number =>
  300 +
  x +
  2 * y +
  0.1 * x * x +
  0.1 * x * y +
  0.1 * Math.sqrt(Math.abs(x)) +
  waves(x, 20, 6, 20, 2) +
  waves(x, 20, 1, 40, 1 / 3) +
  waves(x, 150, 1 / 12, 300, 1 / 30);

/** Two waves, each so high and turning so often per half turn of its degree; two thirds of it count. */
const waves = (at: number, high: number, often: number, high2: number, often2: number): number =>
  ((high * Math.sin(often * at * Math.PI) + high2 * Math.sin(often2 * at * Math.PI)) * 2) / 3;

/** Metres along the great circle (haversine: exact enough for centimetres, and for neighbours, too). */
export function distance(a: Place, b: Place): number {
  const north = Math.sin(((b.lat - a.lat) * RAD) / 2);
  const east = Math.sin(((b.lon - a.lon) * RAD) / 2);
  const half = north * north + Math.cos(a.lat * RAD) * Math.cos(b.lat * RAD) * east * east;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(half)));
}
