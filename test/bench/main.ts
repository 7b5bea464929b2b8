// `npm run bench [-- NAME …]`: every figure with its floor or peer, measured in the same run.
// `-- detection --publish` puts its tables into docs/detection.md.
import { decide } from './decide.ts';
import { detection } from './detection.ts';
import { disk } from './disk.ts';
import { history } from './history.ts';
import type { Benchmark } from './measure.ts';
import { press } from './press.ts';
import { rehearsal } from './rehearsal.ts';

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  decide,
  detection,
  disk,
  history,
  press,
  rehearsal,
};

const wanted = process.argv.slice(2).filter((argument) => argument !== '--publish');
const unknown = wanted.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark '${unknown.join("', '")}'; there are ${Object.keys(BENCHMARKS).join(', ')}.\n`,
  );
  process.exit(1);
}
process.stdout.write('| What | Ours | Beside it, same run |\n|---|---|---|\n');
for (const [name, run] of Object.entries(BENCHMARKS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const { what, ours, beside } of await run()) {
    process.stdout.write(`| ${what} | ${ours} | ${beside} |\n`);
  }
}
