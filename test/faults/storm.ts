// After a failure of the power every band of a town comes back in the same moment, each with a press.
import { inMillis, spreadOf } from '../bench/measure.ts';
import { signIn } from '../support/service.ts';
import { admitCrowd, startCrowd } from './crowd.ts';
import { MEBIBYTE, residentMemory, watchMemory } from './latency.ts';
import { emptyLedger, reconcile } from './ledger.ts';
import { incidentsAtDesk } from './record.ts';
import type { Bench, Result, Scenario } from './scenario.ts';

const LONG_CROWD = 8_000;
const SHORT_CROWD = 1_000;
/** Broker, journal and screens for each band; the machine has to survive it. */
const MEMORY_EACH = 96 * 1024;
const MEMORY_BASE = 200 * MEBIBYTE;

async function storm(bench: Bench, spread: number): Promise<Result> {
  const crowd = bench.isLong ? LONG_CROWD : SHORT_CROWD;
  const service = await bench.start(bench.folder());
  const desk = await signIn(service);
  const registering = performance.now();
  const bands = await admitCrowd(desk, crowd);
  const registered = (performance.now() - registering) / 1_000;
  const memory = watchMemory(service);
  const before = residentMemory(service);
  const order = { type: 'storm', mqtt: service.mqtt, bands, spread } as const;
  const coming = startCrowd(order);
  bench.onEnd(coming.stop);
  const { latencies, attempts } = await coming.done;
  const growth = memory.most() - before;
  memory.stop();

  const ledger = emptyLedger();
  for (const { id } of bands) {
    ledger.sent.add(`${id}-storm`);
    ledger.acknowledged.add(`${id}-storm`);
  }
  const found = reconcile(await incidentsAtDesk(await signIn(service)), ledger);
  const broken = [
    ...(latencies.length === crowd ? [] : [`${crowd - latencies.length} were not acknowledged`]),
    ...(found.incidents >= crowd ? [] : [`${found.incidents} incidents of ${crowd}`]),
    ...(growth < MEMORY_BASE + crowd * MEMORY_EACH
      ? []
      : [`memory grew by ${Math.round(growth / MEBIBYTE)} MiB`]),
  ];
  await service.stop();
  const remarks = [
    `${crowd} bands ${spread === 0 ? 'at once' : `within ${spread / 1_000} s`}: until acknowledged ` +
      `${inMillis(spreadOf(latencies))}, slowest ${Math.round(Math.max(...latencies))} ms, ` +
      `${attempts} attempts; memory grew by ${Math.round(growth / MEBIBYTE)} MiB; registered in ` +
      `${registered.toFixed(1)} s (${Math.round(crowd / registered)}/s)`,
  ];
  return { ...found, runs: 1, acknowledged: crowd, broken, recoveries: [], remarks };
}

export const reconnectStorm: Scenario = {
  name: 'everybody at once',
  claim: 'all bands come at once, each with a press, and every press is acknowledged and on record',
  unit: 'storms',
  short: 1,
  long: 1,
  needs: [],
  run: (bench) => storm(bench, 0),
};

export const jitteredStorm: Scenario = {
  ...reconnectStorm,
  name: 'everybody within five seconds',
  run: (bench) => storm(bench, 5_000),
};
