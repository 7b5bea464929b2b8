// The power fails at random moments while people press. A preloaded library (lib/power-cut.c) keeps a
// second folder with only what was synced; the process is stopped for the moment in which a copy of
// that folder is taken, which is the disk as it would be found. One process gives many cuts.
import { cpSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { signIn } from '../support/service.ts';
import { COMPILER, compiled } from './compiled.ts';
import { whileFrozen } from './frozen.ts';
import { acknowledgements, emptyLedger, type Ledger, reconcile } from './ledger.ts';
import { NOT_SYNCED, patched } from './patches.ts';
import { admitBands, cutAll, pressAll } from './pressing.ts';
import { incidentsAtDesk, incidentsInFolder } from './record.ts';
import type { Bench, Result, Scenario } from './scenario.ts';

const BANDS = 8;
/** Every so many cuts the whole service is started on what was left, not only its journal. */
const START_EVERY = 10;
const CONTROL_CUTS = 3;

interface Cut {
  /** What was left on the disk. */
  readonly folder: string;
  /** What had been acknowledged by then. */
  readonly promised: readonly string[];
}

interface Cuts {
  readonly cuts: readonly Cut[];
  readonly ledger: Ledger;
  readonly bands: Awaited<ReturnType<typeof admitBands>>;
}

async function cutThePower(bench: Bench, times: number, settings = {}): Promise<Cuts> {
  const [dataDir, disk, kept] = [bench.folder(), bench.folder(), bench.folder()].map((folder) =>
    realpathSync(folder),
  ) as [string, string, string];
  const service = await bench.start(dataDir, {
    ...settings,
    LD_PRELOAD: compiled('power-cut.c', bench.folder()),
    POWER_CUT_FROM: dataDir,
    POWER_CUT_TO: disk,
  });
  const ledger = emptyLedger();
  const bands = await admitBands(await signIn(service), BANDS);
  const pressing = pressAll(service, bands, ledger);
  await acknowledgements(ledger, 1);
  const cuts: Cut[] = [];
  for (let n = 0; n < times; n += 1) {
    await sleep(bench.random() * 200);
    const folder = join(kept, `cut-${n}`);
    const promised = [...ledger.acknowledged];
    await whileFrozen(service.pid, () => takeCopy(disk, folder));
    cuts.push({ folder, promised });
    await acknowledgements(ledger, 1);
  }
  await service.kill();
  await cutAll(pressing);
  return { cuts, ledger, bands };
}

function takeCopy(disk: string, folder: string): void {
  mkdirSync(folder);
  for (const name of readdirSync(disk)) {
    if (!name.startsWith('.')) cpSync(join(disk, name), join(folder, name));
  }
}

/** SQLite's own word on every database of a folder. */
function damageIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.db'))
    .flatMap((name) => {
      const db = new DatabaseSync(join(folder, name));
      const found = db.prepare('PRAGMA integrity_check').all().flatMap(Object.values).join();
      db.close();
      return found === 'ok' ? [] : [`${name} after a cut: ${found}`];
    });
}

async function run(bench: Bench, times: number): Promise<Result> {
  const { cuts, ledger, bands } = await cutThePower(bench, times);
  const lost: string[] = [];
  const doubled: string[] = [];
  const invented: string[] = [];
  const broken: string[] = [];
  const recoveries: number[] = [];
  for (const [n, { folder, promised }] of cuts.entries()) {
    const isStarted = n % START_EVERY === 0;
    if (isStarted) recoveries.push(await startOn(bench, folder, bands, ledger));
    broken.push(...damageIn(folder));
    const found = reconcile(await incidentsInFolder(folder), ledger, promised);
    lost.push(...found.lost);
    doubled.push(...found.doubled);
    invented.push(...found.invented);
  }
  const { size: acknowledged } = ledger.acknowledged;
  return { runs: cuts.length, acknowledged, lost, doubled, invented, broken, recoveries };
}

/** The service starts on what was left, shows it and takes the next press; the milliseconds it took. */
async function startOn(
  bench: Bench,
  folder: string,
  bands: Cuts['bands'],
  ledger: Ledger,
): Promise<number> {
  const from = performance.now();
  const service = await bench.start(folder);
  // In a ledger of its own: this press belongs to what came after this one cut.
  const afterwards = emptyLedger();
  afterwards.sequence.set(bands[0]?.id ?? '', 1_000_000 + ledger.sent.size);
  const next = acknowledgements(afterwards, 1);
  pressAll(service, bands.slice(0, 1), afterwards, { inFlight: 1, atMost: 1 });
  await next;
  const took = performance.now() - from;
  for (const id of afterwards.sent) ledger.sent.add(id);
  await incidentsAtDesk(await signIn(service));
  await service.kill();
  return took;
}

export const powerCut: Scenario = {
  name: 'power cut',
  claim: 'what a power cut leaves on the disk holds every acknowledged press once, in sound files',
  unit: 'cuts',
  short: 12,
  long: 50,
  needs: [COMPILER],
  run,
  control: {
    what: 'commits do not wait for the disk (synchronous=NORMAL)',
    async run(bench) {
      const { cuts, ledger } = await cutThePower(bench, CONTROL_CUTS, patched(...NOT_SYNCED));
      let lost = 0;
      for (const { folder, promised } of cuts) {
        const incidents = await incidentsInFolder(folder).catch(() => []);
        lost += reconcile(incidents, ledger, promised).lost.length;
      }
      return lost;
    },
  },
};
