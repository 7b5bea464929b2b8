import { describe, expect, test } from 'vitest';
import type { ServerFrame } from '../../domain/frame.ts';
import type { IncidentId } from '../../domain/ids.ts';
import { hours, minutes, plus, seconds } from '../../domain/time.ts';
import { NOON, staff } from '../registry/given.ts';
import { openScreen, openStaffedDesk } from './given.ts';

async function givenAPress() {
  const desk = await openStaffedDesk();
  const li = (await desk.registry.residents.add({ name: '李秀兰' })).id;
  const { id } = desk.engine.press(li, 'm1');
  const act = (action: string, body?: unknown, as = desk.officer) =>
    as('POST', `/api/incidents/${id}/${action}`, body);
  return { desk, li, id, act };
}

describe('answering a call for help', () => {
  test('from claim to close: each answer is the incident with its whole timeline', async () => {
    const { desk, id, act } = await givenAPress();
    expect((await act('claim')).json).toMatchObject({ id, state: 'claimed', owner: '王芳' });
    expect((await act('contact', { who: '本人', reached: true })).status).toBe(200);
    expect((await act('dispatch', { responder: '网格员小张', note: '' })).json.state).toBe(
      'dispatched',
    );
    expect((await act('hold', { minutes: 10, note: '等电梯' })).json.heldUntil).toBe(
      '2026-11-20T04:10:00.000Z',
    );
    expect((await act('arrive')).json.state).toBe('on-scene');
    expect((await act('note', { note: '<b>坐在椅子上</b>' })).status).toBe(200);
    const closed = await act('close', {
      outcome: 'assisted',
      reply: { done: true, note: '已告知长子' },
    });
    expect(closed.json).toMatchObject({ state: 'closed', outcome: 'assisted', owner: '王芳' });
    const { json } = await desk.officer('GET', `/api/incidents/${id}`);
    expect(json).toEqual(closed.json);
    expect(json.timeline.map(({ type }: { type: string }) => type)).toEqual([
      'raised',
      'pressed',
      'claimed',
      'contacted',
      'dispatched',
      'held',
      'arrived',
      'noted',
      'closed',
    ]);
    expect(json.timeline[4]).toEqual({
      type: 'dispatched',
      at: '2026-11-20T04:00:00.000Z',
      by: '王芳',
      responder: '网格员小张',
    });
    expect(json.timeline[1].messageId).toBe('m1');
    expect((await act('reopen')).json.state).toBe('claimed');
  });

  test('whoever comes second is told who was first, and can take over on purpose', async () => {
    const { desk, act } = await givenAPress();
    await act('claim');
    const second = await act('claim', {}, desk.admin);
    expect(second.status).toBe(409);
    expect(second.headers.get('content-type')).toMatch('application/problem+json');
    expect(second.json).toMatchObject({
      type: 'urn:lamplight:problem:owned',
      status: 409,
      owner: '王芳',
    });
    expect(second.json.detail).toContain('王芳');
    expect((await act('claim', { takeOver: true }, desk.admin)).json.owner).toBe('admin');
  });

  test('what is closed is not acted on, and what is not closed is not reopened', async () => {
    const { act } = await givenAPress();
    expect((await act('reopen')).json.type).toBe('urn:lamplight:problem:not-closed');
    await act('close', { outcome: 'false-alarm' });
    const late = await act('claim');
    expect(late.status).toBe(409);
    expect(late.json).toMatchObject({ owner: '王芳', outcome: 'false-alarm' });
  });

  test('the frame on the screen and the answer to the click are the same incident', async () => {
    const { desk, act } = await givenAPress();
    const screen = await openScreen(desk.url, desk.officerCookie);
    await screen.next('snapshot');
    const { json } = await act('claim');
    const frame: Extract<ServerFrame, { type: 'incident' }> = await screen.next('incident');
    expect(frame.incident).toEqual(json);
  });

  test('closing asks how it ended, and lists the answers', async () => {
    const { act } = await givenAPress();
    for (const body of [undefined, {}, { outcome: 'recovered' }, { outcome: 'fine' }]) {
      const answer = await act('close', body);
      expect(answer.status).toBe(400);
      expect(answer.json.detail).toContain('assisted, fall-assisted, hospital, emergency-services');
      expect(answer.json.errors[0].field).toBe('outcome');
    }
  });

  test.each([
    ['hold', {}, 'minutes'],
    ['hold', { minutes: 0 }, 'minutes'],
    ['hold', { minutes: 121 }, 'minutes'],
    ['hold', { minutes: '10' }, 'minutes'],
    ['note', {}, 'note'],
    ['note', { note: '  ' }, 'note'],
    ['claim', { takeOver: 'yes' }, 'takeOver'],
    ['claim', { by: 'admin' }, ''],
    ['dispatch', { responder: 'a\u0000' }, 'responder'],
    ['close', { outcome: 'test', reply: {} }, 'reply.done'],
  ])('%s with %j is refused, with the field', async (action, body, field) => {
    const { desk, act } = await givenAPress();
    const answer = await act(action, body);
    expect(answer.status).toBe(400);
    expect(answer.json.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(desk.engine.openIncidents()[0]?.timeline).toHaveLength(2);
  });

  test('an unknown incident, an unknown action and `see` from outside are not found', async () => {
    const { desk, act } = await givenAPress();
    expect((await desk.officer('POST', '/api/incidents/sos.b.x/claim')).status).toBe(404);
    expect((await desk.officer('GET', '/api/incidents/sos.b.x')).status).toBe(404);
    expect((await desk.officer('POST', '/api/incidents/a%20b/claim')).status).toBe(404);
    expect((await desk.officer('GET', '/api/incidents/%E0%A4%A')).status).toBe(400);
    expect((await act('explode')).json.detail).toContain('claim, contact, dispatch');
    expect((await act('see')).status).toBe(404);
  });

  test('what could not be recorded did not happen, and says so', async () => {
    const { desk, act } = await givenAPress();
    desk.engine.failing = true;
    const answer = await act('claim');
    expect(answer.status).toBe(503);
    expect(answer.json.detail).toMatch(/did not happen/);
  });
});

describe('the list of incidents', () => {
  test('is by state, newest first, in pages, and by resident', async () => {
    const { desk, li, id } = await givenAPress();
    const wang = (await desk.registry.residents.add({ name: '王德福' })).id;
    const second = desk.engine.press(wang, 'm2').id;
    const third = desk.engine.press(li, 'm3').id;
    await desk.engine.act(id, staff('王芳'), { type: 'close', outcome: 'test' });
    const ids = async (query: string) => {
      const { json } = await desk.officer('GET', `/api/incidents${query}`);
      return json.items.map((item: { id: IncidentId }) => item.id);
    };
    expect(await ids('')).toEqual([third, second]);
    expect(await ids('?state=closed')).toEqual([id]);
    expect(await ids('?state=all')).toEqual([third, second, id]);
    expect(await ids(`?state=all&residentId=${li}`)).toEqual([third, id]);
    const first = await desk.officer('GET', '/api/incidents?state=all&limit=2');
    expect(await ids(`?state=all&limit=2&cursor=${first.json.next}`)).toEqual([id]);
    for (const query of ['?state=opne', '?limit=1000', '?residentId=a%20b', '?State=all']) {
      expect([query, (await desk.officer('GET', `/api/incidents${query}`)).status]).toEqual([
        query,
        400,
      ]);
    }
  });
});

describe('the figures of today', () => {
  test('count emergencies since midnight here, how soon they were taken, and the median arrival', async () => {
    const desk = await openStaffedDesk();
    const li = (await desk.registry.residents.add({ name: '李秀兰' })).id;
    const fang = staff('王芳');
    const answer = async (openedAt: typeof NOON, claimAfter: number, arriveAfter?: number) => {
      desk.clock.set(openedAt);
      const { id } = desk.engine.press(li, `m${openedAt}`);
      desk.clock.pass(seconds(claimAfter));
      await desk.engine.act(id, fang, { type: 'claim' });
      if (arriveAfter === undefined) return id;
      desk.clock.set(plus(openedAt, seconds(arriveAfter)));
      await desk.engine.act(id, fang, { type: 'arrive' });
      return id;
    };
    // Noon in Shanghai: yesterday evening, then three of today and a test.
    await answer(plus(NOON, hours(-13)), 5, 60);
    await answer(plus(NOON, hours(-11)), 60, 300);
    await answer(plus(NOON, hours(-10)), 61, 700);
    const drill = await answer(plus(NOON, hours(-9)), 1, 2);
    await desk.engine.act(drill, fang, { type: 'close', outcome: 'test' });
    desk.clock.set(plus(NOON, minutes(-1)));
    desk.engine.press(li, 'unclaimed');
    desk.clock.set(NOON);
    expect((await desk.officer('GET', '/api/figures/today')).json).toEqual({
      calls: 3,
      claimed: 2,
      claimedWithin60s: 1,
      arrivals: 2,
      medianArrivalMs: 500_000,
    });
  });

  test('a quiet day has no median', async () => {
    const desk = await openStaffedDesk();
    expect((await desk.officer('GET', '/api/figures/today')).json).toEqual({
      calls: 0,
      claimed: 0,
      claimedWithin60s: 0,
      arrivals: 0,
      medianArrivalMs: null,
    });
  });

  test('a day of more calls than a page is counted to its end', async () => {
    const desk = await openStaffedDesk();
    const li = (await desk.registry.residents.add({ name: '李秀兰' })).id;
    for (let n = 0; n < 450; n += 1) desk.engine.press(li, `m${n}`);
    expect((await desk.officer('GET', '/api/figures/today')).json.calls).toBe(450);
  });
});
