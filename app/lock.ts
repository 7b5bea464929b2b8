// One service a data folder: two that write the same journal would each decide half of the night. The
// lock is a database transaction that is never ended, so that it goes with the process however it ends.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another service uses this folder. The message tells the installer what to do. */
class DataFolderInUseError extends Error {
  override readonly name = 'DataFolderInUseError';
}

/** Returns what releases the folder. Throws DataFolderInUseError. */
export function lockDataFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const db = new DatabaseSync(join(dataDir, 'lock'), { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw new DataFolderInUseError(
      `Another Lamplight is running on the folder ${dataDir}. ` +
        'Stop it first, or set LAMPLIGHT_DATA_DIR to another folder.',
      { cause: error },
    );
  }
  return () => db.close();
}
