// Who is watched in a story, and by which numbers.
import { DEFAULT_POLICY, type Policies, type Policy } from '../../domain/policy.ts';
import { changed, readChanges } from '../../domain/policy-changes.ts';
import type { LabelledStory, PolicyChange } from './story.ts';
import type { Roster } from './watcher.ts';

export const rosterOf = ({ people }: Pick<LabelledStory, 'people'>): Roster =>
  people.map(
    ({ bandId, id, compound, building }) =>
      [
        bandId,
        id,
        {
          ...(compound !== undefined && { compound }),
          ...(building !== undefined && { building }),
        },
      ] as const,
  );

/** The community's numbers, and each person's own. Throws for a policy that is none. */
export function policiesOf({ policy, people }: Pick<LabelledStory, 'people' | 'policy'>): Policies {
  const community = policy === undefined ? DEFAULT_POLICY : over(DEFAULT_POLICY, policy);
  const own = new Map(
    people.flatMap(({ id, policy: change }) =>
      change === undefined ? [] : [[id, over(community, change)] as const],
    ),
  );
  return {
    community,
    of: (id) => (id === undefined ? community : (own.get(id) ?? community)),
    revision: () => 0,
  };
}

function over(policy: Policy, change: PolicyChange): Policy {
  const read = readChanges(change, 'recording', policy);
  if (!read.ok) throw new Error(`a policy of a story: ${JSON.stringify(read.faults)}`);
  return changed(policy, read.changes);
}
