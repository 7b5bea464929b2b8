// One metric over time: the band from lowest to highest, the mean as a line, nothing where nothing
// was measured. A numeric time axis: with a category axis ten thousand points freeze the page.
import { t } from 'i18next';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Metric } from '../../../domain/message.ts';
import { type Instant, instant } from '../../../domain/time.ts';
import { metricText } from '../alarm/vitals-text.ts';
import { dayText, minuteText } from '../format.ts';
import { timezone } from '../state.ts';
import { type ChartPoint, type Range, ticksOf } from './history.ts';

interface ChartProps {
  readonly metric: Metric;
  readonly range: Range;
  readonly from: Instant;
  readonly to: Instant;
  readonly points: readonly ChartPoint[];
  /** Somebody wants to know more of that moment. */
  readonly onPick: (at: Instant) => void;
}

/** Axes that always mean the same, where the body sets the limits. */
const DOMAINS: { readonly [M in Metric]: readonly [number | 'auto', number | 'auto'] } = {
  heartRate: [40, 'auto'],
  spo2: [80, 100],
  temperature: ['auto', 'auto'],
  steps: [0, 'auto'],
  battery: [0, 100],
};

export default function HistoryChart({ metric, range, from, to, points, onPick }: ChartProps) {
  const tickText = (at: number): string =>
    range === 'day' ? minuteText(instant(at)) : dayText(instant(at));
  const text = { fill: 'var(--second)', fontSize: 12 };
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={[...points]}
        margin={{ top: 8, right: 8, bottom: 0, left: -12 }}
        className="cursor-pointer"
        onClick={(_, event) => {
          const at = momentUnder(event, from, to);
          if (at !== undefined) onPick(at);
        }}
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={[from, to]}
          ticks={[...ticksOf(from, to, range, timezone())]}
          tickFormatter={tickText}
          tick={text}
          stroke="var(--third)"
        />
        <YAxis
          domain={[...DOMAINS[metric]]}
          allowDataOverflow={false}
          tick={text}
          stroke="var(--third)"
          tickFormatter={(value: number) => metricText(metric, value)}
        />
        <Tooltip
          content={({ payload }) => <Reading metric={metric} point={payload[0]?.payload} />}
        />
        <Area
          dataKey="band"
          stroke="none"
          fill="var(--third)"
          fillOpacity={0.28}
          isAnimationActive={false}
          connectNulls={false}
        />
        <Line
          dataKey="mean"
          stroke="var(--ink)"
          strokeWidth={1.6}
          dot={false}
          isAnimationActive={false}
          connectNulls={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** By the place of the click alone: what the chart calls active follows the mouse a frame later. */
function momentUnder(
  { currentTarget, clientX }: React.MouseEvent,
  from: Instant,
  to: Instant,
): Instant | undefined {
  const plot = currentTarget.querySelector('.recharts-cartesian-grid')?.getBoundingClientRect();
  if (plot === undefined || plot.width === 0) return undefined;
  const share = (clientX - plot.left) / plot.width;
  return share < 0 || share > 1 ? undefined : instant(Math.round(from + share * (to - from)));
}

function Reading({ metric, point }: { metric: Metric; point: ChartPoint | undefined }) {
  if (point?.mean === undefined || point.band === undefined) return null;
  const at = instant(point.at);
  const value = (n: number): string => metricText(metric, n);
  return (
    <div className="rounded border border-third bg-tile px-2 py-1 text-ink">
      {dayText(at)} {minuteText(at)} · {t('resident.mean')} {value(point.mean)}{' '}
      {t(`unit.${metric}`)} · {t('resident.minMax')} {value(point.band[0])}–{value(point.band[1])}
    </div>
  );
}
