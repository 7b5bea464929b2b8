import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { createSqliteJournal } from '../../alerts/adapters/sqlite.ts';
import { journalContract } from '../contracts/journal.ts';
import { temporaryFolder } from '../support/folder.ts';

journalContract('SQLite', async () => {
  const path = join(temporaryFolder(), 'journal.db');
  const journal = createSqliteJournal({ path });
  return {
    journal,
    async reopen() {
      await journal.close();
      return createSqliteJournal({ path });
    },
  };
});

describe('the journal file', () => {
  const untouched = async (path: string, message: RegExp) => {
    const before = readFileSync(path);
    await expect(createSqliteJournal({ path }).open()).rejects.toThrow(message);
    expect(readFileSync(path).equals(before)).toBe(true);
  };

  it('that is no database says so and is left untouched', async () => {
    const path = join(temporaryFolder(), 'journal.db');
    writeFileSync(path, 'these are holiday pictures, not a database at all'.repeat(100));
    await untouched(path, /journal\.db \(the journal\) cannot be opened.*left untouched/);
  });

  it('that belongs to another program says so and is left untouched', async () => {
    const path = join(temporaryFolder(), 'journal.db');
    const db = new DatabaseSync(path);
    db.exec('CREATE TABLE contacts (name TEXT)');
    db.close();
    await untouched(path, /is not the journal of Lamplight/);
  });

  it('of a newer version says so and is left untouched', async () => {
    const path = join(temporaryFolder(), 'journal.db');
    const journal = createSqliteJournal({ path });
    await journal.open();
    await journal.close();
    const db = new DatabaseSync(path);
    db.exec('PRAGMA user_version = 99');
    db.close();
    await untouched(path, /written by a newer Lamplight \(version 99/);
  });

  it('is opened with synchronous=FULL every time, and would not start without', async () => {
    const { openDurable } = await import('../../durable/sqlite.ts');
    const { journalFile } = await import('../../alerts/adapters/journal-schema.ts');
    const file = journalFile(join(temporaryFolder(), 'journal.db'));
    for (let start = 1; start <= 3; start += 1) {
      const db = openDurable(file);
      expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
      expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
      db.close();
    }
  });
});
