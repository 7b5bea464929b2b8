import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { band, openRegistry, rememberingLog, SOON, staff } from './given.ts';

async function givenAnAudit() {
  const given = await openRegistry();
  await given.registry.staff.add(staff('admin'), 'administrator', 'first of all');
  const li = await given.registry.residents.add({ name: '李秀兰' }, staff('admin'));
  given.registry.audit.record({
    action: 'resident-read',
    subject: `resident:${li.id}`,
    by: staff('admin'),
  });
  await given.registry.bands.register(band('b1'), li.id, staff('admin'));
  return { ...given, li: li.id };
}

/** Does to the closed file what somebody with a shell could do. */
async function tampered(sql: string) {
  const given = await givenAnAudit();
  await given.registry.close();
  const db = new DatabaseSync(given.path);
  db.exec(`DROP TRIGGER audit_is_not_edited; DROP TRIGGER audit_is_not_deleted; ${sql}`);
  db.close();
  return (await given.reopen()).audit.verify();
}

describe('the audit', () => {
  test('says who did and who looked at what, newest first, and never a value', async () => {
    const { registry, li } = await givenAnAudit();
    const entries = await registry.audit.list(10);
    expect(entries.map(({ seq, action }) => `${seq} ${action}`)).toEqual([
      '4 band-registered',
      '3 resident-read',
      '2 resident-added',
      '1 staff-added',
    ]);
    expect(entries[1]).toMatchObject({ by: 'admin', subject: `resident:${li}` });
    expect(JSON.stringify(entries)).not.toContain('李秀兰');
    expect(await registry.audit.list(1, 4)).toEqual([entries[1]]);
    expect(await registry.audit.verify()).toEqual({ ok: true, entries: 4 });
  });

  test('cannot be edited or deleted from through the file as it is', async () => {
    const { path } = await givenAnAudit();
    const db = new DatabaseSync(path);
    expect(() => db.exec(`UPDATE audit SET action = 'x'`)).toThrow(/append-only/);
    expect(() => db.exec('DELETE FROM audit')).toThrow(/append-only/);
    db.close();
  });

  test.each([1, 2, 3, 4])('an edit of entry %i is found', async (seq) => {
    expect(await tampered(`UPDATE audit SET by = 'x' WHERE seq = ${seq}`)).toEqual({
      ok: false,
      brokenAt: seq,
    });
  });

  test.each([1, 2, 3, 4])('a missing entry %i is found, the newest too', async (seq) => {
    expect(await tampered(`DELETE FROM audit WHERE seq = ${seq}`)).toEqual({
      ok: false,
      brokenAt: seq,
    });
  });

  test('two entries that changed places are found', async () => {
    const swap = `UPDATE audit SET seq = 99 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3;
      UPDATE audit SET seq = 3 WHERE seq = 99`;
    expect(await tampered(swap)).toEqual({ ok: false, brokenAt: 2 });
  });

  test('nothing of the people reaches the log when the file fails', async () => {
    const log = rememberingLog();
    const { registry } = await openRegistry({ log });
    await registry.residents.add({ name: '李秀兰', phone: '13812345678' });
    await registry.close();
    await expect(registry.residents.add({ name: '李秀兰' })).rejects.toThrow(/not open/);
    registry.audit.record({ action: 'resident-read', subject: 'resident:x' });
    await expect.poll(() => log.lines.length, SOON).toBeGreaterThan(0);
    expect(JSON.stringify(log.lines)).not.toMatch(/李秀兰|13812345678/);
  });
});
