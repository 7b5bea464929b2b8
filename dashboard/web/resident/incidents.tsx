// What happened to one person: a line for each incident, and behind it everything that was done, by
// whom and when. A closed one can be opened again from here.
import { t } from 'i18next';
import { useCallback, useState } from 'react';
import type { IncidentView } from '../../../domain/frame.ts';
import type { ResidentId } from '../../../domain/ids.ts';
import { incidentsOf } from '../api.ts';
import { now } from '../clock.ts';
import { Timeline } from '../dialogs/timeline.tsx';
import { momentText } from '../format.ts';
import { board } from '../state.ts';
import { useStore } from '../store.ts';
import { useAnswer } from '../use-answer.ts';
import { reasonText } from '../wording.ts';
import { openOf } from './open-of.ts';
import { Reopen } from './reopen.tsx';
import { whyHref } from './why-moment.ts';

export function Incidents({ id }: { id: ResidentId }) {
  const open = useStore(board, ({ incidents }) => openOf(incidents.values(), id));
  // biome-ignore lint/correctness/useExhaustiveDependencies: one open more or fewer is another list.
  const { answer } = useAnswer(useCallback(() => incidentsOf(id), [id, open]));
  const items = answer?.ok ? answer.value.items : [];
  return (
    <section className="pb-4">
      <h2 className="text-xl font-bold">{t('resident.history')}</h2>
      {answer && !answer.ok && <p>{t('resident.failed')}</p>}
      {answer?.ok && items.length === 0 && <p className="mt-1">{t('resident.noHistory')}</p>}
      <ul className="mt-2">
        {items.map((each) => (
          <Incident key={each.id} listed={each} />
        ))}
      </ul>
    </section>
  );
}

/** What is open moves on while it is read. */
function Incident({ listed }: { listed: IncidentView }) {
  const incident = useStore(board, (value) => value.incidents.get(listed.id)) ?? listed;
  const [unfolded, setUnfolded] = useState(false);
  return (
    <li className="border-t border-line" data-testid="past-incident" data-state={incident.state}>
      <div className="flex items-baseline gap-x-4">
        <button
          type="button"
          aria-expanded={unfolded}
          className="flex min-h-9 flex-1 flex-wrap items-baseline gap-x-4 py-1 text-left"
          onClick={() => setUnfolded(!unfolded)}
        >
          <Summary incident={incident} />
          <span className="text-second">
            {unfolded ? '▾' : '▸'} {t('resident.timeline')}
          </span>
        </button>
        {incident.residentId && (
          <a
            className="inline-block min-h-6 whitespace-nowrap text-second underline"
            href={whyHref(incident.residentId, incident.openedAt)}
          >
            {t('whyPage.link')}
          </a>
        )}
      </div>
      {unfolded && (
        <div className="mb-3 rounded-lg border border-line bg-panel px-4 py-2">
          <Timeline incident={incident} />
          {incident.state === 'closed' && <Reopen incident={incident} />}
        </div>
      )}
    </li>
  );
}

const Summary = ({ incident }: { incident: IncidentView }) => (
  <>
    <span className="whitespace-nowrap">{momentText(incident.openedAt, now())}</span>
    <strong className="whitespace-nowrap">
      {t(`priority.${incident.priority}`)} · {t(`kind.${incident.kind}`)}
    </strong>
    <span className="flex-1">{reasonText(incident.reason, now())}</span>
    <span className="whitespace-nowrap">
      {incident.outcome ? t(`outcome.${incident.outcome}`) : t(`state.${incident.state}`)}
    </span>
    <span className="whitespace-nowrap">{incident.owner ?? ''}</span>
  </>
);
