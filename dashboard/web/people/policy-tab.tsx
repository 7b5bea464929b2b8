// By which numbers the service decides: the community's.

import type { ResidentCard } from '../../../domain/frame.ts';
import { DEFAULT_POLICY } from '../../../domain/policy.ts';
import type { Answer } from '../api.ts';
import { useAnswer } from '../use-answer.ts';
import { Loaded } from './loaded.tsx';
import { allResidents } from './people-api.ts';
import { type PolicyView, policyOfCommunity } from './policy-api.ts';
import { policyOf } from './policy-draft.ts';
import { PolicyForm } from './policy-form.tsx';
import { say } from './words/index.ts';

interface Shown {
  readonly view: PolicyView;
  readonly people: readonly ResidentCard[];
}

async function shown(): Promise<Answer<Shown>> {
  const [view, people] = await Promise.all([policyOfCommunity(), allResidents()]);
  if (!view.ok) return view;
  return people.ok ? { ok: true, value: { view: view.value, people: people.value } } : people;
}

export function PolicyTab() {
  const { answer, again } = useAnswer(shown);
  return (
    <Loaded answer={answer} again={again}>
      {({ view, people }) => (
        <>
          <p>{say('policy.about')}</p>
          <Others view={view} people={people} />
          <PolicyForm
            key={view.version}
            view={view}
            below={installed(view)}
            people={people}
            saved={again}
          />
        </>
      )}
    </Loaded>
  );
}

/** The defaults, with what the installer has set. */
const installed = ({ policy }: PolicyView) => {
  const { promise, timezone } = policyOf(policy);
  return { ...DEFAULT_POLICY, promise, timezone };
};

function Others({ view, people }: Shown) {
  const named = people.filter(({ id }) => view.residents?.includes(id));
  if (named.length === 0) return null;
  return (
    <p className="text-second">
      {say('policy.others', { names: named.map(({ name }) => name).join('、') })}
    </p>
  );
}
