// Whom a recording is of: who wears which band, where they live, and what is different in the policy for one of them.
import { z } from 'zod';
import { type BandId, parseBandId, parseResidentId, type ResidentId } from '../../domain/ids.ts';
import type { Place } from '../../domain/person.ts';
import type { Policies, Policy } from '../../domain/policy.ts';
import { policyFrom } from './policy-file.ts';
import { checked, parsed, RecordingError } from './recording.ts';

export interface Person {
  readonly bandId: BandId;
  readonly residentId: ResidentId;
  readonly place: Place;
  /** Registered, in WGS-84 degrees; without it home is learned, as in the service. */
  readonly home?: { readonly lat: number; readonly lon: number };
  /** Any part of a policy, durations in seconds; on top of everybody's. */
  readonly policy?: object;
  /** From 1, for sentences about them. */
  readonly number: number;
}

/** As a registry exports it: a text, a number, or nothing at all. */
const placeName = z.union([z.string().min(1), z.number().transform(String)]).optional();
const home = z.object({ lat: z.number(), lon: z.number() }).optional().catch(undefined);
const peopleSchema = z.array(
  z.object({
    id: z.union([z.string(), z.number()]).optional(),
    bandId: z.string(),
    compound: placeName.catch(undefined),
    building: placeName.catch(undefined),
    home,
    policy: z.record(z.string(), z.unknown()).optional(),
  }),
);

/** Residents without an id are named after their band. Throws RecordingError. */
export function readPeople(text: string): readonly Person[] {
  return checked(peopleSchema, parsed(text, 'the people'), 'the people').map(
    ({ id, bandId: band, compound, building, home, policy }, n) => {
      const bandId = parseBandId(band);
      const residentId = parseResidentId(String(id ?? band));
      if (bandId === undefined || residentId === undefined) {
        throw new RecordingError(
          `the people: number ${n + 1} has an id or bandId with other characters than letters, ` +
            'digits, _ and -, or more than 64 of them',
        );
      }
      const place: Place = {
        ...(compound !== undefined && { compound }),
        ...(building !== undefined && { building }),
      };
      return {
        bandId,
        residentId,
        place,
        number: n + 1,
        ...(home !== undefined && { home }),
        ...(policy !== undefined && { policy }),
      };
    },
  );
}

/** What holds for each of them. Throws RecordingError for a policy that is none. */
export function policiesFor(people: readonly Person[], policies: Policies): Policies {
  const own = new Map<ResidentId, Policy>();
  for (const { residentId, home, policy = {}, number } of people) {
    if (home === undefined && Object.keys(policy).length === 0) continue;
    const { community } = policies;
    const registered = home
      ? { ...community, whereabouts: { ...community.whereabouts, home } }
      : community;
    const where = `the people: number ${number}: policy`;
    own.set(residentId, policyFrom(policy, registered, where, 'person'));
  }
  if (own.size === 0) return policies;
  return {
    ...policies,
    of: (id, now) => (id === undefined ? undefined : own.get(id)) ?? policies.of(id, now),
  };
}
