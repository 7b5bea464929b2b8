// Everything the service keeps, file by file. The order is that of a backup, and it matters: each file
// speaks only of what is in itself or in one copied after it.
// - The journal names residents and bands; the registry, copied later, still knows each of them.
// - A reading moves from the spool to the readings; copied in this order it can be in both copies, which
//   does no harm, and never in neither.
import { journalFile } from '../../alerts/adapters/journal-schema.ts';
import type { DurableFile } from '../../durable/sqlite.ts';
import { readingsFile } from '../../ingest/adapters/embedded-schema.ts';
import { spoolFile } from '../../ingest/spool-file.ts';
import { registryFile } from '../../registry/schema.ts';

export interface DataFile {
  readonly name: string;
  /** A folder without it holds no data of ours. */
  readonly needed: boolean;
  at(path: string): DurableFile;
}

export const DATA_FILES: readonly DataFile[] = [
  { name: 'journal.db', needed: true, at: journalFile },
  { name: 'registry.db', needed: true, at: registryFile },
  { name: 'spool.db', needed: false, at: spoolFile },
  { name: 'readings.db', needed: false, at: readingsFile },
];

/** What could not be done, in a sentence for whoever typed the command. */
export class KeepingError extends Error {
  override readonly name = 'KeepingError';
}
