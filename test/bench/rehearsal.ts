// Two policies over the demo's month, as the supervisor's page asks for it: 79 lives, a reading every ten
// minutes and in the last day every two. Beside it: only reading what is read, once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteJournal } from '../../alerts/adapters/sqlite.ts';
import { createRehearsals } from '../../app/rehearsals.ts';
import type { RehearsalState } from '../../dashboard/rehearsals.ts';
import { silentLog } from '../../domain/log.ts';
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.ts';
import { days, type Instant, minus, minutes, plus } from '../../domain/time.ts';
import { createEmbeddedStore } from '../../ingest/adapters/embedded.ts';
import { openEmbeddedPast } from '../../ingest/adapters/embedded-past.ts';
import type { Point } from '../../ingest/port.ts';
import { makeBand } from '../../simulator/band.ts';
import { inventCommunity } from '../../simulator/community.ts';
import { diceFor, makeDice } from '../../simulator/dice.ts';
import { readings } from '../../simulator/month.ts';
import { clock, must, resident, staff } from '../support/given.ts';
import type { Benchmark } from './measure.ts';

const SEED = 1;
const FROM = clock('00:00');
const DENSE_FROM = plus(FROM, days(29));
const TO = plus(FROM, days(30));
const NEIGHBOURS = inventCommunity(SEED, new Date(FROM).getUTCFullYear());
/** Sooner asked after, so that the two differ. */
const STRICTER: Policy = {
  ...DEFAULT_POLICY,
  silence: { ...DEFAULT_POLICY.silence, noticeAfter: minutes(40) },
};

export const rehearsal: Benchmark = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-bench-'));
  try {
    const path = join(folder, 'readings.db');
    const count = await livedThrough(path);
    const journal = join(folder, 'journal.db');
    const opened = createSqliteJournal({ path: journal });
    await opened.open();
    await opened.close();
    const took = await rehearsed(path, journal);
    const floor = await read(path);
    const n = count.toLocaleString('en');
    return [
      {
        what: `two policies over the demo's month (79 lives, ${n} readings)`,
        ours: `${took.toFixed(1)} s`,
        beside: `only reading them from the store, once: ${floor.toFixed(1)} s`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const secondsSince = (begun: number): number => (performance.now() - begun) / 1_000;

async function livedThrough(path: string): Promise<number> {
  const store = createEmbeddedStore({ path, log: silentLog });
  await store.start();
  let count = 0;
  for (const [n, { bandId, wearer }] of NEIGHBOURS.entries()) {
    const of = { bandId, residentId: resident(`r${n}`) };
    const born = makeBand({ id: bandId, wearer, at: FROM, boot: 1 }, diceFor(makeDice(SEED), n));
    const sparse = readings({ band: born, until: DENSE_FROM, interval: minutes(10) });
    const points: Point[] = [];
    let step = sparse.next();
    for (; !step.done; step = sparse.next())
      points.push({ ...of, ...step.value, at: must(step.value.at) });
    const dense = readings({ band: step.value, until: TO, interval: minutes(2) });
    for (const reading of dense) points.push({ ...of, ...reading, at: must(reading.at) });
    await store.write(points);
    count += points.length;
  }
  await store.close();
  return count;
}

async function rehearsed(path: string, journal: string): Promise<number> {
  const bands = NEIGHBOURS.map(({ bandId: id }) => ({ id, registeredAt: FROM }));
  const residents = NEIGHBOURS.map(({ resident: each }, n) => ({ ...each, id: resident(`r${n}`) }));
  const worn = new Map(NEIGHBOURS.map(({ bandId }, n) => [bandId, resident(`r${n}`)]));
  const rehearsals = createRehearsals({
    registry: {
      bands: {
        all: () => bands,
        history: async (id: (typeof bands)[number]['id']) => [
          { bandId: id, residentId: must(worn.get(id)), from: FROM },
        ],
      },
      residents: { all: () => residents },
    } as unknown as Parameters<typeof createRehearsals>[0]['registry'],
    journal,
    readings: { type: 'embedded', path },
    clock: () => TO,
    log: silentLog,
  });
  const policies = [DEFAULT_POLICY, STRICTER].map((community) => ({ community, people: [] }));
  const [a, b] = [must(policies[0]), must(policies[1])];
  const begun = performance.now();
  const asked = await rehearsals.start(
    { from: FROM, to: TO, policies: [a, b] },
    staff('supervisor'),
  );
  if (!asked.ok) throw new Error('a rehearsal runs already');
  let now: RehearsalState = asked.rehearsal;
  while (now.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 20));
    now = must(rehearsals.get(asked.rehearsal.id));
  }
  const took = secondsSince(begun);
  if (now.state === 'failed') throw new Error(now.reason);
  await rehearsals.stop();
  return took;
}

async function read(path: string): Promise<number> {
  const past = openEmbeddedPast(path);
  const begun = performance.now();
  for await (const _block of past.read(minus(FROM, days(14)) as Instant, TO));
  const took = secondsSince(begun);
  past.close();
  return took;
}
