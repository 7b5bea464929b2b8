// Duty screens that never read what they are sent, beside screens that do, while presses flow. The alarm
// must not wait for the slowest browser, and what waits for it must not fill the memory.
import { signIn } from '../support/service.ts';
import { comparison, MEBIBYTE, slowedBy, startProbe, watchMemory } from './latency.ts';
import { emptyLedger, reconcile } from './ledger.ts';
import { HUNG_LINES_KEPT, patched } from './patches.ts';
import { admitBands, pressAll } from './pressing.ts';
import { closeAll, incidentsAtDesk } from './record.ts';
import { joined } from './results.ts';
import type { Bench, Result, Scenario } from './scenario.ts';
import { hang, type Watch, watch } from './watching.ts';

const HUNG = 20;
const GOOD = 5;
const PROBES = 8;
/** Others who press meanwhile, so that far more is sent than may wait for a screen. */
const BANDS = 24;
const PRESSES_EACH = { long: 150, short: 70 };
const CONTROL_PRESSES_EACH = 40;
/** A line is dropped when it has taken nothing for a moment, or owes us an answer for one beat: 5 to 10 s. */
const DROPPED_WITHIN = 20_000;
const CONTROL_DROPPED_WITHIN = 5_000;
const CONTROL = { atMost: CONTROL_PRESSES_EACH, within: CONTROL_DROPPED_WITHIN };
/**
 * Half a mebibyte may wait for each of them; frames that are gone wait for the garbage collector, and
 * how long is its own affair: so the middle of several crowds is judged, and each of them by twice as much.
 * What is never dropped has no limit at all.
 */
const MEMORY_GROWTH = { middle: 50 * MEBIBYTE, any: 100 * MEBIBYTE };

interface GoodScreen {
  readonly line: Watch;
  readonly missing: () => readonly string[];
}

/** Follows the numbers of the frames: none may be missing. */
async function goodScreen(http: string, cookie: string): Promise<GoodScreen> {
  let last: number | undefined;
  const gaps: string[] = [];
  const line = await watch({ http, cookie }, ({ seq }) => {
    if (last !== undefined && seq !== last + 1) gaps.push(`frame ${seq} came after ${last}`);
    last = seq;
  });
  return { line, missing: () => gaps };
}

interface Crowd {
  readonly atMost: number;
  readonly within: number;
}

async function hangAndPress(
  bench: Bench,
  { atMost, within }: Crowd,
  settings = {},
): Promise<Result & { readonly growth: number }> {
  const service = await bench.start(bench.folder(), settings);
  const { http } = service;
  const desk = await signIn(service);
  const { cookie } = desk;
  const ledger = emptyLedger();
  const bands = await admitBands(desk, PROBES + BANDS);
  const [probed, others] = [bands.slice(0, PROBES), bands.slice(PROBES)];
  const probe = await startProbe(service, desk, probed, ledger);
  const screens = await Promise.all(
    Array.from({ length: GOOD - 1 }, () => goodScreen(http, cookie)),
  );
  const pressing = () => {
    const pressers = pressAll(service, others, ledger, { inFlight: 1, atMost });
    return Promise.all(pressers.map(({ over }) => over));
  };

  // Once without being measured, so that the memory is what such a day needs anyway.
  await pressing();
  await closeAll(desk);
  const memory = watchMemory(service);
  const before = await probe.measureDuring(pressing());
  await closeAll(desk);
  const memoryBefore = memory.most();
  const hung = await Promise.all(Array.from({ length: HUNG }, () => hang({ http, cookie })));
  bench.onEnd(() => {
    for (const socket of hung) socket.destroy();
  });
  const hungSince = performance.now();
  const during = await probe.measureDuring(pressing());
  const dropped = await untilDropped(http, GOOD, within);
  const droppedAfter = performance.now() - hungSince;
  memory.stop();

  probe.close();
  for (const { line } of screens) line.hangUp();
  const found = reconcile(await incidentsAtDesk(desk), ledger);
  const growth = memory.most() - memoryBefore;
  const broken = [
    ...slowedBy(`beside ${HUNG} hung screens`, before, during),
    ...screens.flatMap(({ missing }) => missing()),
    ...(dropped ? [] : [`hung screens are still there after ${within} ms`]),
    ...(growth < MEMORY_GROWTH.any ? [] : [`memory grew by ${megabytes(growth)}`]),
  ];
  const remarks = [
    `${HUNG} hung screens were dropped within ${(droppedAfter / 1_000).toFixed(1)} s; memory grew by ` +
      `${megabytes(growth)} at most`,
    comparison(`beside ${HUNG} hung screens`, before, during),
  ];
  await service.stop();
  const { size: acknowledged } = ledger.acknowledged;
  return { ...found, runs: 1, acknowledged, broken, recoveries: [droppedAfter], remarks, growth };
}

const megabytes = (n: number): string => `${(n / MEBIBYTE).toFixed(1)} MiB`;

/** True when no more than `left` screens are connected. */
async function untilDropped(http: string, left: number, within: number): Promise<boolean> {
  const from = performance.now();
  while (performance.now() - from < within) {
    const text = await (await fetch(`${http}/metrics`)).text();
    if (Number(/^lamplight_screens_connected (\d+)$/m.exec(text)?.[1]) <= left) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

export const hungScreens: Scenario = {
  name: 'hung screens',
  claim: 'screens that never read are dropped, and those that do get every frame as fast as before',
  unit: 'crowds',
  short: 1,
  long: 10,
  needs: [],
  run: async (bench, crowds) => {
    const results: Awaited<ReturnType<typeof hangAndPress>>[] = [];
    const atMost = PRESSES_EACH[bench.isLong ? 'long' : 'short'];
    for (let n = 0; n < crowds; n += 1) {
      results.push(await hangAndPress(bench, { atMost, within: DROPPED_WITHIN }));
    }
    const all = joined(results);
    const growths = results.map(({ growth }) => growth).sort((a, b) => a - b);
    const middle = growths[(growths.length - 1) >> 1] ?? 0;
    if (!bench.isLong || middle < MEMORY_GROWTH.middle) return all;
    const broken = [
      ...all.broken,
      `memory grew by ${megabytes(middle)} in the middle of all crowds`,
    ];
    return { ...all, broken };
  },
  control: {
    what: 'lines that are never given up',
    run: async (bench) => {
      const settings = patched(...HUNG_LINES_KEPT);
      return (await hangAndPress(bench, CONTROL, settings)).broken.length;
    },
  },
};
