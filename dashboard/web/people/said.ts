// The service answers in English sentences; the commonest are worded here in the reader's language.
// What is not known is shown as it came.
import { failureText } from '../alarm/failure-text.ts';
import type { Failure, FieldError } from '../api.ts';
import { say } from './words/index.ts';
import type { PeopleWords } from './words/zh-CN.ts';

type Word = `said.${keyof PeopleWords['said']}` | 'forbidden';

const SENTENCES: readonly (readonly [RegExp, Word])[] = [
  [/must not be empty/, 'said.empty'],
  [/must be a telephone number/, 'said.phone'],
  [/at most (\d+) characters/, 'said.long'],
  [/must be one line/, 'said.oneLine'],
  [/unreadable characters/, 'said.unreadable'],
  [/at least (\d+) characters/, 'said.short'],
  [/must not repeat/, 'said.repeats'],
  [/1 to 64 letters/, 'said.bandId'],
  [/<=(\d+) items/, 'said.many'],
  [/id is registered/, 'said.exists'],
  [/wears a band already/, 'said.hasBand'],
  [/wristband is retired/, 'said.retired'],
  [/no such resident/, 'said.noResident'],
  [/has this name/, 'said.sameName'],
  [/last administrator/, 'said.lastAdministrator'],
  [/since you opened it/, 'said.outdated'],
  [/rehearsal runs already/, 'said.rehearsing'],
  [/another role/, 'forbidden'],
];

function worded(sentence: string): string | undefined {
  for (const [pattern, word] of SENTENCES) {
    const found = pattern.exec(sentence);
    if (found) return say(word, { n: found[1] ?? '' });
  }
  return undefined;
}

/** Why the whole was not done. */
export function saidText(failure: Failure): string {
  if (failure.type !== 'refused') return failureText(failure);
  if (failure.errors.length > 0) return say('said.fix');
  return worded(failure.detail) ?? failureText(failure);
}

/** What is wrong with one field, or with an entry of it; undefined when nothing is. */
export function fieldText(failure: Failure | undefined, name: string): string | undefined {
  if (failure?.type !== 'refused') return undefined;
  const error = failure.errors.find(({ field }) => isOf(field, name));
  if (error === undefined) return undefined;
  return name === 'birthYear' ? say('said.year') : (worded(error.message) ?? error.message);
}

const isOf = (field: FieldError['field'], name: string): boolean =>
  field === name || field.startsWith(`${name}.`);
