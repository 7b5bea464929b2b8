// What administrators ask of the service about its numbers.
import type { ResidentId } from '../../../domain/ids.ts';
import type { RehearsalResult } from '../../../domain/rehearsal.ts';
import { call } from '../api.ts';

type Part = Readonly<Record<string, unknown>>;

export interface PolicyVersion {
  readonly version: number;
  readonly at: string;
  readonly by?: string;
  readonly why: string;
  readonly until?: string;
  readonly changes: Part;
}

export interface PolicyView {
  readonly version: number;
  readonly until?: string;
  readonly policy: Part;
  readonly changes: Part;
  /** Newest first. */
  readonly history: readonly PolicyVersion[];
  /** For whom something else holds; only of the community's. */
  readonly residents?: readonly ResidentId[];
}

export interface PolicyChange {
  readonly changes: Part;
  readonly why: string;
  readonly version: number;
  readonly until?: string;
}

/** @param id nobody: the community's. */
const path = (id: ResidentId | undefined): string =>
  id === undefined ? '/api/policy' : `/api/residents/${encodeURIComponent(id)}/policy`;

export const policyOfCommunity = () => call<PolicyView>('GET', path(undefined));
export const policyOfPerson = (id: ResidentId) => call<PolicyView>('GET', path(id));
export const changePolicy = (id: ResidentId | undefined, change: PolicyChange) =>
  call<PolicyView>('PUT', path(id), change);

export interface WantedRehearsal {
  readonly from: string;
  /** As it is now is `{}`. */
  readonly policies: readonly [Part, Part];
}

export type Rehearsal = { readonly id: string; readonly by: string } & (
  | { readonly state: 'running'; readonly percent: number }
  | { readonly state: 'done'; readonly result: RehearsalResult }
  | { readonly state: 'failed'; readonly reason: string }
);

const rehearsals = '/api/rehearsals';
export const startRehearsal = (wanted: WantedRehearsal) =>
  call<Rehearsal>('POST', rehearsals, wanted);
export const rehearsal = (id: string) =>
  call<Rehearsal>('GET', `${rehearsals}/${encodeURIComponent(id)}`);
export const stopRehearsal = (id: string) =>
  call<unknown>('DELETE', `${rehearsals}/${encodeURIComponent(id)}`);
