// What a form says of a person, as the service takes it. Pure.
import type { ResidentCard } from '../../../domain/frame.ts';

const LINES = [
  'sex',
  'phone',
  'compound',
  'building',
  'unit',
  'room',
  'access',
  'remarks',
] as const;
const LISTS = ['conditions', 'medicines', 'allergies'] as const;

type Facts = Readonly<Record<string, unknown>>;

/** Everything the form has a field for; `null` where nothing was written. */
export function factsOf(form: FormData): Facts {
  const written = (name: string): string => String(form.get(name) ?? '').trim();
  const facts: Record<string, unknown> = { name: written('name') };
  for (const key of LINES) facts[key] = written(key) || null;
  for (const key of LISTS) facts[key] = orNull(linesOf(written(key)));
  facts.birthYear = yearOf(written('birthYear'));
  facts.contacts = orNull(contactsOf(form, written));
  return facts;
}

const orNull = <Item>(items: readonly Item[]): readonly Item[] | null =>
  items.length === 0 ? null : items;

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** What is no number is sent as it is, for the service to say so. */
const yearOf = (text: string): number | string | null =>
  text === '' ? null : /^\d+$/.test(text) ? Number(text) : text;

function contactsOf(form: FormData, written: (name: string) => string): readonly object[] {
  const contacts: object[] = [];
  for (let n = 0; form.has(`contacts.${n}.name`); n += 1) {
    const at = (key: string): string => written(`contacts.${n}.${key}`);
    contacts.push({
      name: at('name'),
      ...known('relation', at('relation')),
      ...known('phone', at('phone')),
      ...known('hours', at('hours')),
      ...(form.has(`contacts.${n}.hasKey`) && { hasKey: true }),
    });
  }
  return contacts;
}

const known = (key: string, value: string): object => (value === '' ? {} : { [key]: value });

/** A new person: only what is known. */
export const withoutNulls = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));

/** Only what is different now: what a colleague changed meanwhile stays. */
export const changesTo = (person: ResidentCard, facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts).filter(
      ([key, value]) => !isSame((person as unknown as Facts)[key] ?? null, value),
    ),
  );

/** Compared by what is written, whatever the order of the keys; no key is no tick. */
const isSame = (a: unknown, b: unknown): boolean => spelled(a) === spelled(b);

const spelled = (value: unknown): string =>
  JSON.stringify(value, (_key, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part)
            .filter(([, each]) => each !== false)
            .sort(([x], [y]) => (x < y ? -1 : 1)),
        )
      : part,
  );

/** Every word of the question is somewhere in the name, the address or the band. */
export function isFound(person: ResidentCard, address: string, question: string): boolean {
  const { name, unit, room, bandId, phone } = person;
  const text = [name, address, `${unit ?? ''}-${room ?? ''}`, bandId, phone]
    .join(' ')
    .toLowerCase();
  return question
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
