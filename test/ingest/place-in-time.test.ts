import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { days, instant, millis, minus, minutes, plus, seconds } from '../../domain/time.ts';
import { placeInTime } from '../../ingest/place-in-time.ts';

const NOW = instant(Date.UTC(2026, 10, 21, 12));

describe('when a reading was measured', () => {
  it.each([
    ['just now', minus(NOW, seconds(2))],
    ['in a dead zone five weeks long', minus(NOW, days(35))],
    ['by a clock that runs a little ahead', plus(NOW, minutes(4))],
  ])('is what the band says: %s', (_, at) => {
    expect(placeInTime([{ at }], NOW)).toEqual([at]);
  });

  it.each([
    ['in 1970', instant(1_000)],
    ['before any band keeps a backlog', minus(NOW, days(41))],
    ['eight hours ahead, local time called UTC', plus(NOW, minutes(8 * 60))],
    ['never', undefined],
  ])('is when it arrived, if the band says %s', (_, at) => {
    expect(placeInTime([at === undefined ? {} : { at }], NOW)).toEqual([NOW]);
  });

  it('keeps a backlog without a clock apart and in order, the newest at its arrival', () => {
    const known = minus(NOW, minutes(10));
    expect(placeInTime([{}, { at: known }, { at: instant(5) }, {}], NOW)).toEqual([
      minus(NOW, millis(2)),
      known,
      minus(NOW, millis(1)),
      NOW,
    ]);
  });

  it('never lies far ahead, and one reading has one instant', () => {
    const at = fc.option(fc.double({ noNaN: true }).map(instant), { nil: undefined });
    fc.assert(
      fc.property(fc.array(at), (clocks) => {
        const placed = placeInTime(
          clocks.map((clock) => (clock === undefined ? {} : { at: clock })),
          NOW,
        );
        expect(placed).toHaveLength(clocks.length);
        for (const each of placed) {
          expect(each).toBeLessThanOrEqual(plus(NOW, minutes(5)));
          expect(each).toBeGreaterThanOrEqual(minus(NOW, days(40)));
        }
      }),
    );
  });
});
