// Somebody sets the clock of the machine, or it was never right: forward by an hour, back by two, by ten
// years, by the hour of summer time, by a leap second. Nobody's silence may be invented by it, no
// escalation left out or made twice, and a press gets through at once. The clock is libfaketime's, moved
// by a file while the service runs, in every thread of it; the monotonic clock goes on as it does.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import type { IncidentView } from '../../domain/frame.ts';
import { connectBand, type RegisteredBand, type Service, signIn } from '../support/service.ts';
import { emptyLedger, type Ledger, nextPress, noteAcknowledged, reconcile } from './ledger.ts';
import { CLOCK_BELIEVED, ESCALATES_SOON, type Patch, patched } from './patches.ts';
import { admitBands } from './pressing.ts';
import { closeAll, incidentsAtDesk } from './record.ts';
import type { Bench, Result, Scenario } from './scenario.ts';

const LIBRARY = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1',
].find((path) => existsSync(path));

const TALKING = 8;
/**
 * Heard once at the beginning and not again: its silence must not seem longer than it is. Only one,
 * or the rule about many that are silent at once would take the blame.
 */
const QUIET = 1;
const PRESSING = 4;
/** Of the patched policy, and what a tick may be late by. */
const ESCALATED_WITHIN = 5_000;

const HOUR = 3_600;
const YEAR = 365 * 24 * HOUR;
/** By how many seconds the clock is off, one after the other. */
const JUMPS = [HOUR, -HOUR, 10 * YEAR, 0, HOUR, 0, 1, 0, -YEAR, -2 * HOUR, 120, 0] as const;

interface MovableClock {
  readonly settings: Readonly<Record<string, string>>;
  set(seconds: number): void;
}

function movableClock(bench: Bench): MovableClock {
  const file = join(bench.folder(), 'clock');
  const set = (seconds: number): void =>
    writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}\n`);
  set(0);
  return {
    set,
    settings: {
      LD_PRELOAD: LIBRARY ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  };
}

const say = (client: MqttClient, id: string, channel: string, payload: object) =>
  client.publishAsync(`v1/bands/${id}/${channel}`, JSON.stringify(payload), { qos: 1 });

/** Heartbeats once a second until stopped. */
function talkOn(lines: readonly (readonly [RegisteredBand, MqttClient])[]): () => void {
  const timer = setInterval(() => {
    for (const [{ id }, client] of lines) {
      say(client, id, 'heartbeat', { at: Date.now(), battery: 80, worn: true }).catch(() => {});
    }
  }, 1_000);
  return () => clearInterval(timer);
}

async function press(ledger: Ledger, { id }: RegisteredBand, client: MqttClient): Promise<number> {
  const next = nextPress(ledger, id);
  ledger.sent.add(next.id);
  const from = performance.now();
  await say(client, id, 'sos', next);
  noteAcknowledged(ledger, next);
  return performance.now() - from;
}

const escalations = ({ timeline }: IncidentView): number =>
  timeline.filter(({ type }) => type === 'escalated').length;

/** Waits until every open emergency has escalated; tells of those that did not, or did twice. */
async function escalated(service: Service, after: string): Promise<readonly string[]> {
  const from = performance.now();
  for (;;) {
    const desk = await signIn(service);
    const open = (await incidentsAtDesk(desk)).filter(
      ({ kind, state }) => kind === 'sos' && state === 'open',
    );
    const isLate = performance.now() - from > ESCALATED_WITHIN;
    if (!isLate && open.some((incident) => escalations(incident) === 0)) {
      await sleep(200);
      continue;
    }
    // A second one would come with the next ticks.
    await sleep(1_200);
    const again = (await incidentsAtDesk(desk)).filter(({ id }) => open.some((o) => o.id === id));
    await closeAll(desk);
    return again
      .filter((incident) => escalations(incident) !== 1)
      .map((incident) => `${incident.id} escalated ${escalations(incident)} times ${after}`);
  }
}

/** Whether the service's clock is off by so many seconds: or nothing at all was tried here. */
async function isAt({ http }: Service, offset: number): Promise<boolean> {
  const { headers } = await fetch(`${http}/healthz`);
  const said = new Date(headers.get('date') ?? '').getTime();
  return Math.abs(said - Date.now() - offset * 1_000) < 5_000;
}

async function run(bench: Bench, jumps: number, ...patches: readonly Patch[]): Promise<Result> {
  const clock = movableClock(bench);
  const settings = { ...patched(ESCALATES_SOON, ...patches), ...clock.settings };
  const service = await bench.start(bench.folder(), settings);
  const bands = await admitBands(await signIn(service), TALKING + QUIET + PRESSING);
  const clients = await Promise.all(bands.map((band) => connectBand(service, band)));
  const lines = bands.map((band, n) => [band, clients[n] as MqttClient] as const);
  bench.onEnd(() => {
    for (const client of clients) client.end(true);
  });
  for (const [{ id }, client] of lines) {
    await say(client, id, 'heartbeat', { at: Date.now(), battery: 80, worn: true });
  }
  const stopTalking = talkOn(lines.slice(0, TALKING));
  bench.onEnd(stopTalking);
  const pressing = lines.slice(TALKING + QUIET);
  const ledger = emptyLedger();
  const recoveries: number[] = [];
  const broken: string[] = [];
  for (let n = 0; n < jumps; n += 1) {
    const offset = JUMPS[n % JUMPS.length] ?? 0;
    const [first, second] = [pressing[n % 2], pressing[2 + (n % 2)]];
    if (!first || !second) throw new Error('nobody presses');
    await press(ledger, ...first);
    await sleep(bench.random() * 1_000);
    clock.set(offset);
    await sleep(bench.random() * 300);
    recoveries.push(await press(ledger, ...second));
    broken.push(...(await escalated(service, `when the clock went to ${offset} s`)));
    if (!(await isAt(service, offset))) broken.push(`the clock did not go to ${offset} s`);
  }
  stopTalking();
  const ready = (await (await fetch(`${service.http}/readyz`)).json()) as { ready: boolean };
  if (!ready.ready) broken.push('/readyz says not ready');
  const incidents = await incidentsAtDesk(await signIn(service));
  broken.push(
    ...incidents
      .filter(({ kind, residentId }) => residentId !== undefined && kind !== 'sos')
      .map(({ id, kind }) => `a false alarm about a resident: ${kind} ${id}`),
    ...incidents
      .filter(({ reason }) => reason.code === 'many-silent')
      .map(({ id }) => `bands that talk were silent: ${id}`),
  );
  const found = reconcile(incidents, ledger);
  const { code } = await Promise.race([service.ended, { code: undefined }]);
  if (code !== undefined) broken.push('the process ended');
  await service.stop();
  const { size: acknowledged } = ledger.acknowledged;
  return { ...found, runs: jumps, acknowledged, broken, recoveries };
}

export const clockJumps: Scenario = {
  name: 'clock jumps',
  claim: 'no jump of the clock alarms about anybody, or leaves an escalation out or makes it twice',
  unit: 'jumps',
  short: 3,
  long: 36,
  needs: [{ program: 'faketime', debianPackage: 'faketime' }],
  run: (bench, jumps) => run(bench, jumps),
  control: {
    what: 'a ticker that believes the clock',
    run: async (bench) => (await run(bench, 1, CLOCK_BELIEVED)).broken.length,
  },
};
