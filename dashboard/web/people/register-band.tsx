// A new band: its id, and, if it is known already, who will wear it.
import { useState } from 'react';
import type { ResidentCard } from '../../../domain/frame.ts';
import { FormFailure, TextField, Wrong } from './field.tsx';
import { registerBand, type Secret } from './people-api.ts';
import { useSending } from './use-sending.ts';
import { Wearers } from './wearers.tsx';
import { say } from './words/index.ts';

interface RegisterProps {
  readonly people: readonly ResidentCard[];
  readonly tell: (told: Secret) => void;
}

export function RegisterBand({ people, tell }: RegisterProps) {
  const [wearer, setWearer] = useState('');
  const { busy, failure, send } = useSending();
  const submit = async (form: FormData): Promise<void> => {
    const id = String(form.get('id') ?? '').trim();
    const told = await send(() => registerBand(id, wearer || null));
    if (told) tell(told);
  };
  return (
    <form
      noValidate
      className="rounded-lg border border-line bg-panel px-4 py-3"
      data-testid="register-band"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <FormFailure value={failure}>
        <div className="grid grid-cols-[1fr_1fr_max-content] items-start gap-3">
          <TextField name="id" label={say('bands.id')} />
          <Wearers
            people={people.filter(({ bandId }) => bandId === undefined)}
            label={say('bands.wearer')}
            nobody={say('bands.nobody')}
            chosen={wearer}
            choose={setWearer}
          />
          <button type="submit" className="button button-filled mt-6 min-h-11 px-6" disabled={busy}>
            {say(busy ? 'saving' : 'bands.register')}
          </button>
        </div>
      </FormFailure>
      <Wrong failure={failure} />
    </form>
  );
}
