// Ordinary days of the very old: long sitting, short nights, bands and wrists that mislead. What the
// rules of early warning may take for granted is measured here, over many lives and in plain numbers.
import { describe, expect, test } from 'vitest';
import type { BandId } from '../../domain/ids.ts';
import type { Reading } from '../../domain/message.ts';
import { days, type Instant, minutes, plus } from '../../domain/time.ts';
import { makeBand } from '../../simulator/band.ts';
import { inDatum } from '../../simulator/datum.ts';
import type { Activity } from '../../simulator/day/episode.ts';
import { activityAt, dayNumberOf, instantOf, minuteOfDay, planDay } from '../../simulator/day.ts';
import { diceFor, makeDice } from '../../simulator/dice.ts';
import type { Band } from '../../simulator/life.ts';
import { type Heard, heard } from '../../simulator/month.ts';
import { inventWearer, type Wearer } from '../../simulator/wearer.ts';

const DICE = makeDice(3);
const FIRST = 20_500;
const midnight = instantOf(FIRST, 0);

const wearerOf = (nth: number): Wearer => inventWearer(diceFor(DICE, nth), { visits: 0 });
const bandOf = (nth: number, changes: Partial<Wearer> = {}): Band =>
  makeBand(
    { id: `w${nth}` as BandId, wearer: { ...wearerOf(nth), ...changes }, at: midnight, boot: 1 },
    DICE,
  );

const told = (band: Band, length = days(1)): readonly Heard[] => [
  ...heard({ band, until: plus(midnight, length), interval: minutes(1) }),
];
const readingsOf = (all: readonly Heard[]): readonly Reading[] =>
  all.flatMap(({ message }) => (message.type === 'heartbeat' ? message.readings : []));

const EVERYBODY = Array.from({ length: 79 }, (_, nth) => nth);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const known = (values: readonly (number | undefined)[]): readonly number[] =>
  values.filter((value) => value !== undefined);
const portion = <Item>(items: readonly Item[], holds: (item: Item) => boolean): number =>
  items.filter(holds).length / items.length;

interface Rest {
  readonly minutes: number;
  readonly activity: Activity;
}

/** Times without a movement, with what the plan had when they ended. */
function restsOf(nth: number): readonly Rest[] {
  const band = bandOf(nth, { bath: 'keeps-it-on' });
  const plans = [0, 1, 2].map((n) => planDay(band.wearer, FIRST + n, band.dice));
  const all = readingsOf(told(band, days(2))).filter((r) => r.worn);
  return all.flatMap((reading, n) => {
    const before = all[n - 1];
    if (before?.still === undefined || (reading.still ?? 0) >= before.still) return [];
    const at = before.at as Instant;
    const plan = plans[dayNumberOf(at) - FIRST];
    if (plan === undefined) return [];
    return [{ minutes: before.still / minutes(1), activity: activityAt(plan, minuteOfDay(at)) }];
  });
}

describe('movement', () => {
  const all = EVERYBODY.slice(0, 24).flatMap(restsOf);
  const rests = (...activities: readonly Activity[]): readonly number[] =>
    all.filter(({ activity }) => activities.includes(activity)).map((rest) => rest.minutes);

  test('in front of the television the wrist moves every few minutes, and hardly ever rests for twenty', () => {
    const found = rests('television');
    expect(mean(found)).toBeGreaterThan(4);
    expect(mean(found)).toBeLessThan(10);
    expect(Math.max(...found)).toBeLessThanOrEqual(21);
    expect(portion(found, (rest) => rest > 12)).toBeGreaterThan(0.05);
  });

  test('a nap and an unplanned doze look alike for a quarter or half of an hour', () => {
    for (const activity of ['nap', 'dozing'] as const) {
      const found = rests(activity);
      expect(mean(found)).toBeGreaterThan(8);
      expect(portion(found, (rest) => rest >= 20)).toBeGreaterThan(0.1);
      expect(Math.max(...found)).toBeLessThanOrEqual(50);
    }
  });

  test('at night people turn every 10 to 45 minutes, seldom after more than an hour, never after two', () => {
    const found = rests('asleep');
    expect(mean(found)).toBeGreaterThan(17);
    expect(mean(found)).toBeLessThan(32);
    expect(portion(found, (rest) => rest > 60)).toBeGreaterThan(0.002);
    expect(portion(found, (rest) => rest > 60)).toBeLessThan(0.05);
    expect(Math.max(...found)).toBeLessThan(120);
  });

  test('most hours of the day are spent sitting, lying or asleep', () => {
    const plans = EVERYBODY.map((nth) => planDay(wearerOf(nth), FIRST, diceFor(DICE, nth)));
    const minutesOf = (...activities: readonly Activity[]): number =>
      mean(
        plans.map(
          (plan) =>
            Array.from({ length: 1_440 }, (_, n) => activityAt(plan, n)).filter((one) =>
              activities.includes(one),
            ).length,
        ),
      );
    expect(minutesOf('television')).toBeGreaterThan(80);
    expect(minutesOf('television')).toBeLessThan(260);
    expect(minutesOf('nap')).toBeGreaterThan(30);
    expect(minutesOf('dozing')).toBeGreaterThan(10);
    expect(minutesOf('walk')).toBeLessThan(90);
  });
});

describe('nights and mornings', () => {
  const MONTH = Array.from({ length: 30 }, (_, n) => FIRST + n);

  test('people get up when they always do, give or take half an hour, but for some mornings', () => {
    const late = EVERYBODY.flatMap((nth) => {
      const wearer = wearerOf(nth);
      return MONTH.map((n) => planDay(wearer, n, diceFor(DICE, nth)).wakesAt - wearer.wakesAt);
    });
    expect(portion(late, (by) => Math.abs(by) <= 30)).toBeGreaterThan(0.8);
    expect(portion(late, (by) => by > 40)).toBeGreaterThan(0.02);
    expect(portion(late, (by) => by > 40)).toBeLessThan(0.12);
    expect(Math.max(...late)).toBeLessThanOrEqual(125);
    expect(portion(late, (by) => by < -30)).toBeLessThan(0.04);
  });

  test('the bathroom calls none to four times a night, and there are steps to it', () => {
    const nights = EVERYBODY.map((nth) => {
      const band = bandOf(nth, { nights: 'wears-it' });
      const early = readingsOf(told(band, minutes(240)));
      const { episodes } = band.day;
      const trips = episodes.filter((e) => e.activity === 'bathroom' && e.to < 235).length;
      return { trips, steps: early.at(-1)?.steps ?? 0 };
    });
    expect(Math.max(...nights.map(({ trips }) => trips))).toBeLessThanOrEqual(4);
    expect(new Set(nights.map(({ trips }) => trips)).size).toBeGreaterThan(2);
    for (const { trips, steps } of nights) if (trips > 0) expect(steps).toBeGreaterThan(10);
  });
});

describe('sensors', () => {
  const night = (band: Band): readonly number[] =>
    known(readingsOf(told(band, minutes(300))).map((r) => r.heartRate));
  const deviation = (values: readonly number[]): number => {
    const middle = mean(values);
    return Math.sqrt(mean(values.map((value) => (value - middle) ** 2))) / middle;
  };

  test('a paced heart is flat and at 60 at least, a fibrillating one irregular by 10 to 20 %', () => {
    const paced = night(bandOf(1, { rhythm: 'paced', restingHeartRate: 61 }));
    expect(mean(paced)).toBeGreaterThan(59);
    expect(deviation(paced)).toBeLessThan(0.06);
    const fibrillating = night(bandOf(1, { rhythm: 'atrial-fibrillation' }));
    expect(deviation(fibrillating)).toBeGreaterThan(0.1);
    expect(deviation(fibrillating)).toBeLessThan(0.2);
  });

  test('a morning tablet slows the heart for some hours', () => {
    const noon = (medicine: Wearer['medicine']): number =>
      mean(
        known(
          readingsOf(told(bandOf(2, { medicine })))
            .filter((r) => minuteOfDay(r.at as Instant) > 600 && minuteOfDay(r.at as Instant) < 780)
            .map((r) => r.heartRate),
        ),
      );
    expect(noon('none') - noon('slows-the-heart')).toBeGreaterThan(3.5);
  });

  test('now and then a single reading is plainly wrong, and its neighbours are not', () => {
    const all = readingsOf(told(bandOf(3, { rhythm: 'regular', restingHeartRate: 68 }), days(20)));
    const wild = all.flatMap((r, n) => ((r.heartRate ?? 0) >= 145 ? [n] : []));
    expect(wild.length).toBeGreaterThan(3);
    expect(wild.length).toBeLessThan(40);
    for (const n of wild) {
      const beside = [all[n - 1], all[n + 1]].map((r) => r?.heartRate ?? 70);
      expect(Math.min(...beside)).toBeLessThan(130);
    }
  });

  test('cold fingers give a false low for a minute or two, a few times a day, and never for long', () => {
    const all = readingsOf(told(bandOf(4, { spo2: 97, oxygenEvery: 1 }), days(10)));
    const low = all.flatMap((r, n) => (r.spo2 !== undefined && r.spo2 <= 90 ? [n] : []));
    expect(low.length).toBeGreaterThan(10);
    expect(low.length).toBeLessThan(100);
    const long = low.filter((n) => [1, 2, 3].every((more) => low.includes(n + more)));
    expect(long.length).toBeLessThan(3);
    for (const n of low) expect(all[n]?.spo2).toBeGreaterThanOrEqual(85);
  });

  test('lung disease lives between 87 and 93', () => {
    const all = known(readingsOf(told(bandOf(5, { spo2: 90.5 }))).map((r) => r.spo2));
    expect(portion(all, (value) => value >= 87 && value <= 93)).toBeGreaterThan(0.95);
  });

  test('some models measure oxygen every ten minutes only', () => {
    const all = readingsOf(told(bandOf(6, { oxygenEvery: 10 })));
    expect(known(all.map((r) => r.spo2)).length).toBeLessThan(150);
    expect(known(all.map((r) => r.spo2)).length).toBeGreaterThan(80);
  });
});

describe('what bands get wrong', () => {
  test('79 wearers have between 2 and 30 false falls a day; most are cancelled within half a minute', () => {
    const falls = EVERYBODY.flatMap((nth) =>
      told(bandOf(nth), days(4)).flatMap(({ at, message }) =>
        message.type === 'fall' ? [{ at, ...message }] : [],
      ),
    );
    const detected = falls.filter(({ phase }) => phase === 'detected');
    const cancelled = falls.filter(({ phase }) => phase === 'cancelled');
    expect(detected.length / 4).toBeGreaterThan(2);
    expect(detected.length / 4).toBeLessThan(30);
    expect(cancelled.length / detected.length).toBeGreaterThan(0.45);
    expect(cancelled.length / detected.length).toBeLessThan(0.9);
    expect(falls.some(({ phase }) => phase === 'confirmed')).toBe(false);
    for (const one of cancelled) {
      const fell = detected.find(({ id }) => id === one.id);
      expect(one.at - (fell?.at ?? 0)).toBeGreaterThan(4_000);
      expect(one.at - (fell?.at ?? 0)).toBeLessThan(30_000);
    }
  });

  test('a fall that was none was felt by a wrist that moved, and that mostly goes on moving', () => {
    const afterwards = EVERYBODY.flatMap((nth) => {
      const all = told(bandOf(nth, { falseFalls: 2, wearFlag: 'honest' }), days(2));
      return all.flatMap(({ at, message }, n) => {
        if (message.type !== 'fall' || message.phase !== 'detected') return [];
        const next = all.slice(n).find((later) => later.message.type === 'heartbeat');
        const [reading] = readingsOf(next ? [next] : []);
        if (next === undefined || reading?.worn !== true || reading.still === undefined) return [];
        // Told together with what was kept where no signal reaches: it is not the next reading.
        return next.at === at ? [] : [{ since: next.at - at, still: reading.still }];
      });
    });
    expect(afterwards.length).toBeGreaterThan(100);
    // The band did not feel it in a wrist that rested.
    expect(afterwards.filter(({ since, still }) => still > since + 1_000)).toEqual([]);
    const goesOn = portion(afterwards, ({ still }) => still < 20_000);
    expect(goesOn).toBeGreaterThan(0.7);
    expect(goesOn).toBeLessThan(0.97);
  });

  test('a flickering flag denies the wrist for single readings', () => {
    const all = readingsOf(told(bandOf(7, { wearFlag: 'flickers', bath: 'keeps-it-on' })));
    const denied = all.flatMap((r, n) => (r.worn === false && !r.charging ? [n] : []));
    expect(denied.length).toBeGreaterThan(10);
    expect(portion(denied, (n) => all[n + 1]?.worn === true)).toBeGreaterThan(0.9);
  });

  test('after a bath the band is off for 20 to 50 minutes, and sometimes forgotten', () => {
    const spells = EVERYBODY.slice(0, 30).flatMap((nth) => {
      const changes = { bath: 'takes-it-off', nights: 'wears-it', wearFlag: 'honest' } as const;
      const all = readingsOf(told(bandOf(nth, { ...changes, strap: 'snug' }), days(4)));
      return lengths(all.map((r) => r.worn === false && r.charging === false));
    });
    expect(spells.filter((length) => length >= 20 && length <= 50).length).toBeGreaterThan(20);
    expect(
      portion(
        spells.filter((length) => length >= 20),
        (length) => length > 60,
      ),
    ).toBeLessThan(0.2);
  });

  test('a band that says worn on a table has no pulse there, or one that it invents', () => {
    const changes = { bath: 'takes-it-off', wearFlag: 'says-worn-on-a-table' } as const;
    const all = readingsOf(told(bandOf(8, { ...changes, nights: 'takes-it-off' })));
    const onTable = all.filter((r) => minuteOfDay(r.at as Instant) < 200);
    expect(portion(onTable, (r) => r.worn === true)).toBe(1);
    expect(mean(known(onTable.map((r) => r.temperature)))).toBeLessThan(24);
    expect(onTable.at(-1)?.still).toBeGreaterThan(minutes(190));
  });

  test('who often has the strap too loose has hours without a pulse, or with a nonsense one', () => {
    const all = readingsOf(told(bandOf(9, { strap: 'often-loose' }), days(10)));
    const gaps = lengths(all.map((r) => r.worn === true && r.heartRate === undefined));
    expect(Math.max(...gaps)).toBeGreaterThan(3);
    const rates = known(all.map((r) => r.heartRate));
    expect(portion(rates, (rate) => rate > 140)).toBeGreaterThan(0.002);
  });
});

/** How long each run of `true` is. */
function lengths(holds: readonly boolean[]): readonly number[] {
  const runs: number[] = [];
  let run = 0;
  for (const one of [...holds, false]) {
    if (one) run += 1;
    else if (run > 0) runs.push(run);
    if (!one) run = 0;
  }
  return runs;
}

describe('out of the house', () => {
  const metres = (reading: Reading, { home }: Wearer): number => {
    const { lat, lon } = reading.location ?? home;
    return Math.hypot((lat - home.lat) * 111_195, (lon - home.lon) * 111_195 * 0.793);
  };

  test('positions are stated to 5 to 200 m, mostly near home, and a few are wild', () => {
    const all = EVERYBODY.flatMap((nth) => {
      const band = bandOf(nth, { datum: 'WGS84' });
      return readingsOf(told(band))
        .filter((r) => r.location !== undefined)
        .map((r) => ({ far: metres(r, band.wearer), accuracy: r.location?.accuracy ?? 0 }));
    });
    expect(Math.min(...all.map(({ accuracy }) => accuracy))).toBeGreaterThanOrEqual(5);
    expect(Math.max(...all.map(({ accuracy }) => accuracy))).toBeLessThanOrEqual(200);
    expect(portion(all, ({ far }) => far < 1_000)).toBeGreaterThan(0.9);
    const wild = all.filter(({ far }) => far > 1_500).length;
    expect(wild).toBeGreaterThan(5);
    expect(wild / all.length).toBeLessThan(0.06);
  });

  test('a stay with a child has rides with gaps, positions far away, and a band that is charged there', () => {
    const band = bandOf(11, { visits: 1, charges: 'in-the-evening', datum: 'WGS84' });
    const all = told(band, days(34));
    const readings = readingsOf(all);
    const far = readings.filter((r) => metres(r, band.wearer) > 10_000);
    expect(far.length).toBeGreaterThan(30);
    const nights = new Set(far.map((r) => Math.floor(((r.at ?? 0) - midnight) / days(1))));
    expect(nights.size).toBeGreaterThanOrEqual(4);
    expect(nights.size).toBeLessThan(16);
    expect(readings).toHaveLength(34 * 1_440);
  });

  test('a cold makes a faster heart and a day in bed, and passes', () => {
    const ill = EVERYBODY.flatMap((nth) =>
      Array.from({ length: 30 }, (_, n) => planDay(wearerOf(nth), FIRST + n, diceFor(DICE, nth))),
    );
    expect(portion(ill, (plan) => plan.ill > 0)).toBeGreaterThan(0.005);
    expect(portion(ill, (plan) => plan.ill > 0)).toBeLessThan(0.05);
    const worst = ill.filter((plan) => plan.ill === 1);
    expect(worst.length).toBeGreaterThan(0);
    for (const plan of worst) expect(plan.episodes.some((e) => e.activity === 'walk')).toBe(false);
  });
});

test('the three datums of the fleet are those of the maps', () => {
  const close = (datum: 'GCJ02' | 'BD09', from: [number, number], to: [number, number]) => {
    const shown = inDatum(datum, { lat: from[0], lon: from[1] });
    expect(shown.lat).toBeCloseTo(to[0], 4);
    expect(shown.lon).toBeCloseTo(to[1], 4);
  };
  // Pairs that are published with the common libraries for it.
  close('GCJ02', [31.1774276, 121.5272106], [31.175304, 121.531542]);
  close('GCJ02', [22.543847, 113.912316], [22.540796, 113.917176]);
  close('GCJ02', [39.911954, 116.377817], [39.913345, 116.384047]);
  const plain = inDatum('GCJ02', { lat: 37.45, lon: 116.3 });
  const baidu = inDatum('BD09', { lat: 37.45, lon: 116.3 });
  expect(Math.hypot(baidu.lat - plain.lat, baidu.lon - plain.lon)).toBeGreaterThan(0.006);
  expect(Math.hypot(baidu.lat - plain.lat, baidu.lon - plain.lon)).toBeLessThan(0.012);
});
