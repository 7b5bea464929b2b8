// The simulation (test/simulation) as a line of the table: seed after seed, one process for each core.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { runSeed } from '../simulation/run.ts';
import { MUTANTS } from '../simulation/sabotage.ts';
import type { SeedsResult } from '../simulation/seeds.ts';
import { joined } from './results.ts';
import type { Bench, Result, Scenario } from './scenario.ts';

const PROGRAM = join(import.meta.dirname, '../simulation/main.ts');
/** Within so many seeds every wrong service is found. */
const CONTROL_SEEDS = 400;

/** One process; what it found it prints line by line, and the sum last. */
async function runShare(from: number, count: number): Promise<Result> {
  const args = [PROGRAM, '--from', String(from), '--seeds', String(count), '--json'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = (await text(child.stdout)).trimEnd().split('\n');
  const { runs, acknowledged, crashes, incidents } = JSON.parse(lines.pop() ?? '') as SeedsResult;
  const remark = `seeds ${from} to ${from + count - 1}: ${crashes} crashes, ${incidents} incidents`;
  const none = { lost: [], doubled: [], invented: [], recoveries: [] };
  return { ...none, runs, acknowledged, broken: lines, remarks: [remark] };
}

function run(bench: Bench, times: number): Promise<Result> {
  const share = Math.ceil(times / availableParallelism());
  const shares: Promise<Result>[] = [];
  for (let done = 0; done < times; done += share) {
    shares.push(runShare(bench.seed + done, Math.min(share, times - done)));
  }
  return Promise.all(shares).then(joined);
}

async function isFound({ sabotage, found }: (typeof MUTANTS)[number]): Promise<boolean> {
  for (let seed = 1; seed <= CONTROL_SEEDS; seed += 1) {
    const { violations } = await runSeed({ seed, sabotage });
    if (violations.some((violation) => found.test(violation))) return true;
  }
  return false;
}

export const simulatedLives: Scenario = {
  name: 'simulated lives',
  claim: 'the whole service on a simulated clock, disk and network breaks no promise',
  unit: 'seeds',
  short: 2_000,
  long: 100_000,
  needs: [],
  run,
  control: {
    what: `${MUTANTS.length} wrong services, all found`,
    async run() {
      let found = 0;
      for (const mutant of MUTANTS) found += (await isFound(mutant)) ? 1 : 0;
      return found === MUTANTS.length ? found : 0;
    },
  },
};
