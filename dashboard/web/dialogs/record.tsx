// 件件有记录: everything that happened, with its time and its person, and room to add to it.
import { t } from 'i18next';
import { useRef } from 'react';
import type { IncidentView } from '../../../domain/frame.ts';
import { now } from '../clock.ts';
import { perform } from '../desk.ts';
import { momentText } from '../format.ts';
import { entryDetail, entryTitle } from '../wording.ts';
import { titled } from './incident-title.ts';
import { Panel } from './panel.tsx';

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
      <Timeline incident={incident} />
    </Panel>
  );
}

/** Newest last, as it happened. */
function Timeline({ incident }: { incident: IncidentView }) {
  return (
    <table className="mt-4 w-full">
      <tbody>
        {incident.timeline.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a timeline only ever grows at its end.
          <tr key={index} className="border-t border-line align-baseline">
            <td className="py-1 pr-4 whitespace-nowrap text-second">
              {momentText(entry.at, now())}
            </td>
            <td className="py-1 pr-4 font-semibold whitespace-nowrap">{entryTitle(entry)}</td>
            <td className="w-full py-1 pr-4">{entryDetail(entry, now())}</td>
            <td className="py-1 whitespace-nowrap">
              {'by' in entry && typeof entry.by === 'string' ? entry.by : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
