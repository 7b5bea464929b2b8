import type { Result } from './scenario.ts';

/** Several results of the same scenario as one. */
export const joined = (results: readonly Result[]): Result => ({
  runs: results.reduce((sum, { runs }) => sum + runs, 0),
  acknowledged: results.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
  lost: results.flatMap(({ lost }) => lost),
  doubled: results.flatMap(({ doubled }) => doubled),
  invented: results.flatMap(({ invented }) => invented),
  broken: results.flatMap(({ broken }) => broken),
  recoveries: results.flatMap(({ recoveries }) => recoveries),
  remarks: results.flatMap(({ remarks }) => remarks ?? []),
});
