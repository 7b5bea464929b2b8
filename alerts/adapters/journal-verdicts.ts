// What rules said of a person, read back: the answer to "why" for a moment that is over.
import type { DatabaseSync } from 'node:sqlite';
import type { BandId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import { type Facts, RULES, type RuleName, type Verdict } from '../../domain/verdict.ts';
import type { HeldVerdict, VerdictQuery } from '../port.ts';

interface VerdictRow {
  readonly band_id: BandId;
  readonly at: Instant;
  readonly code: string;
  readonly facts: string;
}

/** In the order in which the rules are asked; without those that had said nothing by then. */
export function heldVerdicts(
  db: DatabaseSync,
  { residentId, at }: VerdictQuery,
): readonly HeldVerdict[] {
  const columns =
    'SELECT band_id, at, code, facts FROM verdicts WHERE resident_id = ? AND rule = ?';
  const newest = db.prepare(`${columns} AND at <= ? ORDER BY at DESC, seq DESC LIMIT 1`);
  const following = db.prepare(`${columns} AND at > ? ORDER BY at, seq LIMIT 1`);
  return RULES.flatMap((rule) => {
    const held = newest.get(residentId, rule, at) as unknown as VerdictRow | undefined;
    if (held === undefined) return [];
    const next = following.get(residentId, rule, at) as unknown as VerdictRow | undefined;
    const verdict = verdictIn(rule, held);
    return [{ bandId: held.band_id, verdict, ...(next && { next: verdictIn(rule, next) }) }];
  });
}

const verdictIn = (rule: RuleName, { code, facts, at }: VerdictRow): Verdict => ({
  rule,
  code,
  facts: factsIn(facts),
  at,
});

/** A damaged row still says what was decided, if not from what. */
function factsIn(text: string): Facts {
  try {
    return JSON.parse(text) as Facts;
  } catch {
    return {};
  }
}
