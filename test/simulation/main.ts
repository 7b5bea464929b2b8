// The simulation from a terminal:
//   node test/simulation/main.ts --seeds 10000 [--from 1]     many runs, one line for each that fails
//   node test/simulation/main.ts --seed 4711 [--verbose]      one run again, exactly
// With --json the last line is for a program.
import { parseArgs } from 'node:util';
import { runSeed } from './run.ts';
import { replayOf, runSeeds } from './seeds.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const print = (line: string): void => void process.stdout.write(`${line}\n`);

if (values.seed === undefined) {
  const begun = performance.now();
  const sum = await runSeeds(Number(values.from), Number(values.seeds), (failure) => {
    print(`seed ${failure.seed}: ${failure.violations[0]} (${replayOf(failure.seed)})`);
  });
  const took = (performance.now() - begun) / 1_000;
  const worked = (process.cpuUsage().user + process.cpuUsage().system) / 1_000_000;
  const pace = ` in ${took.toFixed(1)} s, ${(sum.runs / worked).toFixed(0)} a CPU second`;
  print(`${JSON.stringify(sum)}${values.json ? '' : pace}`);
  process.exitCode = sum.failed === 0 ? 0 : 1;
} else {
  const result = await runSeed({
    seed: Number(values.seed),
    ...(values.verbose && { verbose: print }),
  });
  print(JSON.stringify(result, undefined, 2));
  process.exitCode = result.violations.length === 0 ? 0 : 1;
}
