// Room kept for emergencies, on a disk whose free space the test decides.
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../domain/log.ts';
import { millis } from '../../domain/time.ts';
import { createReserve } from '../../durable/reserve.ts';
import { temporaryFolder } from '../support/folder.ts';

const SIZE = 100_000;

function disk(free: number) {
  const path = join(temporaryFolder(), 'reserve');
  const room = { free };
  const reserve = createReserve({
    path,
    log: silentLog,
    size: SIZE,
    lookEvery: millis(5),
    free: async () => room.free,
  });
  return { path, room, reserve };
}

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
};

describe('the reserve of the disk', () => {
  it('is there from the first start', async () => {
    const { path, reserve } = disk(1e9);
    await reserve.start();
    expect(statSync(path).size).toBe(SIZE);
    expect(reserve.isReleased).toBe(false);
    await reserve.stop();
  });

  it('is given up once, and made again when there is room', async () => {
    const { path, room, reserve } = disk(1e9);
    await reserve.start();
    room.free = 0;
    expect(reserve.release()).toBe(true);
    expect(existsSync(path)).toBe(false);
    expect(reserve.release()).toBe(false);
    expect(reserve.isReleased).toBe(true);
    room.free = 1e9;
    await until(() => !reserve.isReleased);
    expect(statSync(path).size).toBe(SIZE);
    await reserve.stop();
  });

  it('is not made where it would take the last room there is', async () => {
    const { path, reserve } = disk(SIZE + 1);
    await reserve.start();
    expect(existsSync(path)).toBe(false);
    expect(reserve.isReleased).toBe(true);
    await reserve.stop();
  });

  it('is given up by a start on a disk that is full already', async () => {
    const { path, reserve } = disk(0);
    writeFileSync(path, Buffer.alloc(SIZE));
    await reserve.start();
    expect(existsSync(path)).toBe(false);
    expect(reserve.isReleased).toBe(true);
    await reserve.stop();
  });
});
