// InfluxDB is gone, slow, locked, failing or refuses a line, while bands go on talking and people go on
// pressing. Not one reading is lost, what waits can be seen to wait, and when the store is back the
// backlog drains without a press having to wait for it.
import { setTimeout as sleep } from 'node:timers/promises';
import { inMillis } from '../bench/measure.ts';
import { startInfluxd } from '../support/influxd.ts';
import { type Service, signIn } from '../support/service.ts';
import { admitCrowd, startCrowd } from './crowd.ts';
import { startInfluxStub } from './influx-stub.ts';
import { type Latency, MEBIBYTE, residentMemory, slowedBy, startProbe } from './latency.ts';
import { emptyLedger, reconcile } from './ledger.ts';
import { patched, SETTLED_UNSTORED } from './patches.ts';
import { incidentsAtDesk } from './record.ts';
import type { Bench, Result, Scenario } from './scenario.ts';

const PROBES = 8;

/** A database and everything that can happen to it. */
interface History {
  readonly url: string;
  /** One trouble after the other, all of them within so many milliseconds. */
  suffer(millis: number): Promise<void>;
  /** The server's own count of readings. */
  count(): Promise<number>;
  /** Readings it refuses for ever. */
  readonly poisoned: number;
  contradicted(): number;
}

async function stubbed(bench: Bench): Promise<History> {
  const stub = await startInfluxStub('crowd-0');
  bench.onEnd(stub.stop);
  const slowBy = bench.isLong ? 30_000 : 1_500;
  // A locked store is asked again every 15 s only.
  const moods = [
    'away',
    { slowBy },
    'failing',
    ...(bench.isLong ? ['locked' as const] : []),
  ] as const;
  return {
    url: stub.url,
    poisoned: 1,
    async suffer(millis) {
      for (const mood of moods) {
        stub.mood = mood;
        await sleep(millis / moods.length);
      }
      stub.mood = 'well';
    },
    count: async () => stub.count(),
    contradicted: stub.contradicted,
  };
}

async function real(bench: Bench): Promise<History> {
  const influxd = await startInfluxd('/usr/bin/influxd');
  bench.onEnd(influxd.remove);
  return {
    url: influxd.url,
    poisoned: 0,
    async suffer(millis) {
      await influxd.down();
      await sleep(millis);
      await influxd.up();
    },
    async count() {
      const [row] = await influxd.ask('lamplight', 'SELECT count("heartRate") FROM "reading"');
      return Number(row?.[1] ?? 0);
    },
    contradicted: () => 0,
  };
}

interface Hour {
  readonly bands: number;
  /** Between two readings of a band, as their own clocks say it. */
  readonly step: number;
  /** In how many milliseconds the hour passes, and how much of it the bands talk. */
  readonly lasts: number;
  readonly readings: number;
}

const HOUR = 3_600_000;
const hourOf = (bands: number, step: number, lasts: number, part = 1): Hour => ({
  bands,
  step,
  lasts,
  readings: Math.floor((HOUR / step) * part),
});

/** Of the hour: how long the store is well at the beginning, and how long it is not. */
const WELL = 0.15;
const TROUBLED = 0.6;

interface Spooled {
  readonly waiting: number;
  readonly age: number;
  readonly quarantined: number;
}

async function spooled({ http }: Service): Promise<Spooled> {
  const text = await (await fetch(`${http}/metrics`)).text();
  const gauge = (name: string): number =>
    Number(new RegExp(`^lamplight_spool_${name} (\\S+)$`, 'm').exec(text)?.[1]);
  return {
    waiting: gauge('waiting'),
    age: gauge('oldest_age_seconds'),
    quarantined: gauge('quarantined'),
  };
}

/** Waits until nothing waits; resolves with how fast the backlog went, in readings a second. */
async function drained(service: Service): Promise<number> {
  const from = performance.now();
  const { waiting: backlog } = await spooled(service);
  while ((await spooled(service)).waiting > 0) await sleep(100);
  return backlog / ((performance.now() - from) / 1_000);
}

async function hour(
  bench: Bench,
  open: (bench: Bench) => Promise<History>,
  { bands: count, step, lasts, readings }: Hour,
  settings = {},
): Promise<Result> {
  const history = await open(bench);
  const service = await bench.start(bench.folder(), {
    LAMPLIGHT_INFLUX_URL: history.url,
    LAMPLIGHT_INFLUX_BUCKET: 'lamplight',
    ...settings,
  });
  // Whatever breaks off is told with what the service said last.
  bench.onEnd(() => {
    if (!isOver) process.stderr.write(`the service: ${service.output().slice(-4_000)}\n`);
  });
  let isOver = false;
  const desk = await signIn(service);
  const ledger = emptyLedger();
  const bands = await admitCrowd(desk, count);
  const probe = await startProbe(service, desk, await admitCrowd(desk, PROBES, 'probe'), ledger);
  const since = Date.now() - HOUR;
  const talk = { type: 'readings', mqtt: service.mqtt, since, step } as const;
  const crowd = startCrowd({
    ...talk,
    bands: bands.slice(history.poisoned),
    each: readings,
    every: lasts / readings,
  });
  bench.onEnd(crowd.stop);
  await crowd.connected;

  const before = await probe.measureDuring(sleep(lasts * WELL));
  // The refused readings come with the trouble, so that each waits among others.
  const poison = bands.slice(0, history.poisoned);
  const suffering = history.suffer(lasts * TROUBLED);
  const bad = startCrowd({ ...talk, bands: poison, each: 1, every: 1 });
  bench.onEnd(bad.stop);
  const [, during] = await Promise.all([suffering, probe.measureDuring(suffering)]);
  const most = await spooled(service);
  const draining = drained(service);
  const after = await probe.measureDuring(draining);
  const pace = await draining;
  const { acknowledged } = await crowd.done;
  await bad.done;
  await drained(service);
  const last = await spooled(service);
  probe.close();

  const stored = await history.count();
  const found = reconcile(await incidentsAtDesk(desk), ledger);
  const missing = acknowledged - stored;
  const broken = [
    ...(acknowledged === (count - poison.length) * readings ? [] : ['not all was acknowledged']),
    ...(stored > acknowledged ? [`${stored - acknowledged} readings were stored twice`] : []),
    ...(history.contradicted() === 0 ? [] : ['a point was written with two values']),
    ...(last.quarantined === poison.length ? [] : [`${last.quarantined} were put in quarantine`]),
    ...(most.waiting > 0 && most.age > 0 ? [] : ['/metrics does not show what waits']),
    ...slowedBy('while the backlog drained', before, after),
    ...slowedBy('while the store was in trouble', before, during),
  ];
  const remarks = [
    `${count} bands, ${acknowledged} readings acknowledged, ${stored} in the store by its own count; ` +
      `at most ${most.waiting} waited, the oldest ${Math.round(most.age)} s; drained at ` +
      `${Math.round(pace)} readings/s; ${Math.round(residentMemory(service) / MEBIBYTE)} MiB in memory`,
    latencies(before, during, after),
  ];
  isOver = true;
  await service.stop();
  const lost = [...found.lost, ...(missing > 0 ? [`${missing} readings`] : [])];
  const total = acknowledged + ledger.acknowledged.size;
  return { ...found, lost, runs: 1, acknowledged: total, broken, recoveries: [], remarks };
}

const latencies = (before: Latency, during: Latency, after: Latency): string =>
  `a press to the screen while the store was well: ${inMillis(before.shown)}; in trouble: ` +
  `${inMillis(during.shown)}; while the backlog drained: ${inMillis(after.shown)}`;

const TEN_MINUTES = 600_000;
const minutesOf = (bench: Bench): Hour =>
  bench.isLong ? hourOf(79, 10_000, TEN_MINUTES) : hourOf(30, 10_000, 6_000, 0.2);

export const historyAway: Scenario = {
  name: 'InfluxDB in trouble',
  claim: 'a store that is gone, slow, locked, failing or refuses a line loses no reading',
  unit: 'hours',
  short: 1,
  long: 1,
  needs: [],
  run: (bench) => hour(bench, stubbed, minutesOf(bench)),
  control: {
    what: 'readings deleted though the store did not take them',
    async run(bench) {
      const short = { ...bench, isLong: false };
      const { lost } = await hour(short, stubbed, minutesOf(short), patched(SETTLED_UNSTORED));
      return lost.length;
    },
  },
};

export const realHistoryAway: Scenario = {
  name: 'InfluxDB away, the real one',
  claim: 'an hour without the real influxd loses no reading of anybody, by its own count',
  unit: 'outages',
  short: 1,
  long: 1,
  needs: [{ program: 'influxd', debianPackage: 'influxdb' }],
  run: (bench) =>
    hour(
      bench,
      real,
      bench.isLong ? hourOf(5_000, 30_000, TEN_MINUTES) : hourOf(100, 30_000, 5_000, 0.2),
    ),
};
