// How much a file is known to have held. SQLite takes a log whose end is damaged or gone for a shorter
// log, and a file without content for a new one; neither is an error to it. So beside a file that must
// not forget there is another one with a number that only rises. It is written a moment after the
// fact and never synced: after a power cut it may say less than the truth, and never more.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { type Millis, seconds } from '../domain/time.ts';

export interface HighWater {
  /** What was known to be there when this was opened; undefined: nothing is known. */
  readonly known: number | undefined;
  /** So much is durable now. */
  note(held: number): void;
  close(): void;
}

/** What is lost of a file's end within this time before a crash is not missed. */
const WRITE_EVERY = seconds(1);
const DIGITS = 16;

/** @param file the path of what is watched over. Never throws: without it only a warning is lost. */
export function openHighWater(file: string, every: Millis = WRITE_EVERY): HighWater {
  const path = `${file}.high-water`;
  let latest: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    timer = undefined;
    if (latest !== undefined) writeNumber(path, latest);
  };
  return {
    known: readNumber(path),
    note(held) {
      latest = held;
      timer ??= setTimeout(write, every).unref();
    },
    close() {
      clearTimeout(timer);
      write();
    },
  };
}

function readNumber(path: string): number | undefined {
  try {
    const text = readFileSync(path, 'latin1');
    return new RegExp(`^\\d{${DIGITS}}$`).test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

/** In place and always as long, so that there is a whole number at every moment. */
function writeNumber(path: string, value: number): void {
  try {
    const file = openSync(path, 'a+', 0o600);
    closeSync(file);
    const inPlace = openSync(path, 'r+');
    try {
      writeSync(inPlace, String(value).padStart(DIGITS, '0'), 0, 'latin1');
    } finally {
      closeSync(inPlace);
    }
  } catch {
    // A full or failing disk is told elsewhere.
  }
}
