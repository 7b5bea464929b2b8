// The registry's file. Small and fully kept in memory while the service runs: a few hundred people.
// What a person is known by is one JSON text, because nothing is ever searched in it here.
import type { DurableFile } from '../durable/sqlite.ts';

const VERSION_1 = `
CREATE TABLE residents (
  id TEXT PRIMARY KEY,
  facts TEXT NOT NULL
) STRICT;

CREATE TABLE bands (
  id TEXT PRIMARY KEY,
  registered_at INTEGER NOT NULL,
  retired_at INTEGER,
  secret_hash TEXT NOT NULL,
  former_hash TEXT,
  former_until INTEGER
) STRICT;

CREATE TABLE assignments (
  band_id TEXT NOT NULL REFERENCES bands (id),
  resident_id TEXT NOT NULL REFERENCES residents (id),
  began_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
-- One wrist, one band: whatever the code does, the file cannot say otherwise.
CREATE UNIQUE INDEX assignments_worn_band ON assignments (band_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX assignments_wearer ON assignments (resident_id) WHERE ended_at IS NULL;

CREATE TABLE staff (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  disabled_at INTEGER
) STRICT;

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  staff_name TEXT NOT NULL REFERENCES staff (name),
  began_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL
) STRICT;

CREATE TABLE setup (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  token_hash TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  by TEXT,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_not_edited BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
-- Says how the chain ends, so that cutting off its newest entries is found as well.
CREATE TABLE audit_head (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
`;

const VERSION_2 = `
-- Every version of the community's policy (no resident) and of the changes for one person.
CREATE TABLE policies (
  seq INTEGER PRIMARY KEY,
  resident_id TEXT REFERENCES residents (id),
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT,
  why TEXT NOT NULL,
  until INTEGER,
  changes TEXT NOT NULL
) STRICT;
-- Two cannot be the same version of the same policy.
CREATE UNIQUE INDEX policies_version ON policies (coalesce(resident_id, ''), version);
CREATE TRIGGER policies_are_not_edited BEFORE UPDATE ON policies
  BEGIN SELECT RAISE(ABORT, 'a policy is changed by a new version'); END;
CREATE TRIGGER policies_are_not_deleted BEFORE DELETE ON policies
  BEGIN SELECT RAISE(ABORT, 'a version of a policy is kept'); END;
`;

export const registryFile = (path: string): DurableFile => ({
  path,
  what: 'the registry',
  // 'LLrg' in ASCII.
  applicationId: 0x4c_4c_72_67,
  migrations: [VERSION_1, VERSION_2],
  isCheckedAtOpen: true,
});
