// What the demo remembers from one start to the next: passwords and the bands' secrets, in one file
// that only its owner can read. The file is also the mark of a folder the demo may throw away.
import { randomInt } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BandId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';

export interface Kept {
  readonly madeBy: typeof MARK;
  readonly seed: number;
  /** When the invented community came into being; its month of history begins here. */
  readonly bornAt: Instant;
  /** Present where the demo runs the service itself. */
  readonly adminPassword?: string;
  readonly officer?: { readonly name: string; readonly password: string };
  readonly bands: readonly KeptBand[];
  readonly history: 'missing' | 'delivered';
  /** The demo that uses the folder now. */
  readonly pid?: number;
}

export interface KeptBand {
  readonly id: BandId;
  readonly secret: string;
}

const MARK = 'lamplight-demo';
const FILE = 'demo.json';

/** The folder holds something the demo did not make, or is in use. The message is for the reader. */
class NotOurFolderError extends Error {
  override readonly name = 'NotOurFolderError';
}

/** @returns undefined on the first start. @throws NotOurFolderError */
export async function recall(folder: string): Promise<Kept | undefined> {
  const entries = await namesIn(folder);
  if (entries.length === 0) return undefined;
  const kept = entries.includes(FILE) ? await read(join(folder, FILE)) : undefined;
  if (kept === undefined) {
    throw new NotOurFolderError(
      `${folder} holds data that the demo did not make; nothing was touched. ` +
        'Set LAMPLIGHT_DATA_DIR to another folder.',
    );
  }
  return kept;
}

/** Written whole beside the old file, then put in its place: a crash leaves one or the other. */
export async function keep(folder: string, kept: Omit<Kept, 'madeBy'>): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, FILE);
  const text = `${JSON.stringify({ madeBy: MARK, ...kept }, undefined, 2)}\n`;
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Removes the folder, if the demo made it and no demo runs on it. @throws NotOurFolderError */
export async function discard(folder: string): Promise<void> {
  const kept = await recall(folder);
  if (kept === undefined) return;
  if (kept.pid !== undefined && kept.pid !== process.pid && isAlive(kept.pid)) {
    throw new NotOurFolderError(
      `A demo (process ${kept.pid}) still runs on ${folder}. Stop it first; if that process is ` +
        `something else, remove the folder ${folder} by hand.`,
    );
  }
  await rm(folder, { recursive: true });
}

/** Without what is mistaken for something else when it is read out or typed: 0 and o, 1, i and l. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Four groups of four characters, 79 bits. */
export const inventPassword = (): string =>
  Array.from({ length: 16 }, (_, n) => {
    const dash = n > 0 && n % 4 === 0 ? '-' : '';
    return dash + READABLE[randomInt(READABLE.length)];
  }).join('');

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function read(file: string): Promise<Kept | undefined> {
  try {
    const kept = JSON.parse(await readFile(file, 'utf8')) as Partial<Kept>;
    return kept.madeBy === MARK ? (kept as Kept) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
