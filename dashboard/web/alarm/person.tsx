// Who it is and what has to be known of them. Unknown is said as unknown, never left blank.
import { t } from 'i18next';
import type { IncidentView, ResidentCard, ResidentView } from '../../../domain/frame.ts';
import type { Contact } from '../../../domain/person.ts';
import type { FallRecord } from '../../../domain/present.ts';
import { momentOf } from '../alarms.ts';
import { now, useNow } from '../clock.ts';
import { ago } from '../format.ts';
import { whyHref } from '../resident/why-moment.ts';
import { isWallView } from '../theme.ts';
import type { Subject } from '../wording.ts';
import { LastLocation } from './location.tsx';
import { PastIncidents } from './past-incidents.tsx';
import { Phone } from './phone.tsx';
import { Row } from './row.tsx';
import { fallRecordText, vitalsText } from './vitals-text.ts';

interface DetailsProps {
  readonly incident: IncidentView;
  readonly subject: Subject;
}

export function PersonDetails({ incident, subject }: DetailsProps) {
  const { person, view } = subject;
  return (
    <>
      <Identity subject={subject} />
      <p className="flex items-baseline gap-3">
        {person && (
          <>
            <span className="whitespace-nowrap text-second">{t('card.self')}</span>
            <Phone number={person.phone} size="large" />
          </>
        )}
        {incident.residentId && (
          <span className="ml-auto flex flex-wrap justify-end gap-x-4">
            <a
              className="inline-block min-h-6 text-second underline"
              href={whyHref(incident.residentId, incident.openedAt)}
            >
              {t('whyPage.link')}
            </a>
            <a
              className="inline-block min-h-6 text-second underline"
              href={`#resident=${incident.residentId}`}
            >
              {t('card.open')}
            </a>
          </span>
        )}
      </p>
      {incident.residentId !== undefined && (
        <dl className="mt-1 grid grid-cols-[max-content_1fr] gap-x-5 gap-y-0.5">
          {person && <PersonRows person={person} />}
          {view && <VitalsRow view={view} />}
          <LastLocation incident={incident} />
          {incident.kind === 'fall' && view?.falls && <FallsRow falls={view.falls} />}
          <PastIncidents residentId={incident.residentId} except={incident.id} />
        </dl>
      )}
    </>
  );
}

function Identity({ subject }: { subject: Subject }) {
  const { person, name } = subject;
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-0.5">
      <span
        aria-hidden="true"
        className="grid size-9 place-items-center rounded-full bg-line text-lg font-bold"
      >
        {Array.from(name)[0]}
      </span>
      {/* On the wall it stands above already, much larger. */}
      {!isWallView() && <strong className="card-name">{name}</strong>}
      {person && <span className="text-lg">{whoText(person)}</span>}
      {person?.remarks && <span className="text-lg font-semibold">{person.remarks}</span>}
    </p>
  );
}

/** `女 · 86 岁`; the year of birth is all that is on file. */
export function whoText(person: ResidentCard): string {
  const year = new Date(now()).getUTCFullYear();
  const sex = person.sex ? t(`card.sex.${person.sex}`) : t('card.unregistered');
  const age =
    person.birthYear === undefined
      ? t('ambulance.unknownAge')
      : t('card.age', { n: year - person.birthYear });
  return `${sex} · ${age}`;
}

const listed = (items: readonly string[] | undefined): string =>
  items && items.length > 0 ? items.join('、') : t('card.unregistered');

function PersonRows({ person }: { person: ResidentCard }) {
  return (
    <>
      <Row label={t('card.family')}>
        <Contacts contacts={person.contacts ?? []} />
      </Row>
      <Row label={t('card.health')}>
        {listed(person.conditions)}
        <Also label={t('card.allergy')}>
          <span className={person.allergies?.length ? 'font-bold text-emergency-ink' : ''}>
            {listed(person.allergies)}
          </span>
        </Also>
      </Row>
      <Row label={t('card.access')}>{person.access ?? t('card.unregistered')}</Row>
      {/* Often long, and nobody needs it before they are through the door. */}
      <Row label={t('card.medicine')}>{listed(person.medicines)}</Row>
    </>
  );
}

const Also = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <span className="inline-block">
    <span className="px-1.5 text-second">· {label}</span>
    {children}
  </span>
);

/** In the order in which to call them. */
export function Contacts({ contacts }: { contacts: readonly Contact[] }) {
  if (contacts.length === 0) return t('card.unregistered');
  return (
    <ol className="flex flex-wrap gap-x-4">
      {contacts.map((contact, index) => (
        <li
          key={`${contact.name} ${contact.phone}`}
          className="flex flex-wrap items-baseline gap-x-1.5 whitespace-nowrap"
        >
          <span className="text-third">{index + 1}</span>
          <strong>{contact.relation ?? contact.name}</strong>
          {contact.relation && <span>{contact.name}</span>}
          <Phone number={contact.phone} size="small" />
          {contact.hasKey && <span className="text-second">{t('card.hasKey')}</span>}
          {contact.hours && <span className="whitespace-normal text-second">{contact.hours}</span>}
        </li>
      ))}
    </ol>
  );
}

/** Says how often this band was wrong; the fall in hand is answered all the same. */
const FallsRow = ({ falls }: { falls: FallRecord }) => (
  <Row label={t('card.fallRecord')}>
    <span data-testid="fall-record">{fallRecordText(falls)}</span>
  </Row>
);

function VitalsRow({ view }: { view: ResidentView }) {
  const words = useNow((at) => vitalsText(view, at));
  const heard = useNow((at) => (view.heardAt ? ago(at - momentOf(view.heardAt)) : ''));
  return (
    <Row label={t('card.vitals')}>
      {words || t('card.noAnswerYet')}
      {heard && !words.includes(heard) && ` · ${t('resident.heard')} ${heard}`}
    </Row>
  );
}
