// One band presses ten thousand times. It is one incident, every press is acknowledged, and nobody else
// notices: neither the neighbours, nor a screen, nor the memory of the service.
import { signIn } from '../support/service.ts';
import { comparison, MEBIBYTE, residentMemory, slowedBy, startProbe } from './latency.ts';
import { emptyLedger, reconcile } from './ledger.ts';
import { FRAMES_UNJOINED, patched } from './patches.ts';
import { admitBands, startPressing } from './pressing.ts';
import { incidentsAtDesk } from './record.ts';
import { joined } from './results.ts';
import type { Bench, Result, Scenario } from './scenario.ts';
import { watch } from './watching.ts';

const NEIGHBOURS = 8;
const SHORT_FLOOD = 10_000;
const CONTROL_FLOOD = 1_500;
/** The timeline itself, as the service keeps it and as a screen is sent it, and what Node keeps back. */
const MEMORY_GROWTH = 200 * MEBIBYTE;
/** Bytes a screen may be sent for each press of a flood: whole timelines, but not one for each press. */
const SENT_PER_PRESS = 4 * 1024;

async function flood(bench: Bench, presses: number, settings = {}): Promise<Result> {
  const service = await bench.start(bench.folder(), settings);
  const desk = await signIn(service);
  const ledger = emptyLedger();
  const [rogue, ...neighbours] = await admitBands(desk, 1 + NEIGHBOURS);
  if (!rogue) throw new Error('no band');
  const probe = await startProbe(service, desk, neighbours, ledger);
  const before = await probe.measure(100);
  const memoryBefore = residentMemory(service);

  let shown = 0;
  let bytes = 0;
  const complete = Promise.withResolvers<void>();
  const screen = await watch({ http: service.http, cookie: desk.cookie }, (frame) => {
    if (frame.type !== 'incident' || frame.incident.bandId !== rogue.id) return;
    bytes += JSON.stringify(frame).length;
    shown = frame.incident.presses;
    if (shown >= presses) complete.resolve();
  });
  const from = performance.now();
  const pressing = startPressing(service, rogue, ledger, { inFlight: 20, atMost: presses });
  const flooding = pressing.over.then(() => performance.now() - from);
  const during = await probe.measureDuring(flooding);
  const took = await flooding;
  await Promise.race([complete.promise, screen.over]);
  const growth = residentMemory(service) - memoryBefore;
  screen.hangUp();
  probe.close();

  const incidents = await incidentsAtDesk(desk);
  const found = reconcile(incidents, ledger);
  const own = incidents.filter(({ bandId }) => bandId === rogue.id);
  const broken = [
    ...slowedBy('during a flood of presses', before, during),
    ...(own.length === 1 ? [] : [`the flood became ${own.length} incidents`]),
    ...(own[0]?.presses === presses ? [] : [`the incident counts ${own[0]?.presses} presses`]),
    ...(shown === presses ? [] : [`the screen was shown ${shown} of ${presses} presses`]),
    ...(growth < MEMORY_GROWTH ? [] : [`memory grew by ${megabytes(growth)}`]),
    ...(bytes < SENT_PER_PRESS * presses ? [] : [`the screen was sent ${megabytes(bytes)}`]),
  ];
  const remarks = [
    `${presses} presses of one band in ${(took / 1_000).toFixed(1)} s; memory grew by ` +
      `${megabytes(growth)}; a screen was sent ${megabytes(bytes)}`,
    comparison('during the flood', before, during),
  ];
  await service.stop();
  const { size: acknowledged } = ledger.acknowledged;
  return { ...found, runs: 1, acknowledged, broken, recoveries: [], remarks };
}

const megabytes = (n: number): string => `${(n / MEBIBYTE).toFixed(1)} MiB`;

export const oneBandFloods: Scenario = {
  name: 'flood of one band',
  claim:
    'ten thousand presses of one band are one incident, all acknowledged, and nobody else notices',
  unit: 'floods',
  short: 1,
  long: 5,
  needs: [],
  run: async (bench, floods) => {
    const results: Result[] = [];
    for (let n = 0; n < floods; n += 1) results.push(await flood(bench, SHORT_FLOOD));
    return joined(results);
  },
  control: {
    what: 'a frame for every press, however long the incident',
    run: async (bench) =>
      (await flood(bench, CONTROL_FLOOD, patched(FRAMES_UNJOINED))).broken.length,
  },
};
