// Files of every schema that was ever released open, and a migration that is killed at any point is done
// by the next start. `test/fixtures/<file>-<version>.sql` are what those versions wrote.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { DATA_FILES } from '../../app/keeping/data-files.ts';
import { pragma } from '../../app/keeping/manifest.ts';
import { verifyJournal } from '../../app/keeping/verify-journal.ts';
import type { IncidentView } from '../../domain/frame.ts';
import { openDurable } from '../../durable/sqlite.ts';
import { patched } from '../faults/patches.ts';
import { temporaryFolder } from '../support/folder.ts';
import { must } from '../support/given.ts';
import { connectBand, signIn } from '../support/service.ts';
import { started } from './started.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures');

/** The file as that version wrote it. */
function written(folder: string, name: string, version: number): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  const db = new DatabaseSync(path);
  db.exec(readFileSync(join(FIXTURES, `${name.replace('.db', '')}-${version}.sql`), 'utf8'));
  db.close();
  return path;
}

/** Every row of every table, without the columns that came later. */
function rowsOf(path: string, columns: ReadonlyMap<string, readonly string[]>): unknown {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = [...columns].map(([table, names]) => [
    table,
    db.prepare(`SELECT ${names.map((each) => `"${each}"`).join(', ')} FROM ${table}`).all(),
  ]);
  db.close();
  return JSON.parse(JSON.stringify(rows));
}

function columnsOf(path: string): ReadonlyMap<string, readonly string[]> {
  const db = new DatabaseSync(path, { readOnly: true });
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const columns = new Map(
    tables.map(({ name }) => [
      String(name),
      db
        .prepare(`SELECT name FROM pragma_table_info('${name}')`)
        .all()
        .map((column) => String(column.name)),
    ]),
  );
  db.close();
  return columns;
}

const versionOf = (path: string): number => {
  const db = new DatabaseSync(path, { readOnly: true });
  const version = Number(pragma(db, 'user_version'));
  db.close();
  return version;
};

/** Opens the file in a process of its own that is killed after so many statements. */
async function openAndDie(name: string, path: string, dieAfter: number, further = '') {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'migrating.ts'), name, path, String(dieAfter), further],
    {
      env: {
        ...process.env,
        ...patched({
          file: 'durable/sqlite.ts',
          line: 'db.exec(\n      `BEGIN IMMEDIATE; ',
          becomes: 'globalThis.inPieces(db,\n      `BEGIN IMMEDIATE; ',
        }),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [, signal] = await once(child, 'close');
  return { wasKilled: signal === 'SIGKILL' };
}

/** A version that is yet to come: several statements that rewrite what is there. */
const TO_COME = `
  CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  ALTER TABLE arrivals ADD COLUMN note TEXT;
  UPDATE arrivals SET note = 'n' || seq;
  INSERT INTO notes SELECT key || seq, note FROM arrivals;
  CREATE INDEX arrivals_by_note ON arrivals (note);
`;

describe('files of every released version', { timeout: 120_000 }, () => {
  it('are kept as fixtures, each version before today’s', () => {
    const kept = new Set(readdirSync(FIXTURES));
    for (const { name, at } of DATA_FILES) {
      for (let version = 1; version < Math.max(2, at('').migrations.length); version += 1) {
        const fixture = `${name.replace('.db', '')}-${version}.sql`;
        expect(kept.has(fixture), `test/fixtures/${fixture} is missing`).toBe(true);
      }
    }
  });

  it('open in today’s service with all that was in them', async () => {
    const dataDir = temporaryFolder();
    for (const { name } of DATA_FILES) written(dataDir, name, 1);
    const service = await started(dataDir);
    const desk = await signIn(service);
    const { items } = await desk.call<{ items: IncidentView[] }>('GET', '/api/incidents?state=all');
    const lived = items.filter(({ kind }) => kind !== 'technical');
    expect(lived.map(({ kind, state, presses }) => ({ kind, state, presses }))).toEqual([
      { kind: 'fall', state: 'open', presses: 0 },
      { kind: 'sos', state: 'closed', presses: 2 },
    ]);
    const residents = await desk.call<{ items: unknown[] }>('GET', '/api/residents');
    expect(residents.items).toMatchObject([{ name: '林秀华' }, { name: '王德明' }]);
    await expect(connectBand(service, { id: 'band-1', secret: 'wrong' })).rejects.toThrow();
    expect(await service.stop()).toBe(0);
    const db = new DatabaseSync(join(dataDir, 'journal.db'), { readOnly: true });
    expect(verifyJournal(db)).toMatchObject({ arrivals: 4, repeats: 1, problems: [] });
    db.close();
  });
});

describe('a migration that is killed', { timeout: 240_000 }, () => {
  /** Kills at every statement in turn, and opens what is left as the next start does. */
  async function killedEverywhere(
    name: string,
    prepare: (folder: string) => string,
    further = '',
  ): Promise<number> {
    const file = must(DATA_FILES.find((each) => each.name === name));
    const pristine = prepare(join(temporaryFolder(), 'pristine'));
    const columns = columnsOf(pristine);
    const rows = rowsOf(pristine, columns);
    const before = versionOf(pristine);
    let kills = 0;
    for (let dieAfter = 0; ; dieAfter += 1) {
      const path = join(temporaryFolder(), name);
      copyFileSync(pristine, path);
      const { wasKilled } = await openAndDie(name, path, dieAfter, further);
      const known = file.at(path);
      const migrations = further === '' ? known.migrations : [...known.migrations, further];
      // Whole versions and nothing between them: what is left is as it was, or as it is to be.
      expect(versionOf(path)).toBeGreaterThanOrEqual(before);
      expect(rowsOf(path, columns)).toEqual(rows);
      openDurable({ ...known, migrations }).close();
      expect(versionOf(path)).toBe(migrations.length);
      expect(rowsOf(path, columns)).toEqual(rows);
      if (!wasKilled) return kills;
      kills += 1;
    }
  }

  it('at any statement from the first version on, is done by the next start', async () => {
    const kills = await killedEverywhere(
      'journal.db',
      (folder) => written(folder, 'journal.db', 1),
      TO_COME,
    );
    expect(kills).toBeGreaterThan(8);
  });

  it.each(DATA_FILES.map(({ name }) => name))(
    'at any statement while %s is being made, is done by the next start',
    async (name) => {
      const empty = (folder: string): string => {
        mkdirSync(folder, { recursive: true });
        const path = join(folder, name);
        new DatabaseSync(path).close();
        return path;
      };
      expect(await killedEverywhere(name, empty)).toBeGreaterThan(4);
    },
  );
});
