// Nothing can be done right now, and why. A hold has an end: then the matter asks for somebody again.
import { t } from 'i18next';
import { useId, useState } from 'react';
import type { IncidentView } from '../../../domain/frame.ts';
import { failureText } from '../alarm/failure-text.ts';
import { errands, isUnderWay, perform } from '../desk.ts';
import { closeDialog } from '../state.ts';
import { useStore } from '../store.ts';
import { titled } from './incident-title.ts';
import { Panel } from './panel.tsx';

const MINUTES = [5, 10, 15, 30] as const;
const REASONS = ['callBack', 'onTheWay', 'asked'] as const;

export function HoldDialog({ incident }: { incident: IncidentView }) {
  const [minutes, setMinutes] = useState<number>(MINUTES[0]);
  const errand = useStore(errands, (value) => value.get(incident.id));
  const busy = isUnderWay(errand, incident);
  const submit = async (form: FormData): Promise<void> => {
    const note = String(form.get('note') ?? '').trim();
    if (await perform(incident, 'hold', { minutes, note })) closeDialog();
  };
  return (
    <Panel title={titled(t('hold.title'), incident)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit(new FormData(event.currentTarget));
        }}
      >
        <Lengths chosen={minutes} choose={setMinutes} />
        <Reason />
        <p className="mt-3 text-second">{t('hold.meaning')}</p>
        {errand?.state === 'failed' && (
          <p role="alert" className="mt-3 font-bold text-emergency-ink">
            {failureText(errand.failure)}
          </p>
        )}
        <button
          type="submit"
          className="button button-filled mt-4 min-h-16 w-full text-xl"
          disabled={busy}
        >
          {busy ? t('action.sending') : t('hold.confirm', { n: minutes })}
        </button>
      </form>
    </Panel>
  );
}

interface LengthsProps {
  readonly chosen: number;
  readonly choose: (minutes: number) => void;
}

const Lengths = ({ chosen, choose }: LengthsProps) => (
  <fieldset>
    <legend>{t('hold.length')}</legend>
    <div className="mt-1 grid grid-cols-4 gap-2">
      {MINUTES.map((each, index) => (
        <button
          key={each}
          type="button"
          className="button min-h-16 text-xl"
          aria-pressed={each === chosen}
          {...(index === 0 && { 'data-first': true })}
          onClick={() => choose(each)}
        >
          {t('hold.minutes', { n: each })}
        </button>
      ))}
    </div>
  </fieldset>
);

/** The usual reasons are offered; whoever takes over has to read why. */
function Reason() {
  const list = useId();
  return (
    <label className="mt-3 block">
      {t('hold.reason')}
      <input name="note" className="field mt-1" list={list} maxLength={500} required />
      <datalist id={list}>
        {REASONS.map((each) => (
          <option key={each} value={t(`hold.reasons.${each}`)} />
        ))}
      </datalist>
    </label>
  );
}
