// What the threads of a rehearsal are given, and what they send back: plain values.
import type { ResidentId } from '../../domain/ids.ts';
import type { Place } from '../../domain/person.ts';
import type { Policy } from '../../domain/policy.ts';
import type { RehearsalResult } from '../../domain/rehearsal.ts';
import type { Instant } from '../../domain/time.ts';
import type { InfluxConnection } from '../../ingest/adapters/influx-http.ts';
import type { PastBand } from './past.ts';
import type { Replayed } from './replay.ts';

/** The numbers of the community, and of those for whom others hold. */
export interface PolicySet {
  readonly community: Policy;
  readonly people: readonly (readonly [ResidentId, Policy])[];
}

export type ReadingsSource =
  | { readonly type: 'embedded'; readonly path: string }
  | { readonly type: 'influx'; readonly connection: InfluxConnection };

export interface RehearsalJob {
  readonly from: Instant;
  readonly to: Instant;
  readonly journal: string;
  readonly readings: ReadingsSource;
  readonly bands: readonly PastBand[];
  /** Everybody on file, and where they live. */
  readonly places: ReadonlyMap<ResidentId, Place>;
  readonly policies: readonly [PolicySet, PolicySet];
}

/** What comes back. */
export type RehearsalNews =
  | { readonly type: 'progress'; readonly percent: number }
  | { readonly type: 'played'; readonly replayed: Replayed }
  | { readonly type: 'done'; readonly result: RehearsalResult };
