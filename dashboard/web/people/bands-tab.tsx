// Every band: who wears it and how it is, and a place to register, hand over and retire them.
import { useState } from 'react';
import type { ResidentCard } from '../../../domain/frame.ts';
import type { Answer } from '../api.ts';
import { useAnswer } from '../use-answer.ts';
import { BandRow } from './band-row.tsx';
import { Loaded } from './loaded.tsx';
import { allBands, allResidents, type Band, type Secret } from './people-api.ts';
import { RegisterBand } from './register-band.tsx';
import { SecretPanel } from './secret-panel.tsx';
import { say } from './words/index.ts';

interface Stock {
  readonly bands: readonly Band[];
  readonly people: readonly ResidentCard[];
}

async function stock(): Promise<Answer<Stock>> {
  const [bands, people] = await Promise.all([allBands(), allResidents()]);
  if (!bands.ok) return bands;
  return people.ok ? { ok: true, value: { bands: bands.value, people: people.value } } : people;
}

export function BandsTab() {
  const { answer, again } = useAnswer(stock);
  const [secret, setSecret] = useState<Secret>();
  const tell = (told: Secret): void => {
    setSecret(told);
    again();
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto">
      {/* Not inside what is loaded: a list that fails to come must not take the secret with it. */}
      {secret && (
        <SecretPanel
          key={secret.secret}
          told={secret}
          isWorn={answer?.ok === true && isWorn(answer.value.bands, secret)}
          close={() => setSecret(undefined)}
        />
      )}
      <Loaded answer={answer} again={again}>
        {({ bands, people }) => (
          <>
            {!secret && <RegisterBand people={people} tell={tell} />}
            <Bands bands={bands} people={people} changed={again} tell={tell} />
          </>
        )}
      </Loaded>
    </div>
  );
}

const isWorn = (bands: readonly Band[], secret: Secret): boolean =>
  bands.some(({ id, residentId }) => id === secret.id && residentId !== undefined);

interface BandsProps extends Stock {
  readonly changed: () => void;
  readonly tell: (told: Secret) => void;
}

function Bands({ bands, ...rest }: BandsProps) {
  const [showRetired, setShowRetired] = useState(false);
  const retired = bands.filter(({ retiredAt }) => retiredAt !== undefined);
  const shown = showRetired ? bands : bands.filter((band) => !retired.includes(band));
  return (
    <section>
      {shown.length === 0 ? (
        <p className="text-second">{say('bands.none')}</p>
      ) : (
        <div className="rounded-lg border border-line bg-panel">
          <table className="list-table">
            <Head />
            {shown.map((band) => (
              <BandRow key={band.id} band={band} {...rest} />
            ))}
          </table>
        </div>
      )}
      {retired.length > 0 && (
        <label className="mt-2 flex min-h-8 items-center gap-2">
          <input
            type="checkbox"
            className="size-5"
            onChange={(event) => setShowRetired(event.currentTarget.checked)}
          />
          {say('bands.showRetired', { n: retired.length })}
        </label>
      )}
    </section>
  );
}

const Head = () => (
  <thead>
    <tr>
      <th scope="col">{say('residents.band')}</th>
      <th scope="col">{say('bands.wearer')}</th>
      <th scope="col">{say('bands.heard')}</th>
      <th scope="col">{say('bands.battery')}</th>
      <th scope="col">{say('bands.refused')}</th>
      <th scope="col">
        <span className="sr-only">{say('bands.actions')}</span>
      </th>
    </tr>
  </thead>
);
