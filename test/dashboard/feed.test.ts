import { describe, expect, test } from 'vitest';
import { CANARY_BAND } from '../../domain/canary.ts';
import type { BandId } from '../../domain/ids.ts';
import { instant, millis, minutes, seconds } from '../../domain/time.ts';
import { staff } from '../registry/given.ts';
import { FAST, openScreen, openStaffedDesk } from './given.ts';
import { givenLi, present, QUIET } from './given-feed.ts';

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

  test("the service's own press is on no screen, and leaves no gap in the numbers", async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const li = await givenLi(desk);
    const screen = await openScreen(desk.url, desk.officerCookie);
    const { seq } = await screen.next('snapshot');
    desk.engine.press(li, 'm0', CANARY_BAND);
    desk.engine.press(li, 'm1');
    const { incident } = await screen.next('incident', (frame) => frame.seq === seq + 1);
    expect(incident.bandId).not.toBe(CANARY_BAND);
  });

  test('a tick says the time, what is out of order and who is on duty', async () => {
    const desk = await openStaffedDesk({ rhythm: FAST });
    const backlog = { readings: 12_345, at: instant(Date.parse('2026-11-20T03:41:00Z')) };
    desk.state.readiness = { ready: true, degraded: ['history'], backlog };
    const screen = await openScreen(desk.url, desk.officerCookie);
    await openScreen(desk.url, desk.adminCookie);
    const tick = await screen.next('tick', ({ onDuty }) => onDuty.length === 2);
    expect(tick).toMatchObject({
      serverTime: '2026-11-20T04:00:00.000Z',
      degraded: ['history'],
      backlog: { readings: 12_345, at: '2026-11-20T03:41:00.000Z' },
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
