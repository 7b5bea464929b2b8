// Many wait, one commits: whoever comes while the disk is busy goes together into the next
// transaction, so that the number of syncs follows the disk and not the number of messages.

export interface GroupCommit<Item> {
  /** Resolves when the items are on disk; rejects when they are not, or when too many wait. */
  add(items: readonly Item[]): Promise<void>;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
}

interface Group<Item> {
  readonly items: Item[];
  readonly committed: PromiseWithResolvers<void>;
}

const newGroup = <Item>(): Group<Item> => ({
  items: [],
  committed: Promise.withResolvers<void>(),
});

/**
 * @param write puts all items on disk in one transaction.
 * @param most uncommitted items; more mean that the disk does not keep up, and the answer is no.
 */
export function createGroupCommit<Item>(
  write: (items: readonly Item[]) => Promise<void>,
  most: number,
): GroupCommit<Item> {
  let next = newGroup<Item>();
  let committing: Promise<void> | undefined;

  async function commitAll(): Promise<void> {
    while (next.items.length > 0) {
      const group = next;
      next = newGroup();
      try {
        await write(group.items);
        group.committed.resolve();
      } catch (error) {
        group.committed.reject(error);
      }
    }
    committing = undefined;
  }

  return {
    async add(items) {
      if (next.items.length >= most) throw new Error('The disk does not keep up');
      next.items.push(...items);
      const { committed } = next;
      committing ??= commitAll();
      return committed.promise;
    },
    idle: async () => committing,
  };
}
