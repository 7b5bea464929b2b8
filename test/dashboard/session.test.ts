import { describe, expect, test } from 'vitest';
import { FAILURES_PER_ADDRESS, FAILURES_PER_NAME } from '../../dashboard/rate.ts';
import { rememberingLog, SOON, staff } from '../registry/given.ts';
import { clientOf, openDesk, openStaffedDesk, PASSWORD, signIn } from './given.ts';

describe('signing in', () => {
  test('the right name and password get a cookie that no script and no other site can use', async () => {
    const desk = await openStaffedDesk();
    const answer = await desk.stranger('POST', '/api/session', {
      name: '王芳',
      password: PASSWORD,
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^lamplight-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
  });

  test('whoever is signed in learns who they are and what the desk runs by', async () => {
    const desk = await openStaffedDesk();
    const { json, headers } = await desk.officer('GET', '/api/session');
    expect(json).toEqual({
      name: '王芳',
      role: 'duty-officer',
      timezone: 'Asia/Shanghai',
      promiseMinutes: 15,
      serverTime: '2026-11-20T04:00:00.000Z',
    });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(await desk.stranger('GET', '/api/session')).toMatchObject({ status: 401 });
  });

  test('a wrong password and an unknown name get the same answer', async () => {
    const desk = await openStaffedDesk();
    const wrong = await desk.stranger('POST', '/api/session', { name: '王芳', password: 'x' });
    const unknown = await desk.stranger('POST', '/api/session', { name: 'nobody', password: 'x' });
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('content-type')).toMatch('application/problem+json');
    expect(wrong.json).toMatchObject({
      type: 'urn:lamplight:problem:wrong-credentials',
      status: 401,
    });
    expect(unknown.json).toEqual(wrong.json);
    expect(wrong.headers.get('set-cookie')).toBeNull();
  });

  test('after signing out the cookie opens nothing', async () => {
    const desk = await openStaffedDesk();
    const out = await desk.officer('DELETE', '/api/session');
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/Max-Age=0/);
    expect(await desk.officer('GET', '/api/session')).toMatchObject({ status: 401 });
    expect(await desk.officer('DELETE', '/api/session')).toMatchObject({ status: 401 });
  });

  test('a new sign-in ends the session that the browser had before', async () => {
    const desk = await openStaffedDesk();
    await desk.officer('POST', '/api/session', { name: '王芳', password: PASSWORD });
    expect(await desk.officer('GET', '/api/session')).toMatchObject({ status: 401 });
  });

  test('guessing is slowed down for that name from that address, and the colleague beside signs in', async () => {
    const desk = await openStaffedDesk();
    const guess = () => desk.stranger('POST', '/api/session', { name: '王芳', password: 'guess' });
    for (let n = 0; n < FAILURES_PER_NAME; n += 1) expect((await guess()).status).toBe(401);
    const slowed = await guess();
    expect(slowed.status).toBe(429);
    expect(slowed.json).toMatchObject({ type: 'urn:lamplight:problem:too-many-requests' });
    expect(slowed.headers.get('retry-after')).not.toBeNull();
    await signIn(desk.url, 'admin');
  });

  test('guessing names in turn is slowed down for the address', async () => {
    const desk = await openStaffedDesk();
    const answers: number[] = [];
    for (let n = 0; n <= FAILURES_PER_ADDRESS; n += 1) {
      answers.push(
        (await desk.stranger('POST', '/api/session', { name: `n${n}`, password: 'x' })).status,
      );
    }
    expect(answers.at(-2)).toBe(401);
    expect(answers.at(-1)).toBe(429);
  });

  test('right passwords are never counted: a shift may sign in as often as it likes', async () => {
    const desk = await openStaffedDesk();
    for (let n = 0; n < FAILURES_PER_ADDRESS + 5; n += 1) await signIn(desk.url, '王芳');
  });

  test.each([
    [{ name: '王芳' }, 'password'],
    [{ name: 7, password: 'x' }, 'name'],
    [{ name: '王芳', password: 'x', role: 'administrator' }, ''],
    [[], ''],
  ])('%j is refused with the field that is wrong', async (body, field) => {
    const desk = await openStaffedDesk();
    const answer = await desk.stranger('POST', '/api/session', body);
    expect(answer.status).toBe(400);
    expect(answer.json.errors).toContainEqual(expect.objectContaining({ field }));
  });
});

describe('the first administrator', () => {
  test('sets a password with the setup link, once', async () => {
    const desk = await openDesk();
    const stranger = clientOf(desk.url);
    const { token } = await desk.registry.staff.offerSetup();
    const setUp = (changes = {}) =>
      stranger('POST', '/api/setup', { token, name: '赵主任', password: PASSWORD, ...changes });
    expect((await setUp({ token: 'guess' })).status).toBe(403);
    const weak = await setUp({ password: 'short' });
    expect(weak.status).toBe(400);
    expect(weak.text).not.toContain('short"');
    expect((await setUp()).status).toBe(204);
    expect((await setUp({ name: 'second' })).status).toBe(403);
    const client = clientOf(desk.url, await signIn(desk.url, '赵主任'));
    expect((await client('GET', '/api/session')).json.role).toBe('administrator');
  });
});

describe('staff', () => {
  test('an administrator adds a colleague, who then signs in', async () => {
    const desk = await openStaffedDesk();
    const body = { name: '刘洋', role: 'duty-officer', password: 'another evening' };
    const added = await desk.admin('POST', '/api/staff', body);
    expect(added.status).toBe(201);
    expect(added.json).toEqual({ name: '刘洋', role: 'duty-officer' });
    expect((await desk.admin('POST', '/api/staff', body)).status).toBe(409);
    await signIn(desk.url, '刘洋', 'another evening');
    const { json } = await desk.admin('GET', '/api/staff');
    expect(json.items).toContainEqual({ name: '刘洋', role: 'duty-officer' });
    expect(JSON.stringify(json)).not.toMatch(/argon2|password/i);
  });

  test('whoever leaves is disabled at once; the last administrator stays', async () => {
    const desk = await openStaffedDesk();
    const path = (name: string) => `/api/staff/${encodeURIComponent(name)}`;
    expect((await desk.admin('PATCH', path('王芳'), { disabled: true })).json).toHaveProperty(
      'disabledAt',
    );
    expect((await desk.officer('GET', '/api/session')).status).toBe(401);
    expect((await desk.admin('PATCH', path('admin'), { disabled: true })).status).toBe(409);
    expect((await desk.admin('PATCH', path('nobody'), { disabled: true })).status).toBe(404);
    expect((await desk.admin('PATCH', path('王芳'), {})).status).toBe(400);
  });

  test.each(['', '   ', 'a\nb', 'a\u0000b', '\u202egnaw', 'x'.repeat(65), '\ud800'])(
    'the name %j is refused',
    async (name) => {
      const desk = await openStaffedDesk();
      const body = { name, role: 'duty-officer', password: 'another evening' };
      expect((await desk.admin('POST', '/api/staff', body)).status).toBe(400);
    },
  );
});

describe('what is written about it', () => {
  test('the audit has the sign-ins and the refusals, the log has no names and no passwords', async () => {
    const log = rememberingLog();
    const desk = await openStaffedDesk({ log });
    await desk.stranger('POST', '/api/session', { name: '王芳', password: 'canary-password' });
    const actions = async () => (await desk.registry.audit.list(20)).map(({ action }) => action);
    await expect.poll(actions, SOON).toContain('sign-in-refused');
    expect(await actions()).toContain('signed-in');
    expect(log.lines.map(({ event }) => event)).toContain('sign-in-refused');
    expect(JSON.stringify(log.lines)).not.toMatch(/王芳|canary-password/);
  });

  test('an administrator reads the audit page by page and has it verified', async () => {
    const desk = await openStaffedDesk();
    await desk.registry.staff.change(staff('王芳'), { disabled: true });
    const first = await desk.admin('GET', '/api/audit?limit=2');
    const second = await desk.admin('GET', `/api/audit?limit=200&cursor=${first.json.next}`);
    const seqs = [...first.json.items, ...second.json.items].map(({ seq }: { seq: number }) => seq);
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => seqs.length - index));
    expect(second.json).not.toHaveProperty('next');
    expect((await desk.admin('GET', '/api/audit/verification')).json).toEqual({
      ok: true,
      entries: seqs.length,
    });
  });
});
