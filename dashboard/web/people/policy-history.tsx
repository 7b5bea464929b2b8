// Who changed the numbers, when and why: every version, the newest first.
import { DEFAULT_POLICY } from '../../../domain/policy.ts';
import { fieldAt, readChanges } from '../../../domain/policy-changes.ts';
import type { PolicyPath } from '../../../domain/policy-field.ts';
import { momentOf } from '../alarms.ts';
import { dayText, minuteText } from '../format.ts';
import type { PolicyVersion } from './policy-api.ts';
import { unitOf, written } from './policy-draft.ts';
import { inWords } from './policy-fields.tsx';
import { say } from './words/index.ts';

/** `2026/11/21 14:03` */
export function dateAndTime(text: string): string {
  const at = momentOf(text);
  return `${text.slice(0, 4)}/${dayText(at)} ${minuteText(at)}`;
}

export function PolicyHistory({ history }: { history: readonly PolicyVersion[] }) {
  if (history.length === 0) return <p className="text-second">{say('policy.neverChanged')}</p>;
  return (
    <section className="rounded-lg border border-line bg-panel" data-testid="policy-history">
      <h3 className="px-4 pt-3 text-lg font-bold">{say('policy.history')}</h3>
      <table className="list-table">
        <thead>
          <tr>
            <th scope="col">{say('policy.version')}</th>
            <th scope="col">{say('policy.when')}</th>
            <th scope="col">{say('policy.who')}</th>
            <th scope="col">{say('policy.whyGiven')}</th>
            <th scope="col">{say('policy.whatDiffers')}</th>
          </tr>
        </thead>
        <tbody>
          {history.map(({ version, at, by, why, until, changes }) => (
            <tr key={version}>
              <td>{version}</td>
              <td className="whitespace-nowrap">
                {dateAndTime(at)}
                {until && (
                  <span className="block text-second">
                    {say('policy.endsAt', { at: dateAndTime(until) })}
                  </span>
                )}
              </td>
              <td className="whitespace-nowrap">{by ?? say('unknown')}</td>
              <td>{why}</td>
              <td>
                <Differences changes={changes} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Differences({ changes }: { changes: unknown }) {
  const read = readChanges(changes, 'recording', DEFAULT_POLICY);
  const entries = read.ok ? Object.entries(read.changes) : [];
  if (entries.length === 0) return <span className="text-second">{say('policy.nothing')}</span>;
  return (
    <ul>
      {entries.map(([path, value]) => {
        const field = fieldAt(path as PolicyPath);
        return (
          field && (
            <li key={path}>
              {inWords(field)}: <strong>{written(field, value)}</strong> {inWords(unitOf(field))}
            </li>
          )
        );
      })}
    </ul>
  );
}
