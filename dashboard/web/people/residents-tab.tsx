// Everybody on file, found by any word of name or address; one of them at a time in the form.
import { useState } from 'react';
import type { ResidentCard } from '../../../domain/frame.ts';
import { address, byPlace, groupedPhone } from '../place.ts';
import { useAnswer } from '../use-answer.ts';
import { Loaded } from './loaded.tsx';
import { allResidents } from './people-api.ts';
import { PersonPolicy } from './person-policy.tsx';
import { isFound } from './resident-facts.ts';
import { ResidentForm } from './resident-form.tsx';
import { say } from './words/index.ts';

type Form =
  | { readonly state: 'closed'; readonly saved?: string }
  | { readonly state: 'open'; readonly person?: ResidentCard }
  | { readonly state: 'policy'; readonly person: ResidentCard };

export function ResidentsTab() {
  const { answer, again } = useAnswer(allResidents);
  const [form, setForm] = useState<Form>({ state: 'closed' });
  const close = (saved?: ResidentCard): void => {
    setForm({ state: 'closed', ...(saved && { saved: saved.name }) });
    if (saved) again();
  };
  if (form.state === 'open') {
    return <ResidentForm {...(form.person && { person: form.person })} close={close} />;
  }
  if (form.state === 'policy') {
    return <PersonPolicy person={form.person} close={() => setForm({ state: 'closed' })} />;
  }
  return (
    <>
      {form.saved && <p role="status">✓ {say('saved', { what: form.saved })}</p>}
      <Loaded answer={answer} again={again}>
        {(people) => (
          <People
            people={people}
            edit={(person) => setForm({ state: 'open', ...person })}
            rules={(person) => setForm({ state: 'policy', person })}
          />
        )}
      </Loaded>
    </>
  );
}

interface PeopleProps {
  readonly people: readonly ResidentCard[];
  /** Nobody: a new one. */
  readonly edit: (what: { readonly person?: ResidentCard }) => void;
  readonly rules: (person: ResidentCard) => void;
}

function People({ people, edit, rules }: PeopleProps) {
  const [question, setQuestion] = useState('');
  const found = people
    .filter((person) => isFound(person, address(person), question.trim()))
    .sort(byPlace);
  return (
    <>
      <div className="flex items-center gap-3">
        <input
          type="search"
          className="field max-w-[28rem]"
          aria-label={say('residents.search')}
          placeholder={say('residents.search')}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
        <span className="text-second" role="status">
          {say('residents.count', { shown: found.length, all: people.length })}
        </span>
        <button
          type="button"
          className="button button-filled ml-auto min-h-11"
          onClick={() => edit({})}
        >
          {say('residents.add')}
        </button>
      </div>
      {found.length === 0 ? (
        <p className="text-second">
          {say(people.length === 0 ? 'residents.none' : 'residents.nothing')}
        </p>
      ) : (
        <PeopleTable people={found} edit={edit} rules={rules} />
      )}
    </>
  );
}

const PeopleTable = ({ people, edit, rules }: PeopleProps) => (
  <div className="min-h-0 flex-1 overflow-y-auto rounded-lg border border-line bg-panel">
    <table className="list-table">
      <thead>
        <tr>
          <th scope="col">{say('residents.place')}</th>
          <th scope="col">{say('residents.name')}</th>
          <th scope="col">{say('residents.phone')}</th>
          <th scope="col">{say('residents.band')}</th>
          <th scope="col">
            <span className="sr-only">{say('bands.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id}>
            <td>{address(person) || say('unknown')}</td>
            <td className="font-bold">{person.name}</td>
            <td className="whitespace-nowrap">
              {person.phone ? groupedPhone(person.phone) : say('unknown')}
            </td>
            <td className="whitespace-nowrap">{person.bandId ?? say('unknown')}</td>
            <td className="text-right whitespace-nowrap">
              <a className="button mr-2 no-underline" href={`#resident=${person.id}`}>
                {say('residents.open')}
              </a>
              <button
                type="button"
                className="button mr-2"
                aria-label={say('policy.openName', { name: person.name })}
                onClick={() => rules(person)}
              >
                {say('policy.open')}
              </button>
              <button
                type="button"
                className="button"
                aria-label={say('residents.editName', { name: person.name })}
                onClick={() => edit({ person })}
              >
                {say('residents.edit')}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
