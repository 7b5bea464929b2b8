// The numbers the service decides by, changed over HTTP: by whom, why, until when; and what is refused.
import { describe, expect, test } from 'vitest';
import type { BandId } from '../../domain/ids.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { formatRfc3339, hours, minutes, plus, seconds } from '../../domain/time.ts';
import { resident } from '../registry/given.ts';
import { openStaffedDesk } from './given.ts';

const CHANGES = { fall: { checkSeconds: 30 } };

describe("the community's policy", () => {
  test('is the defaults until somebody changes it; then it says who, when and why', async () => {
    const desk = await openStaffedDesk();
    const before = (await desk.officer('GET', '/api/policy')).json;
    expect(before).toMatchObject({ version: 0, changes: {}, history: [], residents: [] });
    expect(before.policy).toMatchObject({ fall: { checkSeconds: 45 } });

    const why = '跌倒核实太久';
    const answer = await desk.admin('PUT', '/api/policy', { changes: CHANGES, why, version: 0 });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ version: 1, changes: CHANGES });
    expect(answer.json.history).toMatchObject([{ version: 1, by: 'admin', why, changes: CHANGES }]);
    const { json } = await desk.admin('GET', '/api/audit');
    expect(json.items[0]).toMatchObject({ action: 'policy-changed', subject: 'policy:community' });
  });

  test('keeps every version; a change is the whole of what differs from now on', async () => {
    const desk = await openStaffedDesk();
    await desk.admin('PUT', '/api/policy', { changes: CHANGES, why: 'first' });
    const { json } = await desk.admin('PUT', '/api/policy', {
      changes: { battery: { notice: 35 } },
      why: 'second',
    });
    expect(json.policy).toMatchObject({ fall: { checkSeconds: 45 }, battery: { notice: 35 } });
    expect(json.history.map(({ why }: { why: string }) => why)).toEqual(['second', 'first']);
  });

  test('is not overwritten by whoever has not seen the newest version', async () => {
    const desk = await openStaffedDesk();
    await desk.admin('PUT', '/api/policy', { changes: CHANGES, why: 'first', version: 0 });
    const late = await desk.admin('PUT', '/api/policy', { changes: {}, why: 'x', version: 0 });
    expect([late.status, late.json.detail]).toEqual([409, expect.stringContaining('by admin')]);
    expect((await desk.admin('GET', '/api/policy')).json.version).toBe(1);
  });

  test('out of range is refused, every value at once and in both languages, and nothing is changed', async () => {
    const desk = await openStaffedDesk();
    const changes = {
      fall: { checkSeconds: 3_600 },
      battery: { notice: 'low' },
      promiseSeconds: 60,
    };
    const { status, json } = await desk.admin('PUT', '/api/policy', { changes, why: 'x' });
    expect(status).toBe(400);
    expect(json.errors.map(({ field }: { field: string }) => field)).toEqual([
      'changes.fall.checkSeconds',
      'changes.battery.notice',
      'changes.promiseSeconds',
    ]);
    expect(json.errors[0]).toMatchObject({
      message: expect.stringContaining('10–300 s'),
      messageZh: expect.stringContaining('10 秒到 5 分钟'),
    });
    expect((await desk.admin('GET', '/api/policy')).json.version).toBe(0);
  });

  test('needs a reason', async () => {
    const desk = await openStaffedDesk();
    const { status, json } = await desk.admin('PUT', '/api/policy', { changes: CHANGES, why: ' ' });
    expect([status, json.errors[0].field]).toEqual([400, 'why']);
  });
});

describe('what is different for one person', () => {
  async function withPerson() {
    const desk = await openStaffedDesk();
    const { id } = await desk.registry.residents.add({ name: '李秀兰' });
    await desk.registry.bands.register('b1' as BandId, id);
    return { ...desk, id, path: `/api/residents/${id}/policy` };
  }

  test('holds for that person and for nobody else, until it ends', async () => {
    const desk = await withPerson();
    const until = plus(desk.clock(), hours(2));
    const body = { changes: CHANGES, why: '刚出院', until: formatRfc3339(until) };
    const { status, json } = await desk.admin('PUT', desk.path, body);
    expect([status, json.policy.fall]).toEqual([200, { checkSeconds: 30 }]);
    const { policies } = desk;
    expect(policies.of(desk.id, desk.clock()).fall.check).toBe(seconds(30));
    expect(policies.of(desk.id, desk.clock())).toBe(policies.of(desk.id, desk.clock()));
    expect(policies.of(resident('r2'), desk.clock())).toBe(policies.community);
    expect((await desk.officer('GET', '/api/policy')).json.residents).toEqual([desk.id]);
    const before = policies.revision(desk.clock());
    desk.clock.pass(hours(2));
    expect(policies.of(desk.id, desk.clock())).toBe(policies.community);
    expect(policies.revision(desk.clock())).not.toBe(before);
    const after = (await desk.officer('GET', desk.path)).json;
    expect(after).toMatchObject({
      version: 1,
      changes: {},
      policy: { fall: { checkSeconds: 45 } },
    });
    expect(after.history).toMatchObject([{ why: '刚出院', until: formatRfc3339(until) }]);
  });

  test('goes on top of what the community changes', async () => {
    const desk = await withPerson();
    await desk.admin('PUT', desk.path, { changes: CHANGES, why: 'x' });
    await desk.admin('PUT', '/api/policy', { changes: { battery: { notice: 40 } }, why: 'y' });
    expect(desk.policies.of(desk.id, desk.clock())).toMatchObject({
      fall: { check: seconds(30) },
      battery: { notice: 40 },
      promise: DEFAULT_POLICY.promise,
    });
    await desk.admin('PUT', desk.path, { changes: {}, why: '恢复' });
    expect(desk.policies.of(desk.id, desk.clock())).toBe(desk.policies.community);
  });

  test('must still make sense beside what the community changes', async () => {
    const desk = await withPerson();
    const own = { vitals: { heartRate: { low: 58 } } };
    await desk.admin('PUT', desk.path, { changes: own, why: '医嘱' });
    const changes = { vitals: { heartRate: { veryLow: 59, low: 65 } } };
    const { status, json } = await desk.admin('PUT', '/api/policy', { changes, why: 'x' });
    expect(status).toBe(400);
    expect(json.errors).toMatchObject([
      {
        message: expect.stringContaining('李秀兰'),
        messageZh: expect.stringContaining('个人设置'),
      },
    ]);
    expect((await desk.admin('GET', '/api/policy')).json.version).toBe(0);

    await desk.admin('PUT', desk.path, { changes: {}, why: '医嘱已撤' });
    expect((await desk.admin('PUT', '/api/policy', { changes, why: 'x' })).status).toBe(200);
  });

  test('cannot be what only the community can change, nor end before now', async () => {
    const desk = await withPerson();
    const outage = { changes: { silence: { outageBands: 3 } }, why: 'x' };
    expect((await desk.admin('PUT', desk.path, outage)).json.errors[0].field).toBe(
      'changes.silence.outageBands',
    );
    const past = formatRfc3339(plus(desk.clock(), minutes(-1)));
    const ended = await desk.admin('PUT', desk.path, { changes: CHANGES, why: 'x', until: past });
    expect(ended.json.errors[0].field).toBe('until');
    expect((await desk.admin('PUT', '/api/residents/nobody/policy', outage)).status).toBe(404);
  });
});
