// The disk fills up while people press: first to the last byte, so that the reserve is all there is,
// then with the reserve used up as well, then there is room again. The disk is a small tmpfs.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerFrame } from '../../domain/frame.ts';
import { type RegisteredBand, type Service, signIn } from '../support/service.ts';
import { acknowledgements, emptyLedger, type Ledger, reconcile } from './ledger.ts';
import { type Patch, patched } from './patches.ts';
import { admitBands, cutAll, type Presser, pressAll } from './pressing.ts';
import { incidentsAtDesk } from './record.ts';
import type { Bench, Result, Scenario } from './scenario.ts';

/** MiB: the reserve, as much again, and what three fillings record. */
const DISK = 128;
const BANDS = 100;
/** What the reserve is to let through. */
const LONG_RESERVE = 10_000;
/** `/readyz` and the screens say so within these milliseconds, on a machine that does nothing else. */
const TOLD_WITHIN = 5_000;
const BACK_WITHIN = 2_000;
/** Among the other tests of a run. */
const BUSY = 5;

function smallDisk(bench: Bench): string {
  const path = bench.folder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}m`, 'tmpfs', path]);
  bench.onEnd(() => void execFileSync('umount', ['--lazy', path]));
  return path;
}

/** Whether this user may make a small disk: root, as in a container of the CI. */
export function mayMount(): boolean {
  const path = mkdtempSync(join(tmpdir(), 'lamplight-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
    execFileSync('umount', [path]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

/** Takes every byte that is left; returns what gives them back. */
function fill(disk: string): () => void {
  const path = join(disk, 'somebody-elses-file');
  const file = openSync(path, 'a');
  const bytes = Buffer.alloc(4096, 1);
  try {
    for (;;) writeSync(file, bytes);
  } catch {
    // ENOSPC: it is full now.
  } finally {
    closeSync(file);
  }
  return () => rmSync(path, { force: true });
}

interface Told {
  readonly ready: boolean;
  readonly degraded: readonly string[];
}
const readyz = async ({ http }: Service): Promise<Told> =>
  (await (await fetch(`${http}/readyz`)).json()) as Told;

/** Milliseconds until `/readyz` is as wanted; undefined when it is not within the time. */
async function until(
  service: Service,
  within: number,
  wanted: (told: Told) => boolean,
): Promise<number | undefined> {
  const from = performance.now();
  while (performance.now() - from < within) {
    if (wanted(await readyz(service))) return performance.now() - from;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return undefined;
}

const isTick = (frame: ServerFrame, degraded: string): boolean =>
  frame.type === 'tick' && (frame.degraded as readonly string[]).includes(degraded);

interface Story {
  /** What the milliseconds are to be multiplied by. */
  readonly patience: number;
  readonly service: Service;
  readonly disk: string;
  readonly ledger: Ledger;
  readonly bands: readonly RegisteredBand[];
  readonly broken: string[];
  readonly remarks: string[];
}

/** Presses go on until no more come through; returns how many did. */
async function pressUntilNothingFits({ service, ledger, bands }: Story, most: number) {
  const before = ledger.acknowledged.size;
  // What is not recorded has its line closed, and its band comes back, as bands do.
  while (ledger.acknowledged.size - before < most) {
    const { degraded } = await readyz(service);
    if (degraded.includes('journal')) break;
    const pressing = pressAll(service, bands, ledger, { inFlight: 2, atMost: 20 });
    await Promise.all(pressing.map(({ over }) => over));
  }
  return ledger.acknowledged.size - before;
}

async function fillOnce(story: Story, most: number): Promise<number> {
  const { patience, service, disk, ledger, bands, broken, remarks } = story;
  const screen = await (await signIn(service)).feed();
  const empty = fill(disk);
  const letThrough = await pressUntilNothingFits(story, most);
  remarks.push(`${letThrough} presses were recorded on a full disk`);
  if (letThrough < most) {
    const { degraded } = await readyz(service);
    broken.push(`only ${letThrough} of ${most} presses fitted (${degraded.join(', ')})`);
  }
  if ((await until(service, TOLD_WITHIN * patience, told('disk'))) === undefined) {
    broken.push('/readyz does not say that the disk is full');
  }
  await screen.see((frame) => isTick(frame, 'disk'));

  // Nothing is left at all: no acknowledgement, and everybody is told.
  const fillAgain = fill(disk);
  const pressing = pressAll(service, bands.slice(0, 4), ledger, { inFlight: 1 });
  // One answer says both: a later one may come after a page that still fitted somewhere.
  const refuses = (answer: Told): boolean => told('journal')(answer) && !answer.ready;
  if ((await until(service, TOLD_WITHIN * patience, refuses)) === undefined) {
    broken.push('/readyz does not say that nothing can be recorded, and is not ready');
  }
  await screen.see((frame) => isTick(frame, 'journal'));
  screen.close();
  await cutAll(pressing);

  fillAgain();
  empty();
  return recovered(story);
}

const told =
  (name: string) =>
  ({ degraded }: Told): boolean =>
    degraded.includes(name);

/** There is room: milliseconds to the next acknowledgement, and soon nothing is out of order. */
async function recovered({ patience, service, ledger, bands, broken }: Story): Promise<number> {
  let pressing: readonly Presser[] = [];
  const recoveredIn = acknowledgements(ledger, 1);
  pressing = pressAll(service, bands.slice(0, 1), ledger, { inFlight: 1, atMost: 1 });
  const took = await recoveredIn;
  await Promise.all(pressing.map(({ over }) => over));
  const isWell = ({ ready, degraded }: Told): boolean =>
    ready && !degraded.includes('journal') && !degraded.includes('disk');
  const well = await until(service, BACK_WITHIN * 2 * patience, isWell);
  if (well === undefined || took > BACK_WITHIN * patience) {
    broken.push(`with room again it took ${Math.round(took)} ms, and then was not well`);
  }
  return took;
}

async function run(bench: Bench, times: number, settings = {}): Promise<Result> {
  const disk = smallDisk(bench);
  const service = await bench.start(disk, settings);
  const desk = await signIn(service);
  const bands = await admitBands(desk, BANDS);
  const patience = bench.isLong ? 1 : BUSY;
  const story: Story = {
    patience,
    service,
    disk,
    ledger: emptyLedger(),
    bands,
    broken: [],
    remarks: [],
  };
  const recoveries: number[] = [];
  for (let filling = 0; filling < times; filling += 1) {
    recoveries.push(await fillOnce(story, bench.isLong ? LONG_RESERVE : LONG_RESERVE / 10));
  }
  const { ledger, broken, remarks } = story;
  const found = reconcile(await incidentsAtDesk(await signIn(service)), ledger);
  const { size: acknowledged } = ledger.acknowledged;
  const { code } = await Promise.race([service.ended, { code: undefined }]);
  if (code !== undefined) broken.push('the process did not outlive the full disk');
  await service.stop();
  return { ...found, runs: times, acknowledged, broken, recoveries, remarks };
}

/** Acknowledged whatever the journal says. */
const ACKNOWLEDGED_ANYWAY: Patch = {
  file: 'app/main.ts',
  line: 'await worker.receive(arrival);',
  becomes: 'await worker.receive(arrival).catch(() => {});',
};

export const diskFull: Scenario = {
  name: 'disk full',
  claim: 'a full disk still records presses on the reserve, then acknowledges none, and recovers',
  unit: 'fillings',
  short: 1,
  long: 3,
  needs: [{ program: 'mount', debianPackage: 'mount' }],
  run,
  control: {
    what: 'acknowledged although it could not be recorded',
    run: async (bench) => (await run(bench, 1, patched(ACKNOWLEDGED_ANYWAY))).lost.length,
  },
};
