// Every sync of the journal takes 300 ms longer. Presses then wait for it, as they must; but heartbeats of
// other bands and the ticks of the screens do not, which is told by the same service a moment before.
import type { Packet } from 'mqtt-packet';
import { connectPacket, openRaw, type RawLine } from '../support/mqtt-raw.ts';
import type { Screen } from '../support/service.ts';
import { type RegisteredBand, type Service, signIn } from '../support/service.ts';
import { COMPILER } from './compiled.ts';
import { troubledDisk } from './disk-trouble.ts';
import { acknowledgements, emptyLedger, reconcile } from './ledger.ts';
import { type Patch, patched } from './patches.ts';
import { admitBands, pressAll, stopAll } from './pressing.ts';
import { incidentsInFolder } from './record.ts';
import type { Bench, Result, Scenario } from './scenario.ts';

const SLOWER = 300;
const PRESSING_BANDS = 8;
/** After the acknowledgement of the one before. */
const PRESS_EVERY = 200;
const BEATING_BANDS = 4;
const BEAT_EVERY = 100;
/** Half a slow sync: whoever waited for one took longer. */
const MAY_BE_LATER = SLOWER / 2;
/** A press waits for the commit under way and for its own, each of which may sync twice. */
const PRESS_WITHIN = 4 * SLOWER;
const CONTROL_SECONDS = 3;

interface Watched {
  /** Milliseconds from each heartbeat to its acknowledgement. */
  readonly beats: readonly number[];
  /** Milliseconds between two ticks of a screen. */
  readonly ticks: readonly number[];
}

/** A band that speaks every so often, whether it was answered or not. */
async function startBeating(service: Service, band: RegisteredBand, took: (ms: number) => void) {
  const line = await openRaw(service.mqtt);
  line.send(connectPacket(band.id, band.secret));
  await line.next();
  const sentAt = new Map<number, number>();
  let packetId = 0;
  const timer = setInterval(() => {
    packetId = (packetId % 65_535) + 1;
    sentAt.set(packetId, performance.now());
    line.send(heartbeat(band.id, packetId));
  }, BEAT_EVERY);
  hear(line, ({ messageId = 0 }) => took(performance.now() - (sentAt.get(messageId) ?? 0)));
  return () => {
    clearInterval(timer);
    line.hangUp();
  };
}

const heartbeat = (bandId: string, messageId: number): Packet => ({
  cmd: 'publish',
  topic: `v1/bands/${bandId}/heartbeat`,
  payload: JSON.stringify({ at: Date.now(), heartRate: 70, worn: true }),
  qos: 1,
  dup: false,
  retain: false,
  messageId,
});

async function hear(line: RawLine, acknowledged: (packet: Packet) => void): Promise<void> {
  try {
    for (;;) {
      const packet = await line.next();
      if (packet.cmd === 'puback') acknowledged(packet);
    }
  } catch {
    // The line has ended.
  }
}

const ticksOf = (screen: Screen): readonly number[] =>
  screen.frames.flatMap((frame) => (frame.type === 'tick' ? [Date.parse(frame.serverTime)] : []));

/** What heartbeats and ticks are like for so many seconds. */
async function watch(service: Service, bands: readonly RegisteredBand[], seconds: number) {
  const beats: number[] = [];
  const screen = await (await signIn(service)).feed();
  const stops = await Promise.all(
    bands.map((band) => startBeating(service, band, (ms) => void beats.push(ms))),
  );
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  for (const stop of stops) stop();
  screen.close();
  const at = ticksOf(screen);
  const ticks = at.slice(1).map((moment, n) => moment - (at[n] ?? moment));
  return { beats, ticks } satisfies Watched;
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN;

async function run(bench: Bench, seconds: number, settings = {}): Promise<Result> {
  const dataDir = bench.folder();
  const trouble = troubledDisk(bench);
  const service = await bench.start(dataDir, { ...settings, ...trouble.settings });
  const all = await admitBands(await signIn(service), PRESSING_BANDS + BEATING_BANDS);
  const beating = all.slice(PRESSING_BANDS);
  const ledger = emptyLedger();
  // One at a time: the whole way of a press, over and over.
  const wearers = all.slice(0, PRESSING_BANDS);
  const pressing = pressAll(service, wearers, ledger, { inFlight: 1, pause: PRESS_EVERY });
  await acknowledgements(ledger, 1);
  const before = await watch(service, beating, seconds);
  trouble.set({ type: 'slow', milliseconds: SLOWER });
  const pressTook = acknowledgements(ledger, PRESSING_BANDS * 2).then((ms) => ms / 2);
  const during = await watch(service, beating, seconds);
  const press = await pressTook;
  trouble.set({ type: 'none' });
  await stopAll(pressing);
  await service.stop();

  const found = reconcile(await incidentsInFolder(dataDir), ledger);
  const at = (share: number) =>
    [before, during].map(({ beats }) => percentile(beats, share)) as [number, number];
  // Where three of four are as quick as before, nothing waits for the journal; the last hundredth of a
  // short run is the machine's own.
  const [usual, slow] = at(0.75);
  const [usualTick, slowTick] = [before, during].map(({ ticks }) => Math.max(...ticks)) as [
    number,
    number,
  ];
  const broken = [
    ...(slow <= usual + MAY_BE_LATER ? [] : [`heartbeats: ${ms(usual)}, then ${ms(slow)}`]),
    ...(slowTick <= usualTick + 2 * SLOWER ? [] : [`ticks: ${usualTick} ms, then ${slowTick} ms`]),
    ...(press <= PRESS_WITHIN + at(0.99)[0] ? [] : [`a press took ${ms(press)}`]),
  ];
  const [usualLast, slowLast] = at(0.99);
  const remark = `heartbeats acknowledged within ${ms(usualLast)} (p99), with syncs ${SLOWER} ms slower within ${ms(slowLast)}; a press within ${ms(press)}`;
  const { size: acknowledged } = ledger.acknowledged;
  return {
    ...found,
    runs: seconds,
    acknowledged,
    broken,
    recoveries: [],
    remarks: [remark],
  };
}

const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

/**
 * As if the journal were written where the bands and screens are served: each append holds up the main
 * thread for as long as the switch of the disk says (the third number of its file).
 */
const WRITTEN_IN_THE_MAIN_THREAD: Patch = {
  file: 'alerts/adapters/sqlite.ts',
  line: 'const written = writtenOf(batch);',
  becomes: `const written = writtenOf(batch);
      const held = process.getBuiltinModule('node:fs').readFileSync(process.env.DISK_TROUBLE).readInt32LE(8);
      if (held > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, held);`,
};

export const diskSlow: Scenario = {
  name: 'slow disk',
  claim: 'while every sync of the journal is slow, heartbeats and screens are as quick as before',
  unit: 'seconds',
  short: 4,
  long: 30,
  needs: [COMPILER],
  run: (bench, seconds) => run(bench, seconds),
  control: {
    what: 'the journal is written in the main thread',
    run: async (bench) =>
      (await run(bench, CONTROL_SECONDS, patched(WRITTEN_IN_THE_MAIN_THREAD))).broken.length,
  },
};
