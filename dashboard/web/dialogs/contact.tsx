// Who was called, and whether they answered: one press for each call.
import { t } from 'i18next';
import type { IncidentView } from '../../../domain/frame.ts';
import { Phone } from '../alarm/phone.tsx';
import { perform } from '../desk.ts';
import { board, closeDialog } from '../state.ts';
import { subjectOf } from '../wording.ts';
import { titled } from './incident-title.ts';
import { Panel } from './panel.tsx';

export function ContactDialog({ incident }: { incident: IncidentView }) {
  const { person } = subjectOf(board.get(), incident);
  const called = [
    { who: t('card.self'), phone: person?.phone },
    ...(person?.contacts ?? []).map(({ name, relation, phone }) => ({
      who: [relation, name].filter(Boolean).join(' '),
      phone,
    })),
  ];
  const report = async (who: string, reached: boolean): Promise<void> => {
    if (await perform(incident, 'contact', { who, reached })) closeDialog();
  };
  return (
    <Panel title={titled(t('contact.title'), incident)}>
      <ul className="flex flex-col gap-2">
        {called.map(({ who, phone }, index) => (
          <li key={`${who} ${phone}`} className="flex items-center gap-3">
            <span className="min-w-0 flex-1">
              <strong className="text-lg">{who}</strong> <Phone number={phone} size="small" />
            </span>
            <button
              type="button"
              className="button button-filled min-h-12"
              {...(index === 0 && { 'data-first': true })}
              onClick={() => void report(who, true)}
            >
              {t('contact.reached')}
            </button>
            <button
              type="button"
              className="button min-h-12"
              onClick={() => void report(who, false)}
            >
              {t('contact.missed')}
            </button>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-second">{t('contact.hint')}</p>
    </Panel>
  );
}
