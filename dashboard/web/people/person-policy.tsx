// What is different for one person, and until when.
import { useCallback } from 'react';
import type { ResidentCard } from '../../../domain/frame.ts';
import type { Answer } from '../api.ts';
import { useAnswer } from '../use-answer.ts';
import { Loaded } from './loaded.tsx';
import { type PolicyView, policyOfCommunity, policyOfPerson } from './policy-api.ts';
import { policyOf } from './policy-draft.ts';
import { PolicyForm } from './policy-form.tsx';
import { dateAndTime } from './policy-history.tsx';
import { say } from './words/index.ts';

interface Both {
  readonly own: PolicyView;
  readonly community: PolicyView;
}

interface PersonPolicyProps {
  readonly person: ResidentCard;
  readonly close: () => void;
}

export function PersonPolicy({ person, close }: PersonPolicyProps) {
  const ask = useCallback(async (): Promise<Answer<Both>> => {
    const [own, community] = await Promise.all([policyOfPerson(person.id), policyOfCommunity()]);
    if (!own.ok) return own;
    return community.ok
      ? { ok: true, value: { own: own.value, community: community.value } }
      : community;
  }, [person.id]);
  const { answer, again } = useAnswer(ask);
  return (
    <>
      <div className="flex items-center gap-3">
        <button type="button" className="button" onClick={close}>
          ← {say('residents.back')}
        </button>
        <h2 className="text-xl font-bold">{say('policy.ofPerson', { name: person.name })}</h2>
      </div>
      <Loaded answer={answer} again={again}>
        {({ own, community }) => (
          <>
            <p>
              {Object.keys(own.changes).length === 0
                ? say('policy.asEverybody')
                : own.until
                  ? say('policy.differsUntil', { at: dateAndTime(own.until) })
                  : say('policy.differs')}
            </p>
            <PolicyForm
              key={own.version}
              person={person}
              view={own}
              below={policyOf(community.policy)}
              people={[person]}
              saved={again}
            />
          </>
        )}
      </Loaded>
    </>
  );
}
