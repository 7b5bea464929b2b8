import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSqliteJournal } from '../../alerts/adapters/sqlite.ts';
import { createAlertEngine, type RunningEngine } from '../../alerts/engine.ts';
import type { Journal, JournalBatch } from '../../alerts/port.ts';
import type { BandId } from '../../domain/ids.ts';
import type { Incident } from '../../domain/incident.ts';
import { silentLog } from '../../domain/log.ts';
import type { Channel, Cue } from '../../domain/message.ts';
import { DEFAULT_POLICY, type Policy, samePolicyForAll } from '../../domain/policy.ts';
import { hours, type Instant, minutes, plus, seconds } from '../../domain/time.ts';
import { parse } from '../../ingest/parse.ts';
import { temporaryFolder } from '../support/folder.ts';
import { band, clock, must, resident, staff } from '../support/given.ts';

/** A journal whose disk can be held up or broken. */
function heldUp(journal: Journal) {
  let gate: Promise<void> = Promise.resolve();
  let open = () => {};
  let broken = false;
  const waiting = { appends: 0 };
  return {
    waiting,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      open = resolve;
    },
    release: () => open(),
    breakDown: () => {
      broken = true;
    },
    mend: () => {
      broken = false;
    },
    journal: {
      ...journal,
      async append(batch: JournalBatch) {
        waiting.appends += 1;
        await gate;
        if (broken) throw new Error('no space left on device');
        return journal.append(batch);
      },
    } satisfies Journal,
  };
}

interface Desk {
  readonly engine: RunningEngine;
  readonly disk: ReturnType<typeof heldUp>;
  readonly shown: Incident[];
  readonly told: { readonly bandId: BandId; readonly cue: Cue }[];
  now: Instant;
  says(name: string, channel: Channel, said: unknown): Promise<void>;
}

const open: RunningEngine[] = [];
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.stop();
});

async function desk(
  path = join(temporaryFolder(), 'journal.db'),
  names = ['b1', 'b2'],
  policy: Policy = DEFAULT_POLICY,
  now = clock('08:00'),
): Promise<Desk> {
  const disk = heldUp(createSqliteJournal({ path }));
  const shown: Incident[] = [];
  const told: Desk['told'] = [];
  const engine = createAlertEngine({
    journal: disk.journal,
    feed: { incidentChanged: (incident) => shown.push(incident), presentChanged() {} },
    line: { tell: async (bandId, cue) => told.push({ bandId, cue }) > 0 },
    policies: samePolicyForAll(policy),
    clock: () => result.now,
    log: silentLog,
  });
  const result: Desk = {
    engine,
    disk,
    shown,
    told,
    now,
    says(name, channel, said) {
      const text = typeof said === 'string' ? said : JSON.stringify(said);
      const payload = new TextEncoder().encode(text);
      const rest = { qos: 1, dup: false, receivedAt: result.now } as const;
      const arrival = { bandId: band(name), channel, payload, ...rest };
      return engine.receive(arrival, parse(channel, payload));
    },
  };
  await engine.start(names.map((name) => [band(name), resident(`r-${name}`)] as const));
  open.push(engine);
  return result;
}

const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  const later = new Promise((resolve) => setImmediate(resolve, 'later'));
  return (await Promise.race([promise, later])) !== 'later';
};

describe('the engine', () => {
  it('lets go of a press only when it is on record, and shows it only then', async () => {
    const room = await desk();
    room.disk.hold();
    const taken = room.says('b1', 'sos', { id: '1', at: room.now });
    expect(await settled(taken)).toBe(false);
    expect(room.shown).toEqual([]);
    room.disk.release();
    await taken;
    expect(room.shown).toMatchObject([{ kind: 'sos', bandId: 'b1' }]);
    expect(room.told).toEqual([{ bandId: 'b1', cue: { cue: 'received', id: '1' } }]);
  });

  it('that cannot record neither takes the press nor believes it, and takes it when sent again', async () => {
    const room = await desk();
    room.disk.breakDown();
    await expect(room.says('b1', 'sos', { id: '1', at: room.now })).rejects.toThrow(/record/);
    expect(room.engine.openIncidents()).toEqual([]);
    expect(room.shown).toEqual([]);
    expect(room.engine.degraded()).toEqual(['journal']);
    room.disk.mend();
    await room.says('b1', 'sos', { id: '1', at: room.now });
    expect(room.engine.openIncidents()).toMatchObject([{ presses: 1 }]);
    expect(room.engine.degraded()).toEqual([]);
  });

  it('puts everything that waits into one transaction', async () => {
    const room = await desk();
    room.disk.hold();
    const first = room.says('b1', 'sos', { id: '1', at: room.now });
    while (room.disk.waiting.appends === 0) await Promise.resolve();
    const rest = ['2', '3', '4'].map((id) => room.says('b2', 'sos', { id, at: room.now }));
    room.disk.release();
    await Promise.all([first, ...rest]);
    expect(room.disk.waiting.appends).toBe(2);
    expect(room.engine.openIncidents().map(({ presses }) => presses)).toEqual([1, 3]);
  });

  it('hears the heartbeat of one band while the disk is busy with another', async () => {
    const room = await desk();
    room.disk.hold();
    const press = room.says('b1', 'sos', { id: '1', at: room.now });
    while (room.disk.waiting.appends === 0) await Promise.resolve();
    await room.says('b2', 'heartbeat', { heartRate: 70 });
    expect(room.engine.present(band('b2'))?.heartRate?.value).toBe(70);
    const overtaking = room.says('b1', 'heartbeat', { heartRate: 71 });
    expect(await settled(overtaking)).toBe(false);
    room.disk.release();
    await Promise.all([press, overtaking]);
    expect(room.engine.openIncidents()).toHaveLength(1);
  });

  it('hears a heartbeat while a tick waits for a slow disk, and forgets nothing of either', async () => {
    const room = await desk();
    await room.says('b2', 'heartbeat', { heartRate: 70 });
    room.disk.hold();
    const press = room.says('b1', 'sos', { id: '1', at: room.now });
    while (room.disk.waiting.appends === 0) await Promise.resolve();
    room.now = plus(room.now, seconds(1));
    const tick = room.engine.tick();
    await room.says('b2', 'heartbeat', { heartRate: 71 });
    room.disk.release();
    await Promise.all([press, tick]);
    expect(room.engine.present(band('b2'))?.heartRate?.value).toBe(71);
    expect(room.engine.openIncidents()).toHaveLength(1);
  });

  it('takes no band for silent because the clock was moved while a tick waited for the disk', async () => {
    const room = await desk();
    for (const name of ['b1', 'b2']) await room.says(name, 'heartbeat', { worn: true });
    room.disk.hold();
    const press = room.says('b1', 'sos', { id: '1', at: room.now });
    while (room.disk.waiting.appends === 0) await Promise.resolve();
    const ticked = room.engine.tick();
    room.now = plus(room.now, hours(2));
    room.disk.release();
    await Promise.all([press, ticked]);
    await room.engine.deaf(hours(2));
    await room.engine.tick();
    const found = room.engine.openIncidents().map(({ kind, reason }) => `${kind} ${reason.code}`);
    expect(found.sort()).toEqual(['sos pressed', 'technical deaf']);
  });

  it('takes a press for a repeat however much the band has said since, and nobody else pays for it', async () => {
    const room = await desk();
    const first = { id: 'first', at: room.now };
    const closeAll = async () => {
      for (const { id } of room.engine.openIncidents()) {
        await room.engine.act(id, staff('王'), { type: 'close', outcome: 'test' });
      }
    };
    await room.says('b1', 'sos', first);
    await closeAll();
    const since = Array.from({ length: 256 }, (_, n) => ({ id: `n${n}`, at: room.now }));
    await Promise.all(since.map((press) => room.says('b1', 'sos', press)));
    await closeAll();
    room.told.length = 0;
    await Promise.all([
      room.says('b1', 'sos', first),
      room.says('b2', 'sos', { id: 'x', at: room.now }),
    ]);
    expect(room.engine.openIncidents().map(({ bandId }) => bandId)).toEqual(['b2']);
    expect(room.told).toContainEqual({ bandId: 'b1', cue: { cue: 'received', id: 'first' } });
    expect(room.engine.degraded()).toEqual([]);
  });

  it('gives an incident one owner however many claim it at once', async () => {
    const room = await desk();
    await room.says('b1', 'sos', { id: '1', at: room.now });
    const { id } = must(room.engine.openIncidents()[0]);
    const names = ['王', '李', '张', '刘'];
    const answers = await Promise.all(
      names.map((name) => room.engine.act(id, staff(name), { type: 'claim' })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal]));
    expect(refused).toEqual(Array(3).fill({ code: 'owned', owner: '王' }));
  });

  it('finds what is closed in the journal, notes on it and opens it again', async () => {
    const room = await desk();
    await room.says('b1', 'sos', { id: '1', at: room.now });
    const { id } = must(room.engine.openIncidents()[0]);
    await room.engine.act(id, staff('王'), { type: 'close', outcome: 'assisted' });
    expect(room.engine.openIncidents()).toEqual([]);
    await room.engine.act(id, staff('王'), { type: 'note', note: '回访' });
    const again = await room.engine.act(id, staff('王'), { type: 'reopen' });
    expect(again).toMatchObject({ ok: true, incident: { state: 'claimed' } });
    expect(room.engine.openIncidents().map((incident) => incident.id)).toEqual([id]);
  });

  it('rings for a press even when a rule fails over it, and says that a rule failed', async () => {
    const broken: Policy = {
      ...DEFAULT_POLICY,
      get fall(): Policy['fall'] {
        throw new TypeError('a bug');
      },
    };
    const room = await desk(undefined, ['b1'], broken);
    await room.says('b1', 'fall', { id: 'f', at: room.now, phase: 'detected' });
    expect(room.engine.openIncidents().map(({ kind, priority }) => [kind, priority])).toEqual([
      ['technical', 'technical'],
      ['sos', 'emergency'],
    ]);
    expect(room.engine.degraded()).toEqual(['rules']);
  });
});

describe('after a restart the engine', () => {
  it('has every open incident, and takes an old press sent again for what it is', async () => {
    const path = join(temporaryFolder(), 'journal.db');
    const before = await desk(path);
    await before.says('b1', 'sos', { id: '1', at: before.now });
    await before.engine.stop();
    const after = await desk(path);
    await after.says('b1', 'sos', { id: '1', at: clock('08:00') });
    expect(after.engine.openIncidents()).toMatchObject([{ presses: 1, state: 'open' }]);
  });

  it('performs again what it may not have finished with', async () => {
    const path = join(temporaryFolder(), 'journal.db');
    const before = await desk(path);
    await before.says('b1', 'sos', { id: '1', at: before.now });
    // As if it had been killed: nothing of a stop in order gets on record.
    before.disk.breakDown();
    await before.engine.stop();
    const after = await desk(path);
    expect(after.shown).toMatchObject([{ kind: 'sos' }]);
    expect(after.told).toMatchObject([{ bandId: 'b1', cue: { cue: 'received' } }]);
  });

  it('takes no band for silent because it was away itself, and says that it was', async () => {
    const path = join(temporaryFolder(), 'journal.db');
    const names = Array.from({ length: 79 }, (_, n) => `b${n}`);
    const before = await desk(path, names);
    for (const name of names) await before.says(name, 'heartbeat', { worn: true, battery: 90 });
    await before.engine.tick();
    await before.engine.stop();
    const after = await desk(path, names, DEFAULT_POLICY, plus(clock('08:00'), hours(3)));
    for (let second = 0; second < 60; second += 1) {
      after.now = plus(after.now, seconds(1));
      await after.engine.tick();
    }
    expect(after.engine.openIncidents().map(({ reason }) => reason.code)).toEqual(['deaf']);
    expect(after.engine.present(band('b7'))).toMatchObject({ battery: { value: 90 } });
  });

  it('still notices the band that never came back', async () => {
    const path = join(temporaryFolder(), 'journal.db');
    const before = await desk(path);
    for (const name of ['b1', 'b2']) await before.says(name, 'heartbeat', { worn: true });
    await before.engine.tick();
    await before.engine.stop();
    const after = await desk(path, ['b1', 'b2'], DEFAULT_POLICY, clock('08:01'));
    for (let minute = 0; minute <= 21; minute += 1) {
      await after.says('b2', 'heartbeat', { worn: true });
      after.now = plus(after.now, minutes(1));
      await after.engine.tick();
    }
    expect(after.engine.openIncidents()).toMatchObject([{ kind: 'silence', bandId: 'b1' }]);
  });
});
