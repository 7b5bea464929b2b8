// A band's life is pure: hours and months pass here in milliseconds.
import { expect, test } from 'vitest';
import type { BandId } from '../../domain/ids.ts';
import type { BandMessage, Reading } from '../../domain/message.ts';
import { days, hours, type Instant, type Millis, minutes, plus } from '../../domain/time.ts';
import {
  endCountdown,
  fall,
  helpUp,
  isFlat,
  live,
  makeBand,
  press,
  reboot,
  setClock,
} from '../../simulator/band.ts';
import { activityAt, dayNumberOf, instantOf, minuteOfDay, planDay } from '../../simulator/day.ts';
import { diceFor, makeDice } from '../../simulator/dice.ts';
import { type Band, pass } from '../../simulator/life.ts';
import { heard, readings } from '../../simulator/month.ts';
import { inventWearer, type Wearer } from '../../simulator/wearer.ts';

const DICE = makeDice(42);
const DAY = 20_500;
const midnight = instantOf(DAY, 0);
const at = (hour: number): Instant => instantOf(DAY, hour * 60);

const ordinary: Wearer = {
  ...inventWearer(DICE, {}),
  rhythm: 'regular',
  restingHeartRate: 70,
  spo2: 97,
  wakesAt: 6 * 60,
  sleepsAt: 21 * 60,
  pace: 80,
  walks: 1,
  naps: true,
  charges: 'in-the-evening',
  batteryDays: 3,
  nights: 'wears-it',
  home: { lat: 37.45, lon: 116.3, coverage: 'good' },
};

const bandOf = (changes: Partial<Wearer> = {}, id = 'lamp-001'): Band =>
  makeBand(
    { id: id as BandId, wearer: { ...ordinary, ...changes }, at: midnight, boot: 1, battery: 80 },
    DICE,
  );

const month = (band: Band, interval: Millis = minutes(1), length = days(30)): Reading[] => [
  ...readings({ band, until: plus(band.at, length), interval }),
];
const oneDay = (band: Band): Reading[] => month(band, minutes(1), days(1));

const between = (all: readonly Reading[], from: number, to: number): readonly Reading[] =>
  all.filter((reading) => (reading.at ?? 0) >= at(from) && (reading.at ?? 0) < at(to));
const mean = (values: readonly (number | undefined)[]): number => {
  const known = values.filter((value) => value !== undefined);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
};
const idsOf = (messages: readonly BandMessage[]): readonly (string | undefined)[] =>
  messages.flatMap((message) => {
    if (message.type === 'heartbeat') return message.readings.map(({ id }) => id);
    return 'id' in message ? [message.id] : [];
  });

test('a day has its shape: the heart rests at night, the skin is warm, and nobody walks', () => {
  const all = oneDay(bandOf());
  const night = between(all, 1, 4);
  const day = between(all, 8, 18);
  expect(mean(night.map((r) => r.heartRate))).toBeLessThan(mean(day.map((r) => r.heartRate)) - 5);
  expect(mean(night.map((r) => r.temperature))).toBeGreaterThan(
    mean(day.map((r) => r.temperature)),
  );
  const steps = (hour: number): number => between(all, hour, hour + 1).at(-1)?.steps ?? 0;
  expect(steps(4)).toBeLessThan(300);
  expect(steps(20)).toBeGreaterThan(2_000);
});

test('a plan of a day holds sleep, three meals, walks, a nap and trips to the bathroom', () => {
  const plan = planDay(ordinary, DAY, DICE);
  const count = (activity: string) => plan.episodes.filter((e) => e.activity === activity).length;
  expect(activityAt(plan, 3 * 60 + 3)).toBe('asleep');
  expect(activityAt(plan, 23 * 60)).toBe('asleep');
  expect(count('meal')).toBe(3);
  expect(count('walk')).toBe(2);
  expect(count('bathroom')).toBeGreaterThan(3);
});

test('steps never go down before midnight, and begin at none after it', () => {
  const all = month(bandOf(), minutes(1), days(5));
  for (let n = 1; n < all.length; n++) {
    const [before, now] = [all[n - 1]!, all[n]!];
    const sameDay = dayNumberOf(before.at!) === dayNumberOf(now.at!);
    if (sameDay) expect(now.steps).toBeGreaterThanOrEqual(before.steps!);
    else expect(now.steps).toBeLessThan(100);
  }
});

test('the heart rate errs by some six percent at rest, and by far more on a walk', () => {
  const all = month(bandOf(), minutes(1), days(10));
  const spread = (activity: string): number => {
    const rates = all
      .filter(
        (r) =>
          activityAt(
            planDay(ordinary, dayNumberOf(r.at!), diceFor(DICE, 'lamp-001')),
            minuteOfDay(r.at!),
          ) === activity,
      )
      .map((r) => r.heartRate)
      .filter((rate) => rate !== undefined);
    const middle = mean(rates);
    return mean(rates.map((rate) => Math.abs(rate - middle))) / middle;
  };
  expect(spread('asleep')).toBeGreaterThan(0.045);
  expect(spread('asleep')).toBeLessThan(0.075);
  expect(spread('walk')).toBeGreaterThan(1.5 * spread('asleep'));
});

test('atrial fibrillation shows as a restless heart, lung disease as a low saturation', () => {
  const calm = oneDay(bandOf());
  const rates = (all: readonly Reading[]) => between(all, 1, 5).map((r) => r.heartRate ?? 0);
  const range = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  const restless = oneDay(bandOf({ rhythm: 'atrial-fibrillation' }));
  expect(range(rates(restless))).toBeGreaterThan(1.5 * range(rates(calm)));
  expect(mean(oneDay(bandOf({ spo2: 90 })).map((r) => r.spo2))).toBeLessThan(91.5);
});

test('all that a month says is possible', () => {
  const within = (value: number | undefined, least: number, most: number): boolean =>
    value === undefined || (value >= least && value <= most);
  const isPossible = (reading: Reading): boolean =>
    within(reading.heartRate, 38, 190) &&
    within(reading.spo2, 85, 100) &&
    within(reading.temperature, 32.5, 36.5) &&
    within(reading.battery, 0, 100) &&
    within(reading.still, 0, days(1));
  const all = month(bandOf({ batteryDays: 1.2 }));
  expect(all.filter((reading) => !isPossible(reading))).toEqual([]);
});

test('a band on its charging stand is not worn and measures nobody', () => {
  const charging = month(bandOf()).filter((reading) => reading.charging);
  expect(charging.length).toBeGreaterThan(300);
  for (const reading of charging) {
    expect(reading.worn).toBe(false);
    expect(reading).not.toHaveProperty('heartRate');
    expect(reading).not.toHaveProperty('spo2');
    expect(reading).not.toHaveProperty('temperature');
  }
});

test('a battery that lasts three days loses about a third of itself in a day', () => {
  const before = bandOf({ charges: 'in-the-morning' });
  const after = pass(before, at(6));
  expect(before.battery - after.battery).toBeCloseTo(100 / 3 / 4, 1);
});

test('whoever charges in time is never without a band for lack of power', () => {
  for (const batteryDays of [1.2, 1.7, 3, 5]) {
    expect(month(bandOf({ batteryDays }))).toHaveLength(30 * 1_440);
  }
});

test('whoever forgets to charge goes dark for hours, and comes back after the stand with new ids', () => {
  const all = month(bandOf({ charges: 'forgets', batteryDays: 2 }));
  expect(all.length).toBeLessThan(30 * 1_440 - 120);
  const boots = new Set(all.map(({ id }) => id?.split('-')[0]));
  expect(boots.size).toBeGreaterThan(1);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});

test('whoever takes the band off at night leaves it unworn beside the bed', () => {
  const night = between(oneDay(bandOf({ nights: 'takes-it-off' })), 1, 4);
  expect(night.every(({ worn, charging }) => worn === false && charging === false)).toBe(true);
});

test('no id comes twice, not even after reboots, and over all kinds of messages', () => {
  let band = bandOf();
  const ids: (string | undefined)[] = [];
  for (let n = 0; n < 50; n++) {
    for (const act of [(b: Band) => live(b, plus(b.at, minutes(1))), press, press]) {
      const spoken = act(band);
      band = spoken.band;
      ids.push(...idsOf(spoken.messages));
    }
    if (n % 7 === 0) band = reboot(band);
  }
  expect(ids).toHaveLength(150);
  expect(new Set(ids).size).toBe(150);
});

test('a fall keeps one id through its phases, and its wearer lies still until helped up', () => {
  const fallen = fall(pass(bandOf(), at(9)), 3.4);
  const confirmed = endCountdown(pass(fallen.band, plus(at(9), minutes(1))), 'confirmed');
  expect(fallen.messages).toMatchObject([{ type: 'fall', phase: 'detected', impact: 3.4 }]);
  expect(confirmed.messages).toMatchObject([{ type: 'fall', phase: 'confirmed' }]);
  expect(idsOf(confirmed.messages)).toEqual(idsOf(fallen.messages));
  const later = live(confirmed.band, plus(at(9), hours(1)));
  expect(later.messages).toMatchObject([{ readings: [{ still: hours(1) }] }]);
  expect(later.band.steps).toBe(fallen.band.steps);
  expect(pass(helpUp(later.band), at(18)).steps).toBeGreaterThan(later.band.steps);
});

test('a wearer who says fine has cancelled the fall and walks on', () => {
  const fallen = fall(pass(bandOf(), at(9)), 2.5);
  const fine = endCountdown(fallen.band, 'cancelled');
  expect(fine.messages).toMatchObject([{ phase: 'cancelled' }]);
  expect(fine.band.posture.type).toBe('upright');
  expect(endCountdown(fine.band, 'confirmed').messages).toEqual([]);
});

test('a band whose clock jumped says so in every moment it names, while its life goes on in true time', () => {
  const band = setClock(pass(bandOf(), at(10)), -at(10) as Millis);
  const spoken = live(band, plus(at(10), minutes(1)));
  expect(spoken.messages).toMatchObject([{ readings: [{ at: minutes(1) }] }]);
  expect(press(spoken.band).messages).toMatchObject([{ type: 'sos', at: minutes(1) }]);
});

test('a flat band says nothing at all', () => {
  const flat: Band = { ...bandOf(), battery: 0 };
  expect(isFlat(flat)).toBe(true);
  expect(press(flat).messages).toEqual([]);
  expect(fall(flat, 3).messages).toEqual([]);
  expect(live(flat, plus(midnight, minutes(1))).messages).toEqual([]);
});

test('the same seed gives the same month, however often one looks; another seed another', () => {
  const half = pass(bandOf(), plus(midnight, days(1)));
  expect(month(bandOf(), minutes(10), days(7))).toEqual(month(bandOf(), minutes(10), days(7)));
  expect(pass(half, plus(midnight, days(2)))).toEqual(pass(bandOf(), plus(midnight, days(2))));
  const other = makeBand(
    { id: 'lamp-001' as BandId, wearer: ordinary, at: midnight, boot: 1 },
    makeDice(43),
  );
  expect(oneDay(other)).not.toEqual(oneDay(bandOf()));
});

test('two bands of one seed live two lives', () => {
  const rates = (id: string) => oneDay(bandOf({}, id)).map((reading) => reading.heartRate);
  expect(rates('lamp-001')).not.toEqual(rates('lamp-002'));
});

test('what was measured in the dead corner of a home is heard later, buffered, and nothing is lost', () => {
  const band = bandOf({ home: { ...ordinary.home, coverage: 'dead-corner' } });
  const all = [...heard({ band, until: plus(midnight, days(3)), interval: minutes(1) })];
  const late = all.filter(
    ({ message }) => message.type === 'heartbeat' && message.readings[0]?.buffered,
  );
  const count = all.reduce(
    (sum, { message }) => sum + (message.type === 'heartbeat' ? message.readings.length : 0),
    0,
  );
  expect(count).toBe(3 * 1_440);
  expect(late.length).toBeGreaterThan(3);
  for (const { at: when, message } of late) {
    expect(message.type === 'heartbeat' && message.readings.every((r) => (r.at ?? 0) < when)).toBe(
      true,
    );
  }
});

test('two days of 79 lives hold every minute of every band that is charged in time', () => {
  let count = 0;
  for (let n = 0; n < 79; n++) {
    const id = `lamp-${n}` as BandId;
    const wearer = { ...inventWearer(diceFor(DICE, n)), charges: 'in-the-evening' as const };
    const band = makeBand({ id, wearer, at: midnight, boot: 1 }, DICE);
    for (const _ of readings({ band, until: plus(midnight, days(2)), interval: minutes(1) }))
      count += 1;
  }
  expect(count).toBe(79 * 2 * 1_440);
});
