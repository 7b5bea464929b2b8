// The disk under the journal answers EIO for a while, to its syncs or to its writes, while people press.
// What the disk holds in the end is read from what was really synced (lib/power-cut.c), where a sync
// that failed has let go of its bytes, as Linux may: whoever acknowledged them all the same has lost them.
import { realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Service, signIn } from '../support/service.ts';
import { COMPILER, compiled } from './compiled.ts';
import { troubledDisk } from './disk-trouble.ts';
import { acknowledgements, emptyLedger, reconcile } from './ledger.ts';
import { type Patch, patched } from './patches.ts';
import { admitBands, cutAll, pressAll } from './pressing.ts';
import { incidentsInFolder } from './record.ts';
import type { Bench, Result, Scenario } from './scenario.ts';

const BANDS = 8;
const CONTROL_ERRORS = 2;

/** Presses while the disk fails, and until it is told, or the process has given up. */
async function untilTold(service: Service): Promise<'told' | 'ended'> {
  const hasEnded = service.ended.then(() => 'ended' as const);
  for (;;) {
    const look = fetch(`${service.http}/readyz`).then(
      async (answer) => ((await answer.json()) as { degraded: string[] }).degraded,
      (): string[] => [],
    );
    const seen = await Promise.race([look, hasEnded]);
    if (seen === 'ended') return seen;
    if (seen.includes('journal')) return 'told';
    await sleep(10);
  }
}

async function run(bench: Bench, errors: number, settings = {}): Promise<Result> {
  const [dataDir, disk] = [bench.folder(), bench.folder()].map((path) => realpathSync(path)) as [
    string,
    string,
  ];
  const trouble = troubledDisk(bench);
  const surroundings = {
    ...settings,
    ...trouble.settings,
    LD_PRELOAD: `${compiled('power-cut.c', bench.folder())} ${trouble.library}`,
    POWER_CUT_FROM: dataDir,
    POWER_CUT_TO: disk,
  };
  let service = await bench.start(dataDir, surroundings);
  const bands = await admitBands(await signIn(service), BANDS);
  const ledger = emptyLedger();
  const recoveries: number[] = [];
  const broken: string[] = [];
  let restarts = 0;
  for (let error = 0; error < errors; error += 1) {
    const pressing = pressAll(service, bands, ledger);
    await acknowledgements(ledger, 1 + bench.random() * 100);
    trouble.set({ type: 'failing', call: bench.random() < 0.5 ? 'sync' : 'write' });
    const outcome = settings === NOTHING ? await untilTold(service) : await sleep(500, 'told');
    trouble.set({ type: 'none' });
    await cutAll(pressing);
    const recovered = acknowledgements(ledger, 1);
    if (outcome === 'ended') {
      restarts += 1;
      const { code } = await service.ended;
      if (code === 0) broken.push('it ended as if all were well');
      service = await bench.start(dataDir, surroundings);
    }
    const back = pressAll(service, bands, ledger, { inFlight: 1, atMost: 2 });
    recoveries.push(await recovered);
    await Promise.all(back.map(({ over }) => over));
  }
  await service.kill();
  const found = reconcile(await incidentsInFolder(disk), ledger);
  const { size: acknowledged } = ledger.acknowledged;
  const remarks = restarts > 0 ? [`${restarts} times it ended for a restart`] : [];
  return { ...found, runs: errors, acknowledged, broken, recoveries, remarks };
}

const NOTHING = {};

/** An append that failed counts as done. */
const FAILURES_IGNORED: Patch = {
  file: 'alerts/adapters/journal-thread.ts',
  line: 'append: (batch: WrittenBatch) => noted(transaction(db, () => write(batch))),',
  becomes:
    'append: (batch) => { try { return transaction(db, () => write(batch)); } catch { return 0; } },',
};

export const diskFailing: Scenario = {
  name: 'disk errors',
  claim: 'while the disk answers EIO nothing is acknowledged that it does not hold, and it is told',
  unit: 'errors',
  short: 4,
  long: 50,
  needs: [COMPILER],
  run: (bench, errors) => run(bench, errors, NOTHING),
  control: {
    what: 'a write that failed counts as done',
    run: async (bench) => (await run(bench, CONTROL_ERRORS, patched(FAILURES_IGNORED))).lost.length,
  },
};
