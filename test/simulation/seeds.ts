// Many seeds, one after the other; what a run leaves behind unhandled belongs to its seed.
import { type RunOptions, type RunResult, runSeed } from './run.ts';

export interface SeedsResult {
  readonly runs: number;
  readonly failed: number;
  readonly acknowledged: number;
  readonly incidents: number;
  readonly crashes: number;
}

/**
 * Runs the seeds `from`, `from + 1`, …: `count` of them.
 * @param onFailure told of each seed that found something, with what it found.
 */
export async function runSeeds(
  from: number,
  count: number,
  onFailure: (result: RunResult) => void,
  options: Omit<RunOptions, 'seed'> = {},
): Promise<SeedsResult> {
  const sum = { runs: 0, failed: 0, acknowledged: 0, incidents: 0, crashes: 0 };
  const unhandled: string[] = [];
  const note = (reason: unknown): void => {
    unhandled.push(`rejected, and nobody heard: ${String(reason)}`);
  };
  process.on('unhandledRejection', note);
  try {
    for (let seed = from; seed < from + count; seed += 1) {
      const result = await runSeed({ ...options, seed });
      // Node tells of unhandled rejections between two turns of its event loop.
      await new Promise((resolve) => setImmediate(resolve));
      const violations = [...result.violations, ...unhandled.splice(0)];
      sum.runs += 1;
      sum.acknowledged += result.acknowledged;
      sum.incidents += result.incidents;
      sum.crashes += result.crashes;
      if (violations.length === 0) continue;
      sum.failed += 1;
      onFailure({ ...result, violations });
    }
  } finally {
    process.off('unhandledRejection', note);
  }
  return sum;
}

/** How to see a seed again. */
export const replayOf = (seed: number): string =>
  `node test/simulation/main.ts --seed ${seed} --verbose`;
