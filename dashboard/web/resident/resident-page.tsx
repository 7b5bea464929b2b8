// One person: who they are, how they are now, what happened to them, and how the days went.
import { t } from 'i18next';
import { useCallback } from 'react';
import type { ResidentCard, ResidentView } from '../../../domain/frame.ts';
import type { ResidentId } from '../../../domain/ids.ts';
import { METRICS } from '../../../domain/message.ts';
import { Contacts, whoText } from '../alarm/person.tsx';
import { Phone } from '../alarm/phone.tsx';
import { Row } from '../alarm/row.tsx';
import { fallRecordText, metricText } from '../alarm/vitals-text.ts';
import { momentOf } from '../alarms.ts';
import { resident as fetchResident } from '../api.ts';
import { useNow } from '../clock.ts';
import { ago } from '../format.ts';
import { address } from '../place.ts';
import { board } from '../state.ts';
import { useStore } from '../store.ts';
import { useAnswer } from '../use-answer.ts';
import { HistoryPanel } from './history-panel.tsx';
import { Incidents } from './incidents.tsx';
import { Why } from './why.tsx';

interface PageProps {
  readonly id: ResidentId;
  /** The moment to explain, as it stands in the address. */
  readonly why: string | null;
}

export default function ResidentPage({ id, why }: PageProps) {
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
      <Why id={id} written={why} />
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
      {view.falls && <p className="mt-2">{fallRecordText(view.falls)}</p>}
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
