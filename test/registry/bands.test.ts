import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hours, millis, minus, plus, seconds } from '../../domain/time.ts';
import { band, NOON, openRegistry, resident, SOON } from './given.ts';

async function givenTwoPeople() {
  const given = await openRegistry();
  const li = await given.registry.residents.add({ name: '李秀兰' });
  const wang = await given.registry.residents.add({ name: '王德福' });
  return { ...given, li: li.id, wang: wang.id };
}

/** Registers a band and hands over its secret. */
async function registered(given: Awaited<ReturnType<typeof givenTwoPeople>>, id: string) {
  const answer = await given.registry.bands.register(band(id));
  if (!answer.ok) throw new Error(answer.refusal);
  return answer.value.secret;
}

describe('a band and its secret', () => {
  test('the secret has 128 bits, admits its own band and no other', async () => {
    const given = await givenTwoPeople();
    const secret = await registered(given, 'b1');
    await registered(given, 'b2');
    expect(Buffer.from(secret, 'base64url')).toHaveLength(16);
    const { bands } = given.registry;
    expect(await bands.admits(band('b1'), secret)).toBe(true);
    expect(await bands.admits(band('b2'), secret)).toBe(false);
    expect(await bands.admits(band('b1'), '')).toBe(false);
    expect(await bands.admits(band('b1'), `${secret} `)).toBe(false);
    expect(await bands.admits(band('unknown'), secret)).toBe(false);
  });

  test('neither secrets nor passwords nor session tokens stand in the file in clear', async () => {
    const given = await givenTwoPeople();
    const secret = await registered(given, 'b1');
    const { token } = await given.registry.staff.offerSetup();
    await given.registry.staff.setUp(token, '赵' as never, 'a long winter evening');
    const signedIn = await given.registry.sessions.signIn('赵' as never, 'a long winter evening');
    if (!signedIn.ok) throw new Error(signedIn.refusal);
    const rotated = await given.registry.bands.rotateSecret(band('b1'));
    if (!rotated.ok) throw new Error(rotated.refusal);
    await given.registry.close();
    const bytes = readFileSync(given.path).toString('latin1');
    expect(bytes).toContain('b1');
    for (const secretThing of [
      secret,
      rotated.value.secret,
      token,
      signedIn.token,
      'a long winter evening',
    ]) {
      expect(bytes).not.toContain(secretThing);
    }
  });

  test('after a rotation the band in the field still gets in until the new secret is used', async () => {
    const given = await givenTwoPeople();
    const { bands } = given.registry;
    const old = await registered(given, 'b1');
    const rotated = await bands.rotateSecret(band('b1'));
    const fresh = rotated.ok ? rotated.value.secret : '';
    expect(await bands.admits(band('b1'), old)).toBe(true);
    expect(await bands.admits(band('b1'), fresh)).toBe(true);
    await expect.poll(() => bands.admits(band('b1'), old), SOON).toBe(false);
    expect(await (await given.reopen()).bands.admits(band('b1'), old)).toBe(false);
  });

  test('the former secret ends after 24 hours even if the new one never reached the band', async () => {
    const given = await givenTwoPeople();
    const { bands } = given.registry;
    const old = await registered(given, 'b1');
    await bands.rotateSecret(band('b1'));
    given.clock.pass(millis(hours(24) - 1));
    expect(await bands.admits(band('b1'), old)).toBe(true);
    given.clock.pass(millis(1));
    expect(await bands.admits(band('b1'), old)).toBe(false);
  });

  test('rotating twice ends the original at once', async () => {
    const given = await givenTwoPeople();
    const { bands } = given.registry;
    const old = await registered(given, 'b1');
    await bands.rotateSecret(band('b1'));
    await bands.rotateSecret(band('b1'));
    expect(await bands.admits(band('b1'), old)).toBe(false);
  });

  test('a retired band is not admitted, for good', async () => {
    const given = await givenTwoPeople();
    const { bands } = given.registry;
    const secret = await registered(given, 'b1');
    await bands.assign(band('b1'), given.li);
    expect(await bands.retire(band('b1'))).toMatchObject({ ok: true });
    expect(await bands.admits(band('b1'), secret)).toBe(false);
    expect(given.registry.residents.get(given.li)).not.toHaveProperty('bandId');
    expect(await bands.assign(band('b1'), given.li)).toEqual({ ok: false, refusal: 'retired' });
    expect(await bands.rotateSecret(band('b1'))).toEqual({ ok: false, refusal: 'retired' });
    expect(await bands.register(band('b1'))).toEqual({ ok: false, refusal: 'exists' });
    expect(await bands.retire(band('b1'))).toMatchObject({ ok: true });
  });
});

describe('who wears which band', () => {
  test('a new band for somebody frees the old one, and the old one can go to a neighbour', async () => {
    const given = await givenTwoPeople();
    const { bands, residents } = given.registry;
    await registered(given, 'b1');
    await registered(given, 'b2');
    await bands.assign(band('b1'), given.li);
    await bands.assign(band('b2'), given.li);
    expect(bands.get(band('b1'))).not.toHaveProperty('residentId');
    expect(residents.get(given.li)).toMatchObject({ bandId: 'b2' });
    await bands.assign(band('b1'), given.wang);
    await bands.assign(band('b2'), given.wang);
    expect(residents.get(given.li)).not.toHaveProperty('bandId');
    expect(residents.get(given.wang)).toMatchObject({ bandId: 'b2' });
  });

  test('registering a second band for somebody is refused: it could be a slip in a list', async () => {
    const given = await givenTwoPeople();
    const { bands } = given.registry;
    await bands.register(band('b1'), given.li);
    expect(await bands.register(band('b2'), given.li)).toEqual({
      ok: false,
      refusal: 'resident-has-band',
    });
    expect(bands.get(band('b2'))).toBeUndefined();
    expect(await bands.register(band('b3'), resident('nobody'))).toEqual({
      ok: false,
      refusal: 'no-such-resident',
    });
  });

  test('two desks giving the same band away at once leave it on exactly one wrist', async () => {
    const given = await givenTwoPeople();
    const { bands, residents } = given.registry;
    await registered(given, 'b1');
    await Promise.all([bands.assign(band('b1'), given.li), bands.assign(band('b1'), given.wang)]);
    expect(residents.all().filter(({ bandId }) => bandId === 'b1')).toHaveLength(1);
    const [worn, before] = await bands.history(band('b1'));
    expect(worn).toMatchObject({ residentId: given.wang });
    expect(worn).not.toHaveProperty('to');
    expect(before).toMatchObject({ residentId: given.li, to: NOON });
  });

  test('listeners hear of both wrists, after it is on record, and one that fails stops nobody', async () => {
    const given = await givenTwoPeople();
    const { bands, listen } = given.registry;
    const heard: string[] = [];
    listen({
      bandAssigned: () => {
        throw new Error('a listener of ours is broken');
      },
    });
    listen({
      bandAssigned: (id, residentId) => void heard.push(`${id} → ${residentId ?? 'nobody'}`),
      residentChanged: (id) => void heard.push(`changed ${id}`),
    });
    await bands.register(band('b1'), given.li);
    await bands.register(band('b2'));
    heard.length = 0;
    await bands.assign(band('b2'), given.li);
    expect(heard).toEqual(['b1 → nobody', `b2 → ${given.li}`, `changed ${given.li}`]);
  });
});

describe('whose a late reading is', () => {
  test('it belongs to whoever wore the band when it was measured', async () => {
    const given = await givenTwoPeople();
    const { bands } = given.registry;
    await bands.register(band('b1'), given.li);
    given.clock.pass(hours(2));
    await bands.assign(band('b1'), null);
    given.clock.pass(hours(2));
    await bands.assign(band('b1'), given.wang);
    const again = await given.reopen();
    for (const { wearerAt } of [again.bands]) {
      expect(wearerAt(band('b1'), plus(NOON, hours(1)))).toBe(given.li);
      expect(wearerAt(band('b1'), plus(NOON, hours(3)))).toBeUndefined();
      expect(wearerAt(band('b1'), plus(NOON, hours(4)))).toBe(given.wang);
      expect(wearerAt(band('b1'), plus(NOON, hours(400)))).toBe(given.wang);
    }
  });

  test('the backlog from before a band was typed in belongs to its first wearer', async () => {
    const given = await givenTwoPeople();
    const { bands } = given.registry;
    await bands.register(band('b1'), given.li);
    expect(bands.wearerAt(band('b1'), minus(NOON, hours(5)))).toBe(given.li);
    await registered(given, 'b2');
    expect(bands.wearerAt(band('b2'), NOON)).toBeUndefined();
    expect(bands.wearerAt(band('unknown'), NOON)).toBeUndefined();
  });

  test('the moment of the change belongs to the new wearer, the one before it to the old', async () => {
    const given = await givenTwoPeople();
    const { bands } = given.registry;
    await bands.register(band('b1'), given.li);
    given.clock.pass(seconds(60));
    await bands.assign(band('b1'), given.wang);
    expect(bands.wearerAt(band('b1'), plus(NOON, millis(59_999)))).toBe(given.li);
    expect(bands.wearerAt(band('b1'), plus(NOON, seconds(60)))).toBe(given.wang);
  });
});
