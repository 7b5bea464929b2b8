// The order in which a duty officer thinks of people: compound, building, unit, room, as one walks.
import type { Resident } from '../domain/person.ts';

/** Numbers by their value (2栋 before 10栋), Chinese by pinyin. */
const collator = new Intl.Collator('zh-Hans-CN', { numeric: true });

const ADDRESS = ['compound', 'building', 'unit', 'room'] as const;

/** Whoever has no address yet stands at the end; the id keeps the order from ever wavering. */
export function byAddress(a: Resident, b: Resident): number {
  for (const part of ADDRESS) {
    const order = comparePart(a[part], b[part]);
    if (order !== 0) return order;
  }
  return collator.compare(a.name, b.name) || collator.compare(a.id, b.id);
}

function comparePart(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return collator.compare(a, b);
}

export const naturally = (a: string, b: string): number => collator.compare(a, b);
