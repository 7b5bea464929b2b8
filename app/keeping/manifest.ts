// What a backup says of itself: which files, how large, with which contents. A restore believes nothing
// that does not agree with it.
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type DataFile, KeepingError } from './data-files.ts';

export const MANIFEST = 'manifest.json';

const fileSchema = z.strictObject({
  name: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  /** Of the schema. */
  version: z.number(),
  /** Rows of each table. */
  rows: z.record(z.string(), z.number()),
});
const manifestSchema = z.strictObject({
  format: z.literal('lamplight-backup-1'),
  /** RFC 3339. All that was acknowledged before `startedAt` is in it. */
  startedAt: z.string(),
  finishedAt: z.string(),
  files: z.array(fileSchema),
});
export type BackedUpFile = z.infer<typeof fileSchema>;
export type Manifest = z.infer<typeof manifestSchema>;

/** Throws KeepingError. */
export function readManifest(folder: string): Manifest {
  const path = join(folder, MANIFEST);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new KeepingError(`${folder} is no backup of Lamplight: it has no ${MANIFEST}.`, {
      cause,
    });
  }
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new KeepingError(
      `${path} cannot be read; the backup is damaged or of a newer Lamplight.`,
      {
        cause,
      },
    );
  }
}

/**
 * Reads a whole file of ours and says what is in it; changes nothing. Throws KeepingError when it is
 * damaged, foreign, or of a version this Lamplight does not know.
 */
export async function examine(path: string, file: DataFile): Promise<BackedUpFile> {
  const { version, rows } = contentsOf(path, file);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return {
    name: file.name,
    bytes: statSync(path).size,
    sha256: hash.digest('hex'),
    version,
    rows,
  };
}

function contentsOf(path: string, file: DataFile): Pick<BackedUpFile, 'version' | 'rows'> {
  const { what, applicationId, migrations } = file.at(path);
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const verdict = pragma(db, 'integrity_check');
    if (verdict !== 'ok') throw new KeepingError(`${path} (${what}) is damaged: ${verdict}`);
    if (pragma(db, 'application_id') !== applicationId) {
      throw new KeepingError(`${path} is not ${what} of Lamplight.`);
    }
    const version = Number(pragma(db, 'user_version'));
    if (version > migrations.length) {
      throw new KeepingError(`${path} (${what}) was written by a newer Lamplight.`);
    }
    return { version, rows: rowsOf(db) };
  } catch (error) {
    if (error instanceof KeepingError) throw error;
    throw new KeepingError(`${path} (${what}) cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  } finally {
    db.close();
  }
}

export const pragma = (db: DatabaseSync, name: string): unknown =>
  Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];

function rowsOf(db: DatabaseSync): Record<string, number> {
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all() as { name: string }[];
  const count = (table: string): number =>
    (db.prepare(`SELECT count(*) AS n FROM "${table}"`).get() as { n: number }).n;
  return Object.fromEntries(tables.map(({ name }) => [name, count(name)]));
}
