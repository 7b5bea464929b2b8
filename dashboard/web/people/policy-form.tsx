// The numbers of the community or of one person, changed with a reason; and tried on the past before.
import { useMemo, useState } from 'react';
import type { ResidentCard } from '../../../domain/frame.ts';
import type { Policy } from '../../../domain/policy.ts';
import { formatRfc3339, instant, nextLocalHour } from '../../../domain/time.ts';
import type { Failure } from '../api.ts';
import { timezone } from '../state.ts';
import { Wrong } from './field.tsx';
import { changePolicy, type PolicyView } from './policy-api.ts';
import { changesIn, draftOf, faultsIn, policyOf, sectionsFor } from './policy-draft.ts';
import { PolicyFields } from './policy-fields.tsx';
import { PolicyHistory } from './policy-history.tsx';
import { RehearsalPanel } from './rehearsal-panel.tsx';
import { fieldText } from './said.ts';
import { useSending } from './use-sending.ts';
import { say } from './words/index.ts';

interface PolicyFormProps {
  /** Nobody: the community's. */
  readonly person?: ResidentCard;
  readonly view: PolicyView;
  /** What holds where nothing is changed: the defaults, or the community's. */
  readonly below: Policy;
  readonly people: readonly ResidentCard[];
  readonly saved: () => void;
}

export function PolicyForm({ person, view, below, people, saved }: PolicyFormProps) {
  const scope = person ? 'person' : 'community';
  const sections = useMemo(() => sectionsFor(scope), [scope]);
  const now = useMemo(() => policyOf(view.policy), [view]);
  const [draft, setDraft] = useState(() => draftOf(now, sections));
  const [why, setWhy] = useState('');
  const [until, setUntil] = useState('');
  const { busy, failure, send } = useSending();
  const faults = faultsIn(draft, below, scope);
  const changes = changesIn(draft, below);
  const isOther =
    JSON.stringify(changes) !== JSON.stringify(changesIn(draftOf(now, sections), below));
  const save = async (): Promise<void> => {
    const change = {
      ...{ changes, why, version: view.version },
      ...(until !== '' && { until: endOf(until) }),
    };
    if (await send(() => changePolicy(person?.id, change))) saved();
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto" data-testid="policy-form">
      <PolicyFields
        sections={sections}
        draft={draft}
        below={below}
        faults={faults}
        write={(path, text) => setDraft({ ...draft, [path]: text })}
      />
      <form
        noValidate
        className="rounded-lg border border-line bg-panel px-4 py-3"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className={person ? 'grid grid-cols-[1fr_max-content] items-start gap-3' : ''}>
          <Reason failure={failure} why={why} setWhy={setWhy} />
          {person && <Until until={until} setUntil={setUntil} />}
        </div>
        <div className="mt-3 flex items-center justify-end gap-3">
          <Wrong failure={failure} />
          <span role="status" className="text-second">
            {faults.size > 0
              ? say('policy.mistakes', { n: faults.size })
              : isOther && say('policy.unsaved')}
          </span>
          <button
            type="submit"
            className="button button-filled min-h-11 px-8"
            disabled={busy || faults.size > 0 || why.trim() === ''}
          >
            {say(busy ? 'saving' : 'policy.save')}
          </button>
        </div>
      </form>
      <RehearsalPanel
        tried={person ? { residents: { [person.id]: changes } } : { changes }}
        isTriable={isOther && faults.size === 0}
        people={people}
      />
      <PolicyHistory history={view.history} />
    </div>
  );
}

/** Where that day ends by the community's clock. */
const endOf = (day: string): string =>
  formatRfc3339(nextLocalHour(instant(Date.parse(`${day}T12:00:00Z`)), 0, timezone()));

interface ReasonProps {
  readonly failure: Failure | undefined;
  readonly why: string;
  readonly setWhy: (why: string) => void;
}

function Reason({ failure, why, setWhy }: ReasonProps) {
  const wrong = fieldText(failure, 'why');
  return (
    <label className="block">
      {say('policy.why')}
      <textarea
        className="field mt-1"
        rows={2}
        value={why}
        aria-invalid={wrong !== undefined || undefined}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      {wrong && <span className="font-bold text-emergency-ink">{wrong}</span>}
    </label>
  );
}

const Until = ({ until, setUntil }: { until: string; setUntil: (until: string) => void }) => (
  <label className="block">
    {say('policy.until')}
    <input
      type="date"
      className="field mt-1"
      value={until}
      onChange={(event) => setUntil(event.currentTarget.value)}
    />
    <span className="text-second">{say('policy.untilNote')}</span>
  </label>
);
