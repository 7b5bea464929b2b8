import { describe, expect, it } from 'vitest';
import { createGroupCommit } from '../../ingest/group-commit.ts';

describe('many who wait for one disk', () => {
  it('go together into the next transaction, in the order they came', async () => {
    const transactions: (readonly number[])[] = [];
    const disk = Promise.withResolvers<void>();
    const commits = createGroupCommit<number>(async (items) => {
      transactions.push(items);
      await disk.promise;
    }, 1_000);
    const promised = Array.from({ length: 100 }, (_, n) => commits.add([n]));
    disk.resolve();
    await Promise.all(promised);
    expect(transactions.map((items) => items.length)).toEqual([1, 99]);
    expect(transactions.flat()).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  it('all hear that the disk failed, and the next who come are tried again', async () => {
    let full = true;
    const commits = createGroupCommit<number>(async () => {
      if (full) throw new Error('disk full');
    }, 1_000);
    const heard = await Promise.allSettled([1, 2, 3].map((n) => commits.add([n])));
    expect(heard.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    full = false;
    await expect(commits.add([4])).resolves.toBeUndefined();
  });

  it('are turned away when too many wait, so that memory does not grow with a hung disk', async () => {
    const disk = Promise.withResolvers<void>();
    const commits = createGroupCommit<number>(() => disk.promise, 10);
    const first = commits.add([0]);
    const second = commits.add(Array.from({ length: 10 }, (_, n) => n));
    await expect(commits.add([1])).rejects.toThrow('does not keep up');
    disk.resolve();
    await Promise.all([first, second]);
    await commits.idle();
    await expect(commits.add([2])).resolves.toBeUndefined();
  });
});
