// One row a rule: what it said, since when, and what was open because of it. Whoever called for help comes
// first: no rule stands between a press and the desk.
import { t } from 'i18next';
import type { OpenIncidentView, VerdictView, WhyView } from '../../../domain/why.ts';
import { now } from '../clock.ts';
import { dotted, momentText } from '../format.ts';
import { PriorityIcon } from '../frame/icons.tsx';
import { reasonText } from '../wording.ts';
import { ruleText, verdictText } from './verdict-text.ts';

const COLUMNS = ['rule', 'says', 'since', 'because'] as const;

export function WhyTable({ why }: { why: WhyView }) {
  const isOfRule = (incident: OpenIncidentView): boolean =>
    why.verdicts.some(({ rule }) => rule === incident.rule);
  return (
    <table className="w-full" data-testid="why-table">
      <thead>
        <tr className="text-left text-second">
          {COLUMNS.map((column) => (
            <th key={column} scope="col" className="py-1 pr-4 font-normal whitespace-nowrap">
              {t(`whyPage.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {why.incidents
          .filter((incident) => !isOfRule(incident))
          .map((incident) => (
            <CallRow key={incident.id} incident={incident} />
          ))}
        {why.verdicts.map((verdict) => (
          <VerdictRow
            key={verdict.rule}
            verdict={verdict}
            because={why.incidents.filter(({ rule }) => rule === verdict.rule)}
          />
        ))}
      </tbody>
    </table>
  );
}

function VerdictRow({
  verdict,
  because,
}: {
  readonly verdict: VerdictView;
  readonly because: readonly OpenIncidentView[];
}) {
  const { rule, code, since, until } = verdict;
  const from = momentText(since, now());
  return (
    <Row
      name={ruleText(rule)}
      says={verdictText(verdict, now())}
      since={
        until === undefined ? from : t('whyPage.until', { from, to: momentText(until, now()) })
      }
      because={because}
      code={`${rule}.${code}`}
    />
  );
}

const CallRow = ({ incident }: { incident: OpenIncidentView }) => (
  <Row
    name={incident.rule === undefined ? t('whyPage.call') : ruleText(incident.rule)}
    says={reasonText(incident.reason, now())}
    since={momentText(incident.openedAt, now())}
    because={[incident]}
    code={incident.kind}
  />
);

interface RowProps {
  readonly name: string;
  readonly says: string;
  readonly since: string;
  readonly because: readonly OpenIncidentView[];
  readonly code: string;
}

const Row = ({ name, says, since, because, code }: RowProps) => (
  <tr
    className={`border-t border-line align-baseline ${because.length > 0 ? 'font-semibold' : ''}`}
    data-code={code}
  >
    <th scope="row" className="py-1 pr-4 text-left font-semibold whitespace-nowrap">
      {name}
    </th>
    <td className="py-1 pr-4">{says}</td>
    <td className="py-1 pr-4 font-normal whitespace-nowrap text-second">{since}</td>
    <td className="py-1">
      {because.map((incident) => (
        <Open key={incident.id} incident={incident} />
      ))}
    </td>
  </tr>
);

const COLOR = {
  emergency: 'text-emergency',
  attention: 'text-attention',
  notice: 'text-notice',
  technical: 'text-technical',
} as const;

const Open = ({ incident }: { incident: OpenIncidentView }) => (
  <span className="flex items-baseline gap-1.5">
    <span className={`self-center text-[0.8rem] ${COLOR[incident.priority]}`}>
      <PriorityIcon priority={incident.priority} ink="var(--panel)" />
    </span>
    <span className="relative">
      {/* Who sees it knows it by the shape. */}
      <span className="sr-only">{t(`priority.${incident.priority}`)} </span>
      {dotted(
        t(`kind.${incident.kind}`),
        incident.owner === undefined
          ? t(`state.${incident.state}`)
          : t('whyPage.handledBy', { name: incident.owner }),
      )}
    </span>
  </span>
);
