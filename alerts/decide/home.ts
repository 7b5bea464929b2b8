// Where somebody is at home, and whether a position is in there or out of it.
import { distance, type Place, toWgs84 } from '../../domain/geo.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Instant } from '../../domain/time.ts';
import type { Sample } from './sample.ts';

/** A circle around the home; metres. */
export interface Zone extends Place {
  readonly radius: number;
}

/** A position that can be believed: in WGS-84, certain to so many metres. */
export interface Fix extends Place {
  readonly radius: number;
  readonly at: Instant;
}

/** @param learned where most nights were spent, once that is known. */
export function homeOf(
  { home, radius }: Policy['whereabouts'],
  learned: Place | undefined,
): Zone | undefined {
  if (home?.lat !== undefined && home.lon !== undefined) {
    return { lat: home.lat, lon: home.lon, radius };
  }
  return learned && { lat: learned.lat, lon: learned.lon, radius };
}

/** What a band that does not say how certain it is may be wrong by; metres. */
const UNSAID = 50;
/** A hundred-thousandth of a degree is a metre. */
const DIGITS = 1e5;
const rounded = (degrees: number): number => Math.round(degrees * DIGITS) / DIGITS;

/** The position of a sample; undefined where it says none, or none that is certain enough. */
export function fixOf({ location, at }: Sample, { whereabouts }: Policy): Fix | undefined {
  if (location === undefined) return undefined;
  const { lat, lon, accuracy = UNSAID } = location;
  // 0, 0 lies in the Gulf of Guinea: it is what a receiver says that has no idea.
  if ((lat === 0 && lon === 0) || accuracy > whereabouts.worstAccuracy) return undefined;
  const place = toWgs84(location);
  return { lat: rounded(place.lat), lon: rounded(place.lon), radius: Math.round(accuracy), at };
}

type Side = 'in' | 'edge' | 'out';

/** `edge`: too near to say. Whoever was out is still, whoever was in has not left. */
export function sideOf(fix: Fix, home: Zone): Side {
  const away = distance(fix, home);
  if (away - fix.radius > home.radius) return 'out';
  return away <= home.radius * 1.5 ? 'in' : 'edge';
}
