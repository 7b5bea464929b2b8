// A backup of a running service. SQLite copies each file in one step, inside one read transaction: with
// more steps every commit of the service in between makes it begin anew: under steady load a copy of
// 10 MB in steps of 100 pages had not ended after 23,000 steps, and in one step took 50 ms. Writers do
// not wait for it. A folder under its final name is a whole backup: it is made
// under another one and renamed when everything in it was read back and is on disk.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { type Clock, formatRfc3339 } from '../../domain/time.ts';
import { DATA_FILES, type DataFile, KeepingError } from './data-files.ts';
import { fsyncPath } from './fsync.ts';
import { type BackedUpFile, examine, MANIFEST, type Manifest, pragma } from './manifest.ts';

export interface BackUpOptions {
  readonly dataDir: string;
  /** A folder that does not exist yet, or is empty. */
  readonly to: string;
  readonly clock: Clock;
}

const ALL_PAGES_AT_ONCE = 2 ** 31 - 1;

/** Resolves when the backup would survive a power cut. Rejects with KeepingError. */
export async function backUp({ dataDir, to, clock }: BackUpOptions): Promise<Manifest> {
  const target = resolve(to);
  refuseUnlessUsable(dataDir, target);
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  try {
    const startedAt = formatRfc3339(clock());
    const files: BackedUpFile[] = [];
    for (const file of DATA_FILES) {
      const source = join(dataDir, file.name);
      if (existsSync(source)) files.push(await copied(source, join(unfinished, file.name), file));
    }
    const finishedAt = formatRfc3339(clock());
    const manifest: Manifest = { format: 'lamplight-backup-1', startedAt, finishedAt, files };
    const path = join(unfinished, MANIFEST);
    writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    fsyncPath(path);
    fsyncPath(unfinished);
    renameSync(unfinished, target);
    fsyncPath(dirname(target));
    return manifest;
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}

function refuseUnlessUsable(dataDir: string, target: string): void {
  const missing = DATA_FILES.find(({ name, needed }) => needed && !existsSync(join(dataDir, name)));
  if (missing) throw new KeepingError(`${dataDir} holds no data of Lamplight: no ${missing.name}.`);
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new KeepingError(`${target} is not empty; a backup wants a folder of its own.`);
  }
}

async function copied(source: string, target: string, file: DataFile): Promise<BackedUpFile> {
  await copy(source, target, file);
  makeWhole(target);
  const entry = await examine(target, file);
  fsyncPath(target);
  return entry;
}

async function copy(source: string, target: string, file: DataFile): Promise<void> {
  try {
    const db = new DatabaseSync(source, { readOnly: true, timeout: 5_000 });
    try {
      await backup(db, target, { rate: ALL_PAGES_AT_ONCE });
    } finally {
      db.close();
    }
  } catch (cause) {
    const { what } = file.at(source);
    throw new KeepingError(`${source} (${what}) cannot be copied: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** One file, without a log beside it, that can be read where nothing can be written. */
function makeWhole(path: string): void {
  chmodSync(path, 0o600);
  const db = new DatabaseSync(path);
  try {
    pragma(db, 'journal_mode = DELETE');
  } finally {
    db.close();
  }
}
