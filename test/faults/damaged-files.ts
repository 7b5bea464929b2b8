// One file of the data folder is damaged at a random place while the service is down: bytes changed, a
// sector zeroed, the end cut off. The next start either refuses with a sentence that names the file, or
// comes up with what is provably as it was written and says what is not. What it may not do is to
// come up and be silent about something it no longer has, or to end in a stack.
import { cpSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectBand, EndedEarly, signIn } from '../support/service.ts';
import { emptyLedger, type Ledger, reconcile } from './ledger.ts';
import type { Patch } from './patches.ts';
import { patched } from './patches.ts';
import { admitBands, allOver, pressAll } from './pressing.ts';
import { closeAll, incidentsInFolder } from './record.ts';
import { joined } from './results.ts';
import type { Bench, Result, Scenario } from './scenario.ts';

const BANDS = 8;
/** In so many rounds, with the desk cleared and the service ended between them. */
const ROUNDS = 3;
const PRESSES = 12;
const LANES = 2;
const CONTROL_OFFSETS = 10;
const FILES = [
  ...['journal.db', 'journal.db-wal', 'journal.db', 'journal.db-wal'],
  ...[
    'registry.db',
    'registry.db-wal',
    'spool.db',
    'spool.db-wal',
    'readings.db',
    'readings.db-wal',
  ],
];
const SECTOR = 512;
/** The journal's high-water mark is written once a second. */
const MARK_WRITTEN = 1_500;

interface Life {
  readonly folder: string;
  readonly ledger: Ledger;
}

/** A folder that has seen some days: open and closed incidents, readings, restarts, a kill at the end. */
async function liveALittle(bench: Bench): Promise<Life> {
  const folder = bench.folder();
  const ledger = emptyLedger();
  let service = await bench.start(folder);
  const bands = await admitBands(await signIn(service), BANDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    await allOver(pressAll(service, bands, ledger, { inFlight: 1, atMost: PRESSES }));
    for (const band of bands) {
      const client = await connectBand(service, band);
      const reading = JSON.stringify({ at: Date.now(), heartRate: 60 + round, battery: 80 });
      await client.publishAsync(`v1/bands/${band.id}/heartbeat`, reading, { qos: 1 });
      await client.endAsync();
    }
    if (round === ROUNDS - 1) break;
    await closeAll(await signIn(service));
    await service.stop();
    service = await bench.start(folder);
  }
  await sleep(MARK_WRITTEN);
  await service.kill();
  return { folder, ledger };
}

/** Damages the file; returns what was done, in words. */
function damage(bench: Bench, path: string): string {
  const { size } = statSync(path);
  const at = Math.floor(bench.random() * size);
  const kind = bench.random();
  if (kind < 0.2) {
    truncateSync(path, at);
    return `${basename(path)} cut off at ${at}`;
  }
  const bytes = readFileSync(path);
  const length = kind < 0.4 ? SECTOR : 1 + Math.floor(bench.random() * 8);
  for (let n = at; n < Math.min(size, at + length); n += 1) {
    bytes[n] = kind < 0.4 ? 0 : (bytes[n] ?? 0) ^ (1 + Math.floor(bench.random() * 255));
  }
  writeFileSync(path, bytes);
  return `${basename(path)} ${kind < 0.4 ? 'zeroed' : 'changed'} at ${at}, ${length} bytes`;
}

type Started =
  | { readonly type: 'ran'; readonly output: string }
  | { readonly type: 'refused'; readonly code: number | null; readonly output: string };

async function startOnce(bench: Bench, folder: string, settings: object): Promise<Started> {
  try {
    const service = await bench.start(folder, { ...settings });
    await service.kill();
    return { type: 'ran', output: service.output() };
  } catch (error) {
    if (!(error instanceof EndedEarly)) throw error;
    return { type: 'refused', ...error.exit };
  }
}

const isReported = (output: string): boolean =>
  /"event":"(journal-damaged|registry-damaged|spool-moved-aside|history-unusable)"/.test(output);

async function damageOnce(
  bench: Bench,
  { folder, ledger }: Life,
  files: readonly string[],
  settings: object,
): Promise<Result> {
  const copy = join(bench.folder(), 'data');
  cpSync(folder, copy, { recursive: true });
  const names = files.filter((name) => existsSync(join(copy, name)));
  const name = names[Math.floor(bench.random() * names.length)] ?? 'journal.db';
  const what = damage(bench, join(copy, name));
  const started = await startOnce(bench, copy, settings);
  const { output } = started;
  const broken: string[] = [];
  const say = (sentence: string): void => void broken.push(`${what}: ${sentence}`);
  if (/\n\s+at .+:\d+:\d+\)?\n/.test(output)) say('it ended in a stack');
  const empty = { lost: [], doubled: [], invented: [] };
  const base = { runs: 1, acknowledged: 0, recoveries: [] };
  if (started.type === 'refused') {
    const file = name.replace(/-wal$/, '');
    if (started.code !== 1 || !output.includes(file))
      say(`it ended with ${started.code}: ${output}`);
    return { ...base, ...empty, broken, remarks: ['refused'] };
  }
  const incidents = await incidentsInFolder(copy).catch((error: Error) => error.message);
  if (typeof incidents === 'string') {
    say(`it ran, and what it left cannot be read: ${incidents}`);
    return { ...base, ...empty, broken, remarks: [] };
  }
  const found = reconcile(incidents, ledger);
  // On the record and on the screens; the log says it too, but a kill may come before its last line.
  const told = incidents.some(({ reason }) => reason.code === 'record-damaged');
  const reported = told || isReported(output);
  // What is missing and was told is not lost in silence.
  const lost = reported ? [] : found.lost.map((id) => `${id} (${what})`);
  const invented = found.invented.map((entry) => `${entry} (${what})`);
  return { ...base, ...found, lost, invented, broken, remarks: [reported ? 'reported' : 'whole'] };
}

async function run(
  bench: Bench,
  times: number,
  files: readonly string[],
  settings = {},
  isEnough: (result: Result) => boolean = () => false,
): Promise<Result> {
  const life = await liveALittle(bench);
  let isOver = false;
  const lane = async (): Promise<Result> => {
    const results: Result[] = [];
    for (let n = 0; n < Math.ceil(times / LANES) && !isOver; n += 1) {
      const result = await damageOnce(bench, life, files, settings);
      results.push(result);
      isOver ||= isEnough(result);
    }
    return joined(results);
  };
  const result = joined(await Promise.all(Array.from({ length: LANES }, lane)));
  const count = (word: string): number =>
    result.remarks?.filter((each) => each === word).length ?? 0;
  const remark = `${count('whole')} starts had everything, ${count('reported')} said what was missing, ${count('refused')} refused with a sentence`;
  return { ...result, acknowledged: life.ledger.acknowledged.size, remarks: [remark] };
}

/** Neither looks at checksums nor remembers how much there was. */
const BELIEVES_ANYTHING: readonly Patch[] = [
  {
    file: 'alerts/adapters/journal-proof.ts',
    line: 'row.checksum === null || row.checksum === checksum(row);',
    becomes: 'true;',
  },
  { file: 'durable/high-water.ts', line: 'known: readNumber(path),', becomes: 'known: undefined,' },
  { file: 'durable/sqlite.ts', line: "if (found === 'ok') return;", becomes: 'return;' },
];

export const damagedFiles: Scenario = {
  name: 'damaged files',
  claim: 'a start on a damaged file is whole, or says what is missing, or refuses with a sentence',
  unit: 'offsets',
  short: 10,
  long: 200,
  needs: [],
  run: (bench, times) => run(bench, times, FILES),
  control: {
    what: 'the service believes its files',
    async run(bench) {
      const harmOf = ({ lost, invented, broken }: Result): number =>
        lost.length + invented.length + broken.length;
      const journals = FILES.filter((name) => name.startsWith('journal'));
      const believing = patched(...BELIEVES_ANYTHING);
      // One is enough to know.
      const isHarm = (result: Result): boolean => harmOf(result) > 0;
      return harmOf(await run(bench, CONTROL_OFFSETS, journals, believing, isHarm));
    },
  },
};
