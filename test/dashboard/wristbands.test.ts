import { describe, expect, test } from 'vitest';
import { BAND_URL, openStaffedDesk, type StaffedDesk, walk } from './given.ts';

describe('wristbands', () => {
  async function givenLi(desk: StaffedDesk) {
    return (await desk.registry.residents.add({ name: '李秀兰' })).id;
  }

  test('a band is registered with a secret that is told once', async () => {
    const desk = await openStaffedDesk();
    const li = await givenLi(desk);
    const added = await desk.admin('POST', '/api/bands', { id: 'b1', residentId: li });
    expect(added.status).toBe(201);
    expect(added.json).toMatchObject({ id: 'b1', residentId: li, mqtt: [BAND_URL] });
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
    expect(rotated.json).toEqual({
      id: 'b1',
      secret: expect.stringMatching(/^[\w-]{22}$/),
      mqtt: [BAND_URL],
    });
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
