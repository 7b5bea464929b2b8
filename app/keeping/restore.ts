// A restore into a folder of data. The backup is read through first, and nothing is touched unless all
// of it agrees with its manifest. What is in the folder is never deleted: told to replace it, the restore
// moves it aside. While it is under way a note lies in the folder, and no service starts on it: half a
// restore would look like a service that has forgotten.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Clock, formatRfc3339 } from '../../domain/time.ts';
import { lockDataFolder } from '../lock.ts';
import { DATA_FILES, KeepingError } from './data-files.ts';
import { fsyncPath } from './fsync.ts';
import { type BackedUpFile, examine, type Manifest, readManifest } from './manifest.ts';

interface RestoreOptions {
  readonly from: string;
  readonly dataDir: string;
  /** Moves what is in the folder aside; without it only an empty folder is taken. */
  readonly replace: boolean;
  readonly clock: Clock;
}

interface Restored {
  readonly manifest: Manifest;
  /** Where what was in the folder is now. */
  readonly movedTo?: string;
}

const UNFINISHED = 'restore-unfinished';
const LOCK = /^lock(-journal|-wal|-shm)?$/;

/** For a start. Throws KeepingError when a restore into the folder was not finished. */
export function refuseUnfinishedRestore(dataDir: string): void {
  if (!existsSync(join(dataDir, UNFINISHED))) return;
  throw new KeepingError(
    `A restore into ${dataDir} was not finished. Run it again (npm run restore), then start.`,
  );
}

/** Rejects with KeepingError, or DataFolderInUseError while a service runs on the folder. */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { from, dataDir, clock } = options;
  const manifest = readManifest(from);
  for (const entry of manifest.files) await agreeing(from, entry);
  refuseIncomplete(from, manifest);
  const unlock = lockDataFolder(dataDir);
  try {
    const present = readdirSync(dataDir).filter((name) => !LOCK.test(name));
    refuseUnlessTold(options, present);
    const note = join(dataDir, UNFINISHED);
    writeFileSync(note, `from ${from}\n`, { mode: 0o600 });
    fsyncPath(dataDir);
    const movedTo = moveAside(dataDir, present, formatRfc3339(clock()));
    for (const { name } of manifest.files) put(join(from, name), join(dataDir, name));
    for (const entry of manifest.files) await agreeing(dataDir, entry);
    rmSync(note);
    fsyncPath(dataDir);
    return { manifest, ...(movedTo !== undefined && { movedTo }) };
  } finally {
    unlock();
  }
}

/** Throws KeepingError unless the file is what the manifest says. */
async function agreeing(folder: string, entry: BackedUpFile): Promise<void> {
  const file = DATA_FILES.find(({ name }) => name === entry.name);
  const path = join(folder, entry.name);
  if (!file) throw new KeepingError(`${path}: this Lamplight knows no such file.`);
  if (!existsSync(path)) throw new KeepingError(`${path} is missing.`);
  if (!isDeepStrictEqual(await examine(path, file), entry)) {
    throw new KeepingError(
      `${path} is not the file that was backed up: it differs from the manifest.`,
    );
  }
}

function refuseIncomplete(from: string, { files }: Manifest): void {
  const missing = DATA_FILES.find(
    ({ name, needed }) => needed && !files.some((entry) => entry.name === name),
  );
  if (missing) throw new KeepingError(`${from} is incomplete: it has no ${missing.name}.`);
}

function refuseUnlessTold({ dataDir, replace }: RestoreOptions, present: readonly string[]): void {
  if (replace || present.length === 0 || present.includes(UNFINISHED)) return;
  throw new KeepingError(
    `${dataDir} is not empty (${present.slice(0, 3).join(', ')}${present.length > 3 ? ', …' : ''}). ` +
      'Give another folder, or say --replace: then what is there is moved aside, not deleted.',
  );
}

function moveAside(dataDir: string, present: readonly string[], now: string): string | undefined {
  const names = present.filter((name) => name !== UNFINISHED && !name.startsWith('replaced-'));
  if (names.length === 0) return undefined;
  const aside = join(dataDir, `replaced-${now.replaceAll(':', '-')}`);
  mkdirSync(aside, { mode: 0o700 });
  for (const name of names) renameSync(join(dataDir, name), join(aside, name));
  fsyncPath(aside);
  return aside;
}

function put(source: string, target: string): void {
  const arriving = `${target}.restoring`;
  copyFileSync(source, arriving);
  fsyncPath(arriving);
  renameSync(arriving, target);
}
