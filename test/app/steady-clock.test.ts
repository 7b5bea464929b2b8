// A clock that jumps must not make everything old.
import { expect, it } from 'vitest';
import { startRetention } from '../../app/retention.ts';
import { watchSteadiness } from '../../app/steady-clock.ts';
import { silentLog } from '../../domain/log.ts';
import { days, type Instant, instant, type Millis, millis, plus } from '../../domain/time.ts';

const YEARS = days(3_650);

/** A machine whose two clocks can be moved, together or one of them. */
function machine() {
  let wall: Instant = instant(Date.parse('2026-03-10T00:00:00Z'));
  let up = 0;
  return {
    clock: () => wall,
    uptime: () => up,
    runs(by: Millis) {
      wall = plus(wall, by);
      up += by;
    },
    jumps(by: Millis) {
      wall = plus(wall, by);
    },
  };
}

it('a clock that runs, drifts and is corrected is believed', () => {
  const { clock, uptime, runs, jumps } = machine();
  const isSteady = watchSteadiness(clock, uptime);
  for (let day = 0; day < 400; day += 1) {
    runs(days(1));
    jumps(millis(-2_000));
    expect(isSteady()).toBe(true);
  }
});

it('a clock that is suddenly ten years ahead is believed in a week, and not before', () => {
  const { clock, uptime, runs, jumps } = machine();
  const isSteady = watchSteadiness(clock, uptime);
  jumps(YEARS);
  expect(isSteady()).toBe(false);
  runs(days(6));
  expect(isSteady()).toBe(false);
  runs(days(2));
  expect(isSteady()).toBe(true);
});

it('and when it is set right again, in a week from then', () => {
  const { clock, uptime, runs, jumps } = machine();
  const isSteady = watchSteadiness(clock, uptime);
  jumps(YEARS);
  expect(isSteady()).toBe(false);
  runs(days(3));
  jumps(millis(-YEARS));
  expect(isSteady()).toBe(false);
  runs(days(6));
  expect(isSteady()).toBe(false);
  runs(days(2));
  expect(isSteady()).toBe(true);
});

it('no reading is let go while the clock is in doubt', async () => {
  const { clock, uptime, jumps } = machine();
  const asked: Instant[] = [];
  const warned = Promise.withResolvers<string>();
  const stop = startRetention({
    journal: {
      forgetCanary: async () => 0,
      forgetStatus: async () => undefined,
      forgetVerdicts: async () => undefined,
    },
    store: {
      forget: async (before: Instant) => {
        asked.push(before);
        return 0;
      },
    } as never,
    keepReadings: days(400),
    clock,
    uptime,
    log: { ...silentLog, warn: (event) => warned.resolve(event) },
    rhythm: { every: millis(5), rows: 10, pause: 0 },
  });
  jumps(YEARS);
  expect(await warned.promise).toBe('retention-waits');
  await stop();
  // At most from before the jump; nothing of the last ten years.
  expect(asked.filter((before) => before > instant(Date.parse('2026-03-10T00:00:00Z')))).toEqual(
    [],
  );
});
