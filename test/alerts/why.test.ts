// "Why was I told, and why was I not?" must have an answer for any person and moment: out of mind, from
// disk, and over a restart.
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSqliteJournal } from '../../alerts/adapters/sqlite.ts';
import { createAlertEngine, type RunningEngine } from '../../alerts/engine.ts';
import type { JournalBatch } from '../../alerts/port.ts';
import type { ResidentId } from '../../domain/ids.ts';
import { silentLog } from '../../domain/log.ts';
import type { Channel } from '../../domain/message.ts';
import { DEFAULT_POLICY, samePolicyForAll } from '../../domain/policy.ts';
import { hours, type Instant, minutes, plus, seconds } from '../../domain/time.ts';
import type { RuleName } from '../../domain/verdict.ts';
import { parse } from '../../ingest/parse.ts';
import { temporaryFolder } from '../support/folder.ts';
import { band, clock, must, resident, staff } from '../support/given.ts';

const LI = resident('r-li');

const open: RunningEngine[] = [];
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.stop();
});

/** 李 wears b1. Between two moments a minute is a step, with a tick and, if wanted, a heartbeat. */
async function desk(path = join(temporaryFolder(), 'journal.db'), start = clock('08:00')) {
  const room = { now: start };
  const disk = { gate: Promise.resolve(), isHeld: false };
  const journal = createSqliteJournal({ path });
  const engine = createAlertEngine({
    journal: {
      ...journal,
      async append(batch: JournalBatch) {
        disk.isHeld = true;
        await disk.gate;
        disk.isHeld = false;
        return journal.append(batch);
      },
    },
    feed: { incidentChanged() {}, presentChanged() {} },
    line: { tell: async () => true },
    policies: samePolicyForAll(DEFAULT_POLICY),
    clock: () => room.now,
    log: silentLog,
  });
  await engine.start([[band('b1'), LI]]);
  open.push(engine);
  const says = (channel: Channel, said: object, name = 'b1') => {
    const payload = new TextEncoder().encode(JSON.stringify(said));
    const arrival = { bandId: band(name), channel, payload, qos: 1, dup: false } as const;
    return engine.receive({ ...arrival, receivedAt: room.now }, parse(channel, payload));
  };
  const until = async (at: Instant, reading?: object) => {
    while (room.now < at) {
      if (reading) await says('heartbeat', reading);
      room.now = plus(room.now, minutes(1));
      await engine.tick();
    }
  };
  const codes = async (at?: Instant, residentId: ResidentId = LI) =>
    (await engine.why(residentId, at)).verdicts.map(
      ({ verdict, next }) => `${verdict.rule} ${verdict.code}${next ? ` then ${next.code}` : ''}`,
    );
  /** What one rule said. */
  const said = async (rule: RuleName, at?: Instant) =>
    (await codes(at)).find((each) => each.startsWith(`${rule} `));
  return { path, room, disk, journal, engine, says, until, codes, said };
}

describe('why, now', () => {
  it('is what each rule says after the very last message, on disk or not', async () => {
    const { says, said, engine } = await desk();
    await engine.tick();
    expect(await said('battery')).toBe('battery unknown');
    await says('heartbeat', { battery: 80, worn: true });
    expect(await said('battery')).toBe('battery enough');
    await says('heartbeat', { battery: 15, worn: true });
    const { verdicts } = await engine.why(LI);
    expect(verdicts.find(({ verdict }) => verdict.rule === 'battery')).toMatchObject({
      bandId: 'b1',
      verdict: { code: 'low-technical', facts: { percent: 15 }, at: clock('08:00') },
    });
  });

  it('has the facts of now, and of then those with which it began', async () => {
    const { room, says, engine } = await desk();
    await says('heartbeat', { battery: 80, worn: true });
    room.now = clock('08:10');
    await says('heartbeat', { battery: 60, worn: true });
    const percent = async (at?: Instant) =>
      (await engine.why(LI, at)).verdicts.find(({ verdict }) => verdict.rule === 'battery')
        ?.verdict;
    expect(await percent()).toMatchObject({ facts: { percent: 60 }, at: clock('08:00') });
    expect(await percent(clock('08:05'))).toMatchObject({ facts: { percent: 80 } });
  });

  it('says what is open because of a rule, and that a call for help is no rule’s', async () => {
    const { room, says, engine } = await desk();
    await says('heartbeat', { battery: 8, worn: true });
    room.now = clock('08:01');
    await says('sos', { id: '1', at: room.now });
    const { incidents } = await engine.why(LI);
    expect(incidents.map(({ incident, rule }) => [incident.kind, rule])).toEqual([
      ['sos', undefined],
      ['battery', 'battery'],
    ]);
  });

  it('is nothing for somebody who wears no band, and never what is said of another', async () => {
    const { says, engine, codes } = await desk();
    await engine.assign(band('b2'), resident('r-wang'));
    await engine.tick();
    await says('heartbeat', { battery: 12 }, 'b2');
    expect(await codes(undefined, resident('r-nobody'))).toEqual([]);
    expect(await codes(undefined, resident('r-wang'))).toContain('battery low-technical');
    expect(await codes()).toContain('battery unknown');
  });

  it('is what the rules say with the new band, once somebody has changed theirs', async () => {
    const { says, engine, codes } = await desk();
    await says('heartbeat', { battery: 8 });
    await engine.assign(band('b2'), LI);
    expect(await codes()).toEqual([]);
    await engine.assign(band('b1'), undefined);
    await engine.tick();
    expect(await codes()).toContain('battery unknown');
  });
});

describe('why, then', () => {
  it('is what the rules said at that moment, and what they said next', async () => {
    const { until, said, room } = await desk();
    await until(clock('08:10'), { battery: 80, worn: true });
    await until(clock('08:20'), { battery: 25, worn: true });
    const asked = async () => [
      await said('battery', clock('08:05')),
      await said('battery', clock('08:09:59')),
      await said('battery', clock('08:10')),
      await said('silence', room.now),
    ];
    expect(await asked()).toEqual([
      'battery enough then low-notice',
      'battery enough then low-notice',
      'battery low-notice',
      'silence heard',
    ]);
  });

  it('does not depend on what of it is on disk, nor on a restart', async () => {
    const before = await desk();
    const { until, codes, says, room } = before;
    await until(clock('08:10'), { battery: 80, worn: true });
    await says('heartbeat', { battery: 25, worn: true });
    const moments = [clock('08:05'), clock('08:10'), clock('08:30')];
    const answers = async (ask: typeof codes) => Promise.all(moments.map((at) => ask(at)));
    const inMind = await answers(codes);
    expect(inMind[1]).toContain('battery low-notice');
    // Half a minute later it is on disk.
    room.now = plus(room.now, seconds(31));
    await before.engine.tick();
    expect(await answers(codes)).toEqual(inMind);
    await before.engine.stop();
    open.length = 0;
    const after = await desk(before.path, clock('08:11'));
    expect(await answers(after.codes)).toEqual(inMind);
    expect(await after.codes()).toEqual(await after.codes(clock('08:11')));
  });

  it('is known to the last word of a service that was stopped in order', async () => {
    const before = await desk();
    await before.engine.tick();
    before.room.now = clock('08:00:20');
    await before.says('heartbeat', { battery: 8, worn: true });
    expect(await before.said('battery')).toBe('battery low-attention');
    await before.engine.stop();
    open.length = 0;
    const after = await desk(before.path, clock('08:01'));
    expect(await after.said('battery', clock('08:00:20'))).toBe('battery low-attention');
    expect(await after.said('battery', clock('08:00:19'))).toBe(
      'battery unknown then low-attention',
    );
  });

  it('is nothing before anybody was watched', async () => {
    const { until, codes } = await desk();
    await until(clock('08:05'), { battery: 80 });
    expect(await codes(clock('07:59'))).toEqual([]);
  });

  it('shows what was open as it then was, not what has become of it', async () => {
    const { until, engine } = await desk();
    await until(clock('10:00'), { worn: true, battery: 90 });
    await until(clock('11:10'));
    const now = must(engine.openIncidents()[0]);
    expect(now).toMatchObject({ kind: 'no-sign-of-life', priority: 'attention' });
    await engine.act(now.id, staff('王'), { type: 'claim' });
    await engine.act(now.id, staff('王'), { type: 'close', outcome: 'assisted' });
    const openAt = async (at: Instant) =>
      (await engine.why(LI, at)).incidents.map(
        ({ incident, rule }) =>
          `${incident.kind} ${incident.state} ${incident.reason.code} ${rule}`,
      );
    expect(await openAt(clock('10:10'))).toEqual([]);
    expect(await openAt(clock('10:30'))).toEqual(['silence open silent silence']);
    expect(await openAt(clock('11:05'))).toEqual(['no-sign-of-life open no-sign-of-life silence']);
    expect(await openAt(clock('11:10'))).toEqual([]);
  });

  it('has what was opened again only while it was open', async () => {
    const { room, says, engine } = await desk();
    await says('sos', { id: '1', at: room.now });
    const { id } = must(engine.openIncidents()[0]);
    const at = async (time: string, type: 'close' | 'reopen') => {
      room.now = clock(time);
      const action = type === 'close' ? ({ type, outcome: 'test' } as const) : { type };
      await engine.act(id, staff('王'), action);
    };
    await at('08:10', 'close');
    await at('08:20', 'reopen');
    await at('08:30', 'close');
    const wasOpen = async (time: string) => (await engine.why(LI, clock(time))).incidents.length;
    expect([
      await wasOpen('07:59'),
      await wasOpen('08:05'),
      await wasOpen('08:15'),
      await wasOpen('08:25'),
      await wasOpen('08:35'),
    ]).toEqual([0, 1, 0, 1, 0]);
  });
});

it('what is said while a checkpoint is being written is in the next one', async () => {
  const { path, room, disk, engine, says } = await desk();
  await engine.tick();
  room.now = plus(room.now, seconds(31));
  const { promise, resolve } = Promise.withResolvers<void>();
  disk.gate = promise;
  const ticked = engine.tick();
  while (!disk.isHeld) await Promise.resolve();
  await says('heartbeat', { battery: 80 });
  resolve();
  await ticked;
  room.now = plus(room.now, seconds(31));
  await engine.tick();
  await engine.stop();
  open.length = 0;
  const journal = createSqliteJournal({ path });
  await journal.open();
  const onDisk = await journal.verdicts({ residentId: LI, at: plus(room.now, hours(1)) });
  expect(onDisk.map(({ verdict }) => `${verdict.rule} ${verdict.code}`)).toContain(
    'battery enough',
  );
  await journal.close();
});
