// The one timer: what it tells of the time that passed, and of the time that did not.
import { describe, expect, it } from 'vitest';
import { startTicker } from '../../alerts/ticker.ts';
import { silentLog } from '../../domain/log.ts';
import { hours, type Instant, type Millis, minutes, plus, seconds } from '../../domain/time.ts';
import { clock } from '../support/given.ts';

const NO_JUMP = seconds(0);

/** An engine whose disk can be slow or broken, a clock that can be moved, and what was said. */
function ticking(from?: Instant) {
  const calls: string[] = [];
  let now = clock('08:00');
  let work = () => {};
  let disk: () => Promise<void> = async () => {};
  startTicker({
    engine: {
      tick: async () => void calls.push('tick'),
      deaf: async (gap) => {
        calls.push(`deaf ${gap}`);
        await disk();
      },
    },
    clock: () => now,
    log: silentLog,
    every: (_, todo) => {
      work = todo;
      return () => {};
    },
    ...(from !== undefined && { from }),
  });
  const move = (by: Millis): void => {
    now = plus(now, by);
  };
  return {
    calls,
    move,
    /** A second passes, and the clock is moved by `jump` in it. */
    async second(jump: Millis = NO_JUMP): Promise<void> {
      move(seconds(1));
      move(jump);
      work();
      await new Promise((resolve) => setImmediate(resolve));
    },
    diskIs(next: () => Promise<void>): void {
      disk = next;
    },
  };
}

describe('the ticker', () => {
  it('passes time on as it goes by', async () => {
    const { second, calls } = ticking();
    await second();
    await second();
    expect(calls).toEqual(['tick', 'tick']);
  });

  it('says that it was deaf when time jumped, forwards or back, and looks a second later', async () => {
    const { second, calls } = ticking();
    await second(hours(1));
    await second();
    await second(hours(-2));
    await second();
    expect(calls).toEqual([`deaf ${hours(1)}`, 'tick', `deaf ${hours(-2)}`, 'tick']);
  });

  it('that could not put on record that it was deaf lets nobody look before it has', async () => {
    const { second, calls, diskIs } = ticking();
    diskIs(() => Promise.reject(new Error('no space left on device')));
    await second(hours(1));
    await second();
    diskIs(async () => {});
    await second(hours(1));
    await second();
    const once = `deaf ${hours(1)}`;
    expect(calls).toEqual([once, once, `deaf ${hours(2)}`, 'tick']);
  });

  it('tells of a second jump that came while the first was being told, before anybody looks', async () => {
    const { second, calls, diskIs } = ticking();
    const answered = Promise.withResolvers<void>();
    diskIs(() => answered.promise);
    await second(minutes(-4));
    await second(minutes(37));
    answered.resolve();
    await second();
    await second();
    await second();
    expect(calls).toEqual([`deaf ${minutes(-4)}`, `deaf ${minutes(37)}`, 'tick']);
  });

  it('lets nobody look when the clock jumped as the first jump was put on record', async () => {
    const { second, move, calls, diskIs } = ticking();
    const answered = Promise.withResolvers<void>();
    diskIs(() => answered.promise);
    await second(minutes(30));
    // Nobody has looked at the clock since, and the disk answers now.
    move(minutes(35));
    answered.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toEqual([`deaf ${minutes(30)}`]);
    await second();
    await second();
    expect(calls).toEqual([`deaf ${minutes(30)}`, `deaf ${minutes(35)}`, 'tick']);
  });

  it('counts from when the engine knew the time, however long its start then took', async () => {
    const { second, calls } = ticking(plus(clock('08:00'), hours(-1)));
    await second();
    await second();
    expect(calls).toEqual([`deaf ${hours(1)}`, 'tick']);
  });
});
