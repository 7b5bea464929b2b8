// Backup, restore and proof, as an installer runs them: commands of their own beside a service that runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../app/keeping/manifest.ts';
import type { IncidentView } from '../../domain/frame.ts';
import { sharedFolder, temporaryFolder } from '../support/folder.ts';
import {
  admit,
  connectBand,
  failToStart,
  type RegisteredBand,
  type Service,
  signIn,
} from '../support/service.ts';
import { started } from './started.ts';

/** Runs a command as npm does, and resolves with its exit status and what it said. */
async function run(command: 'backup' | 'restore' | 'verify', ...args: readonly string[]) {
  const path = join(import.meta.dirname, `../../app/${command}.ts`);
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [code] = await once(child, 'close');
  return { code: code as number, output };
}

/** A wearer who presses without pause and remembers what was acknowledged. */
async function pressing(service: Service, band: { id: string; secret: string }) {
  const wrist = await connectBand(service, band);
  wrist.on('error', () => {});
  const acknowledged: string[] = [];
  let isOver = false;
  const presser = async (lane: number) => {
    for (let n = 0; !isOver; n += 1) {
      const id = `${band.id}-${lane}-${n}`;
      const press = JSON.stringify({ id, at: Date.now() });
      await wrist.publishAsync(`v1/bands/${band.id}/sos`, press, { qos: 1 });
      acknowledged.push(id);
    }
  };
  const pressers = Promise.all([presser(0), presser(1), presser(2), presser(3)]);
  return {
    acknowledged,
    async stop() {
      isOver = true;
      await pressers;
      await wrist.endAsync(true);
    },
  };
}

async function pressedIn(service: Service): Promise<ReadonlySet<string>> {
  const desk = await signIn(service);
  const { items } = await desk.call<{ items: IncidentView[] }>('GET', '/api/incidents?state=all');
  return new Set(
    items.flatMap(({ timeline }) =>
      timeline.flatMap((entry) => (entry.type === 'pressed' ? [entry.messageId ?? ''] : [])),
    ),
  );
}

/** The folder of a service that was used for a while and stopped; each test has a copy of its own. */
const used = join(sharedFolder(), 'data');
let bands: readonly [RegisteredBand, RegisteredBand];

beforeAll(async () => {
  const service = await started(used);
  const desk = await signIn(service);
  bands = [await admit(desk, 'band-1', '林秀华'), await admit(desk, 'band-2', '王德明')];
  await service.stop();
});

function copyOf(folder: string): string {
  const copy = join(temporaryFolder(), 'data');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

describe('a backup', { timeout: 120_000 }, () => {
  it('of a service under load, restored elsewhere, has everything acknowledged before it began', async () => {
    const dataDir = copyOf(used);
    const service = await started(dataDir);
    const wearers = await Promise.all(bands.map((band) => pressing(service, band)));
    while (wearers.some(({ acknowledged }) => acknowledged.length < 200)) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const before = wearers.flatMap(({ acknowledged }) => [...acknowledged]);
    const to = join(temporaryFolder(), 'backup');
    const backedUp = await run('backup', '--data-dir', dataDir, '--to', to);
    expect(backedUp).toMatchObject({ code: 0 });
    const after = wearers.flatMap(({ acknowledged }) => acknowledged).length;
    for (const wearer of wearers) await wearer.stop();
    await service.stop();
    // People went on pressing while it was made.
    expect(after).toBeGreaterThan(before.length);

    expect((await run('verify', '--data-dir', to)).output).toContain('All of it agrees.');
    const elsewhere = join(temporaryFolder(), 'elsewhere');
    const restored = await run('restore', '--from', to, '--data-dir', elsewhere);
    expect(restored).toMatchObject({ code: 0 });
    const again = await started(elsewhere);
    const found = await pressedIn(again);
    expect(before.filter((id) => !found.has(id))).toEqual([]);
    const desk = await signIn(again);
    const { items } = await desk.call<{ items: unknown[] }>('GET', '/api/residents');
    expect(items).toMatchObject([{ name: '林秀华' }, { name: '王德明' }]);
    // The bands still have their secrets.
    const wrist = await connectBand(again, bands[0]);
    await wrist.endAsync(true);
    await again.stop();
  });

  it('has what rules said of people and what was learned of them, and the proof does not mind', async () => {
    const dataDir = copyOf(used);
    const db = new DatabaseSync(join(dataDir, 'journal.db'));
    db.exec("INSERT INTO habits (resident_id, habits) VALUES ('r-old', '{\"days\":9}')");
    db.close();
    // With the first tick of a service that knows its people, what the rules say of them is on record.
    const again = await started(dataDir);
    const said = (folder: string) => {
      const file = new DatabaseSync(join(folder, 'journal.db'), { readOnly: true });
      const rows = ['verdicts', 'habits'].map((table) =>
        file.prepare(`SELECT * FROM ${table} ORDER BY 1`).all(),
      );
      file.close();
      return JSON.parse(JSON.stringify(rows)) as [{ rule: string }[], { resident_id: string }[]];
    };
    while (said(dataDir)[0].length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    await again.stop();
    const kept = said(dataDir);
    expect(kept[1]).toContainEqual({ resident_id: 'r-old', habits: '{"days":9}' });

    const to = join(temporaryFolder(), 'backup');
    expect(await run('backup', '--data-dir', dataDir, '--to', to)).toMatchObject({ code: 0 });
    expect((await run('verify', '--data-dir', to)).output).toContain('All of it agrees.');
    const elsewhere = join(temporaryFolder(), 'elsewhere');
    const restored = await run('restore', '--from', to, '--data-dir', elsewhere);
    expect(restored).toMatchObject({ code: 0 });
    expect(said(elsewhere)).toEqual(kept);
  });

  it('can be made of a service that was killed, and of one that is stopped', async () => {
    const dataDir = copyOf(used);
    await (await started(dataDir)).kill();
    const ofKilled = join(temporaryFolder(), 'of-killed');
    expect(await run('backup', '--data-dir', dataDir, '--to', ofKilled)).toMatchObject({ code: 0 });
    await (await started(dataDir)).stop();
    const ofStopped = join(temporaryFolder(), 'of-stopped');
    expect(await run('backup', '--data-dir', dataDir, '--to', ofStopped)).toMatchObject({
      code: 0,
    });
    const manifest = JSON.parse(readFileSync(join(ofStopped, 'manifest.json'), 'utf8')) as Manifest;
    expect(manifest.files.map(({ name }) => name)).toEqual([
      'journal.db',
      'registry.db',
      'spool.db',
      'readings.db',
    ]);
    expect(manifest.files[1]?.rows).toMatchObject({ residents: 2, bands: 2 });
    expect(readdirSync(ofStopped).sort()).toEqual(
      ['journal.db', 'manifest.json', 'readings.db', 'registry.db', 'spool.db'].sort(),
    );
  });

  it('is not made over another one, of nothing, or of a file that is damaged', async () => {
    const dataDir = copyOf(used);
    const full = temporaryFolder();
    writeFileSync(join(full, 'holiday.jpg'), '');
    const over = await run('backup', '--data-dir', dataDir, '--to', full);
    expect(over).toMatchObject({ code: 1, output: expect.stringContaining('is not empty') });
    const none = await run('backup', '--data-dir', full, '--to', join(full, 'new'));
    expect(none).toMatchObject({ code: 1, output: expect.stringContaining('holds no data') });

    damage(join(dataDir, 'journal.db'));
    const to = join(temporaryFolder(), 'backup');
    const damaged = await run('backup', '--data-dir', dataDir, '--to', to);
    expect(damaged).toMatchObject({ code: 1, output: expect.stringContaining('journal.db') });
    // What is not whole has no name of a backup.
    expect(existsSync(to)).toBe(false);
  });
});

/** Overwrites a page in the middle, as a failing disk does. */
function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0x5a, 4_096 * 2, 4_096 * 3);
  writeFileSync(path, bytes);
}

describe('a restore', { timeout: 120_000 }, () => {
  const made = join(sharedFolder(), 'backup');
  beforeAll(async () => {
    expect(await run('backup', '--data-dir', used, '--to', made)).toMatchObject({ code: 0 });
  });

  it('touches nothing in a folder that is not empty, unless told; then what was there is kept', async () => {
    const dataDir = join(temporaryFolder(), 'data');
    await (await started(dataDir)).stop();
    const journal = readFileSync(join(dataDir, 'journal.db'));
    const refused = await run('restore', '--from', made, '--data-dir', dataDir);
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('--replace') });
    expect(readFileSync(join(dataDir, 'journal.db')).equals(journal)).toBe(true);

    const told = await run('restore', '--from', made, '--data-dir', dataDir, '--replace');
    expect(told).toMatchObject({ code: 0 });
    const aside = readdirSync(dataDir).find((name) => name.startsWith('replaced-')) ?? '';
    expect(readFileSync(join(dataDir, aside, 'journal.db')).equals(journal)).toBe(true);
    const service = await started(dataDir);
    const desk = await signIn(service);
    expect((await desk.call<{ items: unknown[] }>('GET', '/api/bands')).items).toHaveLength(2);
    await service.stop();
  });

  it('is refused while a service runs on the folder', async () => {
    const dataDir = copyOf(used);
    const service = await started(dataDir);
    const refused = await run('restore', '--from', made, '--data-dir', dataDir, '--replace');
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('is running') });
    await service.stop();
  });

  it.each<[string, (backup: string) => void]>([
    ['with a damaged page', (backup) => damage(join(backup, 'journal.db'))],
    ['with a byte too many', (backup) => appendFileSync(join(backup, 'registry.db'), 'x')],
    ['without one of its files', (backup) => rmSync(join(backup, 'spool.db'))],
    ['without its manifest', (backup) => rmSync(join(backup, 'manifest.json'))],
    [
      'with one row less than it says',
      (backup) => {
        const db = new DatabaseSync(join(backup, 'registry.db'));
        db.exec('DELETE FROM sessions');
        db.close();
      },
    ],
  ])('of a backup %s is refused, and nothing is touched', async (_how, spoil) => {
    const backup = copyOf(made);
    spoil(backup);
    const dataDir = temporaryFolder();
    const refused = await run('restore', '--from', backup, '--data-dir', dataDir);
    expect(refused.code).toBe(1);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('that was cut short is no folder to start on, and is finished by running it again', async () => {
    const dataDir = temporaryFolder();
    mkdirSync(dataDir, { recursive: true });
    // As a kill after the first file leaves it.
    writeFileSync(join(dataDir, 'restore-unfinished'), '');
    cpSync(join(made, 'journal.db'), join(dataDir, 'journal.db'));
    const { code, output } = await failToStart(dataDir, {});
    expect({ code, output }).toMatchObject({
      code: 1,
      output: expect.stringContaining('was not finished'),
    });
    const again = await run('restore', '--from', made, '--data-dir', dataDir);
    expect(again).toMatchObject({ code: 0 });
    await (await started(dataDir)).stop();
  });
});

describe('the proof', { timeout: 120_000 }, () => {
  /** Presses, repeats, unreadable calls, falls and a word that all is well about nothing. */
  const lived = join(sharedFolder(), 'data');
  beforeAll(async () => {
    cpSync(used, lived, { recursive: true });
    const service = await started(lived);
    const desk = await signIn(service);
    const wrist = await connectBand(service, bands[0]);
    const says = (channel: string, payload: string) =>
      wrist.publishAsync(`v1/bands/band-1/${channel}`, payload, { qos: 1 });
    await says('fall', '{"id":"0","at":5,"phase":"cancelled"}');
    await says('sos', '{"id":"1","at":1}');
    await says('sos', '{"id":"1","at":1}');
    await says('sos', '{"battery":7}');
    await says('sos', 'help me');
    await says('fall', '{"id":"2","at":2,"phase":"detected"}');
    await says('fall', '{"id":"2","at":2,"phase":"confirmed"}');
    await says('fall', '{"id":"2","at":2,"phase":"cancelled"}');
    await says('fall', '\u0000\u0001');
    await says('fall', '{"id":"4","at":4,"phase":"detected"}');
    await says('fall', '{"id":"5","at":5,"phase":"detected"}');
    await says('fall', '{"id":"4","at":6,"phase":"cancelled"}');
    const { items } = await desk.call<{ items: IncidentView[] }>('GET', '/api/incidents');
    for (const { id } of items) {
      await desk.call('POST', `/api/incidents/${id}/close`, { outcome: 'assisted' });
    }
    await says('sos', '{"id":"3","at":3}');
    await wrist.endAsync(true);
    await service.stop();
  });

  const change = (dataDir: string, sql: string, file = 'journal.db'): void => {
    const db = new DatabaseSync(join(dataDir, file));
    db.exec(sql);
    db.close();
  };

  it('holds for a life with repeats, garbage, falls and a false alarm, beside the running service', async () => {
    const dataDir = copyOf(lived);
    const service = await started(dataDir);
    const { code, output } = await run('verify', '--data-dir', dataDir);
    expect(output).toContain('13 presses and falls on record');
    expect(output).toContain('11 in incidents');
    expect(output).toContain('1 delivered again');
    expect(output).toContain('1 said that all is well when nothing was open');
    expect(output).toContain('0 took back a fall that another had followed');
    expect(output).toContain('All of it agrees.');
    expect(code).toBe(0);
    await service.stop();
  });

  it('finds whatever is taken away, added or changed', async () => {
    const wrongs: readonly (readonly [string, RegExp])[] = [
      [`DELETE FROM changes WHERE body LIKE '%"pressed"%"3"%'`, /arrival \d+ .* is in no incident/],
      [
        `DELETE FROM changes WHERE version = 1 AND incident_id LIKE 'fall%'`,
        /does not fold|is missing/,
      ],
      [
        `DELETE FROM changes WHERE version = 2 AND incident_id LIKE 'fall%'`,
        /its change 2 is missing/,
      ],
      [`DELETE FROM arrivals WHERE key = 'sos:3@3'`, /no message for 1 of its entries/],
      [`DELETE FROM incidents WHERE is_open = 1`, /is in no list/],
      [`UPDATE incidents SET is_open = 1 - is_open`, /is listed as something else/],
      [
        `INSERT INTO incidents (id, opened_at, is_open) VALUES ('sos.x.1', 1, 0)`,
        /sos\.x\.1 is listed and has no changes/,
      ],
      [
        `UPDATE changes SET body = replace(body, '"messageId":"1"', '"messageId":"9"')`,
        /is in no incident/,
      ],
      [
        `UPDATE arrivals SET received_at = received_at + 1 WHERE seq = 1`,
        /1 entries of the journal are not what was written/,
      ],
      [`UPDATE marks SET value = 9999 WHERE name = 'performed'`, /marked as performed up to 9999/],
    ];
    for (const [sql, message] of wrongs) {
      const copy = copyOf(lived);
      change(copy, sql);
      const { code, output } = await run('verify', '--data-dir', copy);
      expect(output, sql).toMatch(message);
      expect(code, sql).toBe(1);
    }
  });

  it('finds an edited audit and a damaged file', async () => {
    const edited = copyOf(lived);
    change(
      edited,
      "DROP TRIGGER audit_is_not_edited; UPDATE audit SET by = 'nobody' WHERE seq = 2",
      'registry.db',
    );
    const audit = await run('verify', '--data-dir', edited);
    expect(audit).toMatchObject({
      code: 1,
      output: expect.stringContaining('entry 2 of the audit'),
    });
    const dataDir = copyOf(lived);
    damage(join(dataDir, 'registry.db'));
    const damaged = await run('verify', '--data-dir', dataDir);
    expect(damaged).toMatchObject({ code: 1, output: expect.stringContaining('registry.db') });
  });
});
