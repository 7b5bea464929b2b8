// Lists are `{items, next?}`; `next` goes back as `cursor`.
import { z } from 'zod';

export const LONGEST_PAGE = 200;

export const pageQuery = (usual: number) => ({
  limit: z.coerce
    .number('limit is a number')
    .int()
    .min(1)
    .max(LONGEST_PAGE, `at most ${LONGEST_PAGE}`)
    .default(usual),
  cursor: z.string().min(1).max(1_100).optional(),
});

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/**
 * The page after the item whose id is `cursor`; undefined when there is no such item.
 * @param all in an order that stays.
 */
export function pageOf<Item extends { readonly id: string }>(
  all: readonly Item[],
  limit: number,
  cursor: string | undefined,
): Page<Item> | undefined {
  const before = cursor === undefined ? -1 : all.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && before < 0) return undefined;
  const items = all.slice(before + 1, before + 1 + limit);
  const last = items.at(-1);
  const isMore = before + 1 + limit < all.length;
  return { items, ...(isMore && last !== undefined && { next: last.id }) };
}
