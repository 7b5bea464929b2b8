import { describe, expect, test } from 'vitest';
import { startOfDay } from '../../dashboard/local-day.ts';
import { formatRfc3339, hours, instant, parseRfc3339 } from '../../domain/time.ts';
import { NOON, rememberingLog } from '../registry/given.ts';
import { type Client, openStaffedDesk, type StaffedDesk } from './given.ts';

describe('residents', () => {
  test('are registered with what is known, found again, and changed field by field', async () => {
    const desk = await openStaffedDesk();
    const person = {
      name: '李秀兰',
      sex: 'female',
      birthYear: 1938,
      building: 3,
      unit: '2',
      room: 501,
      phone: '138 0000 0000',
      contacts: [{ name: '李强', relation: '长子', phone: '13900000000', hasKey: true }],
      conditions: '高血压',
      allergies: ['青霉素'],
      access: '门禁 1234#\n钥匙在 502',
    };
    const added = await desk.admin('POST', '/api/residents', person);
    expect(added.status).toBe(201);
    const path = `/api/residents/${added.json.id}`;
    expect(added.headers.get('location')).toBe(path);
    const known = {
      ...person,
      building: '3',
      room: '501',
      conditions: ['高血压'],
      id: added.json.id,
    };
    expect((await desk.officer('GET', path)).json).toEqual(known);
    const changed = await desk.admin('PATCH', path, { room: '502', phone: null });
    const { phone: _, ...rest } = known;
    expect(changed.json).toEqual({ ...rest, room: '502' });
    expect((await desk.officer('GET', '/api/residents/nobody')).status).toBe(404);
    expect((await desk.admin('PATCH', '/api/residents/nobody', { room: '1' })).status).toBe(404);
  });

  test.each([
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: null }, 'name'],
    [{ name: '李', sex: 'f' }, 'sex'],
    [{ name: '李', birthYear: 38 }, 'birthYear'],
    [{ name: '李', phone: '<b>1</b>' }, 'phone'],
    [{ name: '李', contacts: [{ phone: '1' }] }, 'contacts.0.name'],
    [{ name: '李', conditions: [''] }, 'conditions.0'],
    [{ name: '李', nmae: 'x' }, ''],
    [{ name: '李', id: 'mine' }, ''],
    [{ name: '李\u0000' }, 'name'],
    [{ name: '李\u202e' }, 'name'],
  ])('%j is refused, with the field that is wrong and without its content', async (body, field) => {
    const desk = await openStaffedDesk();
    const answer = await desk.admin('POST', '/api/residents', body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(answer.json).toMatchObject({ type: 'urn:lamplight:problem:invalid', status: 400 });
    expect(answer.json.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(answer.text).not.toContain('<b>');
    expect(desk.registry.residents.all()).toEqual([]);
  });

  test('a body that is no JSON, of another type, or too large gets its own answer', async () => {
    const desk = await openStaffedDesk();
    const post = (body: string, type = 'application/json') =>
      desk.admin('POST', '/api/residents', body, { 'content-type': type });
    expect((await post('{"name":')).status).toBe(400);
    expect((await post('name=李', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await post('{"name":"李"}', 'text/plain')).status).toBe(415);
    expect((await post(JSON.stringify({ name: 'x'.repeat(70_000) }))).status).toBe(413);
    expect((await post('"李"')).status).toBe(400);
  });

  test('names of markup, SQL and rare characters come back as they were typed', async () => {
    const desk = await openStaffedDesk();
    const names = [
      '<script>alert(1)</script>',
      `Robert'); DROP TABLE residents;--`,
      '𬱖𬱖',
      '__proto__',
    ];
    for (const name of names) {
      const { json } = await desk.admin('POST', '/api/residents', { name });
      const answer = await desk.officer('GET', `/api/residents/${json.id}`);
      expect(answer.json.name).toBe(name);
      expect(answer.headers.get('content-type')).toMatch('application/json');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
    const polluting = '{"name":"李","__proto__":{"admin":true}}';
    expect((await desk.admin('POST', '/api/residents', polluting)).status).toBe(400);
    expect({}).not.toHaveProperty('admin');
  });

  test('79 people come in pages, in walking order, each once', async () => {
    const desk = await openStaffedDesk();
    for (let n = 79; n >= 1; n -= 1) {
      await desk.registry.residents.add({ name: `人${n}`, building: '1栋', room: String(n) });
    }
    const rooms = await walk(desk.officer, '/api/residents?limit=30', (item) => item.room);
    expect(rooms).toEqual(Array.from({ length: 79 }, (_, index) => String(index + 1)));
    expect((await desk.officer('GET', '/api/residents?limit=200')).json).not.toHaveProperty('next');
    for (const query of [
      'limit=201',
      'limit=0',
      'limit=x',
      'cursor=nobody',
      'limit=1&limit=2',
      'x=1',
    ]) {
      expect([query, (await desk.officer('GET', `/api/residents?${query}`)).status]).toEqual([
        query,
        400,
      ]);
    }
  });

  test('who looked at whom is on record', async () => {
    const desk = await openStaffedDesk();
    const { id } = await desk.registry.residents.add({ name: '李秀兰' });
    await desk.officer('GET', `/api/residents/${id}`);
    await desk.officer('GET', `/api/residents/${id}/readings?metric=heartRate`);
    await expect
      .poll(async () =>
        (await desk.registry.audit.list(2)).map(({ action, by, subject }) => [action, by, subject]),
      )
      .toEqual([
        ['readings-read', '王芳', `resident:${id}`],
        ['resident-read', '王芳', `resident:${id}`],
      ]);
  });

  test('nothing typed into the service reaches its log', async () => {
    const log = rememberingLog();
    const desk = await openStaffedDesk({ log });
    const canaries = { name: 'canary-name', phone: '13712345678', remarks: 'canary-remark' };
    const { json } = await desk.admin('POST', '/api/residents', canaries);
    await desk.admin('POST', '/api/residents', { ...canaries, sex: 'canary-sex' });
    await desk.admin('POST', '/api/residents', '{"canary-json');
    desk.state.historyDown = true;
    await desk.officer('GET', `/api/residents/${json.id}/readings?metric=heartRate`);
    expect(log.lines).not.toEqual([]);
    expect(JSON.stringify(log.lines)).not.toMatch(/canary|13712345678/);
  });
});

/** Every item of a list, page by page. */
async function walk<Value>(
  client: Client,
  path: string,
  // biome-ignore lint/suspicious/noExplicitAny: lists of several kinds.
  pick: (item: any) => Value,
): Promise<Value[]> {
  const found: Value[] = [];
  let next: string | undefined;
  do {
    const cursor = next === undefined ? '' : `&cursor=${encodeURIComponent(next)}`;
    const { json } = await client('GET', path + cursor);
    found.push(...json.items.map(pick));
    next = json.next;
  } while (next !== undefined);
  return found;
}

describe('wristbands', () => {
  async function givenLi(desk: StaffedDesk) {
    return (await desk.registry.residents.add({ name: '李秀兰' })).id;
  }

  test('a band is registered with a secret that is told once', async () => {
    const desk = await openStaffedDesk();
    const li = await givenLi(desk);
    const added = await desk.admin('POST', '/api/bands', { id: 'b1', residentId: li });
    expect(added.status).toBe(201);
    expect(added.json).toMatchObject({ id: 'b1', residentId: li });
    expect(await desk.registry.bands.admits('b1' as never, added.json.secret)).toBe(true);
    expect(desk.engine.assignments).toEqual([['b1', li]]);
    for (const path of ['/api/bands', '/api/bands/b1', '/api/residents', '/api/audit']) {
      expect((await desk.admin('GET', path)).text).not.toContain(added.json.secret);
    }
    expect((await desk.officer('GET', '/api/bands/b1')).json).toEqual({
      id: 'b1',
      residentId: li,
      registeredAt: '2026-11-20T04:00:00.000Z',
      assignedAt: '2026-11-20T04:00:00.000Z',
      history: [{ residentId: li, from: '2026-11-20T04:00:00.000Z' }],
    });
    expect((await desk.officer('GET', `/api/residents/${li}`)).json.bandId).toBe('b1');
  });

  test('it is swapped, freed, retired; each time the engine follows before the answer', async () => {
    const desk = await openStaffedDesk();
    const li = await givenLi(desk);
    await desk.admin('POST', '/api/bands', { id: 'b1', residentId: li });
    await desk.admin('POST', '/api/bands', { id: 'b2' });
    expect((await desk.admin('PATCH', '/api/bands/b2', { residentId: li })).json).toMatchObject({
      residentId: li,
    });
    expect(desk.engine.assignments.slice(-2)).toEqual([
      ['b1', undefined],
      ['b2', li],
    ]);
    expect(
      (await desk.admin('PATCH', '/api/bands/b2', { residentId: null })).json,
    ).not.toHaveProperty('residentId');
    expect((await desk.admin('PATCH', '/api/bands/b2', { retired: true })).json).toHaveProperty(
      'retiredAt',
    );
    expect((await desk.admin('PATCH', '/api/bands/b2', { residentId: li })).status).toBe(409);
    expect((await desk.admin('POST', '/api/bands/b2/secret')).status).toBe(409);
  });

  test('its secret is rotated, and the new one is told once', async () => {
    const desk = await openStaffedDesk();
    const { json } = await desk.admin('POST', '/api/bands', { id: 'b1' });
    const rotated = await desk.admin('POST', '/api/bands/b1/secret');
    expect(rotated.status).toBe(200);
    expect(rotated.json).toEqual({ id: 'b1', secret: expect.stringMatching(/^[\w-]{22}$/) });
    expect(rotated.json.secret).not.toBe(json.secret);
    expect(await desk.registry.bands.admits('b1' as never, rotated.json.secret)).toBe(true);
  });

  test.each([
    [{}, 400],
    [{ id: 'a/b' }, 400],
    [{ id: '#' }, 400],
    [{ id: 'x'.repeat(65) }, 400],
    [{ id: 'b9', residentId: 'nobody' }, 400],
    [{ id: 'b9', secret: 'mine' }, 400],
    [{ id: 'taken' }, 409],
  ])('registering %j is refused with %i', async (body, status) => {
    const desk = await openStaffedDesk();
    await desk.admin('POST', '/api/bands', { id: 'taken' });
    expect((await desk.admin('POST', '/api/bands', body)).status).toBe(status);
  });

  test('a second band for a resident, an unknown band and an empty change are told apart', async () => {
    const desk = await openStaffedDesk();
    const li = await givenLi(desk);
    await desk.admin('POST', '/api/bands', { id: 'b1', residentId: li });
    expect((await desk.admin('POST', '/api/bands', { id: 'b2', residentId: li })).status).toBe(409);
    expect((await desk.admin('PATCH', '/api/bands/b9', { residentId: li })).status).toBe(404);
    expect((await desk.admin('POST', '/api/bands/b9/secret')).status).toBe(404);
    for (const body of [
      {},
      { retired: false },
      { residentId: li, retired: true },
      { residentId: 'no body' },
    ]) {
      expect((await desk.admin('PATCH', '/api/bands/b1', body)).status).toBe(400);
    }
  });

  test('the list has pages too', async () => {
    const desk = await openStaffedDesk();
    for (const n of [10, 9, 1]) await desk.admin('POST', '/api/bands', { id: `b${n}` });
    expect(await walk(desk.officer, '/api/bands?limit=2', (band) => band.id)).toEqual([
      'b1',
      'b9',
      'b10',
    ]);
  });
});

describe('the history of a resident', () => {
  test('is the last day in 600 points unless asked otherwise', async () => {
    const desk = await openStaffedDesk();
    const { id } = await desk.registry.residents.add({ name: '李秀兰' });
    const { json } = await desk.officer('GET', `/api/residents/${id}/readings?metric=heartRate`);
    expect(json).toEqual({
      items: [{ at: '2026-11-19T04:00:00.000Z', min: 60, mean: 66.5, max: 73, count: 2 }],
    });
    const from = instant(NOON - hours(24));
    expect(desk.state.asked).toEqual([
      { residentId: id, metric: 'heartRate', from, to: NOON, points: 600 },
    ]);
  });

  test('takes a span in any offset, with the plus sign escaped or not', async () => {
    const desk = await openStaffedDesk();
    const { id } = await desk.registry.residents.add({ name: '李秀兰' });
    const path = `/api/residents/${id}/readings?metric=battery&points=10`;
    const answers = await Promise.all([
      desk.officer('GET', `${path}&from=2026-11-20T08:00:00%2B08:00&to=2026-11-20T01:00:00Z`),
      desk.officer('GET', `${path}&from=2026-11-20T08:00:00+08:00&to=2026-11-20T01:00:00Z`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const midnight = parseRfc3339('2026-11-20T00:00:00Z');
    expect(desk.state.asked.map(({ from, points }) => [from, points])).toEqual([
      [midnight, 10],
      [midnight, 10],
    ]);
  });

  test('says 503 while the store cannot answer, and that alarms are not affected', async () => {
    const desk = await openStaffedDesk();
    const { id } = await desk.registry.residents.add({ name: '李秀兰' });
    desk.state.historyDown = true;
    const answer = await desk.officer('GET', `/api/residents/${id}/readings?metric=heartRate`);
    expect(answer.status).toBe(503);
    expect(answer.json.detail).toMatch(/Alarms are not affected/);
    expect(answer.text).not.toContain('ECONNREFUSED');
  });

  test.each([
    '',
    'metric=mood',
    'metric=heartRate&points=0',
    'metric=heartRate&points=601',
    'metric=heartRate&from=yesterday',
    'metric=heartRate&from=2026-11-20T08:00:00Z&to=2026-11-20T08:00:00Z',
  ])('refuses %j', async (query) => {
    const desk = await openStaffedDesk();
    const { id } = await desk.registry.residents.add({ name: '李秀兰' });
    expect((await desk.officer('GET', `/api/residents/${id}/readings?${query}`)).status).toBe(400);
    expect((await desk.officer('GET', '/api/residents/nobody/readings?metric=spo2')).status).toBe(
      404,
    );
  });
});

describe("the community's day", () => {
  const begins = (now: string, zone: string): string => {
    const at = parseRfc3339(now);
    if (at === undefined) throw new Error(now);
    return formatRfc3339(startOfDay(at, zone));
  };

  test.each([
    ['2026-11-20T04:00:00Z', 'Asia/Shanghai', '2026-11-19T16:00:00.000Z'],
    ['2026-11-19T16:00:00Z', 'Asia/Shanghai', '2026-11-19T16:00:00.000Z'],
    ['2026-11-19T15:59:59.999Z', 'Asia/Shanghai', '2026-11-18T16:00:00.000Z'],
    ['2026-03-29T12:00:00Z', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-10-25T12:00:00Z', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-09-06T12:00:00Z', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    ['2026-11-20T04:00:00Z', 'Asia/Kathmandu', '2026-11-19T18:15:00.000Z'],
  ])('at %s in %s began at %s, also where the clocks change', (now, zone, expected) => {
    expect(begins(now, zone)).toBe(expected);
  });
});
