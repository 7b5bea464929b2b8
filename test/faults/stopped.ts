// The whole service stands still for a while (SIGSTOP: a machine that sleeps, a virtual machine that is
// moved) and goes on. It was deaf; nobody was silent. What came meanwhile is taken afterwards.
import { setTimeout as sleep } from 'node:timers/promises';
import { signIn } from '../support/service.ts';
import { acknowledgements, emptyLedger, reconcile } from './ledger.ts';
import { admitBands, pressAll, stopAll } from './pressing.ts';
import { incidentsAtDesk } from './record.ts';
import type { Bench, Result, Scenario } from './scenario.ts';

const PRESSING = 16;
/** Heard once and not again: the standstill must not be added to their silence. */
const QUIET = 4;
const LONG_STANDSTILL = 20_000;
const SHORT_STANDSTILL = 6_000;

async function run(bench: Bench, standstills: number): Promise<Result> {
  const service = await bench.start(bench.folder());
  const ledger = emptyLedger();
  const bands = await admitBands(await signIn(service), PRESSING + QUIET);
  const [quiet, pressing] = [bands.slice(0, QUIET), bands.slice(QUIET)];
  await Promise.all(
    pressAll(service, quiet, ledger, { inFlight: 1, atMost: 1 }).map(({ over }) => over),
  );
  const recoveries: number[] = [];
  for (let n = 0; n < standstills; n += 1) {
    const pressers = pressAll(service, pressing, ledger, { inFlight: 4 });
    await acknowledgements(ledger, 1 + bench.random() * 200);
    process.kill(service.pid, 'SIGSTOP');
    await sleep(bench.isLong ? LONG_STANDSTILL : SHORT_STANDSTILL);
    const recovered = acknowledgements(ledger, 1);
    process.kill(service.pid, 'SIGCONT');
    recoveries.push(await recovered);
    // Longer than the watchdog needs to look, and a few ticks.
    await sleep(2_500);
    await stopAll(pressers);
  }
  const incidents = await incidentsAtDesk(await signIn(service));
  const found = reconcile(incidents, ledger);
  const unanswered = [...ledger.waiting.values()].flat();
  const broken = [
    ...incidents
      .filter(({ kind, residentId }) => residentId !== undefined && kind !== 'sos')
      .map(({ id, kind }) => `a false alarm about a resident: ${kind} ${id}`),
    ...(unanswered.length === 0 ? [] : [`${unanswered.length} presses were not acknowledged`]),
  ];
  const { code } = await Promise.race([service.ended, { code: undefined }]);
  if (code !== undefined) broken.push('the process ended');
  await service.stop();
  const { size: acknowledged } = ledger.acknowledged;
  return { ...found, runs: standstills, acknowledged, broken, recoveries };
}

export const stoppedAndGoesOn: Scenario = {
  name: 'standstill',
  claim: 'a service that stood still and goes on alarms about nobody and takes what came meanwhile',
  unit: 'standstills',
  short: 1,
  long: 5,
  needs: [],
  run,
};
