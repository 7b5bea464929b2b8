// What the numbers in the form would have meant in the past weeks, beside those that hold now. Nothing is
// changed by it.
import { useEffect, useState } from 'react';
import type { ResidentCard } from '../../../domain/frame.ts';
import { days, formatRfc3339, minus } from '../../../domain/time.ts';
import { now } from '../clock.ts';
import { Wrong } from './field.tsx';
import { type Rehearsal, rehearsal, startRehearsal, stopRehearsal } from './policy-api.ts';
import { RehearsalComparison } from './rehearsal-result.tsx';
import { useSending } from './use-sending.ts';
import { say } from './words/index.ts';

const SPANS = [7, 14, 30, 90] as const;
const LOOK_EVERY = 700;

interface PanelProps {
  /** The policy to be tried, as the service takes it. */
  readonly tried: Readonly<Record<string, unknown>>;
  readonly isTriable: boolean;
  readonly people: readonly ResidentCard[];
}

export function RehearsalPanel({ tried, isTriable, people }: PanelProps) {
  const [span, setSpan] = useState(30);
  const [running, setRunning] = useState<Rehearsal>();
  const { busy, failure, send } = useSending();
  const isRunning = running?.state === 'running';
  const start = async (): Promise<void> => {
    const from = formatRfc3339(minus(now(), days(span)));
    const begun = await send(() => startRehearsal({ from, policies: [{}, tried] }));
    if (begun) setRunning(begun);
  };
  useFollowed(running, setRunning);
  return (
    <section className="rounded-lg border border-line bg-panel px-4 py-3" data-testid="rehearsal">
      <h3 className="text-lg font-bold">{say('rehearsal.title')}</h3>
      <p className="text-second">{say('rehearsal.about')}</p>
      <div className="mt-2 flex flex-wrap items-center gap-3">
        <label className="flex items-center gap-2 whitespace-nowrap">
          {say('rehearsal.span')}
          <select
            className="field w-[8rem]"
            value={span}
            onChange={(event) => setSpan(Number(event.currentTarget.value))}
          >
            {SPANS.map((n) => (
              <option key={n} value={n}>
                {say('rehearsal.days', { n })}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="button button-filled min-h-11"
          disabled={busy || isRunning || !isTriable}
          onClick={() => void start()}
        >
          {say('rehearsal.start')}
        </button>
        {!isTriable && !isRunning && (
          <span className="text-second">{say('rehearsal.changeFirst')}</span>
        )}
        {isRunning && <Progress rehearsal={running} />}
        <Wrong failure={failure} />
      </div>
      {running?.state === 'failed' && <p role="alert">{say('rehearsal.failed')}</p>}
      {running?.state === 'done' && <RehearsalComparison result={running.result} people={people} />}
    </section>
  );
}

/** Looks again and again until it is over. */
function useFollowed(followed: Rehearsal | undefined, tell: (rehearsal: Rehearsal) => void): void {
  useEffect(() => {
    if (followed?.state !== 'running') return;
    const timer = setTimeout(async () => {
      const answer = await rehearsal(followed.id);
      // Without an answer it is looked at again: a new object starts the next wait.
      tell(answer.ok ? answer.value : { ...followed });
    }, LOOK_EVERY);
    return () => clearTimeout(timer);
  }, [followed, tell]);
}

function Progress({ rehearsal: { id, percent } }: { rehearsal: Rehearsal & { state: 'running' } }) {
  return (
    <span className="flex items-center gap-3">
      <progress max={100} value={percent} aria-label={say('rehearsal.running')} />
      <span role="status">{say('rehearsal.percent', { n: percent })}</span>
      <button type="button" className="button" onClick={() => void stopRehearsal(id)}>
        {say('rehearsal.stop')}
      </button>
    </span>
  );
}
