// What a rule says must have words on the screen, in every language, and its facts must be those that the
// words ask for. Every story of the duty room is held to it, so that no rule can say what nobody could read.
import { en } from '../../dashboard/web/words/en.ts';
import { zhCN } from '../../dashboard/web/words/zh-CN.ts';
import { written } from '../../domain/frame.ts';
import type { Verdict } from '../../domain/verdict.ts';

type Words = { readonly [key: string]: string | Words };

export const LANGUAGES: Readonly<Record<string, Words>> = { 'zh-CN': zhCN, en };

export const FORMS = ['duration', 'clock'];

/** What the sentence asks for, and in which form. */
export const placesIn = (sentence: string): { readonly name: string; readonly form?: string }[] =>
  [...sentence.matchAll(/\{\{(\w+)(?:, (\w+))?\}\}/g)].map(([, name = '', form]) => ({
    name,
    ...(form !== undefined && { form }),
  }));

export function wordsAt(language: Words, path: readonly string[]): string | undefined {
  let found: string | Words | undefined = language;
  for (const key of path) found = typeof found === 'object' ? found[key] : undefined;
  return typeof found === 'string' ? found : undefined;
}

const SAID = new Set<string>();
/** From then on a number can hardly be anything but a moment. */
const YEAR_2001 = 1e12;

/** Why a verdict cannot be read; undefined when it can. */
export function unreadable({ rule, code, facts }: Verdict): string | undefined {
  const shape = `${rule}.${code} ${Object.keys(facts).join(' ')}`;
  if (SAID.has(shape)) return undefined;
  for (const [language, words] of Object.entries(LANGUAGES)) {
    const sentence = wordsAt(words, ['why', rule, code]);
    if (sentence === undefined) return `${language}.ts has no words for why.${rule}.${code}`;
    const missing = placesIn(sentence).find(({ name }) => !(name in facts));
    if (missing) {
      return `${language}.ts asks in why.${rule}.${code} for '${missing.name}', and the facts are: ${Object.keys(facts).join(', ')}`;
    }
    if (wordsAt(words, ['rule', rule]) === undefined) return `${language}.ts has no rule.${rule}`;
  }
  const moment = Object.entries(written(facts)).find(
    ([, fact]) => typeof fact === 'number' && fact > YEAR_2001,
  );
  if (moment) return `INSTANT_KEYS of domain/frame.ts does not know '${moment[0]}' of ${rule}`;
  SAID.add(shape);
  return undefined;
}
