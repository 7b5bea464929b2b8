// Bands that behave badly towards the service: one that presses and never reads what it is answered, and
// one that talks thousands of times a second. The others must not notice.
import { setTimeout as sleep } from 'node:timers/promises';
import { connectPacket, openRaw, type RawLine } from '../support/mqtt-raw.ts';
import { type RegisteredBand, type Service, signIn } from '../support/service.ts';
import {
  comparison,
  type Latency,
  MEBIBYTE,
  slowedBy,
  startProbe,
  watchMemory,
} from './latency.ts';
import { emptyLedger, reconcile } from './ledger.ts';
import { admitBands, pressPacket } from './pressing.ts';
import { incidentsAtDesk } from './record.ts';
import type { Bench, Result, Scenario } from './scenario.ts';

const PROBES = 8;
const HUNG = 8;
const MEASURED_FOR = { short: 2_000, long: 60_000 };
const MESSAGES_A_SECOND = 5_000;
/** Bytes our own socket may hold: more means that the service no longer reads, which is its right. */
const OWN_BACKLOG = 4 * MEBIBYTE;
/** Of the laziness of the garbage collector, with 24 GiB free; what never ends has no limit. */
const MEMORY_GROWTH = 150 * MEBIBYTE;

async function letIn(service: Service, { id, secret }: RegisteredBand): Promise<RawLine> {
  const line = await openRaw(service.mqtt);
  line.send(connectPacket(id, secret, { keepalive: 0 }));
  await line.next();
  return line;
}

/** Calls `work` a hundred times a second until stopped. */
function often(work: () => void): () => void {
  const timer = setInterval(work, 10);
  return () => clearInterval(timer);
}

/** Subscribes to its cues, and presses on and on: each press is answered twice. */
async function pressesOn(
  service: Service,
  band: RegisteredBand,
  isReading: boolean,
): Promise<() => void> {
  const line = await letIn(service, band);
  const subscriptions = [{ topic: `v1/bands/${band.id}/cue`, qos: 1 as const }];
  line.send({ cmd: 'subscribe', messageId: 1, subscriptions });
  await line.next();
  if (!isReading) line.socket.pause();
  let n = 0;
  const stop = often(() => {
    n += 1;
    if (line.socket.writableLength > OWN_BACKLOG || line.socket.destroyed) return;
    line.send(pressPacket(band.id, { id: `${band.id}-${n % 500}`, at: 0 }, 1 + (n % 60_000)));
  });
  return () => {
    stop();
    line.hangUp();
  };
}

/** Says one and the same thing thousands of times a second. */
async function neverStops(service: Service, band: RegisteredBand): Promise<() => void> {
  const line = await letIn(service, band);
  const stop = often(() => {
    for (let n = 0; n < MESSAGES_A_SECOND / 100; n += 1) {
      if (line.socket.writableLength > OWN_BACKLOG || line.socket.destroyed) return;
      line.send({
        cmd: 'publish',
        topic: `v1/bands/${band.id}/heartbeat`,
        payload: JSON.stringify({ at: Date.now(), heartRate: 70, worn: true }),
        qos: 0,
        dup: false,
        retain: false,
      });
    }
  });
  return () => {
    stop();
    line.hangUp();
  };
}

interface Measured {
  readonly latency: Latency;
  /** Bytes. */
  readonly growth: number;
}

type Behaviour = (service: Service, band: RegisteredBand) => Promise<() => void>;
const neverReads: Behaviour = (service, band) => pressesOn(service, band, false);
const reads: Behaviour = (service, band) => pressesOn(service, band, true);

interface Rogues {
  readonly count: number;
  readonly misbehave: Behaviour;
  /** As much work, done as it should be: what it costs is no harm. */
  readonly behave?: Behaviour;
}

async function beside(
  bench: Bench,
  what: string,
  { count, misbehave, behave }: Rogues,
): Promise<Result> {
  const service = await bench.start(bench.folder());
  const desk = await signIn(service);
  const ledger = emptyLedger();
  const bands = await admitBands(desk, PROBES + count);
  const [probed, rogues] = [bands.slice(0, PROBES), bands.slice(PROBES)];
  const probe = await startProbe(service, desk, probed, ledger);
  const forAWhile = (): Promise<Latency> =>
    probe.measureDuring(sleep(bench.isLong ? MEASURED_FOR.long : MEASURED_FOR.short));
  const among = async (how: Behaviour | undefined): Promise<Measured> => {
    const memory = watchMemory(service);
    const start = memory.most();
    const ends = how && (await Promise.all(rogues.map((band) => how(service, band))));
    const latency = await forAWhile();
    memory.stop();
    for (const end of ends ?? []) end();
    return { latency, growth: memory.most() - start };
  };
  const { latency: before } = await among(behave);
  // The same again: what is on record grows with every press, whoever reads the answer.
  const ordinary = behave ? (await among(behave)).growth : 0;
  const { latency: during, growth: all } = await among(misbehave);
  const growth = Math.max(0, all - ordinary);
  probe.close();
  const own = new Set(probed.map(({ id }) => id));
  const incidents = await incidentsAtDesk(desk);
  const theirs = incidents.filter(({ bandId }) => bandId !== undefined && own.has(bandId));
  const found = reconcile(theirs, ledger);
  const broken = [
    ...slowedBy(what, before, during),
    ...(growth < MEMORY_GROWTH
      ? []
      : [`memory grew by ${Math.round(growth / MEBIBYTE)} MiB ${what}`]),
  ];
  const { code } = await Promise.race([service.ended, { code: undefined }]);
  if (code !== undefined) broken.push('the process ended');
  await service.stop();
  const { size: acknowledged } = ledger.acknowledged;
  const remarks = [
    comparison(what, before, during),
    `memory grew by ${Math.round(growth / MEBIBYTE)} MiB`,
  ];
  return { ...found, runs: 1, acknowledged, broken, recoveries: [], remarks };
}

export const hungBands: Scenario = {
  name: 'hung bands',
  claim: 'bands that press and never read what they are answered slow nobody down',
  unit: 'crowds',
  short: 1,
  long: 1,
  needs: [],
  run: (bench) =>
    beside(bench, `beside ${HUNG} bands that never read`, {
      count: HUNG,
      misbehave: neverReads,
      behave: reads,
    }),
};

export const badNeighbour: Scenario = {
  name: 'bad neighbour',
  claim: 'a band that talks thousands of times a second slows nobody down',
  unit: 'neighbours',
  short: 1,
  long: 1,
  needs: [],
  run: (bench) =>
    beside(bench, `beside ${MESSAGES_A_SECOND} messages a second`, {
      count: 1,
      misbehave: neverStops,
    }),
};
