// The curves of one person, over a day, a week or a month.
import { t } from 'i18next';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { ResidentId } from '../../../domain/ids.ts';
import { METRICS, type Metric } from '../../../domain/message.ts';
import { formatRfc3339, type Instant, minus } from '../../../domain/time.ts';
import { readings } from '../api.ts';
import { now } from '../clock.ts';
import { goTo } from './go-to.ts';
import { type ChartPoint, pointsOf, RANGES, type Range, SPANS } from './history.ts';

const HistoryChart = lazy(() => import('./history-chart.tsx'));

export function HistoryPanel({ id }: { id: ResidentId }) {
  const [range, setRange] = useState<Range>('day');
  return (
    <section>
      <h2 className="flex items-center gap-2 text-xl font-bold">
        {t('resident.charts')}
        <span className="ml-auto flex gap-2 text-base">
          {RANGES.map((each) => (
            <button
              key={each}
              type="button"
              className="button"
              aria-pressed={each === range}
              onClick={() => setRange(each)}
            >
              {t(`resident.range.${each}`)}
            </button>
          ))}
        </span>
      </h2>
      <div className="mt-2 grid grid-cols-2 gap-3">
        {METRICS.map((metric) => (
          <MetricHistory key={`${metric} ${range}`} id={id} metric={metric} range={range} />
        ))}
      </div>
    </section>
  );
}

type History =
  | { readonly state: 'loading' | 'failed' }
  | {
      readonly state: 'loaded';
      readonly from: Instant;
      readonly to: Instant;
      readonly points: readonly ChartPoint[];
    };

async function load(id: ResidentId, metric: Metric, range: Range): Promise<History> {
  const { length, points } = SPANS[range];
  const to = now();
  const from = minus(to, length);
  const answer = await readings(id, metric, formatRfc3339(from), formatRfc3339(to), points);
  return answer.ok
    ? { state: 'loaded', from, to, points: pointsOf(answer.value.items, length / points) }
    : { state: 'failed' };
}

interface MetricProps {
  readonly id: ResidentId;
  readonly metric: Metric;
  readonly range: Range;
}

function MetricHistory({ id, metric, range }: MetricProps) {
  const [history, setHistory] = useState<History>({ state: 'loading' });
  useEffect(() => {
    let left = false;
    void load(id, metric, range).then((loaded) => !left && setHistory(loaded));
    return () => {
      left = true;
    };
  }, [id, metric, range]);
  const name = t(`vital.${metric}`);
  return (
    <figure
      data-testid={`chart-${metric}`}
      className="rounded-lg border border-line bg-panel px-3 py-2"
      aria-label={t('resident.chart', { metric: name, range: t(`resident.range.${range}`) })}
    >
      <figcaption className="font-bold">
        {name} <span className="font-normal text-second">{t(`unit.${metric}`)}</span>
      </figcaption>
      <div className="h-40">
        <Curve history={history} id={id} metric={metric} range={range} />
      </div>
    </figure>
  );
}

function Curve({ history, id, metric, range }: MetricProps & { readonly history: History }) {
  if (history.state !== 'loaded') {
    const words = history.state === 'failed' ? 'degraded.history' : 'resident.loading';
    return <p className="pt-12 text-center text-second">{t(words)}</p>;
  }
  if (history.points.length === 0) {
    return <p className="pt-12 text-center text-second">{t('resident.noData')}</p>;
  }
  const { from, to, points } = history;
  return (
    <Suspense fallback={null}>
      <HistoryChart
        metric={metric}
        range={range}
        from={from}
        to={to}
        points={points}
        onPick={(at) => goTo(id, at)}
      />
    </Suspense>
  );
}
