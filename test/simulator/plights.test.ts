// Each plight against the same life without it: what a band says from the moment on, in plain numbers.
import { describe, expect, test } from 'vitest';
import type { BandId } from '../../domain/ids.ts';
import type { Reading } from '../../domain/message.ts';
import { days, hours, type Instant, type Millis, minutes, plus } from '../../domain/time.ts';
import { makeBand } from '../../simulator/band.ts';
import { instantOf } from '../../simulator/day.ts';
import { makeDice } from '../../simulator/dice.ts';
import type { Band } from '../../simulator/life.ts';
import { type Heard, heard } from '../../simulator/month.ts';
import {
  befall,
  nextTime,
  type Plight,
  powerCut,
  swapBands,
  truthOf,
  updateFirmware,
} from '../../simulator/plights.ts';
import { inventWearer, type Wearer } from '../../simulator/wearer.ts';

const DICE = makeDice(77);
const DAY = 20_500;
const at = (hour: number, day = 0): Instant => instantOf(DAY + day, hour * 60);

const ordinary: Wearer = {
  ...inventWearer(DICE, { falseFalls: 0, visits: 0, coverage: 'good', nights: 'wears-it' }),
  restingHeartRate: 70,
  rhythm: 'regular',
  medicine: 'none',
  spo2: 97,
  oxygenEvery: 1,
  skin: 34.5,
  wakesAt: 6 * 60,
  sleepsAt: 21 * 60,
  pace: 80,
  walks: 1,
  batteryDays: 3,
  charges: 'in-the-evening',
  bath: 'keeps-it-on',
  strap: 'snug',
  wearFlag: 'honest',
  datum: 'WGS84',
};

const bandOf = (id = 'lamp-001', changes: Partial<Wearer> = {}): Band =>
  makeBand(
    { id: id as BandId, wearer: { ...ordinary, ...changes }, at: at(0), boot: 1, battery: 90 },
    DICE,
  );

const told = (band: Band, length: Millis = days(1)): readonly Heard[] => [
  ...heard({ band, until: plus(at(0), length), interval: minutes(1) }),
];
const readingsOf = (all: readonly Heard[]): readonly Reading[] =>
  all.flatMap(({ message }) => (message.type === 'heartbeat' ? message.readings : []));

/** What a band says in a span of time when this happens, and what it would have said. */
function during(plights: readonly Plight[], from: Instant, until: Instant, band = bandOf()) {
  const length = (until - at(0)) as Millis;
  const inSpan = (all: readonly Heard[]): readonly Reading[] =>
    readingsOf(all).filter((reading) => (reading.at ?? 0) >= from && (reading.at ?? 0) < until);
  return {
    befallen: inSpan(told(befall(band, ...plights), length)),
    otherwise: inSpan(told(band, length)),
  };
}

const known = (values: readonly (number | undefined)[]): readonly number[] =>
  values.filter((value) => value !== undefined);
const mean = (values: readonly (number | undefined)[]): number =>
  known(values).reduce((sum, value) => sum + value, 0) / known(values).length;
const heart = (all: readonly Reading[]) => mean(all.map((r) => r.heartRate));
const oxygen = (all: readonly Reading[]) => mean(all.map((r) => r.spo2));
const skin = (all: readonly Reading[]) => mean(all.map((r) => r.temperature));
const stillest = (all: readonly Reading[]) => Math.max(...all.map((r) => r.still ?? 0));
const walked = (all: readonly Reading[]) => (all.at(-1)?.steps ?? 0) - (all[0]?.steps ?? 0);
const share = (all: readonly Reading[], holds: (reading: Reading) => boolean) =>
  all.filter(holds).length / all.length;

const idOf = (heard: Heard | undefined) =>
  (heard?.message as { readonly id: string } | undefined)?.id;

const EARTH = 6_371_000;
const metresFromHome = ({ location }: Reading): number => {
  if (location === undefined) return 0;
  const { lat, lon } = ordinary.home;
  const north = ((location.lat - lat) * Math.PI * EARTH) / 180;
  const east = ((location.lon - lon) * Math.PI * EARTH * Math.cos((lat * Math.PI) / 180)) / 180;
  return Math.hypot(north, east);
};

test('until a plight begins the band says exactly what it would have said', () => {
  const untroubled = told(bandOf(), hours(10));
  const later = { from: at(10.5), until: at(12) };
  for (const plight of [
    { type: 'faint', comesRoundAfter: 'never', sensed: 'confirmed', ...later },
    { type: 'decline', over: days(3), ...later },
    { type: 'wandering', ...later },
    { type: 'taken-off', says: 'worn', pulse: 'invented', ...later },
    { type: 'no-coverage', ...later },
  ] as const) {
    expect(told(befall(bandOf(), plight), hours(10))).toEqual(untroubled);
  }
});

describe('somebody is down', () => {
  const from = at(10);

  test('who faints and comes round lies still for those minutes, and later walks again', () => {
    const faint = { type: 'faint', from, comesRoundAfter: minutes(8), sensed: 'not' } as const;
    const { befallen } = during([faint], from, at(18));
    const unconscious = befallen.slice(1, 8);
    expect(stillest(unconscious)).toBeGreaterThanOrEqual(minutes(6));
    expect(walked(unconscious)).toBe(0);
    expect(heart(befallen.slice(0, 3))).toBeLessThan(50);
    expect(walked(befallen.slice(60))).toBeGreaterThan(300);
  });

  test('who faints and stays down never moves again, with a pulse and a worn band', () => {
    const faint = { type: 'faint', from, comesRoundAfter: 'never', sensed: 'not' } as const;
    const { befallen } = during([faint], from, at(14));
    expect(stillest(befallen)).toBeGreaterThanOrEqual(hours(4) - minutes(30));
    expect(walked(befallen)).toBe(0);
    expect(share(befallen, (r) => r.worn === true)).toBeGreaterThan(0.98);
    expect(share(befallen, (r) => r.heartRate !== undefined)).toBeGreaterThan(0.98);
  });

  test.each([
    ['motionless', hours(3), hours(4)],
    ['twitching', minutes(15), minutes(30)],
    ['struggling', minutes(3), minutes(8)],
  ] as const)('on the floor, %s: not one step, and the heart is up', (lies, least, most) => {
    const { befallen, otherwise } = during(
      [{ type: 'on-the-floor', from, lies, sensed: 'not' }],
      plus(from, minutes(2)),
      at(13),
    );
    expect(walked(befallen)).toBe(0);
    expect(walked(otherwise)).toBeGreaterThan(50);
    expect(stillest(befallen.slice(30))).toBeGreaterThanOrEqual(least - minutes(20));
    expect(stillest(befallen.slice(30))).toBeLessThan(most);
    expect(heart(befallen)).toBeGreaterThan(76);
    expect(skin(befallen.slice(-30))).toBeLessThan(skin(otherwise.slice(-30)) - 1);
  });

  test('the band says what it sensed of the fall, in phases under one id, and says it in time', () => {
    const fallen = (sensed: 'not' | 'detected' | 'confirmed') =>
      told(befall(bandOf(), { type: 'on-the-floor', from, lies: 'motionless', sensed })).filter(
        ({ message }) => message.type === 'fall',
      );
    expect(fallen('not')).toEqual([]);
    expect(fallen('detected').map(({ message }) => message)).toMatchObject([{ phase: 'detected' }]);
    const [detected, confirmed] = fallen('confirmed');
    expect(detected?.at).toBe(from + 2_000);
    expect(confirmed).toMatchObject({ at: from + 62_000, message: { phase: 'confirmed' } });
    expect(confirmed?.message).toMatchObject({ id: idOf(detected) });
  });

  test('nobody goes down without moving the wrist, however still it was before', () => {
    const asleep = at(3.3);
    for (const plight of [
      { type: 'on-the-floor', from: asleep, lies: 'motionless', sensed: 'not' },
      { type: 'faint', from: asleep, comesRoundAfter: 'never', sensed: 'not' },
    ] as const) {
      const { befallen } = during([plight], asleep, at(4.3));
      expect(befallen.length).toBeGreaterThan(50);
      expect(stillest(befallen)).toBeLessThanOrEqual(hours(1));
    }
  });

  test('a stroke in the night: no getting up; a lame wrist rests for ever, the other one stirs', () => {
    const of = (wrist: 'lame' | 'able') =>
      during([{ type: 'stroke', from: at(3), wrist }], at(3), at(12)).befallen;
    for (const all of [of('lame'), of('able')]) {
      expect(walked(all)).toBe(0);
      expect(heart(all)).toBeGreaterThan(60);
    }
    expect(stillest(of('lame'))).toBeGreaterThan(hours(8.5));
    expect(stillest(of('able'))).toBeLessThan(minutes(45));
    expect(stillest(of('able'))).toBeGreaterThan(minutes(20));
  });

  test('a heart that stops: no pulse, no oxygen, no movement, and a wrist that cools', () => {
    const arrest = { type: 'cardiac-arrest', from, wear: 'by-skin' } as const;
    const { befallen } = during([arrest], plus(from, minutes(3)), at(16));
    expect(known(befallen.map((r) => r.heartRate))).toEqual([]);
    expect(known(befallen.map((r) => r.spo2))).toEqual([]);
    expect(share(befallen, (r) => r.worn === true)).toBeGreaterThan(0.98);
    expect(stillest(befallen)).toBeGreaterThan(hours(5.5));
    expect(befallen.at(-1)?.temperature).toBeLessThan(29);
    expect(befallen[0]?.temperature).toBeGreaterThan(33);
  });

  test('a band that goes by the pulse says after five minutes that the dead do not wear it', () => {
    const arrest = { type: 'cardiac-arrest', from, wear: 'by-pulse' } as const;
    const { befallen } = during([arrest], plus(from, minutes(6)), at(11));
    expect(share(befallen, (r) => r.worn === false && r.charging === false)).toBe(1);
    expect(stillest(befallen)).toBeGreaterThan(minutes(50));
  });
});

describe('the body', () => {
  test('a slow heart shows 30 to 38, and its wearer sits', () => {
    const { befallen, otherwise } = during(
      [{ type: 'slow-heart', from: at(9), rate: 34 }],
      at(9),
      at(18),
    );
    expect(heart(befallen)).toBeGreaterThan(32);
    expect(heart(befallen)).toBeLessThan(37);
    expect(walked(befallen)).toBeLessThan(0.2 * walked(otherwise));
  });

  test('a heart that races in sleep shows about 150 for its hour, and before and after is at rest', () => {
    const racing = { type: 'racing-heart', from: at(2), until: at(3), rate: 150 } as const;
    expect(heart(during([racing], at(2), at(3)).befallen)).toBeGreaterThan(143);
    expect(heart(during([racing], at(3), at(5)).befallen)).toBeLessThan(72);
  });

  test('a decline: day by day a faster heart, less oxygen, a warmer skin, fewer steps', () => {
    const plight = { type: 'decline', from: at(0, 1), over: days(4) } as const;
    const band = bandOf();
    const day = (n: number) => during([plight], at(7, n), at(20, n), band).befallen;
    const [before, second, last] = [day(0), day(2), day(5)];
    expect(heart(last) - heart(before)).toBeGreaterThan(14);
    expect(heart(second)).toBeGreaterThan(heart(before) + 4);
    expect(heart(second)).toBeLessThan(heart(last));
    expect(oxygen(before) - oxygen(last)).toBeGreaterThan(5.5);
    expect(skin(last) - skin(before)).toBeGreaterThan(1);
    expect(walked(last)).toBeLessThan(0.15 * walked(before));
    expect(walked(last)).toBeGreaterThan(0);
  });

  test('flu comes, keeps its wearer in bed, and passes', () => {
    const plight = { type: 'flu', from: at(0, 1), until: at(0, 4) } as const;
    const day = (n: number) => during([plight], at(7, n), at(20, n)).befallen;
    const [before, ill, after] = [day(0), day(2), day(5)];
    expect(skin(ill) - skin(before)).toBeGreaterThan(0.9);
    expect(walked(ill)).toBeLessThan(0.3 * walked(before));
    const rests = (all: readonly Reading[]) => mean(all.map((r) => r.still));
    expect(rests(ill)).toBeGreaterThan(1.5 * rests(before));
    expect(Math.abs(heart(after) - heart(before))).toBeLessThan(6);
    expect(walked(after)).toBeGreaterThan(0.4 * walked(before));
  });

  test('heat warms the skin and drives the heart; cold cools it until there is no oxygen to be read', () => {
    const span = [at(13), at(14)] as const;
    const hot = during([{ type: 'heat', from: at(10) }], ...span);
    expect(skin(hot.befallen) - skin(hot.otherwise)).toBeGreaterThan(2.5);
    expect(heart(hot.befallen) - heart(hot.otherwise)).toBeGreaterThan(14);
    const frozen = during([{ type: 'cold', from: at(10) }], ...span);
    expect(skin(frozen.otherwise) - skin(frozen.befallen)).toBeGreaterThan(5.5);
    expect(known(frozen.befallen.map((r) => r.spo2))).toEqual([]);
    expect(stillest(frozen.befallen)).toBeGreaterThan(minutes(20));
  });
});

describe('out of the house', () => {
  test('who wanders at night walks away from home, and positions say so', () => {
    const { befallen, otherwise } = during([{ type: 'wandering', from: at(2) }], at(2), at(4));
    expect(walked(befallen)).toBeGreaterThan(1_500);
    expect(walked(otherwise)).toBeLessThan(200);
    const fixes = befallen.filter((r) => r.location !== undefined);
    expect(fixes.length).toBeGreaterThan(5);
    const far = fixes
      .slice(-4)
      .map(metresFromHome)
      .toSorted((a, b) => a - b);
    expect(far[1]).toBeGreaterThan(1_000);
    expect(far[1]).toBeLessThan(2_700);
  });

  test('who is lost by day walks for hours, rests, and is kilometres away', () => {
    const { befallen } = during([{ type: 'lost', from: at(14) }], at(14), at(19));
    expect(walked(befallen)).toBeGreaterThan(8_000);
    const fixes = befallen.filter((r) => r.location !== undefined).map(metresFromHome);
    expect(Math.max(...fixes.slice(0, 2))).toBeLessThan(1_500);
    expect(fixes.filter((metres) => metres > 1_500).length).toBeGreaterThan(fixes.length / 2);
  });

  test('away with the band: it goes on telling a life, 45 km from home, and the bus has gaps', () => {
    const plight = { type: 'away', from: at(9), until: at(9, 3), band: 'comes-along' } as const;
    const all = told(befall(bandOf(), plight), days(3));
    const there = readingsOf(all).filter((r) => (r.at ?? 0) > at(11) && (r.at ?? 0) < at(0, 3));
    const fixes = there.filter((r) => r.location !== undefined).map(metresFromHome);
    expect(fixes.filter((metres) => metres > 40_000).length).toBeGreaterThan(0.9 * fixes.length);
    expect(share(there, (r) => r.worn === true)).toBeGreaterThan(0.85);
    expect(readingsOf(all).filter((r) => r.buffered).length).toBeGreaterThan(20);
  });

  test('away without the band: on its table it lies unworn and goes flat, on its stand it charges on', () => {
    const left = (band: 'on-the-table' | 'on-the-stand') =>
      during([{ type: 'away', from: at(9), until: at(9, 7), band }], at(10), at(0, 7)).befallen;
    expect(share(left('on-the-table'), (r) => r.worn === false)).toBe(1);
    expect(left('on-the-table').at(-1)?.at).toBeLessThan(at(0, 4));
    expect(share(left('on-the-stand'), (r) => r.charging === true && r.worn === false)).toBe(1);
    expect(left('on-the-stand')).toHaveLength(7 * 1_440 - 600);
  });
});

describe('the band', () => {
  test('a loose strap has no pulse or a nonsense one, while the steps go on', () => {
    const { befallen, otherwise } = during([{ type: 'loose-strap', from: at(8) }], at(8), at(18));
    expect(share(befallen, (r) => r.heartRate === undefined)).toBeGreaterThan(0.4);
    const rates = known(befallen.map((r) => r.heartRate));
    expect(rates.some((rate) => rate > 150)).toBe(true);
    expect(rates.some((rate) => rate < 55)).toBe(true);
    expect(share(befallen, (r) => r.worn === false)).toBeGreaterThan(0.1);
    expect(walked(befallen)).toBe(walked(otherwise));
  });

  test('a broken sensor jumps about through possible and impossible numbers', () => {
    const { befallen } = during([{ type: 'broken-sensor', from: at(8) }], at(8), at(18));
    const rates = known(befallen.map((r) => r.heartRate));
    expect(Math.max(...rates)).toBeGreaterThan(220);
    expect(Math.min(...rates)).toBeLessThan(30);
    expect(Math.max(...befallen.map((r) => r.temperature ?? 0))).toBeGreaterThan(42);
  });

  test.each(['none', 'invented'] as const)(
    'a band on the table that says worn, its pulse %s: still, and as warm as the room',
    (pulse) => {
      const taken = { type: 'taken-off', from: at(9), says: 'worn', pulse } as const;
      const { befallen } = during([taken], at(10), at(14));
      expect(share(befallen, (r) => r.worn === true)).toBe(1);
      expect(stillest(befallen)).toBeGreaterThan(hours(4.5));
      expect(skin(befallen.slice(30))).toBeLessThan(24);
      expect(known(befallen.map((r) => r.heartRate)).length > 0).toBe(pulse === 'invented');
    },
  );

  test('a band taken off and forgotten says so and measures nobody', () => {
    const taken = { type: 'taken-off', from: at(9), says: 'off', pulse: 'none' } as const;
    const { befallen } = during([taken], at(9), at(20));
    expect(share(befallen, (r) => r.worn === false && r.charging === false)).toBe(1);
    expect(known(befallen.map((r) => r.heartRate))).toEqual([]);
  });

  test('two swapped bands tell each other’s lives, and keep their own names and batteries', () => {
    const calm = bandOf('lamp-001', { restingHeartRate: 58, batteryDays: 5 });
    const quick = bandOf('lamp-002', { restingHeartRate: 84, batteryDays: 2 });
    const [one, other] = swapBands([calm, quick], at(12), at(18));
    const rate = (band: Band, from: number, until: number) =>
      heart(during([], at(from), at(until), band).befallen);
    expect(rate(one, 6, 12)).toBeLessThan(rate(other, 6, 12) - 15);
    expect(rate(one, 12, 18)).toBeGreaterThan(rate(other, 12, 18) + 15);
    expect(rate(one, 18, 21)).toBeLessThan(rate(other, 18, 21) - 15);
    const last = (band: Band) => readingsOf(told(band, hours(18))).at(-1);
    expect(last(one)?.battery).toBe(last(calm)?.battery);
  });

  test('a battery that dies by night has sunk evenly, and the band is dark until it is charged', () => {
    const plight = { type: 'flat-battery', from: at(2, 2), until: at(9, 2) } as const;
    const all = readingsOf(told(befall(bandOf(), plight), days(3)));
    const dark = all.filter((r) => (r.at ?? 0) >= at(2, 2) && (r.at ?? 0) < at(9, 2));
    expect(dark).toEqual([]);
    const percent = (when: Instant) => all.find((r) => (r.at ?? 0) >= when)?.battery ?? 0;
    expect(percent(at(1, 2))).toBeLessThanOrEqual(4);
    expect(percent(at(20, 1)) - percent(at(0, 2))).toBeGreaterThan(4);
    expect(percent(at(22))).toBeGreaterThan(50);
  });

  test('without coverage nothing is heard; then comes the backlog, first the calls for help', () => {
    const span = { from: at(10), until: at(12) };
    const band = befall(
      bandOf(),
      { type: 'no-coverage', ...span },
      { type: 'presses', from: at(11), times: 1, every: minutes(1) },
    );
    const all = told(band);
    expect(all.filter((h) => h.at >= span.from && h.at < span.until)).toEqual([]);
    const back = all.filter((h) => h.at === span.until);
    expect(back[0]?.message.type).toBe('sos');
    const late = readingsOf(back).filter((r) => r.buffered);
    expect(late).toHaveLength(120);
    expect(late[0]?.at).toBe(span.from);
  });

  test('a power cut silences a compound at one moment and gives all of it back at another', () => {
    const [from, until] = [at(19), at(20.5)];
    const compound = powerCut([bandOf('a'), bandOf('b'), bandOf('c')], from, until);
    for (const band of compound) {
      const all = told(band);
      expect(all.filter((h) => h.at >= from && h.at < until)).toEqual([]);
      expect(readingsOf(all.filter((h) => h.at === until)).length).toBeGreaterThan(80);
      const inTheDark = readingsOf(all).filter((r) => (r.at ?? 0) >= from && (r.at ?? 0) < until);
      expect(inTheDark.some((r) => r.charging)).toBe(false);
    }
  });

  test('new firmware: two minutes of silence, one band after the other, and ids nobody used', () => {
    const bands = updateFirmware([bandOf('a'), bandOf('b')], at(4), minutes(5));
    for (const [n, band] of bands.entries()) {
      const all = readingsOf(told(band));
      expect(all).toHaveLength(1_440 - 2);
      const from = at(4) + n * minutes(5);
      expect(all.some((r) => (r.at ?? 0) >= from && (r.at ?? 0) < from + minutes(2))).toBe(false);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      expect(new Set(all.map(({ id }) => id?.split('-')[0])).size).toBe(2);
    }
  });

  test('a wrong clock shows in every moment the band names, and the life goes on in true time', () => {
    const plight = { type: 'wrong-clock', from: at(10), until: at(11), by: hours(8) } as const;
    const hour = told(befall(bandOf(), plight)).filter((h) => h.at >= at(10) && h.at < at(11));
    expect(readingsOf(hour).map((r) => r.at)).toEqual(hour.map((h) => h.at + hours(8)));
  });

  test('somebody who presses again and again is heard each time, with an id of its own', () => {
    const presses = { type: 'presses', from: at(10), times: 5, every: minutes(7) } as const;
    const all = told(befall(bandOf(), presses)).filter(({ message }) => message.type === 'sos');
    expect(all.map((h) => (h.at - at(10)) / minutes(1))).toEqual([0, 7, 14, 21, 28]);
    expect(new Set(all.map(idOf)).size).toBe(5);
  });
});

test('of two words in one moment both are said', () => {
  const press = { type: 'presses', from: at(10), times: 1, every: minutes(1) } as const;
  const all = told(befall(bandOf(), press, press)).filter(({ message }) => message.type === 'sos');
  expect(all.map((h) => h.at)).toEqual([at(10), at(10)]);
});

test('several plights at once: a faint in a dead zone, told late, by a band with a wrong clock', () => {
  const all = told(
    befall(
      bandOf(),
      { type: 'faint', from: at(10), comesRoundAfter: 'never', sensed: 'confirmed' },
      { type: 'no-coverage', from: at(9.5), until: at(10.5) },
      { type: 'wrong-clock', from: at(9), by: hours(-8) as Millis },
    ),
  );
  const falls = all.filter(({ message }) => message.type === 'fall');
  expect(falls.map((h) => h.at)).toEqual([at(10.5), at(10.5)]);
  expect(falls[0]?.message).toMatchObject({ at: at(2) + 2_000 });
});

test('the truth of a plight says when it began, when it was over and who should come', () => {
  const from = at(10);
  expect(truthOf({ type: 'stroke', from, wrist: 'lame' })).toEqual({
    type: 'stroke',
    began: from,
    over: 'never',
    wants: 'somebody-now',
  });
  const faint = { type: 'faint', from, comesRoundAfter: minutes(5), sensed: 'not' } as const;
  expect(truthOf(faint)).toMatchObject({ over: plus(from, minutes(5)), wants: 'a-look' });
  const away = { type: 'away', from, until: at(10, 2), band: 'comes-along' } as const;
  expect(truthOf(away)).toMatchObject({ over: at(10, 2), wants: 'nobody' });
});

test('the next bathroom visit of a plan can be asked for, to let somebody faint there', () => {
  const band = bandOf();
  const from = nextTime(band, 'bathroom', at(9)) as Instant;
  expect(from).toBeGreaterThan(at(9));
  expect(from).toBeLessThan(at(13));
  const { activity } = [...heardBand(band, from)].at(-1) as Band;
  expect(activity).toBe('bathroom');
});

function* heardBand(band: Band, until: Instant): Generator<Band> {
  const life = heard({ band, until, interval: minutes(1) });
  let step = life.next();
  while (!step.done) step = life.next();
  yield step.value;
}
