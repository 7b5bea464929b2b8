// The way of a matter from the press to the answer, each step with its time and its person.
import { t } from 'i18next';
import type { IncidentView } from '../../../domain/frame.ts';
import { momentOf, stepsOf } from '../alarms.ts';
import { minuteText } from '../format.ts';

export function Steps({ incident }: { incident: IncidentView }) {
  const edge = incident.priority === 'emergency' ? 'border-emergency' : 'border-second';
  return (
    <ol className="grid shrink-0 grid-cols-6 gap-1 px-4 pb-2 text-sm" data-testid="steps">
      {stepsOf(incident).map(({ step, at, by }) => (
        <li
          key={step}
          className={`min-w-0 border-t-4 pt-0.5 ${at ? `${edge} font-bold` : 'border-line text-second'}`}
        >
          <span className="flex flex-wrap gap-x-1 leading-tight">
            <span>{t(`step.${step}`)}</span>
            {at && <span>{minuteText(momentOf(at))}</span>}
          </span>
          {by && <span className="block truncate leading-tight font-normal text-second">{by}</span>}
        </li>
      ))}
    </ol>
  );
}
