// The map datums of the trade. China's public maps bend WGS-84 into GCJ-02, by up to 600 m, with a
// formula that has been public for years; BD-09 bends that once more. A band reports in the one its
// maker's map uses.
import type { Location } from '../domain/message.ts';

interface Degrees {
  readonly lat: number;
  readonly lon: number;
}

/** Metres and shape of the Krasovsky ellipsoid of 1940. */
const SEMI_MAJOR = 6_378_245;
const ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943;

/** @param place WGS-84, within China. */
export function inDatum(datum: Location['datum'], place: Degrees): Degrees {
  switch (datum) {
    case 'WGS84':
      return place;
    case 'GCJ02':
      return toGcj02(place);
    case 'BD09':
      return toBd09(toGcj02(place));
    default:
      return datum satisfies never;
  }
}

function toGcj02({ lat, lon }: Degrees): Degrees {
  const [x, y] = [lon - 105, lat - 35];
  const phi = (lat * Math.PI) / 180;
  const magic = 1 - ECCENTRICITY_SQUARED * Math.sin(phi) ** 2;
  const perDegreeLat = ((SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED)) / magic ** 1.5) * (Math.PI / 180);
  const perDegreeLon = (SEMI_MAJOR / Math.sqrt(magic)) * Math.cos(phi) * (Math.PI / 180);
  return { lat: lat + northwards(x, y) / perDegreeLat, lon: lon + eastwards(x, y) / perDegreeLon };
}

const wave = (amplitude: number, of: number): number => amplitude * Math.sin(of * Math.PI);

/** Metres. */
const northwards = (x: number, y: number): number =>
  -100 +
  2 * x +
  3 * y +
  0.2 * y * y +
  0.1 * x * y +
  0.2 * Math.sqrt(Math.abs(x)) +
  (2 / 3) *
    (wave(20, 6 * x) +
      wave(20, 2 * x) +
      wave(20, y) +
      wave(40, y / 3) +
      wave(160, y / 12) +
      wave(320, y / 30));

const eastwards = (x: number, y: number): number =>
  300 +
  x +
  2 * y +
  0.1 * x * x +
  0.1 * x * y +
  0.1 * Math.sqrt(Math.abs(x)) +
  (2 / 3) *
    (wave(20, 6 * x) +
      wave(20, 2 * x) +
      wave(20, x) +
      wave(40, x / 3) +
      wave(150, x / 12) +
      wave(300, x / 30));

function toBd09({ lat, lon }: Degrees): Degrees {
  const turn = (Math.PI * 3_000) / 180;
  const radius = Math.hypot(lon, lat) + 0.000_02 * Math.sin(lat * turn);
  const angle = Math.atan2(lat, lon) + 0.000_003 * Math.cos(lon * turn);
  return { lat: radius * Math.sin(angle) + 0.006, lon: radius * Math.cos(angle) + 0.0065 };
}
