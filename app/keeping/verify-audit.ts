// The audit's chain, walked in the file itself.
import type { DatabaseSync } from 'node:sqlite';
import { CHAIN_START, type ChainedEntry, verifyChain } from '../../registry/audit-chain.ts';
import { auditEntryFrom, headFrom } from '../../registry/rows.ts';

export interface AuditProof {
  readonly entries: number;
  readonly problems: readonly string[];
}

export function verifyAudit(db: DatabaseSync): AuditProof {
  db.exec('BEGIN');
  try {
    const head = db.prepare('SELECT seq, hash FROM audit_head').get();
    const verdict = verifyChain(chained(db), head ? headFrom(head) : CHAIN_START);
    return verdict.ok
      ? { entries: verdict.entries, problems: [] }
      : {
          entries: verdict.brokenAt - 1,
          problems: [`entry ${verdict.brokenAt} of the audit is not what was written`],
        };
  } finally {
    db.exec('COMMIT');
  }
}

function* chained(db: DatabaseSync): Generator<ChainedEntry> {
  for (const row of db.prepare('SELECT * FROM audit ORDER BY seq').iterate()) {
    yield { ...auditEntryFrom(row), hash: String(row.hash) };
  }
}
