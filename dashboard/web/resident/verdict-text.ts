// What a rule says, in words: the sentence of its code, filled with its facts.
import i18next, { t } from 'i18next';
import { type Instant, parseRfc3339 } from '../../../domain/time.ts';
import type { VerdictView } from '../../../domain/why.ts';
import { duration, minuteOfDay, momentText } from '../format.ts';

type Fact = VerdictView['facts'][string];

/** `{{percent}}`, or with the form it is to be told in: `{{waited, duration}}`. */
const PLACE = /\{\{(\w+)(?:, (\w+))?\}\}/g;

const FORMS: { readonly [form: string]: (fact: number) => string } = {
  /** Milliseconds. */
  duration,
  /** Minutes since midnight. */
  clock: minuteOfDay,
};
export const KNOWN_FORMS: readonly string[] = Object.keys(FORMS);

export function verdictText({ rule, code, facts }: VerdictView, now: Instant): string {
  const key = `why.${rule}.${code}`;
  // A newer service may know a rule that this page does not.
  if (!i18next.exists(key)) return t('whyPage.unworded', { code });
  const sentence = (i18next.t as (key: string, options: object) => string)(key, {
    skipInterpolation: true,
  });
  return sentence.replace(PLACE, (_, name: string, form?: string) =>
    factText(facts[name], form, now),
  );
}

export function ruleText(rule: string): string {
  const key = `rule.${rule}`;
  return i18next.exists(key) ? (i18next.t as (key: string) => string)(key) : rule;
}

function factText(fact: Fact | undefined, form: string | undefined, now: Instant): string {
  if (fact === undefined) return '—';
  if (typeof fact === 'number') {
    const told = form === undefined ? undefined : FORMS[form];
    return told ? told(fact) : String(Math.round(fact * 10) / 10);
  }
  if (typeof fact === 'string' && parseRfc3339(fact) !== undefined) return momentText(fact, now);
  return String(fact);
}
