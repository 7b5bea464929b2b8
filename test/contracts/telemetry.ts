// What every store of readings must do, whichever it is.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS, type Metric } from '../../domain/message.ts';
import { days, hours, instant, millis, minutes, plus, seconds } from '../../domain/time.ts';
import type { Bucket, PastReadings, Point, RangeQuery, TelemetryStore } from '../../ingest/port.ts';
import { band, nth, resident, START } from '../ingest/points.ts';

/**
 * @param create a store that holds nothing yet.
 * @param openPast what that store holds, to be read as it lies.
 */
export function telemetryContract(
  name: string,
  create: () => Promise<TelemetryStore>,
  openPast: () => PastReadings,
): void {
  describe(`${name}, as a store of readings`, () => {
    let store: TelemetryStore;
    beforeAll(async () => {
      store = await create();
      await store.start();
    });
    afterAll(() => store.close());

    let people = 0;
    /** A new resident for each story, so that stories do not meet. */
    const somebody = () => {
      people += 1;
      return resident(`person-${people}`);
    };
    const stored = async (points: readonly Point[]) =>
      expect(await store.write(points)).toEqual({ result: 'stored' });
    const day = (
      residentId: Point['residentId'],
      changes: Partial<RangeQuery> = {},
    ): RangeQuery => ({
      residentId: residentId!,
      metric: 'heartRate',
      from: START,
      to: plus(START, days(1)),
      points: 600,
      ...changes,
    });
    const total = (buckets: readonly Bucket[]) =>
      buckets.reduce((sum, { count }) => sum + count, 0);

    it('knows nothing of somebody it never heard of', async () => {
      expect(await store.range(day(somebody()))).toEqual([]);
    });

    it('gives lowest, mean, highest and number of each bucket, and leaves out the empty ones', async () => {
      const residentId = somebody();
      const rates: readonly [minute: number, rate: number][] = [
        [0, 60],
        [1, 70],
        [59, 95],
        [130, 80],
      ];
      await stored(rates.map(([n, heartRate]) => nth(n, { residentId, heartRate })));
      const buckets = await store.range(day(residentId, { points: 24 }));
      expect(buckets).toEqual([
        { at: START, min: 60, mean: 75, max: 95, count: 3 },
        { at: plus(START, hours(2)), min: 80, mean: 80, max: 80, count: 1 },
      ]);
    });

    it.each(METRICS)('keeps %s', async (metric) => {
      const residentId = somebody();
      const { heartRate: _, ...point } = nth(3, { residentId, worn: true, charging: false });
      await stored([{ ...point, [metric]: 36.5, still: minutes(2), signal: -80, buffered: true }]);
      expect(await store.range(day(residentId, { metric }))).toMatchObject([
        { min: 36.5, mean: 36.5, max: 36.5, count: 1 },
      ]);
      const other = METRICS.find((each) => each !== metric)!;
      expect(await store.range(day(residentId, { metric: other }))).toEqual([]);
    });

    it('takes the same readings again without counting them twice', async () => {
      const residentId = somebody();
      const points = [0, 1, 2, 3].map((n) => nth(n, { residentId }));
      await stored(points);
      const before = await store.range(day(residentId));
      await stored(points);
      await stored([...points, ...points].reverse());
      expect(await store.range(day(residentId))).toEqual(before);
      expect(total(before)).toBe(4);
    });

    it('counts a reading that comes late or again with another value as it last was', async () => {
      const residentId = somebody();
      await stored([nth(5, { residentId, heartRate: 60 }), nth(65, { residentId, heartRate: 50 })]);
      await stored([nth(4, { residentId, heartRate: 150 })]);
      await stored([nth(4, { residentId, heartRate: 80 })]);
      const hourly = day(residentId, { points: 24 });
      expect(await store.range(hourly)).toMatchObject([
        { min: 60, mean: 70, max: 80, count: 2 },
        { min: 50, count: 1 },
      ]);
    });

    it('joins what two messages said of the same instant', async () => {
      const residentId = somebody();
      const { heartRate: _, ...empty } = nth(0, { residentId });
      await stored([{ ...empty, heartRate: 61 }]);
      await stored([{ ...empty, spo2: 97 }]);
      expect(await store.range(day(residentId))).toMatchObject([{ mean: 61 }]);
      expect(await store.range(day(residentId, { metric: 'spo2' }))).toMatchObject([{ mean: 97 }]);
    });

    it('follows a resident from one band to the next, and never another resident', async () => {
      const [residentId, other] = [somebody(), somebody()];
      await stored([
        nth(0, { residentId, bandId: band('old'), heartRate: 60 }),
        nth(1, { residentId, bandId: band('new'), heartRate: 80 }),
        nth(0, { residentId: other, bandId: band('new'), heartRate: 100 }),
      ]);
      const { residentId: _, ...unassigned } = nth(2, { bandId: band('new'), heartRate: 120 });
      await stored([unassigned]);
      const hourly = { points: 24 };
      expect(await store.range(day(residentId, hourly))).toMatchObject([{ mean: 70, count: 2 }]);
      expect(await store.range(day(other, hourly))).toMatchObject([{ mean: 100, count: 1 }]);
    });

    it('takes the beginning of a range in and leaves its end out, to the millisecond', async () => {
      const residentId = somebody();
      const [from, to] = [plus(START, seconds(1)), plus(START, minutes(200))];
      const moments = [plus(from, millis(-1)), from, plus(to, millis(-1)), to];
      await stored(moments.map((at) => nth(0, { residentId, at })));
      for (const points of [1, 2, 7, 100, 600]) {
        const buckets = await store.range(day(residentId, { from, to, points }));
        expect(total(buckets)).toBe(2);
        expect(buckets[0]?.at).toBe(from);
      }
    });

    it('counts every reading of three days once, whatever the number of buckets', async () => {
      const residentId = somebody();
      // Not on full minutes, and a gap.
      const at = (n: number) => instant(START + n * 97_003 + (n > 1_000 ? 7_000_000 : 0));
      const points = Array.from({ length: 2_500 }, (_, n) =>
        nth(0, { residentId, at: at(n), heartRate: 50 + ((n * 7_919) % 100) }),
      );
      await stored(points);
      const span = points.at(-1)!.at - START;
      const query = fc.record({
        from: fc.integer({ min: -5_000_000, max: span }),
        length: fc.integer({ min: 1, max: span + 5_000_000 }),
        points: fc.integer({ min: 1, max: 700 }),
      });
      await fc.assert(
        fc.asyncProperty(query, async ({ from: offset, length, points: most }) => {
          const [from, to] = [instant(START + offset), instant(START + offset + length)];
          const buckets = await store.range(day(residentId, { from, to, points: most }));
          expect(buckets.length).toBeLessThanOrEqual(most);
          expectSummary(
            buckets,
            points.filter((point) => point.at >= from && point.at < to),
          );
        }),
        { numRuns: 60 },
      );
    });

    it.each([
      ['that ends before it begins', { to: plus(START, millis(-1)) }],
      ['of no length', { to: START }],
      ['of no buckets', { points: 0 }],
      ['of a metric nobody has', { metric: 'mood"; DROP DATABASE x' as Metric }],
    ])('has nothing to show for a range %s', async (_, changes) => {
      const residentId = somebody();
      await stored([nth(0, { residentId })]);
      expect(await store.range(day(residentId, changes))).toEqual([]);
    });

    it('refuses a reading that cannot be, and is none the worse for it', async () => {
      const residentId = somebody();
      const bad = nth(1, { residentId, heartRate: 'seventy' as never });
      const outcome = await store.write([nth(0, { residentId }), bad, nth(2, { residentId })]);
      expect(outcome.result).toBe('refused');
      expect(JSON.stringify(outcome)).not.toContain('seventy');
      await stored([nth(0, { residentId }), nth(2, { residentId })]);
      expect(total(await store.range(day(residentId)))).toBe(2);
    });

    it('cannot be made to hold more readings than it was given, by any id', async () => {
      const residentId = somebody();
      await stored([nth(0, { residentId })]);
      const hostile = `x heartRate=1 1\nreading,resident=${residentId} heartRate=199`;
      const evil = fc.oneof(
        fc.string(),
        fc.constant(hostile),
        fc.constant(`${residentId}' OR 1=1`),
      );
      await fc.assert(
        fc.asyncProperty(evil, async (text) => {
          await store.write([
            nth(1, { residentId: text as never }),
            nth(1, { residentId: somebody(), bandId: text as never }),
          ]);
          const found = await store.range(day(text as never));
          if (text !== residentId) expect(found.every(({ max }) => max === 61)).toBe(true);
        }),
        { numRuns: 40 },
      );
      expect(await store.range(day(residentId))).toMatchObject([{ max: 60, count: 1 }]);
    });

    it('gives back every reading of a span as it was, in the order in which they were measured', async () => {
      const residentId = somebody();
      const start = plus(START, days(40));
      const whole: Point = {
        ...nth(0, { residentId, at: start }),
        ...{ spo2: 97, temperature: 34.5, steps: 1_200, battery: 80, signal: -71 },
        ...{ worn: true, charging: false, buffered: true, still: minutes(2) },
        heardAt: plus(start, hours(3)),
        location: { lat: 37.45, lon: 116.3, accuracy: 12, datum: 'GCJ02' },
      };
      const { residentId: _, ...nobodys } = nth(0, { at: plus(start, seconds(5)) });
      const others = [1, 2, 3].map((n) =>
        nth(0, { residentId, bandId: band(`past-${n}`), at: plus(start, hours(9)), heartRate: n }),
      );
      const outside = [-1, days(2)].map((n) => nth(0, { residentId, at: plus(start, millis(n)) }));
      await stored([...outside, ...others, nobodys, whole]);
      const past = openPast();
      const found: Point[] = [];
      for await (const block of past.read(start, plus(start, days(1)))) found.push(...block);
      past.close();
      expect(found.slice(0, 2)).toEqual([whole, nobodys]);
      expect(new Set(found.slice(2).map(({ bandId }) => bandId))).toEqual(
        new Set(others.map(({ bandId }) => bandId)),
      );
      expect(found).toHaveLength(5);
    });

    it('keeps no place of readings that had none, and of a reading that comes again how it came first', async () => {
      const residentId = somebody();
      const at = plus(START, days(80));
      const point = nth(0, { residentId, at });
      await stored([point]);
      await stored([point]);
      const past = openPast();
      const found: Point[] = [];
      for await (const block of past.read(at, plus(at, millis(1)))) found.push(...block);
      past.close();
      expect(found).toEqual([point]);
    });

    it('takes nothing and calls it stored', async () => {
      await stored([]);
    });
  });
}

/** Buckets lie one after the other and together say of the readings what the readings say. */
function expectSummary(buckets: readonly Bucket[], points: readonly Point[]): void {
  const rates = points.map(({ heartRate }) => heartRate!);
  const counts = buckets.map(({ count }) => count);
  const count = counts.reduce((sum, each) => sum + each, 0);
  expect(count).toBe(rates.length);
  if (count === 0) return;
  expect(Math.min(...buckets.map(({ min }) => min))).toBe(Math.min(...rates));
  expect(Math.max(...buckets.map(({ max }) => max))).toBe(Math.max(...rates));
  const sum = buckets.reduce((all, bucket) => all + bucket.mean * bucket.count, 0);
  expect(sum / count).toBeCloseTo(rates.reduce((all, rate) => all + rate, 0) / count, 6);
  for (const [index, { at }] of buckets.entries()) {
    const end = buckets[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    expect(points.filter((point) => point.at >= at && point.at < end)).toHaveLength(counts[index]!);
  }
}
