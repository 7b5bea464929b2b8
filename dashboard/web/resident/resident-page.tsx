// One person: who they are, how they are now, what happened to them, and how the days went.
import { t } from 'i18next';
import { useCallback, useEffect, useState } from 'react';
import type { IncidentView, ResidentCard, ResidentView } from '../../../domain/frame.ts';
import type { ResidentId } from '../../../domain/ids.ts';
import { METRICS } from '../../../domain/message.ts';
import { Contacts, whoText } from '../alarm/person.tsx';
import { Phone } from '../alarm/phone.tsx';
import { Row } from '../alarm/row.tsx';
import { metricText } from '../alarm/vitals-text.ts';
import { momentOf } from '../alarms.ts';
import { type Answer, resident as fetchResident, incidentsOf } from '../api.ts';
import { now, useNow } from '../clock.ts';
import { ago, momentText } from '../format.ts';
import { address } from '../place.ts';
import { board } from '../state.ts';
import { useStore } from '../store.ts';
import { reasonText } from '../wording.ts';
import { HistoryPanel } from './history-panel.tsx';

/** What is asked for once, and again on wish or when `reason` changes. */
function useAnswer<Value>(ask: () => Promise<Answer<Value>>): {
  readonly answer: Answer<Value> | undefined;
  readonly again: () => void;
} {
  const [answer, setAnswer] = useState<Answer<Value>>();
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn is the wish to ask again.
  useEffect(() => {
    let left = false;
    void ask().then((fresh) => !left && setAnswer(fresh));
    return () => {
      left = true;
    };
  }, [ask, turn]);
  return { answer, again: () => setTurn((n) => n + 1) };
}

export default function ResidentPage({ id }: { id: ResidentId }) {
  const { answer, again } = useAnswer(useCallback(() => fetchResident(id), [id]));
  const view = useStore(board, (value) => value.residents.get(id));
  return (
    <div className="flex h-full flex-col gap-4 overflow-y-auto pr-2" data-testid="resident-page">
      <p>
        <a href="#wall" className="button no-underline">
          ← {t('header.back')}
        </a>
      </p>
      {answer === undefined && <p>{t('resident.loading')}</p>}
      {answer && !answer.ok && (
        <p>
          {t('resident.failed')}{' '}
          <button type="button" className="button" onClick={again}>
            {t('resident.retry')}
          </button>
        </p>
      )}
      {answer?.ok && <Identity person={answer.value} />}
      {view && <Latest view={view} />}
      <HistoryPanel id={id} />
      <Incidents id={id} />
    </div>
  );
}

const listed = (items: readonly string[] | undefined): string =>
  items && items.length > 0 ? items.join('、') : t('card.unregistered');

const Identity = ({ person }: { person: ResidentCard }) => (
  <section>
    <h1 className="flex flex-wrap items-baseline gap-x-4 text-3xl font-bold">
      {person.name}
      <span className="text-xl font-normal">{whoText(person)}</span>
      <span className="text-2xl">{address(person)}</span>
    </h1>
    <dl className="mt-2 grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1 text-lg">
      <Row label={t('card.self')}>
        <Phone number={person.phone} size="small" />
      </Row>
      <Row label={t('card.family')}>
        <Contacts contacts={person.contacts ?? []} />
      </Row>
      <Row label={t('card.health')}>{listed(person.conditions)}</Row>
      <Row label={t('card.medicine')}>{listed(person.medicines)}</Row>
      <Row label={t('card.allergy')}>{listed(person.allergies)}</Row>
      <Row label={t('card.access')}>{person.access ?? t('card.unregistered')}</Row>
      <Row label={t('card.remarks')}>{person.remarks ?? t('card.unregistered')}</Row>
      <Row label={t('resident.band')}>{person.bandId ?? t('wall.noBand')}</Row>
    </dl>
  </section>
);

function Latest({ view }: { view: ResidentView }) {
  return (
    <section>
      <h2 className="text-xl font-bold">{t('resident.latest')}</h2>
      <ul className="mt-2 grid grid-cols-6 gap-3">
        {METRICS.map((metric) => {
          const measured = view.vitals[metric];
          return (
            <Value
              key={metric}
              name={t(`vital.${metric}`)}
              text={measured ? `${metricText(metric, measured.value)} ${t(`unit.${metric}`)}` : '—'}
              at={measured?.at}
            />
          );
        })}
        <Value
          name={t('resident.band')}
          text={view.worn ? t(view.worn.value ? 'vital.worn' : 'vital.unworn') : '—'}
          at={view.heardAt}
        />
      </ul>
    </section>
  );
}

function Value({ name, text, at }: { name: string; text: string; at: string | undefined }) {
  const age = useNow((moment) => (at ? ago(moment - momentOf(at)) : t('card.noAnswerYet')));
  return (
    <li className="rounded-lg border border-line bg-panel px-3 py-2">
      <span className="block text-second">{name}</span>
      <strong className="block text-xl">{text}</strong>
      <span className="block text-second">{age}</span>
    </li>
  );
}

function Incidents({ id }: { id: ResidentId }) {
  const { answer } = useAnswer(useCallback(() => incidentsOf(id), [id]));
  const items = answer?.ok ? answer.value.items : [];
  return (
    <section className="pb-4">
      <h2 className="text-xl font-bold">{t('resident.history')}</h2>
      {answer && !answer.ok && <p>{t('resident.failed')}</p>}
      {answer?.ok && items.length === 0 && <p className="mt-1">{t('resident.noHistory')}</p>}
      <table className="mt-2 w-full">
        <tbody>
          {items.map((each) => (
            <IncidentRow key={each.id} incident={each} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const IncidentRow = ({ incident }: { incident: IncidentView }) => (
  <tr className="border-t border-line align-baseline">
    <td className="py-1 pr-4 whitespace-nowrap">{momentText(incident.openedAt, now())}</td>
    <td className="py-1 pr-4 font-semibold whitespace-nowrap">
      {t(`priority.${incident.priority}`)} · {t(`kind.${incident.kind}`)}
    </td>
    <td className="w-full py-1 pr-4">{reasonText(incident.reason, now())}</td>
    <td className="py-1 pr-4 whitespace-nowrap">
      {incident.outcome ? t(`outcome.${incident.outcome}`) : t(`state.${incident.state}`)}
    </td>
    <td className="py-1 whitespace-nowrap">{incident.owner ?? ''}</td>
  </tr>
);
