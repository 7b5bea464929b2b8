// What is let go, and what never is.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { createSqliteJournal } from '../../alerts/adapters/sqlite.ts';
import { createAlertEngine } from '../../alerts/engine.ts';
import { verifyJournal } from '../../app/keeping/verify-journal.ts';
import { forgetOld } from '../../app/retention.ts';
import { CANARY_BAND } from '../../domain/canary.ts';
import type { BandId } from '../../domain/ids.ts';
import { silentLog } from '../../domain/log.ts';
import type { Channel } from '../../domain/message.ts';
import { DEFAULT_POLICY, samePolicyForAll } from '../../domain/policy.ts';
import { days, hours, type Instant, minutes, plus, seconds } from '../../domain/time.ts';
import { createEmbeddedStore } from '../../ingest/adapters/embedded.ts';
import { parse } from '../../ingest/parse.ts';
import { temporaryFolder } from '../support/folder.ts';
import { band, clock, must, resident, staff } from '../support/given.ts';

const START = clock('08:00');

async function dutyRoom() {
  const folder = temporaryFolder();
  const path = join(folder, 'journal.db');
  const room = { now: START };
  const journal = createSqliteJournal({ path });
  const engine = createAlertEngine({
    journal,
    feed: { incidentChanged() {}, presentChanged() {} },
    line: { tell: async () => true },
    policies: samePolicyForAll(DEFAULT_POLICY),
    clock: () => room.now,
    log: silentLog,
  });
  await engine.start([[band('b1'), resident('r-b1')]]);
  const store = createEmbeddedStore({ path: join(folder, 'readings.db'), log: silentLog });
  await store.start();
  const says = (bandId: BandId, channel: Channel, said: object) => {
    const payload = new TextEncoder().encode(JSON.stringify(said));
    const arrival = { bandId, channel, payload, qos: 1, dup: false, receivedAt: room.now } as const;
    return engine.receive(arrival, parse(channel, payload));
  };
  return {
    path,
    room,
    engine,
    journal,
    store,
    says,
    /** The canary's whole round, as it is on record. */
    async sings(id: string) {
      await says(CANARY_BAND, 'sos', { id, at: room.now });
      const incidentId = `sos.${CANARY_BAND}.${id}~40.${room.now}` as never;
      const close = { type: 'close', outcome: 'test' } as const;
      expect(await engine.act(incidentId, staff('canary'), close)).toMatchObject({ ok: true });
    },
    forget: (keep = days(400)) =>
      forgetOld({
        journal,
        store,
        keepReadings: keep,
        clock: () => room.now,
        log: silentLog,
        rhythm: { every: hours(1), rows: 7, pause: 0 },
      }),
    rows(sql: string): number {
      const db = new DatabaseSync(path, { readOnly: true });
      const [n] = Object.values(must(db.prepare(sql).get()));
      db.close();
      return Number(n);
    },
    proof() {
      const db = new DatabaseSync(path, { readOnly: true });
      const proof = verifyJournal(db);
      db.close();
      return proof;
    },
    async stop() {
      await store.close();
      await engine.stop();
    },
  };
}

describe('retention', () => {
  it('lets presses of the canary go after an hour, so that they never fill the journal', async () => {
    const { room, engine, sings, says, forget, rows, proof, stop } = await dutyRoom();
    for (let minute = 0; minute < 100; minute += 1) {
      await sings(`c-${minute}`);
      room.now = plus(room.now, minutes(1));
    }
    await says(band('b1'), 'sos', { id: '1', at: 1 });
    await forget();
    expect(engine.openIncidents()).toHaveLength(1);
    expect(rows('SELECT count(*) FROM incidents')).toBe(60 + 1);
    expect(rows(`SELECT count(*) FROM arrivals WHERE band_id = '${CANARY_BAND}'`)).toBe(60);
    expect(rows('SELECT count(DISTINCT incident_id) FROM changes')).toBe(60 + 1);
    expect(proof()).toMatchObject({ arrivals: 1, inIncidents: 1, problems: [] });
    await stop();
  });

  it('leaves what the canary could not close until it has, for the engine still holds it', async () => {
    const { room, says, forget, rows, proof, stop } = await dutyRoom();
    await says(CANARY_BAND, 'sos', { id: 'stuck', at: room.now });
    room.now = plus(room.now, hours(5));
    await says(band('b1'), 'sos', { id: '1', at: 1 });
    await forget();
    expect(rows('SELECT count(*) FROM incidents')).toBe(2);
    expect(proof().problems).toEqual([]);
    // The next round presses on it and closes it.
    await says(CANARY_BAND, 'sos', { id: 'next', at: room.now });
    expect(rows('SELECT count(*) FROM incidents')).toBe(2);
    await stop();
  });

  it('never gives the number of what it deleted to a new change, or its effects would be skipped', async () => {
    const { room, sings, says, forget, rows, stop } = await dutyRoom();
    await sings('c-1');
    const last = rows('SELECT max(seq) FROM changes');
    room.now = plus(room.now, hours(5));
    await forget();
    expect(rows('SELECT max(seq) FROM changes')).toBe(last);
    await says(band('b1'), 'sos', { id: '1', at: 1 });
    expect(rows("SELECT min(seq) FROM changes WHERE incident_id LIKE 'sos.b1.%'")).toBe(last + 1);
    await stop();
  });

  it('keeps every press and fall of a resident for ever, and their incidents', async () => {
    const { room, engine, says, forget, proof, stop } = await dutyRoom();
    for (let n = 0; n < 20; n += 1) {
      await says(band('b1'), 'sos', { id: `p-${n}`, at: n });
      await says(band('b1'), 'fall', { id: `f-${n}`, at: n, phase: 'confirmed' });
      const open = engine.openIncidents().filter(({ bandId }) => bandId === band('b1'));
      for (const { id } of open) {
        await engine.act(id, staff('王'), { type: 'close', outcome: 'assisted' });
      }
      room.now = plus(room.now, minutes(1));
    }
    room.now = plus(room.now, days(4_000));
    await forget();
    expect(proof()).toMatchObject({ arrivals: 40, inIncidents: 40, incidents: 40, problems: [] });
    await stop();
  });

  it('lets what bands said of their line go after 30 days', async () => {
    const { room, says, forget, rows, stop } = await dutyRoom();
    for (let day = 0; day < 40; day += 1) {
      await says(band('b1'), 'status', { state: 'online' });
      await says(band('b1'), 'sos', { id: `${day}`, at: day });
      room.now = plus(room.now, days(1));
    }
    await forget();
    expect(rows("SELECT count(*) FROM arrivals WHERE channel = 'status'")).toBe(30);
    expect(rows("SELECT count(*) FROM arrivals WHERE channel = 'sos'")).toBe(40);
    await stop();
  });

  /** Every day the band is loaded and runs low again. */
  async function days100({ room, engine, says }: Awaited<ReturnType<typeof dutyRoom>>) {
    for (let day = 0; day < 100; day += 1) {
      for (const battery of [90, 60, 25]) {
        await says(band('b1'), 'heartbeat', { battery, worn: true, charging: battery === 60 });
        room.now = plus(room.now, hours(8));
        await engine.tick();
      }
    }
  }
  const batteryRows = "SELECT count(*) FROM verdicts WHERE rule = 'battery'";

  it('lets what rules said go after 90 days, and answers for every moment since as before', async () => {
    const desk = await dutyRoom();
    await days100(desk);
    const { room, engine, forget, rows, stop } = desk;
    const limit = plus(room.now, -days(90) as never);
    const moments = [0, 1, 100, 1_000].map((n) => plus(limit, minutes(n * 60)));
    const asked = () => Promise.all(moments.map((at) => engine.why(resident('r-b1'), at)));
    const answers = await asked();
    const [before, kept] = [rows(batteryRows), rows(`${batteryRows} AND at >= ${limit}`)];
    await forget();
    expect(await asked()).toEqual(answers);
    // Of before then only what still held.
    expect(rows(batteryRows)).toBe(kept + 1);
    expect(before).toBeGreaterThan(kept + 20);
    const { verdicts } = await engine.why(resident('r-b1'), START);
    expect(verdicts.map(({ verdict }) => verdict.rule)).not.toContain('battery');
    await forget();
    expect(rows(batteryRows)).toBe(kept + 1);
    await stop();
  });

  it('keeps what a rule has been saying all the time, however long ago it began', async () => {
    const { room, engine, says, forget, stop } = await dutyRoom();
    await engine.assign(band('b2'), resident('r-b2'));
    await engine.tick();
    room.now = plus(room.now, days(400));
    await says(band('b1'), 'heartbeat', { worn: true });
    await engine.tick();
    const asked = () => engine.why(resident('r-b2'), plus(START, days(300)));
    const { verdicts } = await asked();
    expect(verdicts.map(({ verdict }) => verdict.rule)).toContain('battery');
    await forget();
    expect(await asked()).toMatchObject({ verdicts });
    await stop();
  });

  it('of what rules said touches neither the count of entries nor the proof', async () => {
    const desk = await dutyRoom();
    await desk.says(band('b1'), 'sos', { id: '1', at: 1 });
    await days100(desk);
    const entries = () =>
      desk.rows('SELECT (SELECT max(seq) FROM changes) + (SELECT max(seq) FROM arrivals)');
    const held = entries();
    await desk.forget();
    expect(entries()).toBe(held);
    expect(desk.proof()).toMatchObject({ inIncidents: 1, problems: [] });
    await desk.stop();
    const again = createSqliteJournal({ path: desk.path });
    expect((await again.open()).damage).toBeUndefined();
    await again.close();
  });

  it('lets old readings go with their roll-ups, and only those', async () => {
    const { room, store, forget, stop } = await dutyRoom();
    const from = plus(START, -hours(72) as never) as Instant;
    const points = Array.from({ length: 72 * 6 }, (_, n) => ({
      bandId: band('b1'),
      residentId: resident('r-b1'),
      at: plus(from, minutes(n * 10)),
      heartRate: 70,
    }));
    expect(await store.write(points)).toEqual({ result: 'stored' });
    const counted = async (step: number) => {
      const query = { residentId: resident('r-b1'), metric: 'heartRate' as const };
      const to = plus(room.now, seconds(1));
      const buckets = await store.range({ ...query, from, to, points: step });
      return buckets.reduce((sum, { count }) => sum + count, 0);
    };
    // Few buckets are made of roll-ups, many of the readings themselves.
    expect([await counted(3), await counted(600)]).toEqual([72 * 6, 72 * 6]);
    await forget(days(1));
    expect([await counted(3), await counted(600)]).toEqual([24 * 6, 24 * 6]);
    await stop();
  });
});
