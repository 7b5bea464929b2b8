// 事事有回音: how it ended, and whether whoever asked has been told.
import { t } from 'i18next';
import { useState } from 'react';
import type { IncidentView } from '../../../domain/frame.ts';
import { OUTCOMES } from '../../../domain/incident.ts';
import { failureText } from '../alarm/failure-text.ts';
import { errands, isUnderWay, perform } from '../desk.ts';
import { closeDialog } from '../state.ts';
import { useStore } from '../store.ts';
import { titled } from './incident-title.ts';
import { Panel } from './panel.tsx';

const written = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

function answerOf(form: FormData): object {
  const note = written(form, 'note');
  const replyNote = written(form, 'reply-note');
  return {
    outcome: written(form, 'outcome'),
    ...(note && { note }),
    reply: { done: form.get('reply') === 'on', ...(replyNote && { note: replyNote }) },
  };
}

export function CloseDialog({ incident }: { incident: IncidentView }) {
  const [outcome, setOutcome] = useState('');
  const errand = useStore(errands, (value) => value.get(incident.id));
  const busy = isUnderWay(errand, incident);
  return (
    <Panel title={titled(t('close.title'), incident)} wide>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (await perform(incident, 'close', answerOf(new FormData(event.currentTarget))))
            closeDialog();
        }}
      >
        <Outcomes chosen={outcome} choose={setOutcome} />
        <label className="mt-3 block">
          {t('close.note')}
          {outcome === 'hospital' && <strong> · {t('close.noteRequired')}</strong>}
          <textarea
            name="note"
            className="field mt-1"
            rows={2}
            maxLength={2_000}
            required={outcome === 'hospital'}
          />
        </label>
        <label className="mt-3 flex min-h-8 items-center gap-2 text-lg">
          <input type="checkbox" name="reply" className="size-6" />
          {t('close.reply')}
        </label>
        <label className="mt-2 block">
          {t('close.replyNote')}
          <input name="reply-note" className="field mt-1" maxLength={500} />
        </label>
        {errand?.state === 'failed' && (
          <p role="alert" className="mt-3 font-bold text-emergency-ink">
            {failureText(errand.failure)}
          </p>
        )}
        <button
          type="submit"
          className="button button-filled mt-4 min-h-16 w-full text-xl"
          disabled={busy || outcome === ''}
        >
          {busy ? t('action.sending') : t('close.confirm')}
        </button>
      </form>
    </Panel>
  );
}

interface OutcomesProps {
  readonly chosen: string;
  readonly choose: (outcome: string) => void;
}

const Outcomes = ({ chosen, choose }: OutcomesProps) => (
  <fieldset>
    <legend>{t('close.outcome')}</legend>
    <div className="mt-1 grid grid-cols-2 gap-2">
      {OUTCOMES.map((each, index) => (
        <label
          key={each}
          className={`flex min-h-12 items-center gap-3 rounded-md border-2 px-3 text-lg ${chosen === each ? 'border-ink bg-tile font-bold' : 'border-line'}`}
        >
          <input
            type="radio"
            name="outcome"
            value={each}
            className="size-5"
            {...(index === 0 && { 'data-first': true })}
            onChange={() => choose(each)}
          />
          {t(`outcome.${each}`)}
        </label>
      ))}
    </div>
  </fieldset>
);
