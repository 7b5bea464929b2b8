// The newest values in one line, none without its age.
import { t } from 'i18next';
import type { ResidentView } from '../../../domain/frame.ts';
import { METRICS, type Metric } from '../../../domain/message.ts';
import type { FallRecord } from '../../../domain/present.ts';
import type { Instant } from '../../../domain/time.ts';
import { momentOf } from '../alarms.ts';
import { ago, dotted } from '../format.ts';

/** As many digits as the sensor deserves. */
export const metricText = (metric: Metric, value: number): string =>
  metric === 'temperature' ? value.toFixed(1) : String(Math.round(value));

const UNITS: { readonly [M in Metric]: string } = {
  heartRate: '',
  spo2: '%',
  temperature: '°C',
  steps: '',
  battery: '%',
};

/** Values of the same age share it: `心率 96 · 血氧 97%(42秒前) · 佩戴中(2时前)`. */
export function vitalsText(view: ResidentView, now: Instant): string {
  const values: [string, string][] = METRICS.flatMap((metric) => {
    const measured = view.vitals[metric];
    if (measured === undefined) return [];
    const value = `${metricText(metric, measured.value)}${UNITS[metric]}`;
    return [[`${t(`vital.${metric}`)} ${value}`, ago(now - momentOf(measured.at))]];
  });
  const { worn, charging } = view;
  if (worn) {
    const words = t(worn.value ? 'vital.worn' : 'vital.unworn');
    values.push([words, ago(now - momentOf(worn.at))]);
  }
  if (charging?.value) values.push([t('vital.charging'), ago(now - momentOf(charging.at))]);
  const byAge = Map.groupBy(values, ([, age]) => age);
  const groups = [...byAge].map(
    ([age, group]) => `${dotted(...group.map(([words]) => words))}(${age})`,
  );
  return dotted(...groups);
}

/** `本手环近 30 天 12 次跌倒报警,11 次误报` */
export const fallRecordText = ({ raised, mistaken }: FallRecord): string =>
  t('card.falls', { raised, mistaken });
