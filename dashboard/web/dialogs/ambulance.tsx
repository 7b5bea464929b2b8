// What to say to 120, in the order in which they ask.
import { t } from 'i18next';
import type { IncidentView } from '../../../domain/frame.ts';
import { whoText } from '../alarm/person.tsx';
import { Phone } from '../alarm/phone.tsx';
import { vitalsText } from '../alarm/vitals-text.ts';
import { useNow } from '../clock.ts';
import { momentText } from '../format.ts';
import { board } from '../state.ts';
import { reasonText, type Subject, subjectOf } from '../wording.ts';
import { titled } from './incident-title.ts';
import { Panel } from './panel.tsx';

export function AmbulanceDialog({ incident }: { incident: IncidentView }) {
  const subject = subjectOf(board.get(), incident);
  const what = useNow(
    (now) =>
      `${momentText(incident.openedAt, now)} ${t(`kind.${incident.kind}`)},${reasonText(incident.reason, now)}`,
  );
  const vitals = useNow((now) => (subject.view ? vitalsText(subject.view, now) : ''));
  return (
    <Panel title={titled(t('ambulance.title'), incident)} wide>
      <div className="flex flex-col gap-3 text-2xl leading-snug">
        <p>{t('ambulance.hello')}</p>
        <Line label={t('ambulance.where')}>
          <strong className="text-3xl">{subject.place || t('card.unregistered')}</strong>
        </Line>
        <Line label={t('ambulance.who')}>{patientText(subject)}</Line>
        <Line label={t('ambulance.what')}>
          {what}
          {vitals && <span className="block text-lg">{vitals}</span>}
        </Line>
        <Line label={t('ambulance.health')}>{healthText(subject)}</Line>
        <Line label={t('ambulance.access')}>
          {subject.person?.access ?? t('card.unregistered')}
        </Line>
        <Line label={t('ambulance.phone')}>
          <Phone number={subject.person?.phone} size="large" />
        </Line>
        <p className="text-lg text-second">{t('ambulance.callback')}</p>
      </div>
    </Panel>
  );
}

const Line = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div className="grid grid-cols-[6rem_1fr] items-baseline gap-3">
    <span className="text-lg text-second">{label}</span>
    <div className="min-w-0">{children}</div>
  </div>
);

const patientText = ({ name, person }: Subject): string =>
  person ? `${name} · ${whoText(person)}` : name;

function healthText({ person }: Subject): string {
  const { conditions = [], medicines = [], allergies = [] } = person ?? {};
  const parts = [
    conditions.join('、'),
    medicines.length > 0 ? `${t('card.medicine')} ${medicines.join('、')}` : '',
    allergies.length > 0 ? `${t('card.allergy')} ${allergies.join('、')}` : '',
  ].filter(Boolean);
  return parts.join(';') || t('card.unregistered');
}
