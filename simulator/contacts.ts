// Whom to call for an invented resident, in order: children first, then whoever is next door.
import type { Contact } from '../domain/person.ts';
import { chance, type Dice, diceFor, pick, wholeBetween } from './dice.ts';
import { CHILDREN, GIVEN_NAMES, RARE_NAMES, SURNAMES } from './people.ts';

export interface Named {
  readonly name: string;
  readonly sex: 'female' | 'male';
}

const HOURS = ['全天', '18:00 以后', '7:00–22:00', '周末全天，平日 12:00–13:00'] as const;
const CHILD_RELATIONS = [
  ['长女', 'female'],
  ['长子', 'male'],
  ['次女', 'female'],
  ['次子', 'male'],
  ['孙女', 'female'],
  ['外甥', 'male'],
] as const;

/** Two to four people; a number is used once. @param nth which resident, counted from 0. */
export function inventContacts(dice: Dice, nth: number, resident: Named): readonly Contact[] {
  const children = wholeBetween(dice, 1, 1, 3);
  const first = wholeBetween(dice, 2, 0, CHILD_RELATIONS.length - 1);
  // Children bear their father's name.
  const family = resident.sex === 'male' ? surnameOf(resident.name) : surname(dice, 3);
  const relatives = Array.from({ length: children }, (_, n): Contact => {
    const relation = CHILD_RELATIONS[(first + n) % CHILD_RELATIONS.length] ?? CHILD_RELATIONS[0];
    const [called, sex] = relation;
    const luck = diceFor(dice, n);
    const theirs = called === '外甥' ? surname(luck, 3) : family;
    return {
      name: theirs + pick(luck, 4, CHILDREN[sex].split(' ')),
      relation: called,
      phone: phone('139', nth, n),
      hours: pick(luck, 5, HOURS),
      hasKey: n === 0 && chance(luck, 6, 0.6),
    };
  });
  return [...relatives, neighbour(diceFor(dice, 'neighbour'), nth)];
}

function neighbour(dice: Dice, nth: number): Contact {
  const sex = chance(dice, 1, 0.6) ? 'female' : 'male';
  return {
    name: surname(dice, 2) + pick(dice, 3, GIVEN_NAMES[sex].split(' ')),
    relation: '邻居',
    phone: phone('137', nth, 0),
    hours: '全天',
    hasKey: chance(dice, 4, 0.5),
  };
}

const surname = (dice: Dice, n: number): string => pick(dice, n, Array.from(SURNAMES));

/** Of the rare names one has a surname of two characters. */
const surnameOf = (name: string): string =>
  RARE_NAMES.some((rare) => rare.name === name) && name.startsWith('亓官')
    ? '亓官'
    : (Array.from(name)[0] ?? '');

const phone = (prefix: string, nth: number, n: number): string =>
  `${prefix} 0000 ${String(1000 + nth * 10 + n).padStart(4, '0')}`;
