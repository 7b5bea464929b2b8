// Give, take back, a new secret, retire. Only what cannot be undone asks again.
import { useState } from 'react';
import type { ResidentCard } from '../../../domain/frame.ts';
import { dotted } from '../format.ts';
import { Wrong } from './field.tsx';
import { assignBand, type Band, retireBand, rotateSecret, type Secret } from './people-api.ts';
import { type Sending, useSending } from './use-sending.ts';
import { Wearers } from './wearers.tsx';
import { say } from './words/index.ts';

interface ActionsProps {
  readonly band: Band;
  readonly wearer: ResidentCard | undefined;
  readonly people: readonly ResidentCard[];
  readonly changed: () => void;
  readonly tell: (told: Secret) => void;
}

export function BandActions({ band, wearer, people, changed, tell }: ActionsProps) {
  const sending = useSending();
  const { busy, failure, send } = sending;
  const rotate = async (): Promise<void> => {
    const told = await send(() => rotateSecret(band.id));
    if (told) tell(told);
  };
  const takeBack = async (): Promise<void> => {
    if (await send(() => assignBand(band.id, null))) changed();
  };
  return (
    <div className="flex flex-col gap-2 py-1">
      <Give band={band} wearer={wearer} people={people} changed={changed} sending={sending} />
      <div className="flex flex-wrap items-center gap-2">
        {wearer && (
          <button type="button" className="button" disabled={busy} onClick={() => void takeBack()}>
            {say('bands.takeBack')}
          </button>
        )}
        <button type="button" className="button" disabled={busy} onClick={() => void rotate()}>
          {say('bands.rotate')}
        </button>
        <span className="text-second">{say('bands.rotateNote')}</span>
        <Retire band={band} changed={changed} sending={sending} />
      </div>
      <Wrong failure={failure} />
    </div>
  );
}

type PartProps = Omit<ActionsProps, 'tell'> & { readonly sending: Sending };

function Give({ band, wearer, people, changed, sending: { busy, send } }: PartProps) {
  const [chosen, setChosen] = useState('');
  const next = people.find(({ id }) => id === chosen);
  const give = async (): Promise<void> => {
    if (await send(() => assignBand(band.id, chosen))) changed();
    setChosen('');
  };
  return (
    <div className="flex flex-wrap items-end gap-2">
      <div className="w-[30rem] max-w-full">
        <Wearers
          people={people.filter(({ id }) => id !== wearer?.id)}
          label={say('bands.giveTo')}
          nobody={say('bands.choose')}
          chosen={chosen}
          choose={setChosen}
        />
      </div>
      <button
        type="button"
        className="button button-filled min-h-11"
        disabled={busy || chosen === ''}
        onClick={() => void give()}
      >
        {say('bands.give')}
      </button>
      <span className="pb-2">
        {dotted(
          next && wearer && say('bands.takes', { name: wearer.name }),
          next?.bandId && say('bands.swaps', { name: next.name, id: next.bandId }),
        )}
      </span>
    </div>
  );
}

function Retire({ band, changed, sending }: Pick<PartProps, 'band' | 'changed' | 'sending'>) {
  const [asked, setAsked] = useState(false);
  const retire = async (): Promise<void> => {
    if (await sending.send(() => retireBand(band.id))) changed();
  };
  if (!asked) {
    return (
      <button type="button" className="button ml-auto" onClick={() => setAsked(true)}>
        {say('bands.retire')}…
      </button>
    );
  }
  return (
    <span role="alert" className="ml-auto flex flex-wrap items-center gap-2">
      <strong>{say('bands.retireAsk')}</strong>
      <button
        type="button"
        className="button button-filled"
        disabled={sending.busy}
        onClick={() => void retire()}
      >
        {say('bands.retireSure', { id: band.id })}
      </button>
      <button type="button" className="button" onClick={() => setAsked(false)}>
        {say('cancel')}
      </button>
    </span>
  );
}
