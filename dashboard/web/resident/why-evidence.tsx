// What stands behind the judgements of a moment: the readings around it, and the policy in force.
import { t } from 'i18next';
import { METRICS, type Metric } from '../../../domain/message.ts';
import type { ReadingView, WhyView } from '../../../domain/why.ts';
import { Row } from '../alarm/row.tsx';
import { metricText } from '../alarm/vitals-text.ts';
import { now } from '../clock.ts';
import { dotted, momentText } from '../format.ts';

export const WhyEvidence = ({ why }: { why: WhyView }) => (
  <dl className="mt-2 grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1 border-t border-line pt-2">
    <Row label={t('whyPage.readings')}>{readingsText(why)}</Row>
    <Row label={t('whyPage.policy')}>{policyText(why)}</Row>
  </dl>
);

function readingsText({ readings }: WhyView): string {
  if (readings === undefined) return t('whyPage.readingsAway');
  const parts = METRICS.flatMap((metric) => {
    const found = readings[metric];
    return found === undefined || found.length === 0 ? [] : [readingText(metric, found)];
  });
  return parts.length > 0 ? dotted(...parts) : t('whyPage.noReadings');
}

/** `心率 72(68–75) 次/分` */
function readingText(metric: Metric, found: readonly ReadingView[]): string {
  const count = found.reduce((sum, each) => sum + each.count, 0);
  const sum = found.reduce((all, each) => all + each.mean * each.count, 0);
  const [mean, min, max] = [
    sum / count,
    Math.min(...found.map((each) => each.min)),
    Math.max(...found.map((each) => each.max)),
  ].map((value) => metricText(metric, value));
  // Steps are counted on from midnight: only the last count says something.
  const isOne = min === max || metric === 'steps';
  const value = isOne ? max : t('whyPage.spread', { mean, min, max });
  return t('whyPage.reading', { name: t(`vital.${metric}`), value, unit: unitText(metric) });
}

const unitText = (metric: Metric): string => {
  const unit = t(`unit.${metric}`);
  return unit === '%' ? unit : ` ${unit}`;
};

function policyText({ policy: { version, own } }: WhyView): string {
  const community =
    version === 0 ? t('whyPage.policyFirst') : t('whyPage.policyVersion', { n: version });
  if (own === undefined) return community;
  const { why, until } = own;
  const differs =
    until === undefined
      ? t('whyPage.policyOwn', { n: own.version, why })
      : t('whyPage.policyOwnUntil', { n: own.version, why, until: momentText(until, now()) });
  return dotted(community, differs);
}
