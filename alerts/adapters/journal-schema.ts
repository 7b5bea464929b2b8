// The journal on disk. Rows are only ever added to `arrivals` and `changes` (what need not be kept is
// in journal-retention.ts); the other tables can be made again from them.
import type { DurableFile } from '../../durable/sqlite.ts';

/** 'LmpJ' in ASCII. */
const APPLICATION_ID = 0x4c6d704a;

export const journalFile = (path: string): DurableFile => ({
  path,
  what: 'the journal',
  applicationId: APPLICATION_ID,
  migrations: [VERSION_1, VERSION_2, VERSION_3],
  isCheckedAtOpen: true,
});

const VERSION_1 = `
  -- Every press, fall and state of a band, as it came, before any rule looked at it.
  CREATE TABLE arrivals (
    seq INTEGER PRIMARY KEY,
    received_at INTEGER NOT NULL,
    band_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    key TEXT NOT NULL,
    payload BLOB NOT NULL
  ) STRICT;
  CREATE INDEX emergencies_by_band ON arrivals (band_id, seq) WHERE channel IN ('sos', 'fall');

  -- What was decided: facts in the past tense. An incident is what its changes say.
  CREATE TABLE changes (
    seq INTEGER PRIMARY KEY,
    incident_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (incident_id, version)
  ) STRICT;

  -- Where to find incidents; follows from the changes.
  CREATE TABLE incidents (
    id TEXT PRIMARY KEY,
    opened_at INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    resident_id TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX incidents_by_opening ON incidents (opened_at, id);
  CREATE INDEX incidents_by_resident ON incidents (resident_id, opened_at, id);
  CREATE INDEX open_incidents ON incidents (opened_at, id) WHERE is_open = 1;

  -- What each band was last known to be like; may be half a minute old.
  CREATE TABLE bands (
    band_id TEXT PRIMARY KEY,
    state TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- 'tick': the last moment we are known to have run. 'performed': effects done through this change.
  CREATE TABLE marks (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

const VERSION_2 = `
  -- Over all that a row says (journal-proof.ts); null in rows that are older than this column.
  ALTER TABLE arrivals ADD COLUMN checksum INTEGER;
  ALTER TABLE changes ADD COLUMN checksum INTEGER;
  ALTER TABLE incidents ADD COLUMN checksum INTEGER;
`;

const VERSION_3 = `
  -- What is usual for a person, as last learned.
  CREATE TABLE habits (
    resident_id TEXT PRIMARY KEY,
    habits TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- What a rule said of a person from that moment on; may be half a minute late on disk.
  CREATE TABLE verdicts (
    seq INTEGER PRIMARY KEY,
    resident_id TEXT NOT NULL,
    band_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    at INTEGER NOT NULL,
    code TEXT NOT NULL,
    facts TEXT NOT NULL
  ) STRICT;
  CREATE INDEX verdicts_by_resident ON verdicts (resident_id, rule, at);
`;
