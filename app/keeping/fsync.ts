import { closeSync, fsyncSync, openSync } from 'node:fs';

/** A file's contents, or a folder's names, are on disk when this returns. */
export function fsyncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
