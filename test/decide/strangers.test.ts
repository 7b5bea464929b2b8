// What others record is not noisy as ours is: one and the same value for an hour, a reading every ten
// minutes, a band that counts no steps or never says that it is worn, somebody nobody knows yet.
import { describe, expect, it } from 'vitest';
import { type Instant, type Millis, minutes, plus, since } from '../../domain/time.ts';
import { rests } from '../support/at-rest.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';
import { ABOUT, Life, MOTIONLESS, SITTING } from '../support/life.ts';

const NOBODY_WORSE = (room: Room) =>
  room.changes.filter(
    (change) =>
      change.type === 'raised' &&
      (change.priority === 'attention' || change.priority === 'emergency'),
  );
const minutesTo = (room: Room, from: Instant): number =>
  since(from, NOBODY_WORSE(room)[0]?.at ?? from) / 60_000;

/** On their feet since eight, known for nine days or not at all. */
function onTheirFeet(until: Instant, isKnown: boolean, more: object = {}) {
  const room = dutyRoom(['b1'], isKnown ? clock('00:00', -9) : clock('08:00'));
  const life = new Life(room, 'b1');
  if (isKnown) life.ordinary(clock('09:00'), more);
  return { room, life: life.does(ABOUT, until, more) };
}

describe.each([
  ['of whom weeks are known', true],
  ['of whom nothing is known', false],
])('somebody %s', (_, isKnown) => {
  it.each([46, 55, 74, 100])(
    'who falls down on their feet and lies, the pulse at %i, is missed within half an hour',
    (pulse) => {
      const { room, life } = onTheirFeet(clock('10:10'), isKnown);
      life.does({ ...MOTIONLESS, pulse }, clock('10:45'));
      expect(room.only('no-sign-of-life').priority).toBe('attention');
      expect(minutesTo(room, clock('10:10'))).toBeLessThanOrEqual(30);
    },
  );

  it('who sits down first and naps for forty minutes is left in peace', () => {
    const { room, life } = onTheirFeet(clock('10:00'), isKnown);
    life.does({ ...SITTING, stirs: 5 }, clock('10:20'));
    life.does({ ...MOTIONLESS, pulse: 62 }, clock('10:58'));
    expect(NOBODY_WORSE(room)).toEqual([]);
  });

  it('who sleeps for an hour and a half at midday, and does not stir, is left in peace', () => {
    const { room, life } = onTheirFeet(clock('12:50'), isKnown);
    life.does({ ...SITTING, stirs: 3 }, clock('13:00'));
    life.does({ ...MOTIONLESS, pulse: 62 }, clock('14:30')).does(ABOUT, clock('15:00'));
    expect(NOBODY_WORSE(room)).toEqual([]);
  });

  it('who lies at midday with the pulse of somebody up is asked after', () => {
    const { room, life } = onTheirFeet(clock('13:40'), isKnown);
    life.does({ ...MOTIONLESS, pulse: 80 }, clock('14:30'));
    expect(minutesTo(room, clock('13:40'))).toBeLessThanOrEqual(45);
    expect(room.only('no-sign-of-life').priority).toBe('attention');
  });

  it.each([
    ['says that it is worn', {}],
    ['never says whether it is worn', { worn: undefined }],
  ])(
    'whose heart stops in the midday rest is found within a quarter of an hour by a band that %s',
    (_says, more) => {
      const { room, life } = onTheirFeet(clock('12:50'), isKnown, more);
      life.does({ ...MOTIONLESS, pulse: 62 }, clock('13:20'), more);
      life.does(MOTIONLESS, clock('13:40'), { ...more, heartRate: undefined });
      expect(room.only('no-sign-of-life').priority).toBe('attention');
      expect(minutesTo(room, clock('13:20'))).toBeLessThanOrEqual(15);
    },
  );
});

describe('a band that never says whether it is worn', () => {
  it('and has stood on its charger is believed to be worn again once it feels a pulse', () => {
    const more = { worn: undefined };
    const { room, life } = onTheirFeet(clock('09:00'), false, more);
    const onCharger = { ...more, heartRate: undefined, charging: true };
    life.does(ABOUT, clock('09:01'), onCharger).does(MOTIONLESS, clock('09:50'), onCharger);
    life.does(ABOUT, clock('10:20'), more).does(MOTIONLESS, clock('10:51'), more);
    expect(room.only('no-sign-of-life').priority).toBe('attention');
    expect(minutesTo(room, clock('10:20'))).toBeLessThanOrEqual(30);
  });

  it('and stands on its charger is nobody who does not move', () => {
    const more = { worn: undefined };
    const { room, life } = onTheirFeet(clock('09:00'), false, more);
    const onCharger = { ...more, heartRate: undefined, charging: true };
    life.does(ABOUT, clock('09:01'), onCharger).does(MOTIONLESS, clock('12:00'), onCharger);
    expect(NOBODY_WORSE(room)).toEqual([]);
  });

  it('and whose wearer is known lets them take the rest they always take', () => {
    const more = { worn: undefined };
    const room = dutyRoom(['b1'], clock('00:00', -9));
    const life = new Life(room, 'b1').ordinary(clock('00:00'), more);
    life.ordinary(clock('12:40'), more).does({ ...MOTIONLESS, pulse: 70 }, clock('13:36'), more);
    expect(room.verdict('b1', 'stillness')?.code).toBe('rest-hour');
    expect(NOBODY_WORSE(room)).toEqual([]);
  });

  it('and is taken off is no heart that has stopped', () => {
    const more = { worn: undefined };
    const { room, life } = onTheirFeet(clock('10:00'), false, more);
    life.does({ ...SITTING, stirs: 1 }, clock('10:10'), more);
    life.does(MOTIONLESS, clock('11:30'), {
      ...more,
      heartRate: undefined,
      temperature: undefined,
    });
    expect(NOBODY_WORSE(room)).toEqual([]);
  });
});

describe.each([
  ['of whom weeks are known', true],
  ['of whom nothing is known', false],
])('somebody %s who was up for an hour before dawn', (_, isKnown) => {
  const backInBed = (): { room: Room; life: Life } => {
    const room = dutyRoom(['b1'], clock('00:00', isKnown ? -9 : 0));
    const life = new Life(room, 'b1');
    if (isKnown) life.ordinary(clock('02:00'));
    else life.does({ stirs: 25, steps: 0, pulse: 60 }, clock('02:00'));
    life
      .does({ ...ABOUT, steps: 30 }, clock('03:20'))
      .does({ ...SITTING, stirs: 3 }, clock('04:10'));
    return { room, life };
  };

  it('may sleep on after seven, and turn over once in an hour', () => {
    const { room, life } = backInBed();
    life.does({ stirs: 62, steps: 0, pulse: 61 }, clock('08:20'));
    expect(NOBODY_WORSE(room)).toEqual([]);
  });

  it('and faints when they have got up is missed within half an hour', () => {
    const { room, life } = backInBed();
    life.does({ stirs: 25, steps: 0, pulse: 61 }, clock('08:20')).does(ABOUT, clock('08:45'));
    life.does(MOTIONLESS, clock('09:16'));
    expect(minutesTo(room, clock('08:45'))).toBeLessThanOrEqual(30);
    expect(room.only('no-sign-of-life').priority).toBe('attention');
  });
});

describe('somebody of whom nothing is known, and nothing but bed is seen this morning,', () => {
  const ASLEEP_STILL = { stirs: 48, steps: 0, pulse: 61 };

  it('may sleep on until half past nine, and is missed then', () => {
    const room = dutyRoom(['b1'], clock('06:20'));
    const life = new Life(room, 'b1').does(ASLEEP_STILL, clock('09:20'));
    expect(NOBODY_WORSE(room)).toEqual([]);
    life.does(MOTIONLESS, clock('10:10'));
    expect(room.only('no-sign-of-life').reason.code).toBe('not-moving');
  });

  it('and who then does not stir at all is missed after an hour and a quarter', () => {
    const room = dutyRoom(['b1'], clock('06:20'));
    new Life(room, 'b1').does(ASLEEP_STILL, clock('07:10')).does(MOTIONLESS, clock('08:30'));
    expect(room.only('no-sign-of-life').reason.code).toBe('not-moving');
  });
});

describe('somebody up for an hour at two in the night, of whom nothing is known', () => {
  it('may sleep on without a stir', () => {
    const room = dutyRoom(['b1'], clock('00:00'));
    const life = new Life(room, 'b1').does({ stirs: 25, steps: 0, pulse: 60 }, clock('02:00'));
    life.does({ ...ABOUT, steps: 60 }, clock('03:00'));
    life.does({ ...MOTIONLESS, pulse: 60 }, clock('04:30'));
    expect(NOBODY_WORSE(room)).toEqual([]);
  });
});

describe('one and the same value, reading after reading,', () => {
  /** An ordinary hour before it. */
  const sitting = (every: Millis): Room =>
    rests(dutyRoom(['b1'], clock('07:00')), 'b1', clock('09:00'), {
      heartRate: 72,
      spo2: 97,
      error: 0,
      every,
    });

  it.each([
    [{ heartRate: 72, spo2: 86 }, 'oxygen-low'],
    [{ heartRate: 72, spo2: 89 }, 'oxygen-low'],
    [{ heartRate: 135, spo2: 97 }, 'heart-rate-high'],
    [{ heartRate: 38, spo2: 97 }, 'heart-rate-low'],
  ])('%j is told within half an hour, however often the band speaks', (values, code) => {
    for (const every of [minutes(0.5), minutes(1), minutes(5), minutes(10)]) {
      const room = sitting(every);
      const says = { spo2: values.spo2 };
      rests(room, 'b1', plus(clock('09:00'), minutes(30)), { ...values, says, error: 0, every });
      expect(room.only('vitals')).toMatchObject({ priority: 'attention', reason: { code } });
    }
  });

  it('for some minutes is what a sensor shows that hangs for a moment', () => {
    const room = sitting(minutes(1));
    rests(room, 'b1', clock('09:10'), { heartRate: 38, spo2: 97, error: 0 });
    rests(room, 'b1', clock('09:40'), { heartRate: 72, spo2: 97, error: 0 });
    expect(NOBODY_WORSE(room)).toEqual([]);
  });

  it('through a whole night’s rest is nothing strange, and through a walk it is', () => {
    const night = dutyRoom(['b1'], clock('21:00'));
    rests(night, 'b1', clock('06:00', 1), { heartRate: 60, spo2: 97, error: 0 });
    expect(night.open('technical')).toEqual([]);
    const day = dutyRoom(['b1'], clock('08:00'));
    for (const [hour, walks] of [
      ['10:00', 0],
      ['10:20', 60],
      ['13:30', 0],
    ] as const) {
      const steps = { steps: walks > 0 || hour === '13:30' ? 2_600 : 1_000 };
      rests(day, 'b1', clock(hour), { heartRate: 72, says: steps, error: 0 });
    }
    expect(day.only('technical').reason.code).toBe('sensor-not-believed');
    // The oxygen of a band whose pulse hangs is read all the same.
    rests(day, 'b1', clock('13:45'), { heartRate: 72, spo2: 86, says: { steps: 2_600 }, error: 0 });
    expect(day.only('vitals').reason.code).toBe('oxygen-low');
    // What shows another value does not hang any more, and may be true.
    rests(day, 'b1', clock('13:55'), { heartRate: 140, says: { steps: 2_600 } });
    expect(day.verdict('b1', 'heart-rate')?.code).toBe('very-high');
  });
});
