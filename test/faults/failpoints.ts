// The service killed at the very places where a careless order of steps would lose something: it kills
// itself there, at a pass of its own choosing, because a line was added to it while it was loaded.
import { signIn } from '../support/service.ts';
import { acknowledgements, emptyLedger, type Ledger, reconcile } from './ledger.ts';
import { type Patch, patched } from './patches.ts';
import { admitBands, allOver, pressAll, stopAll } from './pressing.ts';
import { incidentsInFolder } from './record.ts';
import type { Bench, Result, Scenario } from './scenario.ts';

const BANDS = 8;

interface Failpoint {
  readonly name: string;
  readonly file: string;
  /** The line at which the service is to end. */
  readonly line: string;
  /** What stands there instead; PASS kills at the pass wanted, LATER a moment after it. */
  readonly becomes: string;
}

const FAILPOINTS: readonly Failpoint[] = [
  {
    name: 'after the press is inserted',
    file: 'alerts/adapters/journal-thread.ts',
    line: 'for (const { incidentId, version, body } of batch.changes) {',
    becomes: 'PASS; for (const { incidentId, version, body } of batch.changes) {',
  },
  {
    name: 'before the commit',
    file: 'alerts/adapters/journal-thread.ts',
    line: 'append: (batch: WrittenBatch) => noted(transaction(db, () => write(batch))),',
    becomes:
      'append: (batch) => transaction(db, () => { const seq = write(batch); PASS; return seq; }),',
  },
  {
    name: 'after the commit, before the acknowledgement',
    file: 'alerts/adapters/journal-thread.ts',
    line: 'append: (batch: WrittenBatch) => noted(transaction(db, () => write(batch))),',
    becomes:
      'append: (batch) => { const seq = transaction(db, () => write(batch)); PASS; return seq; },',
  },
  {
    name: 'after the acknowledgement, before the screens',
    file: 'alerts/effects.ts',
    line: 'for (const incident of incidents) this.#feed.incidentChanged(incident);',
    becomes:
      'if (LATER) return; for (const incident of incidents) this.#feed.incidentChanged(incident);',
  },
  {
    name: 'between telling the band and marking it told',
    file: 'alerts/effects.ts',
    line: 'if (seq !== undefined) this.#performedThrough = seq;',
    becomes: 'if (seq !== undefined) { PASS; this.#performedThrough = seq; }',
  },
];

const COUNT = '(globalThis.passes = (globalThis.passes ?? 0) + 1)';
const KILL = "process.kill(process.pid, 'SIGKILL')";

/** Only appends that carry a press are counted, or the first tick would be the pass. */
const patchFor = ({ file, line, becomes }: Failpoint, pass: number): Patch => ({
  file,
  line,
  becomes: becomes
    .replace('PASS;', `if (${countedIn(file)}${COUNT} === ${pass}) ${KILL};`)
    .replace(
      'LATER',
      `${COUNT} >= ${pass} && (setTimeout(() => ${KILL}, 20), [...incidents].length > 0)`,
    ),
});

const countedIn = (file: string): string =>
  file.endsWith('journal-thread.ts') ? 'batch.arrivals.length > 0 && ' : '';

async function endThere(bench: Bench, point: Failpoint, passes: number): Promise<Result> {
  const dataDir = bench.folder();
  const ledger = emptyLedger();
  const recoveries: number[] = [];
  const broken: string[] = [];
  let service = await bench.start(dataDir);
  const bands = await admitBands(await signIn(service), BANDS);
  await service.stop();
  for (let end = 0; end < passes; end += 1) {
    const pass = 1 + Math.floor(bench.random() * 40);
    service = await bench.start(dataDir, patched(patchFor(point, pass)));
    const pressing = pressAll(service, bands, ledger, { inFlight: 2 });
    const { code } = await service.ended;
    if (code !== null) broken.push(`it ended with code ${code} instead of being killed`);
    const recovered = acknowledgements(ledger, 1);
    await allOver(pressing);
    service = await bench.start(dataDir);
    const back = pressAll(service, bands, ledger, { inFlight: 1, atMost: 1 });
    recoveries.push(await recovered);
    await stopAll(back);
    broken.push(...(await missingOnScreen(await signIn(service), ledger)));
    await service.kill();
  }
  const found = reconcile(await incidentsInFolder(dataDir), ledger);
  const { size: acknowledged } = ledger.acknowledged;
  return { ...found, runs: passes, acknowledged, broken, recoveries };
}

/** A screen that opens now has to show every press that was acknowledged: nobody has closed any. */
async function missingOnScreen(
  desk: Awaited<ReturnType<typeof signIn>>,
  ledger: Ledger,
): Promise<readonly string[]> {
  const promised = [...ledger.acknowledged];
  const screen = await desk.feed();
  const snapshot = await screen.see(({ type }) => type === 'snapshot');
  screen.close();
  if (snapshot.type !== 'snapshot') return ['no snapshot'];
  const { lost } = reconcile(snapshot.incidents, ledger, promised);
  return lost.map((id) => `${id} was acknowledged and is on no screen`);
}

export const failpoints: readonly Scenario[] = FAILPOINTS.map((point) => ({
  name: `killed ${point.name}`,
  claim: `ending ${point.name} loses and doubles nothing, and the screens show it all`,
  unit: 'passes',
  short: 1,
  long: 20,
  needs: [],
  run: (bench, passes) => endThere(bench, point, passes),
}));
