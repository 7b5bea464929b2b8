// Opening a SQLite file so that what it says is stored is stored. Every file of the service that
// must survive a power cut is opened here, in the same way:
// WAL with synchronous=FULL, read back on every open, because a connection that is quietly at
// NORMAL loses acknowledged rows when the power fails and no test with `kill -9` can see it.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface DurableFile {
  readonly path: string;
  /** What it holds, for messages: `the journal`. */
  readonly what: string;
  /** Marks the file as ours (PRAGMA application_id): a positive 32-bit number. */
  readonly applicationId: number;
  /** One script per version, oldest first; never change one that was released. */
  readonly migrations: readonly string[];
  /**
   * Every open reads the whole file and refuses it when its structure is damaged. For files that are
   * small enough for it and too important to be used half.
   */
  readonly isCheckedAtOpen?: true;
}

/** A file that cannot be used; it was left as it is. The message tells the installer what to do. */
export class UnusableFileError extends Error {
  override readonly name = 'UnusableFileError';
}

const SYNCHRONOUS_FULL = 2;

/** Throws UnusableFileError when the file is damaged, foreign, or of a newer version. */
export function openDurable(file: DurableFile): DatabaseSync {
  const isNew = !existsSync(file.path);
  if (isNew) mkdirSync(dirname(file.path), { recursive: true, mode: 0o700 });
  else inspect(file);
  const db = opened(file, () => new DatabaseSync(file.path, { timeout: 5_000 }));
  try {
    makeDurable(db, file);
    migrate(db, file);
    if (isNew) fsyncDirectory(dirname(file.path));
    return db;
  } catch (error) {
    db.close();
    throw unusable(file, error);
  }
}

/**
 * The file as another connection keeps it, to read only. In a thread of its own: whoever writes does not
 * wait for it. Throws UnusableFileError when it is damaged, foreign, missing, or of another version.
 */
export function openForReading(file: DurableFile): DatabaseSync {
  inspect(file);
  const db = opened(file, () => new DatabaseSync(file.path, { readOnly: true, timeout: 5_000 }));
  if (pragma(db, 'user_version') === file.migrations.length) return db;
  db.close();
  throw new UnusableFileError(
    `${file.path} (${file.what}) is of another version than this program.`,
  );
}

/** Looks at an existing file without changing a byte of it. */
function inspect(file: DurableFile): void {
  const db = opened(file, () => new DatabaseSync(file.path, { readOnly: true, timeout: 5_000 }));
  try {
    const applicationId = pragma(db, 'application_id');
    const version = pragma(db, 'user_version');
    const tables = db.prepare('SELECT count(*) AS n FROM sqlite_schema').get() as { n: number };
    if (applicationId === 0 && version === 0 && tables.n === 0) return;
    if (applicationId !== file.applicationId) {
      throw new UnusableFileError(
        `${file.path} is not ${file.what} of Lamplight; it was left untouched. ` +
          'Move it away, or set LAMPLIGHT_DATA_DIR to another folder.',
      );
    }
    if (version > file.migrations.length) {
      throw new UnusableFileError(
        `${file.path} was written by a newer Lamplight (version ${version} of ${file.what}, this one ` +
          `knows ${file.migrations.length}); it was left untouched. Start the newer Lamplight.`,
      );
    }
    if (file.isCheckedAtOpen) refuseDamaged(db, file);
  } catch (error) {
    throw unusable(file, error);
  } finally {
    db.close();
  }
}

function refuseDamaged(db: DatabaseSync, { path, what }: DurableFile): void {
  const [found] = Object.values(db.prepare('PRAGMA integrity_check(1)').get() ?? {});
  if (found === 'ok') return;
  throw new UnusableFileError(
    `${path} (${what}) is damaged: ${String(found).replaceAll('\n', ' ')}. It was left untouched. ` +
      'Restore it from a backup (npm run restore).',
  );
}

/** For a file that is known to have held something, and now is as good as new. */
export const emptied = ({ path, what }: DurableFile, held: number): UnusableFileError =>
  new UnusableFileError(
    `${path} (${what}) is empty, and it is known to have held ${held} entries. Restore it from a backup ` +
      `(npm run restore); to begin anew on purpose, remove ${path}.high-water and start again.`,
  );

function makeDurable(db: DatabaseSync, file: DurableFile): void {
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  if (pragma(db, 'synchronous') !== SYNCHRONOUS_FULL) {
    throw new UnusableFileError(
      `${file.path}: SQLite does not take synchronous=FULL here, so a power cut could lose what was ` +
        'acknowledged. Lamplight does not start like this; report the platform and Node version.',
    );
  }
}

/** Each version is one transaction, so that a kill in between leaves a version and never half of one. */
function migrate(db: DatabaseSync, file: DurableFile): void {
  for (let version = pragma(db, 'user_version'); version < file.migrations.length; version += 1) {
    db.exec(
      `BEGIN IMMEDIATE; ${file.migrations[version]};
       PRAGMA application_id = ${file.applicationId}; PRAGMA user_version = ${version + 1}; COMMIT`,
    );
  }
}

const pragma = (db: DatabaseSync, name: string): number =>
  Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);

function opened(file: DurableFile, open: () => DatabaseSync): DatabaseSync {
  try {
    return open();
  } catch (error) {
    throw unusable(file, error);
  }
}

function unusable(file: DurableFile, error: unknown): UnusableFileError {
  if (error instanceof UnusableFileError) return error;
  const cause = error instanceof Error ? error.message : String(error);
  return new UnusableFileError(
    `${file.path} (${file.what}) cannot be opened: ${cause}. It was left untouched. ` +
      'Check the disk and the permissions, or restore the file from a backup.',
    { cause: error },
  );
}

/** A new file is only found after a power cut if its folder was written too. */
function fsyncDirectory(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** SQLITE_FULL, and SQLITE_IOERR_SHMSIZE, which is how a full disk shows in the -shm file. */
const DISK_FULL = new Set([13, 4874]);

/** Whether a write failed for want of room, also when the error comes from a thread. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && DISK_FULL.has((error as { errcode?: number }).errcode ?? 0);

/** Runs `work` in one transaction; what it throws rolls everything back. */
export function transaction<Value>(db: DatabaseSync, work: () => Value): Value {
  db.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    db.exec('COMMIT');
    return value;
  } catch (error) {
    // A failed COMMIT (disk full) may have ended the transaction already.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
