import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hours, millis } from '../../domain/time.ts';
import { SOON, staff } from '../registry/given.ts';
import { FAST, knock, openScreen, openStaffedDesk, type StaffedDesk } from './given.ts';
import { givenLi, QUIET } from './given-feed.ts';

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
    await expect
      .poll(() => desk.feed.screens(), SOON)
      .toEqual({ connected: 2, visible: 2, audible: 1, listening: 1 });
    await expect
      .poll(() => desk.feed.screens(), SOON)
      .toEqual({ connected: 2, visible: 0, audible: 0, listening: 0 });
    awake.socket.close();
    await expect.poll(() => desk.feed.screens().connected, SOON).toBe(1);
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
      await expect.poll(() => screen.frames.length, SOON).toBeGreaterThan(beats + 12);
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
    await expect.poll(() => desk.feed.screens().connected, SOON).toBe(6);
    const { id } = desk.engine.press(li, 'm1');
    const note = 'x'.repeat(2_000);
    // Each note makes the timeline longer: frames of up to 200 KB, some 10 MB in all.
    for (let n = 0; n < 100; n += 1)
      await desk.engine.act(id, staff('王芳'), { type: 'note', note });
    await good.next('incident', ({ incident }) => incident.timeline.length === 102);
    await expect.poll(() => desk.feed.screens().connected, SOON).toBe(1);
  });

  test('is dropped when it does not answer a ping', async () => {
    const desk = await openStaffedDesk({ rhythm: { ...QUIET, beat: millis(500) } });
    const good = await openScreen(desk.url, desk.adminCookie);
    await hang(desk);
    await expect.poll(() => desk.feed.screens().connected, SOON).toBe(2);
    await expect.poll(() => desk.feed.screens().connected, SOON).toBe(1);
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
