// 件件有记录: all that happened to an incident, each with its time and its person.
import type { IncidentView } from '../../../domain/frame.ts';
import { now } from '../clock.ts';
import { momentText } from '../format.ts';
import { entryDetail, entryTitle } from '../wording.ts';

/** Newest last, as it happened. */
export const Timeline = ({ incident }: { incident: IncidentView }) => (
  <table className="w-full" data-testid="timeline">
    <tbody>
      {incident.timeline.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a timeline only ever grows at its end.
        <tr key={index} className="border-t border-line align-baseline">
          <td className="py-1 pr-4 whitespace-nowrap text-second">{momentText(entry.at, now())}</td>
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
