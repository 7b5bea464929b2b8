// One band: where it is, how it is, and what can be done with it.
import { useState } from 'react';
import type { ResidentCard } from '../../../domain/frame.ts';
import { momentOf } from '../alarms.ts';
import { useNow } from '../clock.ts';
import { ago } from '../format.ts';
import { board } from '../state.ts';
import { useStore } from '../store.ts';
import { BandActions } from './band-actions.tsx';
import type { Band, Secret } from './people-api.ts';
import { personText } from './wearers.tsx';
import { say } from './words/index.ts';

interface RowProps {
  readonly band: Band;
  readonly people: readonly ResidentCard[];
  readonly changed: () => void;
  readonly tell: (told: Secret) => void;
}

export function BandRow({ band, people, ...rest }: RowProps) {
  const [managed, setManaged] = useState(false);
  const wearer = people.find(({ id }) => id === band.residentId);
  const isRetired = band.retiredAt !== undefined;
  return (
    <tbody data-testid={`band-${band.id}`}>
      <tr>
        <td className="font-bold">{band.id}</td>
        <td>
          {isRetired ? say('bands.retired') : wearer ? personText(wearer) : say('bands.free')}
        </td>
        <Condition band={band} />
        <td className="text-right">
          {!isRetired && (
            <button
              type="button"
              className="button"
              aria-expanded={managed}
              aria-label={say('bands.manageId', { id: band.id })}
              onClick={() => setManaged(!managed)}
            >
              {say('bands.manage')}
            </button>
          )}
        </td>
      </tr>
      {managed && !isRetired && (
        <tr>
          <td colSpan={6} className="bg-tile">
            <BandActions band={band} wearer={wearer} people={people} {...rest} />
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** What the wall knows of it; of a band that nobody wears it knows nothing. */
function Condition({ band }: { band: Band }) {
  const view = useStore(board, ({ residents }) =>
    band.residentId === undefined ? undefined : residents.get(band.residentId),
  );
  const heard = useNow((now) => (view?.heardAt ? ago(now - momentOf(view.heardAt)) : undefined));
  const battery = view?.vitals.battery;
  const unheard = say(band.residentId === undefined ? 'unknown' : 'bands.never');
  return (
    <>
      <td className="whitespace-nowrap">{heard ?? unheard}</td>
      <td>{battery ? `${Math.round(battery.value)}%` : say('unknown')}</td>
      <td className={view?.refused ? 'font-bold text-attention-ink' : ''}>
        {view ? view.refused : say('unknown')}
      </td>
    </>
  );
}
