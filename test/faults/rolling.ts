// Orderly restarts (SIGTERM) one after the other while people press: an update on a busy day. Bands come
// back by themselves; what was acknowledged is on record, and what was not they send again.
import { setTimeout as sleep } from 'node:timers/promises';
import { type RegisteredBand, signIn } from '../support/service.ts';
import { acknowledgements, emptyLedger, type Ledger, reconcile } from './ledger.ts';
import { admitBands, type Presser, startPressing } from './pressing.ts';
import { closeAll, incidentsAtDesk } from './record.ts';
import type { Bench, Result, Scenario } from './scenario.ts';

const BANDS = 16;
/** On a machine that is busy with other tests; the figures themselves are in the table. */
const BACK_WITHIN = 60_000;
const CLOSE_EVERY = 5;

/** Presses, and comes back whenever the line breaks. */
function pressOn(mqtt: string, band: RegisteredBand, ledger: Ledger): () => Promise<void> {
  let presser: Presser | undefined;
  let isStopped = false;
  const over = (async () => {
    while (!isStopped) {
      presser = startPressing({ mqtt }, band, ledger, { inFlight: 2 });
      await presser.over;
      await sleep(20);
    }
  })();
  return async () => {
    isStopped = true;
    await presser?.stop();
    await over;
  };
}

async function run(bench: Bench, restarts: number): Promise<Result> {
  const dataDir = bench.folder();
  const ledger = emptyLedger();
  let service = await bench.start(dataDir);
  const bands = await admitBands(await signIn(service), BANDS);
  const port = new URL(service.mqtt).port;
  const stops = bands.map((band) => pressOn(service.mqtt, band, ledger));
  const recoveries: number[] = [];
  const broken: string[] = [];
  for (let n = 0; n < restarts; n += 1) {
    await acknowledgements(ledger, 50 + bench.random() * 200);
    const from = performance.now();
    const code = await service.stop();
    if (code !== 0) broken.push(`the service ended with ${code}`);
    const back = acknowledgements(ledger, 1);
    service = await bench.start(dataDir, { LAMPLIGHT_MQTT_PORT: port });
    await back;
    // From the signal on, although the last acknowledgements come after it.
    recoveries.push(performance.now() - from);
    if (n % CLOSE_EVERY === CLOSE_EVERY - 1) await closeAll(await signIn(service));
  }
  await Promise.all(stops.map((stop) => stop()));
  const slowest = Math.max(...recoveries);
  if (slowest > BACK_WITHIN) broken.push(`bands were back after ${Math.round(slowest)} ms`);
  const found = reconcile(await incidentsAtDesk(await signIn(service)), ledger);
  await service.stop();
  const { size: acknowledged } = ledger.acknowledged;
  const remarks = ['recovered in: from SIGTERM to the first acknowledgement of the next run'];
  return { ...found, runs: restarts, acknowledged, broken, recoveries, remarks };
}

export const rollingRestarts: Scenario = {
  name: 'orderly restarts',
  claim: 'a service that is stopped in order and started again loses no press, and bands come back',
  unit: 'restarts',
  short: 5,
  long: 100,
  needs: [],
  run,
};
