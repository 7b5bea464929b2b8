import { describe, expect, test } from 'vitest';
import { rememberingLog, SOON } from '../registry/given.ts';
import { openStaffedDesk, walk } from './given.ts';

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
    ['女', 'female'],
    ['M', 'male'],
  ])('are typed in as lists from elsewhere have it: %s', async (sex, known) => {
    const desk = await openStaffedDesk();
    const added = await desk.admin('POST', '/api/residents', { name: '李秀兰', sex });
    expect(added.json.sex).toBe(known);
  });

  test.each([
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: null }, 'name'],
    [{ name: '李', sex: 'unknown' }, 'sex'],
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
      .poll(
        async () =>
          (await desk.registry.audit.list(2)).map(({ action, by, subject }) => [
            action,
            by,
            subject,
          ]),
        SOON,
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
