import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { createPolicies } from '../../app/policies.ts';
import { silentLog } from '../../domain/log.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { seconds } from '../../domain/time.ts';
import { openRegistry, staff } from './given.ts';

const ADMIN = staff('admin');
const CHANGES = { 'fall.check': 30_000 } as const;

describe('the versions of the policy', () => {
  test('are there again after a restart, each with who and why', async () => {
    const { registry, reopen } = await openRegistry();
    const { id } = await registry.residents.add({ name: '李秀兰' });
    await registry.policies.change({ changes: CHANGES, why: 'a' }, ADMIN);
    await registry.policies.change({ changes: {}, why: 'b' }, ADMIN);
    await registry.policies.change({ residentId: id, changes: CHANGES, why: 'c' }, ADMIN);
    const again = await reopen();
    expect(again.policies.history(undefined)).toMatchObject([
      { version: 2, why: 'b', changes: {} },
      { version: 1, why: 'a', changes: CHANGES, by: 'admin' },
    ]);
    expect(again.policies.people()).toEqual([id]);
    const policies = createPolicies({ registry: again, fixed: DEFAULT_POLICY, log: silentLog });
    expect(policies.of(id, 0 as never).fall.check).toBe(seconds(30));
    expect(policies.community.fall.check).toBe(seconds(45));
  });

  test('two at once based on the same one: the second is told', async () => {
    const { registry } = await openRegistry();
    const answers = await Promise.all(
      ['a', 'b'].map((why) => registry.policies.change({ changes: CHANGES, why }, ADMIN, 0)),
    );
    expect(answers.map(({ ok }) => ok)).toEqual([true, false]);
    expect(answers[1]).toMatchObject({ refusal: 'outdated', newest: { why: 'a' } });
  });

  test('cannot be edited or taken out of the file', async () => {
    const { registry, path } = await openRegistry();
    await registry.policies.change({ changes: CHANGES, why: 'a' }, ADMIN);
    await registry.close();
    const db = new DatabaseSync(path);
    expect(() => db.exec("UPDATE policies SET why = 'z'")).toThrow(/new version/);
    expect(() => db.exec('DELETE FROM policies')).toThrow(/kept/);
    db.close();
  });

  test('what the installer has set stays on top, and what another version wrote holds as far as it can', async () => {
    const { registry } = await openRegistry();
    const strange = {
      promise: 60_000,
      'fall.check': 30_000,
      'gone.long': 1,
      'day.from': 99,
    } as never;
    await registry.policies.change({ changes: strange, why: 'a' }, ADMIN);
    const policies = createPolicies({ registry, fixed: DEFAULT_POLICY, log: silentLog });
    expect(policies.community).toMatchObject({
      promise: DEFAULT_POLICY.promise,
      fall: { check: seconds(30) },
      day: DEFAULT_POLICY.day,
    });
  });
});
