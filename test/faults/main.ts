// `npm run faults`: does every harm on the list to the real service, in its long form, and prints what
// came of it. Ends with 1 when anything was lost, doubled or broken, or when a control was not caught.
//
//   --only NAME      only scenarios whose name contains it; may be given again
//   --seed N         the dice of a run before
//   --short          the numbers of the test run
//   --<unit> N       so many: --kills 500, --cuts 10 (the units are in the table)
//   --publish        writes the table into docs/reliability.md; what was not run stays as it was
//   --list           names what there is
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { onBench } from './bench.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import { isGood, notesOf, publish, type Row, tableOf } from './table.ts';

const PAGE = join(import.meta.dirname, '../../docs/reliability.md');
const UNITS = [...new Set(SCENARIOS.map(({ unit }) => unit))];

interface Wanted {
  readonly scenarios: readonly Scenario[];
  readonly seed: number;
  readonly isLong: boolean;
  readonly times: (scenario: Scenario) => number;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function readArguments() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string' },
      short: { type: 'boolean', default: false },
      publish: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      ...Object.fromEntries(UNITS.map((unit) => [unit, { type: 'string' as const }])),
    },
  });
  return values;
}

function wantedBy(values: ReturnType<typeof readArguments>): Wanted {
  const only = values.only as string[];
  const scenarios = SCENARIOS.filter(
    ({ name }) => only.length === 0 || only.some((part) => name.includes(part)),
  );
  const isLong = !values.short;
  return {
    scenarios,
    seed: values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed),
    isLong,
    times(scenario) {
      const told = (values as Record<string, unknown>)[scenario.unit];
      if (typeof told === 'string') return Number(told);
      return isLong ? scenario.long : scenario.short;
    },
  };
}

function missingFor({ needs }: Scenario): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  const missing = needs.find(
    ({ program }) => !folders.some((folder) => existsSync(join(folder, program))),
  );
  return missing && `needs '${missing.program}': apt-get install ${missing.debianPackage}`;
}

async function runOne(scenario: Scenario, wanted: Wanted): Promise<Row> {
  const { seed, isLong } = wanted;
  const from = performance.now();
  say(`${scenario.name}: ${wanted.times(scenario)} ${scenario.unit} …`);
  const result = await onBench({ seed, isLong }, (bench) =>
    scenario.run(bench, wanted.times(scenario)),
  );
  const { control } = scenario;
  const controlHarm = control && (await onBench({ seed, isLong }, (bench) => control.run(bench)));
  const on = new Date().toISOString().slice(0, 10);
  const row = { scenario, seed, result, on, ...(controlHarm !== undefined && { controlHarm }) };
  const took = Math.round((performance.now() - from) / 1_000);
  say(`${scenario.name}: ${isGood(row) ? 'as promised' : 'NOT as promised'} (${took} s)`);
  for (const note of notesOf([row])) say(`  ${note}`);
  return row;
}

function report(rows: readonly Row[], isPublished: boolean): void {
  say(`\n${tableOf(rows)}\n\n${notesOf(rows).join('\n')}`);
  const good = rows.filter(isGood).length;
  say(`${good} passed, ${rows.length - good} failed`);
  const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, Linux ${release()}`;
  const order = SCENARIOS.map(({ name }) => name);
  if (isPublished) publish(PAGE, rows, { order, machine });
}

async function main(): Promise<void> {
  const values = readArguments();
  if (values.list) {
    for (const { name, claim } of SCENARIOS) say(`${name}: ${claim}`);
    return;
  }
  const wanted = wantedBy(values);
  const rows: Row[] = [];
  for (const scenario of wanted.scenarios) {
    const missing = missingFor(scenario);
    if (missing === undefined) rows.push(await runOne(scenario, wanted));
    else say(`${scenario.name}: skipped, ${missing}`);
    if (missing !== undefined && process.env.CI === 'true') process.exitCode = 1;
  }
  report(rows, values.publish === true);
  if (rows.length === 0 || !rows.every(isGood)) process.exitCode = 1;
}

await main();
// A thousand sockets that were cut at every byte may leave one that never learned of its end.
process.exit();
