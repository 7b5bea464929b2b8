import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wgs84ToGcj02 } from '../../domain/geo.ts';
import type { Raised } from '../../domain/incident.ts';
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.ts';
import { hours, type Instant, type Millis, minutes, plus, seconds } from '../../domain/time.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';

const HOME = { lat: 37.4355, lon: 116.3594 };
/** So many metres north of home. */
const north = (metres: number) => ({ lat: HOME.lat + metres / 111_195, lon: HOME.lon });
/** No receiver says the same twice: each one is a metre or two beside the last. */
let told = 0;
const at = (metres: number, accuracy = 15) => {
  told += 1;
  return { location: { ...north(metres + (told % 3) * 2), accuracy } };
};

const policyWith = (changes: Partial<Policy['whereabouts']> = {}): Policy => ({
  ...DEFAULT_POLICY,
  whereabouts: { ...DEFAULT_POLICY.whereabouts, home: HOME, ...changes },
});
const room = (from: Instant, changes?: Partial<Policy['whereabouts']>): Room =>
  dutyRoom(['b1'], from, policyWith(changes));

/** A heartbeat a minute with a position, until then. */
const walks = (story: Room, until: Instant, metres: number, more: object = {}): Room =>
  beatsAt(story, until, () => ({ still: 5, ...at(metres), ...more }));

function beatsAt(story: Room, until: Instant, reading: () => object): Room {
  while (story.now < until) {
    story.beatsUntil(
      'b1',
      plus(story.now, minutes(1)) < until ? plus(story.now, minutes(1)) : until,
      reading(),
    );
  }
  return story;
}

describe('somebody who is out at night', () => {
  it('is told after two positions, with how far from home, since when and where', () => {
    const story = room(clock('02:00')).beats('b1', at(0)).until(clock('02:10'));
    story.beats('b1', { ...at(600, 40), still: 300 });
    expect(story.open('wandering')).toEqual([]);
    story.until(clock('02:11')).beats('b1', { ...at(640, 40), still: 360 });
    const incident = story.only('wandering');
    expect(incident).toMatchObject({
      priority: 'attention',
      reason: { code: 'out-at-night', outSince: clock('02:10'), location: { datum: 'WGS84' } },
    });
    expect('metres' in incident.reason && incident.reason.metres).toBeCloseTo(640, -1);
  });

  it('is told though the band, on its charger in the evening, has never said that it left it', () => {
    const story = room(clock('20:00')).beats('b1', { ...at(0), worn: undefined, charging: true });
    walks(story, clock('20:30'), 0);
    beatsAt(story, clock('02:00', 1), () => ({ ...at(0), still: 400, battery: undefined }));
    walks(story, clock('02:10', 1), 600, { battery: undefined });
    expect(story.only('wandering').reason.code).toBe('out-at-night');
  });

  it('is told after one very good position, when the band is moving', () => {
    const story = room(clock('02:00')).beats('b1', { ...at(600, 8), still: 600 });
    expect(story.open('wandering')).toEqual([]);
    story.until(clock('02:40')).beats('b1', { ...at(600, 8), still: 3 });
    expect(story.only('wandering').reason.code).toBe('out-at-night');
  });

  it('is told after one position, when they walk further than to any bathroom', () => {
    const walked = (steps: number): Room => {
      const story = room(clock('02:00')).beats('b1', { still: 900, steps: 100, worn: true });
      for (let n = 1; n <= 8; n += 1) {
        story.until(plus(clock('02:00'), minutes(n)));
        story.beats('b1', { still: 3, steps: 100 + n * steps, worn: true });
      }
      story.until(clock('02:09'));
      return story.beats('b1', { still: 3, steps: 100 + 9 * steps, ...at(600, 40) });
    };
    expect(walked(40).only('wandering').reason.code).toBe('out-at-night');
    expect(walked(5).open('wandering')).toEqual([]);
  });

  it('and comes home is over', () => {
    const story = walks(room(clock('02:00')), clock('02:20'), 600);
    const incident = story.only('wandering');
    walks(story, clock('02:25'), 20);
    expect(story.again(incident)).toMatchObject({ state: 'closed', outcome: 'recovered' });
  });

  it('and goes on being out is one incident, not one a reading', () => {
    const story = walks(room(clock('02:00')), clock('04:30'), 600);
    expect(story.changes.filter(({ type }) => type === 'raised')).toHaveLength(1);
  });

  it('and goes on being out after the desk has closed it is told again in time', () => {
    const story = walks(room(clock('00:30')), clock('00:40'), 600);
    story.desk('王', story.only('wandering'), { type: 'close', outcome: 'other' });
    walks(story, clock('02:35'), 900);
    expect(story.open('wandering')).toEqual([]);
    walks(story, clock('02:45'), 900);
    expect(story.only('wandering').priority).toBe('attention');
  });

  it('by the map of Baidu or of the Mars datum is where they are', () => {
    const shifted = { ...wgs84ToGcj02(HOME), accuracy: 10, datum: 'GCJ02' };
    const story = room(clock('02:00')).beatsUntil('b1', clock('02:20'), { location: shifted });
    expect(story.open('wandering')).toEqual([]);
    const unsaid = { ...wgs84ToGcj02(HOME), accuracy: 10 };
    story.beats('b1', { location: unsaid, still: 3 });
    expect(story.only('wandering').reason.code).toBe('out-at-night');
  });

  it('was out since the evening is told when the night begins', () => {
    const story = walks(room(clock('22:00')), clock('22:59'), 600);
    expect(story.open('wandering')).toEqual([]);
    walks(story, clock('23:02'), 600);
    expect(story.only('wandering').priority).toBe('attention');
  });
});

describe('a position that cannot be believed', () => {
  it.each([
    ['is of somewhere in a circle of 500 metres', at(3_000, 500)],
    ['is not outside the zone for certain', at(190, 60)],
    ['is the middle of the Gulf of Guinea', { location: { lat: 0, lon: 0, accuracy: 5 } }],
    ['is no place at all', { location: { lat: 137, lon: 37, accuracy: 5 } }],
  ])('because it %s leads to nothing', (_, reading) => {
    const story = room(clock('02:00')).beats('b1', at(0));
    story.beatsUntil('b1', clock('03:00'), { still: 5, ...reading });
    expect(story.open('wandering')).toEqual([]);
  });

  it('because no car is so fast leads to nothing, until the next says the same', () => {
    const story = room(clock('02:00')).beats('b1', at(0)).until(clock('02:01'));
    story.beats('b1', { still: 5, ...at(40_000) }).until(clock('02:02'));
    story.beats('b1', { still: 5, ...at(0) }).until(clock('02:03'));
    expect(story.changes).toEqual([]);
    story.beats('b1', { still: 5, ...at(40_000) }).until(clock('02:04'));
    story.beats('b1', { still: 5, ...at(40_010) });
    expect(story.only('wandering').reason.code).toBe('out-at-night');
  });

  it('because the wearer has not moved since the last one leads to nothing', () => {
    const story = room(clock('02:00')).beats('b1', { still: 300, ...at(190, 30) });
    story.until(clock('02:20')).beats('b1', { still: 1_500, ...at(1_300, 160) });
    story.until(clock('02:24')).beats('b1', { still: 1_740, ...at(0, 140) });
    expect(story.changes).toEqual([]);
  });

  it('because the band only repeats what it knew in the afternoon is told as one, of then', () => {
    const story = room(clock('17:00')).beats('b1', at(0)).until(clock('17:20'));
    story.beatsUntil('b1', clock('03:00', 1), { still: 5, ...at(600, 10) });
    expect(story.open('wandering')).toEqual([]);
  });

  it('because it is wild and was delivered twice is one', () => {
    const story = room(clock('02:00')).beats('b1', at(0)).until(clock('02:30'));
    const wild = { at: story.now, still: 900, ...at(3_000, 30) };
    story.beats('b1', wild).beats('b1', wild);
    expect(story.changes).toEqual([]);
  });

  it('because it is old says nothing of now: whoever is indoors has none', () => {
    const story = walks(room(clock('17:00')), clock('17:20'), 400);
    story.beatsUntil('b1', clock('03:00', 1), { still: 600, steps: 0 });
    expect(story.open('wandering')).toEqual([]);
  });

  it('because the band has kept it for hours raises nothing', () => {
    const story = room(clock('08:00', 1)).beatsUntil('b1', clock('08:10', 1), at(0));
    const kept = Array.from({ length: 20 }, (_, n) => ({
      at: plus(clock('02:00', 1), minutes(n)),
      buffered: true,
      still: 3,
      ...at(900),
    }));
    story.says('b1', 'heartbeat', kept);
    expect(story.open('wandering')).toEqual([]);
  });

  it('because nobody wears the band, or it is being charged, is the band’s', () => {
    const off = walks(room(clock('02:00')), clock('03:00'), 900, { worn: false });
    const charged = walks(room(clock('02:00')), clock('03:00'), 900, { charging: true });
    expect([...off.open('wandering'), ...charged.open('wandering')]).toEqual([]);
  });
});

describe('somebody who is out by day', () => {
  it('is nobody’s business near home, for hours', () => {
    const story = walks(room(clock('08:00')), clock('13:00'), 900);
    expect(story.open('wandering')).toEqual([]);
  });

  it('and far away for an hour is a word at the desk', () => {
    const story = walks(room(clock('09:00')), clock('09:55'), 4_200);
    expect(story.open('wandering')).toEqual([]);
    walks(story, clock('10:05'), 4_200);
    expect(story.only('wandering')).toMatchObject({
      priority: 'notice',
      reason: { code: 'far-away' },
    });
  });

  it('and gone for longer than the policy says is a word at the desk, or an attention by policy', () => {
    const story = walks(room(clock('08:00')), clock('14:05'), 900);
    expect(story.only('wandering')).toMatchObject({
      priority: 'notice',
      reason: { code: 'long-away' },
    });
    const strict = room(clock('08:00'), { dayPriority: 'attention' });
    expect(walks(strict, clock('14:05'), 900).only('wandering').priority).toBe('attention');
  });

  it('and tends to lose their way is told as soon as they have left', () => {
    const story = walks(room(clock('09:00'), { watch: 'closely' }), clock('09:03'), 400);
    expect(story.only('wandering')).toMatchObject({
      priority: 'attention',
      reason: { code: 'left-home' },
    });
  });

  it('as far and as long as every week is in order', () => {
    const story = room(clock('08:00'));
    for (let day = 0; day < 5; day += 1) {
      story.until(clock('09:00', day), minutes(5));
      walks(story, clock('12:00', day), 5_000);
      expect(story.only('wandering').reason.code).toBe('far-away');
      walks(story, clock('12:30', day), 0);
      expect(story.open('wandering')).toEqual([]);
    }
    story.until(clock('09:00', 6), minutes(5));
    walks(story, clock('12:00', 6), 5_000);
    expect(story.open('wandering')).toEqual([]);
  }, 20_000);
});

describe('a week away over the Spring Festival', () => {
  /** A position now and then, by day and by night, at the son's in the next county. */
  const weekAway = (story: Room): number => {
    story.beats('b1', at(0)).until(plus(story.now, hours(3)), minutes(5));
    walks(story, plus(story.now, hours(2)), 30_000);
    // A wild one, as every receiver has them.
    story.until(plus(story.now, minutes(25))).beats('b1', { still: 5, ...at(2_500) });
    for (let hour = 0; hour < 7 * 24; hour += 3) {
      story.beats('b1', { still: 5, ...at(30_000) }).until(plus(story.now, minutes(2)));
      story.beats('b1', { still: 5, ...at(30_040) });
      for (const incident of story.open('wandering')) {
        story.desk('王', incident, { type: 'close', outcome: 'other', note: '在儿子家过年' });
      }
      story.until(plus(story.now, (hours(3) - minutes(2)) as Millis), minutes(5));
    }
    return story.changes.filter((each) => each.type === 'raised' && each.kind === 'wandering')
      .length;
  };

  it('that was announced is told to nobody', () => {
    expect(weekAway(room(clock('08:00'), { watch: 'away' }))).toBe(0);
  });

  it('that was not announced is told once, and not once a night', () => {
    const story = room(clock('08:00'));
    expect(weekAway(story)).toBe(1);
    const raised = story.changes.filter((each) => each.type === 'raised');
    expect(raised.find(({ kind }) => kind === 'wandering')?.priority).toBe('notice');
    // Home again, and out the next night: that is another matter.
    walks(story, plus(story.now, minutes(5)), 0);
    story.until(clock('02:00', 9), minutes(5));
    walks(story, clock('02:05', 9), 700);
    expect(story.only('wandering').reason.code).toBe('out-at-night');
  }, 20_000);
});

describe('somebody who stays in another town', () => {
  it('is a guest there all night, however often the band says where it is', () => {
    const story = walks(room(clock('10:00')), clock('12:00'), 30_000);
    while (story.now < clock('03:00', 1)) {
      // Nothing for hours indoors, then five in ten minutes, and a wild one among them.
      for (const metres of [30_000, 30_060, 27_000, 30_020, 30_050]) {
        story.beats('b1', { still: 600, ...at(metres, 90) });
        story.until(plus(story.now, minutes(2)), seconds(30));
      }
      story.until(plus(story.now, minutes(100)), minutes(5));
    }
    const told = story.changes.filter(
      (each) => each.type === 'raised' && each.kind === 'wandering',
    ) as readonly Raised[];
    expect(told.map(({ reason }) => reason.code)).toEqual(['far-away']);
  });
});

describe('somebody who is out late', () => {
  it('for longer than ever is asked after when people go to bed, and not only at night', () => {
    const story = walks(room(clock('15:00')), clock('21:55'), 900);
    expect(story.only('wandering').priority).toBe('notice');
    walks(story, clock('22:05'), 900);
    expect(story.only('wandering')).toMatchObject({
      priority: 'attention',
      reason: { code: 'long-away' },
    });
    const early = walks(room(clock('18:00')), clock('22:30'), 900);
    expect(early.open('wandering')).toEqual([]);
  });
});

describe('somebody who is out at night in another town', () => {
  it('and walks about there is told like anybody', () => {
    const story = walks(room(clock('18:00')), clock('21:30'), 30_000);
    story.until(clock('02:00', 1), minutes(5));
    walks(story, clock('02:10', 1), 31_500);
    expect(story.only('wandering')).toMatchObject({
      priority: 'attention',
      reason: { code: 'out-at-night' },
    });
  });
});

describe('a home nobody has entered', () => {
  const learned = { home: undefined } as unknown as Partial<Policy['whereabouts']>;

  it('is the place of most nights, once enough are known, and not before', () => {
    const story = room(clock('12:00'), learned);
    const night = (day: number, metres: number) => {
      story.until(clock('02:00', day), minutes(5));
      for (let n = 0; n < 3; n += 1) {
        story.beats('b1', { still: 900, ...at(metres, 30) }).until(plus(story.now, minutes(45)));
      }
    };
    for (let day = 1; day <= 2; day += 1) night(day, day * 3);
    story.until(clock('02:30', 3)).beats('b1', { still: 3, ...at(2_000) });
    story.until(clock('02:31', 3)).beats('b1', { still: 3, ...at(2_000) });
    expect(story.open('wandering')).toEqual([]);
    for (let day = 4; day <= 10; day += 1) night(day, day);
    story.until(clock('02:30', 11)).beats('b1', { still: 3, ...at(2_000) });
    story.until(clock('02:31', 11)).beats('b1', { still: 3, ...at(2_000) });
    const { reason } = story.only('wandering');
    expect('metres' in reason && Math.abs(reason.metres - 2_000)).toBeLessThan(60);
  });

  it('is where they rest in the morning, when the band lies on its charger at night', () => {
    const story = room(clock('12:00'), learned);
    for (let day = 1; day <= 5; day += 1) {
      story.until(clock('06:30', day), minutes(5));
      // To the park first, and home for breakfast.
      story.beats('b1', { still: 3, ...at(700, 20) }).until(clock('08:10', day), minutes(5));
      story.beats('b1', { still: 400, ...at(day, 90) });
    }
    story.until(clock('02:30', 6), minutes(5)).beats('b1', { still: 3, ...at(2_000) });
    story.until(clock('02:31', 6)).beats('b1', { still: 3, ...at(2_000) });
    const { reason } = story.only('wandering');
    expect('metres' in reason && Math.abs(reason.metres - 2_000)).toBeLessThan(60);
  });

  it('is not known of somebody who sleeps here and there', () => {
    const story = room(clock('12:00'), learned);
    for (let day = 1; day <= 12; day += 1) {
      story.until(clock('02:00', day), minutes(5));
      story.beats('b1', { still: 900, ...at(day % 2 === 0 ? 0 : 5_000, 30) });
    }
    story.until(clock('02:30', 13)).beats('b1', { still: 3, ...at(9_000) });
    story.until(clock('02:31', 13)).beats('b1', { still: 3, ...at(9_000) });
    expect(story.open('wandering')).toEqual([]);
  });
});

describe('our own absence', () => {
  it('does not make an absence longer', () => {
    const story = walks(room(clock('08:00')), clock('13:00'), 900);
    story.jumpsTo(clock('14:30'));
    story.deaf(minutes(90));
    walks(story, clock('15:20'), 900);
    expect(story.open('wandering')).toEqual([]);
    walks(story, clock('15:35'), 900);
    expect(story.only('wandering').reason.code).toBe('long-away');
  });
});

describe('whatever positions come', () => {
  const position = fc.record(
    {
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
      lon: fc.double({ min: -180, max: 180, noNaN: true }),
      accuracy: fc.double({ min: 0, max: 5_000, noNaN: true }),
      datum: fc.constantFrom('WGS84', 'GCJ02', 'BD09', 'moon'),
    },
    { requiredKeys: ['lat', 'lon'] },
  );
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 5 * 3_600 }),
    back: fc.integer({ min: -3_600, max: 86_400 * 50 }),
    buffered: fc.boolean(),
    location: fc.oneof(position, fc.constant(at(0).location), fc.constant(at(700).location)),
  });

  it('nothing throws, and at most one wandering is open', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.boolean(), (steps, isKnown) => {
        const home = isKnown ? {} : ({ home: undefined } as never);
        const story = room(clock('20:00'), home);
        for (const { wait, back, buffered, location } of steps) {
          story.until(plus(story.now, seconds(wait)), minutes(10));
          story.beats('b1', { at: plus(story.now, seconds(-back)), buffered, location, still: 5 });
        }
        expect(story.open('wandering').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});
