// The registry's file, in a thread of its own. SQL is here and nowhere else in this folder.
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type HighWater, openHighWater } from '../durable/high-water.ts';
import { emptied, openDurable, transaction, UnusableFileError } from '../durable/sqlite.ts';
import { serve } from '../durable/thread.ts';
import type { ChainHead } from './audit-chain.ts';
import { CHAIN_START, chainHash, verifyChain } from './audit-chain.ts';
import { auditEntryFrom, contentsOf, headFrom } from './rows.ts';
import { registryFile } from './schema.ts';
import type { FileHandlers, RegistryContents, Write } from './write.ts';

let opened: DatabaseSync | undefined;
let highWater: HighWater | undefined;

function file(): DatabaseSync {
  if (!opened) throw new Error('the registry is not open');
  return opened;
}

const run = (sql: string, ...values: SQLInputValue[]): void => {
  file()
    .prepare(sql)
    .run(...values);
};

type Of<Type extends Write['type']> = Extract<Write, { type: Type }>;

const perform: { readonly [Type in Write['type']]: (write: Of<Type>) => void } = {
  resident: ({ id, facts }) =>
    run(
      'INSERT INTO residents VALUES (?, ?) ON CONFLICT DO UPDATE SET facts = excluded.facts',
      ...[id, JSON.stringify(facts)],
    ),
  band: ({ row: { id, registeredAt, retiredAt, secretHash, formerHash, formerUntil } }) =>
    run(
      `INSERT INTO bands VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
         retired_at = excluded.retired_at, secret_hash = excluded.secret_hash,
         former_hash = excluded.former_hash, former_until = excluded.former_until`,
      ...[id, registeredAt, retiredAt, secretHash, formerHash, formerUntil],
    ),
  'assignment-began': ({ row: { bandId, residentId, from, to } }) =>
    run('INSERT INTO assignments VALUES (?, ?, ?, ?)', bandId, residentId, from, to),
  'assignment-ended': ({ bandId, at }) =>
    run('UPDATE assignments SET ended_at = ? WHERE band_id = ? AND ended_at IS NULL', at, bandId),
  staff: ({ row: { name, role, passwordHash, disabledAt } }) =>
    run(
      `INSERT INTO staff VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET role = excluded.role,
         password_hash = excluded.password_hash, disabled_at = excluded.disabled_at`,
      ...[name, role, passwordHash, disabledAt],
    ),
  session: ({ row: { id, staffName, beganAt, usedAt } }) =>
    run(
      'INSERT INTO sessions VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET used_at = excluded.used_at',
      ...[id, staffName, beganAt, usedAt],
    ),
  'session-ended': ({ id }) => run('DELETE FROM sessions WHERE id = ?', id),
  setup: ({ row }) => {
    run('DELETE FROM setup');
    if (row) run('INSERT INTO setup VALUES (1, ?, ?)', row.tokenHash, row.expiresAt);
  },
  policy: ({ entry: { residentId, version, at, by, why, until, changes } }) =>
    run(
      `INSERT INTO policies (resident_id, version, at, by, why, until, changes)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ...[residentId ?? null, version, at, by ?? null, why, until ?? null, JSON.stringify(changes)],
    ),
  audit: ({ entry }) => chain(entry),
};

// The table's key is the write's own type, which a generic index cannot tell the compiler.
const performOne = (write: Write): void => (perform[write.type] as (each: Write) => void)(write);

function chain(entry: Of<'audit'>['entry']): void {
  const head = currentHead();
  const whole = { ...entry, seq: head.seq + 1 };
  const hash = chainHash(head.hash, whole);
  const { seq, at, by, action, subject } = whole;
  run('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)', seq, at, by ?? null, action, subject, hash);
  run(
    `INSERT INTO audit_head VALUES (1, ?, ?) ON CONFLICT DO UPDATE SET
       seq = excluded.seq, hash = excluded.hash`,
    seq,
    hash,
  );
}

function currentHead(): ChainHead {
  const row = file().prepare('SELECT seq, hash FROM audit_head').get();
  return row ? headFrom(row) : CHAIN_START;
}

function* chained() {
  for (const row of file().prepare('SELECT * FROM audit ORDER BY seq').iterate()) {
    yield { ...auditEntryFrom(row), hash: String(row.hash) };
  }
}

/** Entries that are only ever added to. */
const held = (): number =>
  Number(
    file()
      .prepare(
        `SELECT (SELECT count(*) FROM residents) + (SELECT count(*) FROM bands) +
           (SELECT count(*) FROM assignments) + (SELECT count(*) FROM staff) +
           (SELECT count(*) FROM policies) +
           (SELECT coalesce(max(seq), 0) FROM audit) AS held`,
      )
      .get()?.held,
  );

function readable(path: string, db: DatabaseSync): RegistryContents {
  try {
    return contentsOf(db);
  } catch (cause) {
    throw new UnusableFileError(
      `${path} (the registry) is damaged: an entry in it cannot be read. It was left untouched. ` +
        'Restore it from a backup (npm run restore).',
      { cause },
    );
  }
}

serve({
  open(path) {
    const described = registryFile(path);
    opened = openDurable(described);
    highWater = openHighWater(path);
    const { known = 0 } = highWater;
    if (known > 0 && held() === 0) throw emptied(described, known);
    const missing = Math.max(0, known - held());
    return { ...readable(path, opened), ...(missing > 0 && { missing }) };
  },
  write(writes) {
    transaction(file(), () => writes.forEach(performOne));
    highWater?.note(held());
  },
  auditList: (limit, before) =>
    file()
      .prepare('SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?')
      .all(before ?? Number.MAX_SAFE_INTEGER, limit)
      .map(auditEntryFrom),
  auditVerify: () => verifyChain(chained(), currentHead()),
  close() {
    highWater?.close();
    opened?.close();
    opened = undefined;
  },
} satisfies FileHandlers);
