// Closed too early, or not over after all: whoever opens it again owns it from then on.
import { t } from 'i18next';
import type { IncidentView } from '../../../domain/frame.ts';
import { failureText } from '../alarm/failure-text.ts';
import { errands, isUnderWay, perform } from '../desk.ts';
import { link } from '../state.ts';
import { useStore } from '../store.ts';

export function Reopen({ incident }: { incident: IncidentView }) {
  const errand = useStore(errands, (value) => value.get(incident.id));
  const offline = useStore(link, (value) => value.state !== 'live');
  const submit = (form: FormData): void => {
    const note = String(form.get('note') ?? '').trim();
    void perform(incident, 'reopen', { note });
  };
  return (
    <form
      className="mt-2 flex flex-wrap items-end gap-3 border-t border-line pt-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <label className="block flex-1">
        {t('resident.reopenNote')}
        <input name="note" className="field mt-1" maxLength={500} required />
      </label>
      <button
        type="submit"
        className="button button-filled min-h-12"
        disabled={offline || isUnderWay(errand, incident)}
      >
        {t('resident.reopen')}
      </button>
      {errand?.state === 'failed' && (
        <p role="alert" className="w-full font-bold text-emergency-ink">
          {failureText(errand.failure)}
        </p>
      )}
    </form>
  );
}
