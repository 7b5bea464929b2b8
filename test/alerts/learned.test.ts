// What the rules remember of the last hours of a wearer, and what they have learned of a person: what of it
// a restart knows, and whom it goes with. The rules' own memory is in place; beside it each of the two
// counts readings here, and tells what it was handed.
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSqliteJournal } from '../../alerts/adapters/sqlite.ts';
import { createAlertEngine, type RunningEngine } from '../../alerts/engine.ts';
import { silentLog } from '../../domain/log.ts';
import { DEFAULT_POLICY, samePolicyForAll } from '../../domain/policy.ts';
import { plus, seconds } from '../../domain/time.ts';
import { parse } from '../../ingest/parse.ts';
import { temporaryFolder } from '../support/folder.ts';
import { band, clock, resident } from '../support/given.ts';

const handed = vi.hoisted(() => ({ memory: 0, habits: 0 }));

interface Counting {
  readonly counted?: number;
}
// biome-ignore lint/suspicious/noExplicitAny: whatever the rules are handed is passed on.
type Any = any;

vi.mock(import('../../alerts/decide/memory.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    remembering: (memory: Any, ...rest: [Any, ...Any[]]) => {
      handed.memory = (memory as Counting).counted ?? 0;
      const counted = handed.memory + rest[0].length;
      return { ...(real.remembering as Any)(memory, ...rest), counted };
    },
    forgiving: (memory: Any, ...rest: Any[]) => ({
      ...(real.forgiving as Any)(memory, ...rest),
      counted: memory.counted,
    }),
  } as Any;
});

vi.mock(import('../../alerts/decide/habits.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    learning: (habits: Any, ...rest: Any[]) => {
      handed.habits = (habits as Counting).counted ?? 0;
      return { ...(real.learning as Any)(habits, ...rest), counted: handed.habits + 1 };
    },
  } as Any;
});

const LI = resident('r-li');
const WANG = resident('r-wang');
const wear = { b1: LI, b2: WANG };

let path: string;
let now = clock('08:00');
let engine: RunningEngine;

async function start(worn: Readonly<Record<string, typeof LI | undefined>>): Promise<void> {
  engine = createAlertEngine({
    journal: createSqliteJournal({ path }),
    feed: { incidentChanged() {}, presentChanged() {} },
    line: { tell: async () => true },
    policies: samePolicyForAll(DEFAULT_POLICY),
    clock: () => now,
    log: silentLog,
  });
  await engine.start(Object.entries(worn).map(([name, who]) => [band(name), who] as const));
}

/** The band speaks so often; what was known before the last time. */
async function beats(name: string, times = 1): Promise<{ memory: number; habits: number }> {
  for (let n = 0; n < times; n += 1) {
    now = plus(now, seconds(1));
    const payload = new TextEncoder().encode(JSON.stringify({ worn: true, battery: 80 }));
    const arrival = { bandId: band(name), channel: 'heartbeat', payload, qos: 1 } as const;
    const message = parse('heartbeat', payload);
    await engine.receive({ ...arrival, dup: false, receivedAt: now }, message);
  }
  return { ...handed };
}

async function restart(worn: Readonly<Record<string, typeof LI | undefined>>): Promise<void> {
  await engine.stop();
  await start(worn);
}

beforeEach(async () => {
  path = join(temporaryFolder(), 'journal.db');
  now = clock('08:00');
  await start(wear);
});
afterEach(() => engine.stop());

it('a restart knows what was learned of each, and what the last hours were like', async () => {
  await beats('b1', 3);
  await beats('b2', 5);
  await restart(wear);
  expect(await beats('b1')).toEqual({ memory: 3, habits: 3 });
  expect(await beats('b2')).toEqual({ memory: 5, habits: 5 });
});

it('a band that is exchanged takes the habits of the person along, and nothing of its own past', async () => {
  await beats('b1', 3);
  await engine.assign(band('b3'), LI);
  await engine.assign(band('b1'), undefined);
  expect(await beats('b3')).toEqual({ memory: 0, habits: 3 });
  await restart({ b3: LI, b1: undefined, b2: WANG });
  expect(await beats('b3')).toEqual({ memory: 1, habits: 4 });
});

it('whoever gets the band next is somebody else', async () => {
  await beats('b1', 3);
  await engine.assign(band('b1'), resident('r-zhao'));
  expect(await beats('b1')).toEqual({ memory: 0, habits: 0 });
});

it('a couple that has swapped bands is told apart again as soon as somebody says so', async () => {
  await beats('b1', 3);
  await beats('b2', 5);
  await Promise.all([engine.assign(band('b1'), WANG), engine.assign(band('b2'), LI)]);
  expect((await beats('b1')).habits).toBe(5);
  expect((await beats('b2')).habits).toBe(3);
  await restart({ b1: WANG, b2: LI });
  expect(await beats('b1')).toEqual({ memory: 1, habits: 6 });
  expect(await beats('b2')).toEqual({ memory: 1, habits: 4 });
});

it('somebody who wore no band for a while is still known', async () => {
  await beats('b1', 3);
  await engine.assign(band('b1'), undefined);
  await restart({ b1: undefined, b2: WANG });
  await engine.assign(band('b1'), LI);
  expect(await beats('b1')).toEqual({ memory: 0, habits: 3 });
});

it('what was remembered of one wearer is not taken for the next, who was told of while we were away', async () => {
  await beats('b1', 3);
  await restart({ b1: WANG, b2: LI });
  expect(await beats('b1')).toEqual({ memory: 0, habits: 0 });
  expect((await beats('b2')).habits).toBe(3);
});
