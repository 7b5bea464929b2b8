import { describe, expect, test } from 'vitest';
import { hours, millis, minutes } from '../../domain/time.ts';
import { createPasswords, PASSWORD_COST } from '../../registry/password.ts';
import { CHEAP, openRegistry, staff } from './given.ts';

const fang = staff('王芳');
const PASSWORD = '冬天的长夜 2026';

async function givenStaff() {
  const given = await openRegistry();
  await given.registry.staff.add(staff('admin'), 'administrator', 'first of all');
  await given.registry.staff.add(fang, 'duty-officer', PASSWORD);
  const signIn = async (password = PASSWORD) => {
    const answer = await given.registry.sessions.signIn(fang, password);
    if (!answer.ok) throw new Error(answer.refusal);
    return answer;
  };
  return { ...given, signIn };
}

describe('signing in', () => {
  test('opens a session with the right password only', async () => {
    const { registry, signIn } = await givenStaff();
    const { token, session } = await signIn();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(session.staff).toEqual({ name: fang, role: 'duty-officer' });
    expect(registry.sessions.find(token)?.staff.name).toBe(fang);
    expect(registry.sessions.find(session.id)).toBeUndefined();
    const wrong = { ok: false, refusal: 'wrong' };
    expect(await registry.sessions.signIn(fang, `${PASSWORD} `)).toEqual(wrong);
    expect(await registry.sessions.signIn(staff('nobody'), PASSWORD)).toEqual(wrong);
  });

  test('takes the same password from a keyboard that composes its letters differently', async () => {
    const { registry } = await givenStaff();
    await registry.staff.add(staff('René'), 'duty-officer', 'caf\u00e9 au lait');
    expect(await registry.sessions.signIn(staff('Rene\u0301'), 'cafe\u0301 au lait')).toMatchObject(
      {
        ok: true,
      },
    );
  });

  test('a session outlives a restart of the service', async () => {
    const { signIn, reopen } = await givenStaff();
    const { token } = await signIn();
    expect((await reopen()).sessions.find(token)?.staff.name).toBe(fang);
  });

  test('a session that nobody used for twelve hours has ended', async () => {
    const { registry, signIn, clock } = await givenStaff();
    const { token } = await signIn();
    clock.pass(millis(hours(12) - 1));
    expect(registry.sessions.find(token)).toBeDefined();
    clock.pass(hours(12));
    expect(registry.sessions.find(token)).toBeUndefined();
  });

  test('a session ends after a day, however much it is used', async () => {
    const { registry, signIn, clock } = await givenStaff();
    const { token } = await signIn();
    for (let hour = 1; hour < 24; hour += 1) {
      clock.pass(hours(1));
      expect(registry.sessions.find(token)).toBeDefined();
    }
    clock.pass(hours(1));
    expect(registry.sessions.find(token)).toBeUndefined();
  });

  test('use is written down, so that a restart in the evening does not end a busy session', async () => {
    const { registry, signIn, clock, reopen } = await givenStaff();
    const { token } = await signIn();
    clock.pass(hours(11));
    registry.sessions.find(token);
    clock.pass(hours(2));
    expect((await reopen()).sessions.find(token)).toBeDefined();
  });

  test('signing out ends it at once and tells who watches over the screens', async () => {
    const { registry, signIn, reopen } = await givenStaff();
    const { token, session } = await signIn();
    const ended: string[] = [];
    registry.listen({ sessionEnded: (id) => void ended.push(id) });
    await registry.sessions.end(token);
    expect(registry.sessions.find(token)).toBeUndefined();
    expect(ended).toEqual([session.id]);
    expect((await reopen()).sessions.find(token)).toBeUndefined();
  });

  test('a session that is being used while it is ended does not come back', async () => {
    const { registry, signIn, clock, reopen } = await givenStaff();
    const { token } = await signIn();
    clock.pass(minutes(30));
    const ending = registry.sessions.end(token);
    registry.sessions.find(token);
    await ending;
    expect(registry.sessions.find(token)).toBeUndefined();
    expect((await reopen()).sessions.find(token)).toBeUndefined();
  });
});

describe('staff', () => {
  test.each([
    ['role', { role: 'administrator' }],
    ['password', { password: 'another long evening' }],
    ['disabled', { disabled: true }],
  ] as const)(
    'a change of %s ends the open sessions of that member, and only of that one',
    async (_, changes) => {
      const { registry, signIn } = await givenStaff();
      const { token } = await signIn();
      const admin = await registry.sessions.signIn(staff('admin'), 'first of all');
      await registry.staff.change(fang, changes);
      expect(registry.sessions.find(token)).toBeUndefined();
      expect(registry.sessions.find(admin.ok ? admin.token : '')).toBeDefined();
    },
  );

  test('whoever is disabled cannot sign in, and can again when that is taken back', async () => {
    const { registry, signIn } = await givenStaff();
    await registry.staff.change(fang, { disabled: true });
    expect(await registry.sessions.signIn(fang, PASSWORD)).toMatchObject({ ok: false });
    await registry.staff.change(fang, { disabled: false });
    await signIn();
  });

  test('the last administrator cannot be disabled or made an officer', async () => {
    const { registry } = await givenStaff();
    const refused = { ok: false, refusal: 'last-administrator' };
    expect(await registry.staff.change(staff('admin'), { disabled: true })).toEqual(refused);
    expect(await registry.staff.change(staff('admin'), { role: 'duty-officer' })).toEqual(refused);
    await registry.staff.change(fang, { role: 'administrator' });
    expect(await registry.staff.change(staff('admin'), { disabled: true })).toMatchObject({
      ok: true,
    });
  });

  test('a name that reads like another one is taken', async () => {
    const { registry } = await givenStaff();
    expect(await registry.staff.add(staff('Admin'), 'duty-officer', 'x'.repeat(9))).toBe(false);
    expect(await registry.staff.add(staff('ａｄｍｉｎ'), 'duty-officer', 'x'.repeat(9))).toBe(
      false,
    );
    expect(registry.staff.all()).toHaveLength(2);
  });
});

describe('the first sign-in', () => {
  test('the setup link works once, and never again once somebody can sign in', async () => {
    const { registry } = await openRegistry();
    expect(registry.staff.empty).toBe(true);
    const { token } = await registry.staff.offerSetup();
    expect(await registry.staff.setUp('guess', staff('a'), 'long enough')).toBe(false);
    const both = await Promise.all([
      registry.staff.setUp(token, staff('a'), 'long enough'),
      registry.staff.setUp(token, staff('b'), 'long enough'),
    ]);
    expect(both.filter(Boolean)).toHaveLength(1);
    expect(await registry.staff.setUp(token, staff('c'), 'long enough')).toBe(false);
    expect(registry.staff.all()).toEqual([expect.objectContaining({ role: 'administrator' })]);
    expect(registry.staff.empty).toBe(false);
    await expect(registry.staff.offerSetup()).rejects.toThrow(/nobody can sign in/);
  });

  test('the link is good for a day, survives a restart, and a newer one replaces it', async () => {
    const { registry, clock, reopen } = await openRegistry();
    const first = await registry.staff.offerSetup();
    const second = await registry.staff.offerSetup();
    expect(await registry.staff.setUp(first.token, staff('a'), 'long enough')).toBe(false);
    const again = await reopen();
    clock.pass(hours(24));
    expect(await again.staff.setUp(second.token, staff('a'), 'long enough')).toBe(false);
    const third = await again.staff.offerSetup();
    expect(await (await reopen()).staff.setUp(third.token, staff('a'), 'long enough')).toBe(true);
  });
});

describe('passwords', () => {
  test('are kept as argon2id with its cost beside it, so that the cost can rise later', async () => {
    const stored = await createPasswords(CHEAP).hash('x');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/);
    const dearer = createPasswords({ memory: 32, passes: 2, parallelism: 1 });
    expect(await dearer.matches('x', stored)).toBe(true);
    expect(await dearer.matches('y', stored)).toBe(false);
    expect(await dearer.matches('x', undefined)).toBe(false);
    expect(await dearer.matches('x', 'not a hash')).toBe(false);
    expect(PASSWORD_COST.memory).toBeGreaterThanOrEqual(19_456);
  });

  test('two tries hash to two texts: the same password of two people does not show', async () => {
    const passwords = createPasswords(CHEAP);
    expect(await passwords.hash('x')).not.toBe(await passwords.hash('x'));
  });

  test('a storm of sign-ins is turned away beyond a short queue instead of holding the cores', async () => {
    const passwords = createPasswords({ memory: 1_024, passes: 1, parallelism: 1 });
    const stored = await passwords.hash('x');
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => passwords.matches('x', stored)),
    );
    expect(answers.filter((answer) => answer === true)).toHaveLength(34);
    expect(answers.filter((answer) => answer === 'busy')).toHaveLength(66);
    expect(await passwords.matches('x', stored)).toBe(true);
  });
});
