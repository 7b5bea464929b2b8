// 件件有记录: everything that happened, with its time and its person, and room to add to it.
import { t } from 'i18next';
import { useRef } from 'react';
import type { IncidentView } from '../../../domain/frame.ts';
import { perform } from '../desk.ts';
import { titled } from './incident-title.ts';
import { Panel } from './panel.tsx';
import { Timeline } from './timeline.tsx';

export function RecordDialog({ incident }: { incident: IncidentView }) {
  const form = useRef<HTMLFormElement>(null);
  const submit = async (data: FormData): Promise<void> => {
    const note = String(data.get('note') ?? '').trim();
    if (note && (await perform(incident, 'note', { note }))) form.current?.reset();
  };
  return (
    <Panel title={titled(t('record.title'), incident)} wide>
      <form
        ref={form}
        className="flex items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(new FormData(event.currentTarget));
        }}
      >
        <label className="block flex-1">
          {t('record.note')}
          <textarea
            name="note"
            className="field mt-1"
            rows={2}
            maxLength={2_000}
            required
            data-first
          />
        </label>
        <button type="submit" className="button button-filled min-h-12">
          {t('record.add')}
        </button>
      </form>
      <div className="mt-4">
        <Timeline incident={incident} />
      </div>
    </Panel>
  );
}
