// What the journal does about damage that SQLite itself does not see: a changed letter, a lost end.
import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { createSqliteJournal } from '../../alerts/adapters/sqlite.ts';
import { incidentIdFor } from '../../domain/ids.ts';
import { type Change, evolveAll } from '../../domain/incident.ts';
import { instant } from '../../domain/time.ts';
import { temporaryFolder } from '../support/folder.ts';
import { must } from '../support/given.ts';

const AT = instant(1_790_000_000_000);

const changesOf = (band: string): readonly Change[] => {
  const incidentId = incidentIdFor('sos', band, '1');
  const said = { incidentId, at: AT };
  const raised = { kind: 'sos', priority: 'emergency', dueAt: AT } as const;
  return [
    { type: 'raised', ...said, ...raised, reason: { code: 'pressed' } },
    { type: 'pressed', ...said, messageId: `${band}-1` as never },
  ];
};

/** A journal with one incident for each band, closed in order. */
async function journalOf(...bands: readonly string[]) {
  const path = join(temporaryFolder(), 'journal.db');
  const journal = createSqliteJournal({ path });
  await journal.open();
  for (const band of bands) {
    const changes = changesOf(band);
    await journal.append({
      arrivals: [],
      changes: changes.map((change, n) => ({ change, version: n + 1 })),
      incidents: [evolveAll(undefined, changes)],
    });
  }
  await journal.close();
  return path;
}

async function reopened(path: string) {
  const journal = createSqliteJournal({ path });
  const contents = await journal.open();
  await journal.close();
  return contents;
}

const change = (path: string, from: string, to: string): void => {
  const bytes = readFileSync(path, 'latin1');
  expect(bytes).toContain(from);
  writeFileSync(path, bytes.replace(from, to), 'latin1');
};

describe('a journal that was damaged while the service was down', () => {
  it('that is whole says nothing of damage', async () => {
    const { damage, openIncidents } = await reopened(await journalOf('b1', 'b2'));
    expect(damage).toBeUndefined();
    expect(openIncidents).toHaveLength(2);
  });

  it('with a changed letter leaves that entry out, tells, and keeps all others', async () => {
    const path = await journalOf('b1', 'b2');
    change(path, '"messageId":"b1-1"', '"messageId":"b7-1"');
    const { damage, openIncidents } = await reopened(path);
    expect(damage).toEqual({ missing: 0, damaged: 1 });
    expect(openIncidents.map(({ presses }) => presses).toSorted()).toEqual([0, 1]);
  });

  it('whose list says that an open incident is closed believes the changes', async () => {
    const path = await journalOf('b1');
    const db = new DatabaseSync(path);
    db.exec('UPDATE incidents SET is_open = 0');
    db.close();
    const { damage, openIncidents } = await reopened(path);
    expect(damage).toBeUndefined();
    expect(openIncidents).toHaveLength(1);
  });

  it('that lost its end tells how much is missing', async () => {
    const path = await journalOf('b1', 'b2', 'b3');
    const earlier = await journalOf('b1', 'b2');
    copyFileSync(earlier, path);
    expect((await reopened(path)).damage).toEqual({ missing: 2, damaged: 0 });
  });

  it.each(['without a byte', 'gone'])('that is %s is not taken for a new one', async (how) => {
    const path = await journalOf('b1');
    if (how === 'gone') rmSync(path);
    else truncateSync(path, 0);
    await expect(reopened(path)).rejects.toThrow(/is empty.*2 entries.*npm run restore/);
    rmSync(`${path}.high-water`);
    expect((await reopened(path)).openIncidents).toEqual([]);
  });

  it('with a broken page is refused, and not a byte of it is touched', async () => {
    const path = await journalOf('b1', 'b2');
    const bytes = readFileSync(path);
    bytes.fill(0xff, 4096 * 2, 4096 * 3);
    writeFileSync(path, bytes);
    await expect(reopened(path)).rejects.toThrow(/journal\.db \(the journal\) (is damaged|cannot)/);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('of the version before checksums is believed', async () => {
    const path = await journalOf('b1');
    const db = new DatabaseSync(path);
    db.exec(
      `ALTER TABLE arrivals DROP COLUMN checksum; ALTER TABLE changes DROP COLUMN checksum;
       ALTER TABLE incidents DROP COLUMN checksum; DROP TABLE habits; DROP TABLE verdicts;
       PRAGMA user_version = 1`,
    );
    db.close();
    const { damage, openIncidents } = await reopened(path);
    expect(damage).toBeUndefined();
    expect(must(openIncidents[0]).presses).toBe(1);
  });
});
