// The tables of the spool.
import type { DurableFile } from '../durable/sqlite.ts';

const VERSION_1 = `
  CREATE TABLE waiting (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, point TEXT NOT NULL) STRICT;
  CREATE TABLE quarantined (
    seq INTEGER PRIMARY KEY, quarantinedAt INTEGER NOT NULL, reason TEXT NOT NULL,
    at INTEGER NOT NULL, point TEXT NOT NULL
  ) STRICT;
  CREATE TABLE refused (
    seq INTEGER PRIMARY KEY, receivedAt INTEGER NOT NULL, bandId TEXT NOT NULL,
    reason TEXT NOT NULL, payload BLOB NOT NULL
  ) STRICT;
  CREATE INDEX refusedOfBand ON refused (bandId, seq);
`;

export const spoolFile = (path: string): DurableFile => ({
  path,
  what: 'the spool of readings',
  applicationId: 0x4c_4d_53_50,
  migrations: [VERSION_1],
});
