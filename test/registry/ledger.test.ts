import { describe, expect, test } from 'vitest';
import { silentLog } from '../../domain/log.ts';
import { createLedger } from '../../registry/ledger.ts';
import { emptyMemory } from '../../registry/memory.ts';
import type { Write } from '../../registry/write.ts';
import { NOON, rememberingLog, resident, staff } from './given.ts';

const li: Write = { type: 'resident', id: resident('li'), facts: { name: '李秀兰' } };
const session: Write = {
  type: 'session',
  row: { id: 'hash', staffName: staff('王芳'), beganAt: NOON, usedAt: NOON },
};

/** A ledger whose disk fails while it is told to. */
function givenADisk() {
  const written: Write[][] = [];
  const disk = { full: false };
  const memory = emptyMemory();
  const log = rememberingLog();
  const ledger = createLedger({
    memory,
    log,
    write: async (writes) => {
      if (disk.full) throw new Error('database or disk is full');
      written.push([...writes]);
    },
  });
  return { ledger, memory, disk, written, log };
}

describe('when the disk of the registry is full', () => {
  test('a change of people is refused, and nobody acts on it as if it had happened', async () => {
    const { ledger, memory, disk } = givenADisk();
    const heard: string[] = [];
    ledger.listen({ residentChanged: (id) => void heard.push(id) });
    const add = () =>
      ledger.change(() => ({
        value: undefined,
        writes: [li],
        news: [{ type: 'resident-changed', id: resident('li') }],
      }));
    disk.full = true;
    await expect(add()).rejects.toThrow(/disk is full/);
    expect(memory.residents.size).toBe(0);
    expect(heard).toEqual([]);
    disk.full = false;
    await add();
    expect(memory.residents.size).toBe(1);
    expect(heard).toEqual(['li']);
  });

  test('signing in and out holds all the same, and the log says that it is not on record', async () => {
    const { ledger, memory, disk, log } = givenADisk();
    disk.full = true;
    const signedIn = { value: true, writes: [session], evenUnwritten: true };
    expect(await ledger.change(() => signedIn)).toBe(true);
    expect(memory.sessions.has('hash')).toBe(true);
    expect(log.lines.map(({ event }) => event)).toEqual(['registry-not-written']);
    await ledger.change(() => ({
      value: undefined,
      writes: [{ type: 'session-ended', id: 'hash' }],
      evenUnwritten: true,
    }));
    expect(memory.sessions.has('hash')).toBe(false);
  });
});

describe('two changes at once', () => {
  test('the second decides on what the first has left behind', async () => {
    const { ledger, memory } = givenADisk();
    const addOnce = () =>
      ledger.change(() =>
        memory.residents.has(resident('li'))
          ? { value: 'there already' }
          : { value: 'added', writes: [li] },
      );
    expect(await Promise.all([addOnce(), addOnce()])).toEqual(['added', 'there already']);
  });

  test('a decision that throws is told to whoever asked, and the next one goes on', async () => {
    const { ledger } = givenADisk();
    const broken = ledger.change(() => {
      throw new Error('a bug of ours');
    });
    await expect(broken).rejects.toThrow('a bug of ours');
    expect(await ledger.change(() => ({ value: 1 }))).toBe(1);
  });

  test('what nobody waits for is still written before the ledger is settled', async () => {
    const memory = emptyMemory();
    let written = 0;
    const write = async () => {
      await Promise.resolve();
      written += 1;
    };
    const ledger = createLedger({ memory, write, log: silentLog });
    ledger.changeLater(() => ({ value: undefined, writes: [li] }));
    ledger.changeLater(() => ({ value: undefined, writes: [session] }));
    await ledger.settled();
    expect(written).toBe(2);
  });
});
