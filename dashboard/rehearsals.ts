// What the routes need of whoever rehearses policies over the recorded past.
import type { ResidentId, StaffName } from '../domain/ids.ts';
import type { Policy } from '../domain/policy.ts';
import type { RehearsalResult } from '../domain/rehearsal.ts';
import type { Instant } from '../domain/time.ts';

/** The numbers of the community, and of those for whom others hold. */
export interface RehearsedPolicy {
  readonly community: Policy;
  readonly people: readonly (readonly [ResidentId, Policy])[];
}

interface WantedRehearsal {
  readonly from: Instant;
  readonly to: Instant;
  readonly policies: readonly [RehearsedPolicy, RehearsedPolicy];
}

export type RehearsalProgress =
  | { readonly state: 'running'; readonly percent: number }
  | { readonly state: 'done'; readonly result: RehearsalResult }
  | { readonly state: 'failed'; readonly reason: string };

export type RehearsalState = RehearsalProgress & {
  readonly id: string;
  readonly by: StaffName;
  readonly startedAt: Instant;
};

export interface Rehearsals {
  /** Not ok while another one runs: `by` has asked for that. */
  start(
    wanted: WantedRehearsal,
    by: StaffName,
  ): Promise<
    | { readonly ok: true; readonly rehearsal: RehearsalState }
    | { readonly ok: false; readonly by: StaffName | undefined }
  >;
  get(id: string): RehearsalState | undefined;
  /** Resolves when it runs no more. */
  cancel(id: string): Promise<void>;
}
