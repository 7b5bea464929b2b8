// Each entry of the audit carries a hash over itself and the hash before it, so an entry cannot be
// edited, taken out or moved without breaking every one that follows.
import { createHash } from 'node:crypto';
import type { AuditEntry } from './port.ts';
import type { AuditVerdict } from './write.ts';

export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

export type ChainedEntry = AuditEntry & { readonly hash: string };

/** Before the first entry. */
export const CHAIN_START: ChainHead = { seq: 0, hash: '' };

/** SHA-256 over a JSON array: unambiguous, whatever characters the parts contain. */
export function chainHash(before: string, entry: AuditEntry): string {
  const { seq, at, by, action, subject } = entry;
  const text = JSON.stringify([before, seq, at, by ?? null, action, subject]);
  return createHash('sha256').update(text).digest('hex');
}

/** @param entries oldest first. @param head what the file says the chain ends with. */
export function verifyChain(entries: Iterable<ChainedEntry>, head: ChainHead): AuditVerdict {
  let last = CHAIN_START;
  for (const entry of entries) {
    const seq = last.seq + 1;
    if (entry.seq !== seq || entry.hash !== chainHash(last.hash, entry)) {
      return { ok: false, brokenAt: seq };
    }
    last = { seq, hash: entry.hash };
  }
  if (last.seq !== head.seq || last.hash !== head.hash)
    return { ok: false, brokenAt: last.seq + 1 };
  return { ok: true, entries: last.seq };
}
