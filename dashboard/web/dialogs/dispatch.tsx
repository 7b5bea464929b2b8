// Who is on the way. Names used before on this PC are offered.
import { t } from 'i18next';
import { useId } from 'react';
import type { IncidentView } from '../../../domain/frame.ts';
import { perform } from '../desk.ts';
import { board, closeDialog } from '../state.ts';
import { subjectOf } from '../wording.ts';
import { titled } from './incident-title.ts';
import { Panel } from './panel.tsx';

const used = new Set<string>();

export function DispatchDialog({ incident }: { incident: IncidentView }) {
  const list = useId();
  const { person } = subjectOf(board.get(), incident);
  const keyHolders = (person?.contacts ?? []).filter((each) => each.hasKey);
  const submit = async (form: FormData): Promise<void> => {
    const responder = String(form.get('responder') ?? '').trim();
    if (responder) used.add(responder);
    if (await perform(incident, 'dispatch', responder ? { responder } : {})) closeDialog();
  };
  return (
    <Panel title={titled(t('dispatch.title'), incident)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit(new FormData(event.currentTarget));
        }}
      >
        <label className="block">
          {t('dispatch.who')}
          <input name="responder" className="field mt-1" list={list} maxLength={64} data-first />
        </label>
        <datalist id={list}>
          {[...used].map((name) => (
            <option key={name} value={name} />
          ))}
          {keyHolders.map(({ name, relation }) => (
            <option key={name} value={`${relation ?? ''} ${name} (${t('card.hasKey')})`} />
          ))}
        </datalist>
        <button type="submit" className="button button-filled mt-4 min-h-16 w-full text-xl">
          {t('dispatch.go')}
        </button>
      </form>
    </Panel>
  );
}
