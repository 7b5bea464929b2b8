// All that may be known of one person. What the service finds wrong is said at its field.
import type { ResidentCard } from '../../../domain/frame.ts';
import { SEXES } from '../../../domain/person.ts';
import { ContactFields } from './contact-fields.tsx';
import { ChoiceField, FormFailure, LongField, TextField, Wrong } from './field.tsx';
import { addResident, changeResident } from './people-api.ts';
import { changesTo, factsOf, withoutNulls } from './resident-facts.ts';
import { useSending } from './use-sending.ts';
import { say } from './words/index.ts';

interface FormProps {
  /** Nobody: a new one. */
  readonly person?: ResidentCard;
  readonly close: (saved?: ResidentCard) => void;
}

export function ResidentForm({ person, close }: FormProps) {
  const { busy, failure, send } = useSending();
  const submit = async (form: FormData): Promise<void> => {
    const facts = factsOf(form);
    const changes = person ? changesTo(person, facts) : withoutNulls(facts);
    if (person && Object.keys(changes).length === 0) return close();
    const saved = await send(() =>
      person ? changeResident(person.id, changes) : addResident(changes),
    );
    if (saved) close(saved);
  };
  return (
    <form
      noValidate
      className="flex min-h-0 flex-1 flex-col"
      data-testid="resident-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <h2 className="text-xl font-bold">
        {person ? say('residents.editTitle', { name: person.name }) : say('residents.newTitle')}
      </h2>
      <FormFailure value={failure}>
        <div className="mt-2 min-h-0 flex-1 overflow-y-auto rounded-lg border border-line bg-panel px-5 py-3">
          <PersonFields person={person} />
          <PlaceFields person={person} />
          <ContactFields contacts={person?.contacts ?? []} />
          <CareFields person={person} />
        </div>
      </FormFailure>
      <div className="mt-3 flex shrink-0 items-center justify-end gap-3">
        <Wrong failure={failure} />
        <button type="button" className="button min-h-12" onClick={() => close()}>
          {say('cancel')}
        </button>
        <button type="submit" className="button button-filled min-h-12 px-8" disabled={busy}>
          {say(busy ? 'saving' : 'save')}
        </button>
      </div>
    </form>
  );
}

interface PartProps {
  readonly person: ResidentCard | undefined;
}

const PersonFields = ({ person }: PartProps) => (
  <Group title={say('group.person')}>
    <div className="grid grid-cols-4 gap-3">
      <TextField name="name" label={say('field.name')} value={person?.name} />
      <ChoiceField
        name="sex"
        label={say('field.sex')}
        value={person?.sex}
        options={[['', say('sex.none')], ...SEXES.map((sex) => [sex, say(`sex.${sex}`)] as const)]}
      />
      <TextField name="birthYear" label={say('field.birthYear')} value={yearOf(person)} />
      <TextField name="phone" type="tel" label={say('field.phone')} value={person?.phone} />
    </div>
  </Group>
);

const yearOf = (person: ResidentCard | undefined): string | undefined =>
  person?.birthYear === undefined ? undefined : String(person.birthYear);

const PLACE = ['compound', 'building', 'unit', 'room'] as const;

const PlaceFields = ({ person }: PartProps) => (
  <Group title={say('group.place')}>
    <div className="grid grid-cols-4 gap-3">
      {PLACE.map((name) => (
        <TextField key={name} name={name} label={say(`field.${name}`)} value={person?.[name]} />
      ))}
    </div>
  </Group>
);

const LISTS = ['conditions', 'medicines', 'allergies'] as const;

const CareFields = ({ person }: PartProps) => (
  <Group title={say('group.care')}>
    <div className="grid grid-cols-3 gap-3">
      {LISTS.map((name) => (
        <LongField
          key={name}
          name={name}
          rows={3}
          label={say(`field.${name}`)}
          value={person?.[name]?.join('\n')}
        />
      ))}
    </div>
    <div className="mt-3 grid grid-cols-2 gap-3">
      <LongField name="access" label={say('field.access')} value={person?.access} />
      <LongField name="remarks" label={say('field.remarks')} value={person?.remarks} />
    </div>
  </Group>
);

const Group = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <fieldset className="mt-4 first:mt-0">
    <legend className="mb-1 font-bold">{title}</legend>
    {children}
  </fieldset>
);
