// The versions of the policy: the community's, and what is different for one person. Each change is a new
// version with who, when and why; none is ever overwritten.
import type { Clock } from '../domain/time.ts';
import type { Decision, Ledger } from './ledger.ts';
import type { PolicyAnswer, PolicyBook, PolicyVersion } from './port.ts';

export function createPolicyBook({ memory, change }: Ledger, clock: Clock): PolicyBook {
  const versions = (id: PolicyVersion['residentId']): readonly PolicyVersion[] =>
    memory.policies.get(id) ?? [];

  return {
    newest: (id) => versions(id).at(-1),
    history: (id) => versions(id).toReversed(),
    people: () => [...memory.policies.keys()].filter((id) => id !== undefined),
    change: (entry, by, basedOn) =>
      change((): Decision<PolicyAnswer> => {
        const { residentId } = entry;
        if (residentId !== undefined && !memory.residents.has(residentId)) {
          return { value: { ok: false, refusal: 'no-such-resident' } };
        }
        const newest = versions(residentId).at(-1);
        const known = newest?.version ?? 0;
        if (basedOn !== undefined && basedOn !== known) {
          return { value: { ok: false, refusal: 'outdated', newest } };
        }
        const at = clock();
        const version: PolicyVersion = { ...entry, version: known + 1, at, by };
        const subject = residentId === undefined ? 'policy:community' : `resident:${residentId}`;
        return {
          value: { ok: true, version },
          writes: [
            { type: 'policy', entry: version },
            { type: 'audit', entry: { at, by, action: 'policy-changed', subject } },
          ],
          news: [{ type: 'policy-changed', residentId }],
        };
      }),
  };
}
