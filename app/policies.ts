// By which numbers the service decides: the defaults, over them what the community has changed, over that
// what was changed for one person, and on top what the installer has set. The rules ask at every step for
// every band, so what holds for a person is put together once, and again only when something has changed.
import type { ResidentId } from '../domain/ids.ts';
import type { Log } from '../domain/log.ts';
import { DEFAULT_POLICY, type Policies, type Policy } from '../domain/policy.ts';
import { changed, stillValid } from '../domain/policy-changes.ts';
import type { Instant } from '../domain/time.ts';
import type { PolicyVersion, Registry } from '../registry/port.ts';

export interface PoliciesOptions {
  readonly registry: Pick<Registry, 'policies' | 'listen'>;
  /** What the installer has set. */
  readonly fixed: Pick<Policy, 'promise' | 'timezone'>;
  readonly log: Log;
}

/** Of somebody for whom something was changed. */
interface Own {
  readonly policy: Policy;
  readonly until: Instant | undefined;
}

/** @param registry open. Follows it from then on. */
export function createPolicies({ registry, fixed, log }: PoliciesOptions): Policies {
  const installed = { promise: fixed.promise, timezone: fixed.timezone };
  const book = registry.policies;
  let community: Policy = DEFAULT_POLICY;
  let own = new Map<ResidentId, Own>();
  let ending: readonly Instant[] = [];
  let changes = 0;

  /** What another version of this program wrote holds as far as it can. */
  const over = (below: Policy, version: PolicyVersion | undefined): Policy => {
    if (version === undefined) return below;
    const { changes: valid, left } = stillValid(version.changes);
    if (left.length > 0) log.warn('policy-not-understood', { values: left.join(', ') });
    return changed(below, valid);
  };

  const read = (): void => {
    community = { ...over(DEFAULT_POLICY, book.newest(undefined)), ...installed };
    own = new Map(
      book.people().flatMap((id) => {
        const newest = book.newest(id);
        const isEmpty = newest === undefined || Object.keys(newest.changes).length === 0;
        const policy = { ...over(community, newest), ...installed };
        return isEmpty ? [] : [[id, { policy, until: newest.until }] as const];
      }),
    );
    ending = [...own.values()].flatMap(({ until }) => until ?? []);
    changes += 1;
  };

  read();
  registry.listen({ policyChanged: read });
  return {
    get community() {
      return community;
    },
    of(residentId, now) {
      if (own.size === 0 || residentId === undefined) return community;
      const found = own.get(residentId);
      return found && !hasEnded(found.until, now) ? found.policy : community;
    },
    // Something ends only while nothing else changes: the two parts cannot make up for each other.
    revision: (now) => changes + ending.filter((until) => hasEnded(until, now)).length / ENDINGS,
  };
}

const ENDINGS = 2 ** 20;
const hasEnded = (until: Instant | undefined, now: Instant): boolean =>
  until !== undefined && now >= until;
