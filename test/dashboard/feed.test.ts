import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFrameLog, KEPT_FOR, KEPT_FRAMES } from '../../dashboard/feed/frame-log.ts';
import { FEED_RHYTHM } from '../../dashboard/feed.ts';
import type { IncidentView, ServerFrame } from '../../domain/frame.ts';
import type { BandId } from '../../domain/ids.ts';
import type { Present } from '../../domain/present.ts';
import { hours, millis, minutes, seconds } from '../../domain/time.ts';
import { movableClock, NOON, staff } from '../registry/given.ts';
import { FAST, knock, openScreen, openStaffedDesk, type StaffedDesk } from './given.ts';

/** Ticks far apart, so that what a test counts is what it did. */
const QUIET = { ...FEED_RHYTHM, tick: hours(1), beat: hours(1) };

const present = (value: number, at = NOON): Present => ({
  connection: 'live',
  cadence: minutes(1),
  beats: '111111111111',
  refused: 0,
  heartRate: { value, at },
});

async function givenLi(desk: StaffedDesk) {
  const li = await desk.registry.residents.add({
    name: '李秀兰',
    building: '3栋',
    conditions: ['高血压'],
    phone: '13800000000',
  });
  await desk.registry.bands.register('b1' as BandId, li.id);
  return li.id;
}

describe('what a duty screen gets', () => {
  test('a snapshot first: the open incidents, everybody masked, and the people in need in full', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const li = await givenLi(desk);
    const wang = await desk.registry.residents.add({ name: '王德福', remarks: '耳背' });
    desk.engine.hear('b1' as BandId, present(71));
    const incident = desk.engine.press(li, 'm1');
    const screen = await openScreen(desk.url, desk.officerCookie);
    const snapshot = await screen.next('snapshot');
    expect(snapshot.incidents.map(({ id }) => id)).toEqual([incident.id]);
    expect(snapshot.people).toEqual([expect.objectContaining({ id: li, conditions: ['高血压'] })]);
    expect(snapshot.residents).toEqual([
      expect.objectContaining({ id: li, maskedName: '李*兰', connection: 'live' }),
      expect.objectContaining({ id: wang.id, maskedName: '王*福', connection: 'no-band' }),
    ]);
    expect(JSON.stringify(snapshot.residents)).not.toMatch(/李秀兰|王德福|高血压|13800000000|耳背/);
  });

  test('a press is on every screen at once, with the whole person; the end of it without', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const li = await givenLi(desk);
    const screens = [
      await openScreen(desk.url, desk.officerCookie),
      await openScreen(desk.url, desk.adminCookie),
    ];
    const { id } = desk.engine.press(li, 'm1');
    for (const screen of screens) {
      const { incident, person } = await screen.next(
        'incident',
        (frame) => frame.incident.presses === 1,
      );
      expect(incident).toMatchObject({ id, state: 'open', residentId: li });
      expect(person).toMatchObject({ name: '李秀兰', phone: '13800000000' });
    }
    await desk.engine.act(id, staff('王芳'), { type: 'close', outcome: 'assisted' });
    const [first] = screens;
    const last = await first?.next('incident', (frame) => frame.incident.state === 'closed');
    expect(last?.person).toBeUndefined();
  });

  test('frames are numbered one by one, the same bytes for everybody, the snapshot at the head', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const li = await givenLi(desk);
    const early = await openScreen(desk.url, desk.officerCookie);
    await early.next('snapshot');
    for (let press = 1; press <= 5; press += 1) desk.engine.press(li, `m${press}`);
    const late = await openScreen(desk.url, desk.adminCookie);
    const { seq } = await late.next('snapshot');
    desk.engine.press(li, 'm6');
    await late.next('incident', ({ incident }) => incident.presses === 1);
    await early.next('incident', ({ seq: each }) => each === seq + 2);
    const numbers = early.frames.map((frame) => frame.seq);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    expect(late.frames.slice(1)).toEqual(early.frames.slice(-2));
  });

  test('a tick says the time, what is out of order and who is on duty', async () => {
    const desk = await openStaffedDesk({ rhythm: FAST });
    desk.state.readiness = { ready: true, degraded: ['history'] };
    const screen = await openScreen(desk.url, desk.officerCookie);
    await openScreen(desk.url, desk.adminCookie);
    const tick = await screen.next('tick', ({ onDuty }) => onDuty.length === 2);
    expect(tick).toMatchObject({
      serverTime: '2026-11-20T04:00:00.000Z',
      degraded: ['history'],
      onDuty: ['admin', '王芳'],
    });
  });

  test('many heartbeats of one resident become one frame a second', async () => {
    const desk = await openStaffedDesk({ rhythm: { ...QUIET, flush: millis(10) } });
    const li = await givenLi(desk);
    const screen = await openScreen(desk.url, desk.officerCookie);
    desk.clock.pass(minutes(1));
    for (let rate = 60; rate < 100; rate += 1) desk.engine.hear('b1' as BandId, present(rate));
    const first = await screen.next('resident');
    expect(first.resident).toMatchObject({ id: li, vitals: { heartRate: { value: 60 } } });
    desk.clock.pass(seconds(1));
    const joined = await screen.next('resident');
    expect(joined.resident.vitals.heartRate?.value).toBe(99);
    expect(screen.frames.filter(({ type }) => type === 'resident')).toHaveLength(2);
  });

  test('a changed address and a swapped band show on the wall by themselves', async () => {
    const desk = await openStaffedDesk({ rhythm: FAST });
    const li = await givenLi(desk);
    const screen = await openScreen(desk.url, desk.officerCookie);
    await screen.next('snapshot');
    await desk.admin('PATCH', `/api/residents/${li}`, { building: '5栋' });
    desk.clock.pass(seconds(1));
    await screen.next('resident', ({ resident }) => resident.building === '5栋');
    await desk.admin('PATCH', '/api/bands/b1', { residentId: null });
    desk.clock.pass(seconds(1));
    await screen.next('resident', ({ resident }) => resident.connection === 'no-band');
    expect(desk.engine.assignments.at(-1)).toEqual(['b1', undefined]);
  });
});

describe('a screen that was away', () => {
  test('gets exactly what it missed, and goes on from there', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const li = await givenLi(desk);
    const witness = await openScreen(desk.url, desk.adminCookie);
    const first = await openScreen(desk.url, desk.officerCookie);
    const { seq } = await first.next('snapshot');
    first.socket.close();
    await first.closed;
    desk.engine.press(li, 'm1');
    desk.engine.press(li, 'm2');
    const back = await openScreen(desk.url, desk.officerCookie, seq);
    desk.engine.press(li, 'm3');
    await back.next('incident', (frame) => frame.seq === seq + 6);
    expect(back.frames.map((frame) => frame.seq)).toEqual([1, 2, 3, 4, 5, 6].map((n) => seq + n));
    await witness.next('incident', (frame) => frame.seq === seq + 6);
    expect(back.frames).toEqual(witness.frames.slice(1));
  });

  test('that missed nothing gets nothing twice', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const li = await givenLi(desk);
    const first = await openScreen(desk.url, desk.officerCookie);
    const { seq } = await first.next('snapshot');
    const back = await openScreen(desk.url, desk.officerCookie, seq);
    desk.engine.press(li, 'm1');
    await back.next('incident');
    expect(back.frames[0]).toMatchObject({ type: 'incident', seq: seq + 1 });
  });

  test.each([
    ['from before the service was restarted', (seq: number) => seq - 100_000],
    ['from a future that a clock set back has left behind', (seq: number) => seq + 5],
    ['that is not a number of a frame', () => Number.NaN],
  ])('with a number %s gets a snapshot', async (_, after) => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const first = await openScreen(desk.url, desk.officerCookie);
    const { seq } = await first.next('snapshot');
    const back = await openScreen(desk.url, desk.officerCookie, after(seq));
    await expect(back.next('snapshot')).resolves.toMatchObject({ seq });
  });

  test('a run of the service begins above the numbers of the run before', () => {
    const clock = movableClock();
    const before = createFrameLog(clock);
    let last = 0;
    for (let n = 0; n < 50; n += 1) {
      last = JSON.parse(
        String(before.append({ type: 'tick', serverTime: '', degraded: [], onDuty: [] })),
      ).seq;
    }
    clock.pass(seconds(1));
    const head = JSON.parse(
      String(
        createFrameLog(clock).atHead({ type: 'tick', serverTime: '', degraded: [], onDuty: [] }),
      ),
    ).seq;
    expect(head).toBeGreaterThan(last);
  });

  test('frames are kept for ten minutes and five thousand, not longer and not more', () => {
    const clock = movableClock();
    const log = createFrameLog(clock);
    const append = () => log.append({ type: 'tick', serverTime: '', degraded: [], onDuty: [] });
    append();
    clock.pass(KEPT_FOR);
    append();
    expect(log.after(NOON)).toHaveLength(2);
    clock.pass(millis(1));
    append();
    expect(log.after(NOON)).toBeUndefined();
    expect(log.after(NOON + 1)).toHaveLength(2);
    for (let n = 0; n < KEPT_FRAMES; n += 1) append();
    expect(log.after(NOON + 2)).toBeUndefined();
    expect(log.after(NOON + 3)).toHaveLength(KEPT_FRAMES);
  });

  test('whatever is dropped and whenever, a screen that follows the numbers has the open incidents', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const li = await givenLi(desk);
    const step = fc.constantFrom('press', 'close', 'cut');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const board = new Map<string, IncidentView>();
        let seq: number | undefined;
        const fold = (frame: ServerFrame): void => {
          if (frame.type === 'snapshot') {
            board.clear();
            for (const incident of frame.incidents) board.set(incident.id, incident);
          } else if (seq !== undefined && frame.seq !== seq + 1) throw new Error('a gap');
          else if (frame.type === 'incident') board.set(frame.incident.id, frame.incident);
          seq = frame.seq;
        };
        for (const [index, each] of steps.entries()) {
          if (each === 'press') desk.engine.press(li, `p${desk.clock()}-${index}`);
          const open = desk.engine.openIncidents()[0];
          if (each === 'close' && open) {
            await desk.engine.act(open.id, staff('王芳'), { type: 'close', outcome: 'test' });
          }
          if (each === 'cut') {
            const screen = await openScreen(desk.url, desk.officerCookie, seq);
            const marker = desk.engine.press(li, `marker-${desk.clock()}-${index}`);
            await screen.next(
              'incident',
              ({ incident }) => incident.id === marker.id && incident.presses === 1,
            );
            screen.frames.forEach(fold);
            screen.socket.terminate();
            const shown = [...board.values()].filter(({ state }) => state !== 'closed');
            const known = desk.engine.openIncidents().map(({ id }) => id);
            expect(shown.map(({ id }) => id).toSorted()).toEqual(known.toSorted());
          }
        }
        desk.clock.pass(seconds(1));
        for (const { id } of desk.engine.openIncidents()) {
          await desk.engine.act(id, staff('王芳'), { type: 'close', outcome: 'test' });
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('what a duty screen says', () => {
  test('`seen` is recorded with the name of whoever sits there', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const li = await givenLi(desk);
    const { id } = desk.engine.press(li, 'm1');
    const screen = await openScreen(desk.url, desk.officerCookie);
    screen.socket.send(JSON.stringify({ type: 'seen', incidentId: id }));
    const { incident } = await screen.next('incident');
    expect(incident.timeline.at(-1)).toMatchObject({ type: 'seen', by: '王芳' });
  });

  test('`console` counts visible and audible screens, until a screen stops saying so', async () => {
    const desk = await openStaffedDesk({ rhythm: FAST });
    const deaf = await openScreen(desk.url, desk.officerCookie);
    const awake = await openScreen(desk.url, desk.adminCookie);
    deaf.socket.send(JSON.stringify({ type: 'console', visible: true, audible: false }));
    awake.socket.send(JSON.stringify({ type: 'console', visible: true, audible: true }));
    await expect.poll(() => desk.feed.screens()).toEqual({ connected: 2, visible: 2, audible: 1 });
    await expect
      .poll(() => desk.feed.screens(), { timeout: 10_000 })
      .toEqual({ connected: 2, visible: 0, audible: 0 });
    awake.socket.close();
    await expect.poll(() => desk.feed.screens().connected).toBe(1);
  });

  test.each([
    ['not JSON', 'hello'],
    ['an unknown type', '{"type":"claim","incidentId":"sos.b1.m1"}'],
    ['a frame of the server', '{"type":"tick"}'],
    ['more than it may say', '{"type":"console","visible":true,"audible":true,"x":1}'],
    ['an id that cannot be one', '{"type":"seen","incidentId":"../../etc"}'],
    ['a prototype', '{"__proto__":{"type":"console"}}'],
    ['nothing', ''],
  ])('%s ends the line with 1008, and the desk goes on', async (_, text) => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const screen = await openScreen(desk.url, desk.officerCookie);
    screen.socket.send(text);
    expect(await screen.closed).toBe(1008);
    expect(
      await knock(desk.url, { origin: desk.url, headers: { cookie: desk.officerCookie } }),
    ).toBe(101);
  });

  test('bytes instead of text, a megabyte, and a flood end the line too', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const bytes = await openScreen(desk.url, desk.officerCookie);
    bytes.socket.send(Buffer.from('{"type":"console","visible":true,"audible":true}'));
    expect(await bytes.closed).toBe(1008);
    const large = await openScreen(desk.url, desk.officerCookie);
    large.socket.send('x'.repeat(1024 * 1024));
    expect(await large.closed).toBe(1009);
    const flood = await openScreen(desk.url, desk.officerCookie);
    for (let n = 0; n < 600; n += 1) {
      flood.socket.send(JSON.stringify({ type: 'console', visible: true, audible: true }));
    }
    expect(await flood.closed).toBe(1008);
  });
});

describe('who may open the line', () => {
  test('a page of the service with a session, and no other page', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const cookie = desk.officerCookie;
    const port = new URL(desk.url).port;
    const as = (origin: string | undefined) =>
      knock(desk.url, { headers: { cookie, ...(origin !== undefined && { origin }) } });
    expect(await as(desk.url)).toBe(101);
    for (const foreign of [
      undefined,
      'null',
      '',
      'https://evil.example',
      `http://evil.example:${port}`,
      `http://127.0.0.1.evil.example:${port}`,
      `http://evil-127.0.0.1:${port}`,
      `http://127.0.0.1:${port}.evil.example`,
      `http://127.0.0.1:${port}@evil.example`,
      `${desk.url}/`,
      `${desk.url} https://evil.example`,
      'http://127.0.0.1',
      `http://localhost:${port}`,
      `ws://127.0.0.1:${port}`,
    ]) {
      expect([foreign, await as(foreign)]).toEqual([foreign, 403]);
    }
  });

  test('a session is needed, and another path is no feed', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const origin = desk.url;
    expect(await knock(desk.url, { origin })).toBe(401);
    const invented = { cookie: 'lamplight-session=AAAA' };
    expect(await knock(desk.url, { origin, headers: invented })).toBe(401);
    const cookie = desk.officerCookie;
    expect(await knock(desk.url, { origin, headers: { cookie }, path: '/feedx' })).toBe(404);
    expect(await knock(desk.url, { origin, headers: { cookie }, path: '//' })).toBe(404);
  });

  test('one stolen session cannot open lines without end', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const headers = { cookie: desk.officerCookie };
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => knock(desk.url, { origin: desk.url, headers })),
    );
    expect(new Set(answers)).toEqual(new Set([101]));
    expect(await knock(desk.url, { origin: desk.url, headers })).toBe(503);
  });

  test('signing out closes every open line of that session with 4401, and no other', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const mine = await openScreen(desk.url, desk.officerCookie);
    const others = await openScreen(desk.url, desk.adminCookie);
    await desk.officer('DELETE', '/api/session');
    expect(await mine.closed).toBe(4401);
    expect(others.socket.readyState).toBe(others.socket.OPEN);
  });

  test('a change of role closes the lines of that member', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const screen = await openScreen(desk.url, desk.officerCookie);
    await desk.admin('PATCH', `/api/staff/${encodeURIComponent('王芳')}`, {
      role: 'administrator',
    });
    expect(await screen.closed).toBe(4401);
  });

  test('a session that runs out closes its lines at the next beat', async () => {
    const desk = await openStaffedDesk({ rhythm: FAST });
    const screen = await openScreen(desk.url, desk.officerCookie);
    desk.clock.pass(hours(25));
    expect(await screen.closed).toBe(4401);
  });

  test('an open screen keeps its session alive through a quiet night', async () => {
    const desk = await openStaffedDesk({ rhythm: FAST });
    const screen = await openScreen(desk.url, desk.officerCookie);
    for (let hour = 0; hour < 20; hour += 5) {
      desk.clock.pass(hours(5));
      const beats = screen.frames.length;
      await expect.poll(() => screen.frames.length).toBeGreaterThan(beats + 12);
    }
    expect(screen.socket.readyState).toBe(screen.socket.OPEN);
  });
});

describe('a screen that does not read', () => {
  /** Opens the line by hand and then never reads a byte. */
  async function hang(desk: StaffedDesk): Promise<void> {
    const { hostname, port } = new URL(desk.url);
    const socket = connect(Number(port), hostname);
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {});
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write(
      `GET /feed HTTP/1.1\r\nHost: ${hostname}:${port}\r\nOrigin: ${desk.url}\r\n` +
        `Cookie: ${desk.officerCookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
  }

  test('is dropped when too much waits for it, while the others go on and memory stays', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const li = await givenLi(desk);
    const good = await openScreen(desk.url, desk.adminCookie);
    for (let n = 0; n < 5; n += 1) await hang(desk);
    await expect.poll(() => desk.feed.screens().connected).toBe(6);
    const { id } = desk.engine.press(li, 'm1');
    const note = 'x'.repeat(2_000);
    // Each note makes the timeline longer: frames of up to 200 KB, some 10 MB in all.
    for (let n = 0; n < 100; n += 1)
      await desk.engine.act(id, staff('王芳'), { type: 'note', note });
    await good.next('incident', ({ incident }) => incident.timeline.length === 102);
    await expect.poll(() => desk.feed.screens().connected).toBe(1);
  });

  test('is dropped when it does not answer a ping', async () => {
    const desk = await openStaffedDesk({ rhythm: { ...QUIET, beat: millis(500) } });
    const good = await openScreen(desk.url, desk.adminCookie);
    await hang(desk);
    await expect.poll(() => desk.feed.screens().connected).toBe(2);
    await expect.poll(() => desk.feed.screens().connected, { timeout: 5_000 }).toBe(1);
    expect(good.socket.readyState).toBe(good.socket.OPEN);
  });
});

describe('when the service stops', () => {
  test('every screen is told that it goes, and the stop does not wait for one that hangs', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const screen = await openScreen(desk.url, desk.officerCookie);
    await desk.server.stop();
    expect(await screen.closed).toBe(1001);
  });
});
