// Room on the disk that is kept for emergencies. The reserve is a file of real bytes in the data
// folder. When the disk is full it is given up, and from then on until there is room again only what
// must not wait is written: presses, falls, and what people do about them. Readings stay with the bands.
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, rmSync } from 'node:fs';
import { open, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from '../domain/log.ts';
import { type Millis, seconds } from '../domain/time.ts';

export interface Reserve {
  /** Makes the file if there is room for it, and keeps looking from then on. */
  start(): Promise<void>;
  /**
   * Gives the room up. True when there was some to give: whoever could not write tries again now.
   * Never throws.
   */
  release(): boolean;
  /** There is no reserve at present, so the disk is for emergencies alone. */
  readonly isReleased: boolean;
  stop(): Promise<void>;
}

export interface ReserveOptions {
  readonly path: string;
  readonly log: Log;
  /** Bytes. */
  readonly size?: number;
  readonly lookEvery?: Millis;
  /** Bytes that can still be written beside `path`. */
  readonly free?: (path: string) => Promise<number>;
}

/** Ten thousand presses, each in a transaction of its own, take about ten; see the fault bench. */
const SIZE = 16 * 1024 * 1024;
/** With less than this at the start nothing could even be opened. */
const TOO_LITTLE = 1024 * 1024;
const CHUNK = 1024 * 1024;

const freeBytes = async (path: string): Promise<number> => {
  const { bavail, bsize } = await statfs(dirname(path));
  return bavail * bsize;
};

export function createReserve(options: ReserveOptions): Reserve {
  const { path, log, size = SIZE, lookEvery = seconds(1), free = freeBytes } = options;
  let isReleased = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  const release = (): boolean => {
    isReleased = true;
    if (!existsSync(path)) return false;
    const gaveUp = giveUp(path);
    log.error('disk-full', { reserve: gaveUp ? 'given up' : 'cannot be given up' });
    return gaveUp;
  };

  /** Makes the file when there is room for it and for as much again. */
  const make = async (): Promise<void> => {
    if ((await free(path)) < size * 2) return;
    if (!(await fill(path, size))) return;
    if (isReleased) log.info('disk-has-room-again');
    isReleased = false;
  };

  const look = async (): Promise<void> => {
    try {
      if (isReleased) await make();
    } catch (error) {
      log.warn('reserve-not-made', { reason: String(error) });
    }
  };

  return {
    async start() {
      const isWhole = await stat(path).then(
        (found) => found.size === size,
        () => false,
      );
      if (isWhole && (await free(path)) < TOO_LITTLE) release();
      if (!isWhole) {
        isReleased = true;
        await look();
        if (isReleased) log.error('disk-full', { reserve: 'there is no room to make it' });
      }
      timer = setInterval(() => {
        looking = looking.then(look);
      }, lookEvery);
    },
    release,
    get isReleased() {
      return isReleased;
    },
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** What the file took can be written by others when this returns. */
function giveUp(path: string): boolean {
  try {
    const descriptor = openSync(path, 'r+');
    try {
      ftruncateSync(descriptor, 0);
      // Some file systems hand blocks out again only after what freed them is on disk.
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    rmSync(path, { force: true });
    return true;
  } catch {
    return false;
  }
}

/** Writes bytes that no file system can make small. False when they did not fit after all. */
async function fill(path: string, size: number): Promise<boolean> {
  const file = await open(path, 'w', 0o600);
  try {
    for (let at = 0; at < size; at += CHUNK) {
      await file.write(randomBytes(Math.min(CHUNK, size - at)), 0, null, at);
    }
    await file.sync();
    return true;
  } catch {
    giveUp(path);
    return false;
  } finally {
    await file.close();
  }
}
