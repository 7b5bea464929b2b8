import { describe, expect, it } from 'vitest';
import { hours, minutes, plus } from '../../domain/time.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';
import { ABOUT, ASLEEP, Life, MOTIONLESS, NAPPING, SITTING } from '../support/life.ts';

/** Somebody nobody knows yet, on their feet since eight. */
function stranger(until: ReturnType<typeof clock>, more: object = {}) {
  const room = dutyRoom(['b1'], clock('08:00'));
  return { room, life: new Life(room, 'b1').does(ABOUT, until, more) };
}

/** Somebody whose ordinary days are known, on the tenth of them. */
function known(until: ReturnType<typeof clock>) {
  const room = dutyRoom(['b1'], clock('00:00', -9));
  return { room, life: new Life(room, 'b1').ordinary(until) };
}

const told = (room: Room) =>
  room.changes.filter(
    (change) => change.type === 'raised' && change.reason.code.startsWith('not-moving'),
  );

describe('somebody who is connected, wears the band and does not move', () => {
  it('in the middle of the morning is told within half an hour, with since when', () => {
    const { room, life } = stranger(clock('10:00'));
    life.does(MOTIONLESS, clock('10:26'));
    expect(room.open()).toEqual([]);
    life.does(MOTIONLESS, clock('10:30'));
    expect(room.only()).toMatchObject({
      kind: 'no-sign-of-life',
      priority: 'attention',
      reason: { code: 'not-moving', movedAt: clock('09:59'), by: 'still' },
    });
  });

  it('is told within half an hour, too, when the band speaks every five minutes', () => {
    const room = dutyRoom(['b1'], clock('08:00'));
    const beat = (still: number, steps: number): void => {
      room.beats('b1', { steps, still: still * 60, heartRate: 75 });
      room.until(plus(room.now, minutes(5)), minutes(1));
    };
    for (let n = 0; n < 24; n += 1) beat(0, n * 60);
    for (let n = 0; n < 6; n += 1) beat(n * 5 + 5, 23 * 60);
    expect(room.only('no-sign-of-life').openedAt).toBeLessThanOrEqual(clock('10:25'));
  });

  it('is told within half an hour by a band that speaks every five minutes, too', () => {
    const room = dutyRoom(['b1'], clock('07:00'));
    const life = new Life(room, 'b1').doesSlowly(5, ABOUT, clock('10:00'));
    // Since two minutes past ten.
    const faints = (minute: number) => ({ still: Math.max(0, (minute % 60) - 2) * 60 });
    life.doesSlowly(5, MOTIONLESS, clock('11:00'), faints);
    expect(room.only('no-sign-of-life').openedAt).toBeLessThanOrEqual(clock('10:32'));
  });

  it.each([10, 15])(
    'is told by the first heartbeat after half an hour, and not before, of a band that speaks every %i',
    (every) => {
      const room = dutyRoom(['b1'], clock('07:00'));
      const life = new Life(room, 'b1').doesSlowly(every, ABOUT, clock('09:00'));
      // Moved six minutes before a heartbeat, and half an hour later again.
      const sits = (minute: number) => ({ still: ((minute % 30) + 6) * 60 });
      life
        .doesSlowly(every, SITTING, clock('10:30'), sits)
        .doesSlowly(every, ABOUT, clock('11:00'));
      expect(told(room)).toEqual([]);
      life.doesSlowly(every, MOTIONLESS, plus(clock('11:30'), minutes(every)));
      expect(room.only('no-sign-of-life').reason.code).toBe('not-moving');
    },
  );

  it('watches television for three hours and stirs every twenty minutes: no alarm', () => {
    const { room, life } = stranger(clock('15:00'));
    life.does({ ...SITTING, stirs: 20 }, clock('18:00'));
    expect(told(room)).toEqual([]);
  });

  it('moves again, and the matter closes itself unless somebody has taken it', () => {
    const first = stranger(clock('10:00'));
    first.life.does(MOTIONLESS, clock('10:35')).does(ABOUT, clock('10:37'));
    expect(first.room.open()).toEqual([]);
    const second = stranger(clock('10:00'));
    second.life.does(MOTIONLESS, clock('10:35'));
    second.room.desk('王', second.room.only(), { type: 'claim' });
    second.life.does(ABOUT, clock('10:40'));
    expect(second.room.only().timeline.filter(({ type }) => type === 'recovered')).toHaveLength(1);
  });

  it('and whose heart has stopped is told though the band, feeling no pulse, says not worn', () => {
    const { room, life } = stranger(clock('10:00'));
    life.does(MOTIONLESS, clock('10:05'), { heartRate: 0 });
    life.does(MOTIONLESS, clock('10:31'), { heartRate: 0, worn: false });
    expect(room.only('no-sign-of-life').reason.code).toBe('not-moving');
  });

  it('on a cold floor is told sooner', () => {
    const cold = { temperature: 28 };
    const { room, life } = stranger(clock('10:00'), cold);
    life.does(MOTIONLESS, clock('10:16'), cold);
    expect(room.only('no-sign-of-life').openedAt).toBeLessThanOrEqual(clock('10:15'));
  });

  it('is nobody’s alarm while an emergency of the same person is open', () => {
    const { room, life } = stranger(clock('10:00'));
    room.presses('b1', 'p-1');
    life.does(MOTIONLESS, clock('11:00'));
    expect(room.only().kind).toBe('sos');
  });
});

describe('a band that does not move', () => {
  it.each([
    ['lies on the table', { worn: false }],
    ['stands on its charger', { worn: false, charging: true }],
    ['claims to be worn at the temperature of the room', { temperature: 22 }],
  ])('is no person without a sign of life when it %s', (_, reading) => {
    const { room, life } = stranger(clock('10:00'));
    // Whoever takes it off moves it.
    life.does(ABOUT, clock('10:02'), reading).does(MOTIONLESS, clock('12:00'), reading);
    expect(told(room)).toEqual([]);
  });

  it('by its own word, which does not change while its wearer walks, is not believed', () => {
    const { room, life } = stranger(clock('09:00'));
    life.does(ABOUT, clock('12:00'), { still: 7_200 });
    expect(told(room)).toEqual([]);
  });

  it('by a word that stands still at two hours, is not believed either', () => {
    const { room, life } = stranger(clock('09:00'));
    life.does(SITTING, clock('11:30'), { still: 7_200 });
    expect(told(room)).toEqual([]);
  });
});

describe('a band that tells steps and no other movement', () => {
  it('asks for somebody only after hours of a day without a step', () => {
    const { room, life } = stranger(clock('09:00'), Life.stepsOnly);
    life.does(SITTING, clock('13:50'), Life.stepsOnly);
    expect(room.open()).toEqual([]);
    life.does(SITTING, clock('14:05'), Life.stepsOnly);
    expect(room.only().reason).toMatchObject({ code: 'not-moving', by: 'steps' });
  });

  it('says nothing by night', () => {
    const room = dutyRoom(['b1'], clock('19:00'));
    const life = new Life(room, 'b1').does(ABOUT, clock('21:00'), Life.stepsOnly);
    life.does(ASLEEP, clock('07:00', 1), Life.stepsOnly);
    expect(told(room)).toEqual([]);
  });
});

describe('what is clear is told soon, at an hour of rest as well', () => {
  it('a pulse that was felt all the time and is not felt any more, in a wrist that lies still', () => {
    const { room, life } = known(clock('13:20'));
    life.does(MOTIONLESS, clock('13:33'), { heartRate: undefined });
    expect(told(room)).toEqual([]);
    life.does(MOTIONLESS, clock('13:46'), { heartRate: undefined });
    expect(told(room)).toHaveLength(1);
    expect(room.only().openedAt).toBeLessThanOrEqual(clock('13:42'));
  });

  it('but not of a band that measures the pulse every quarter of an hour', () => {
    const seldom = (minute: number) => (minute % 15 === 0 ? {} : { heartRate: undefined });
    const { room, life } = known(clock('13:20'));
    life.does(NAPPING, clock('14:00'), seldom).does(SITTING, clock('15:00'), seldom);
    expect(told(room)).toEqual([]);
  });

  it('nor of a nap in which the pulse is lost for some minutes and found again', () => {
    const lost = (minute: number) => (minute % 20 < 12 ? { heartRate: undefined } : {});
    const { room, life } = known(clock('12:50'));
    life.does(NAPPING, clock('13:50'), lost);
    expect(told(room)).toEqual([]);
  });

  it('a pulse that sank far below sleep when the movement ended, as in a faint', () => {
    const { room, life } = known(clock('13:20'));
    life.does({ ...MOTIONLESS, pulse: 42 }, clock('13:24'));
    life.does({ ...MOTIONLESS, pulse: 71 }, clock('13:52'));
    expect(told(room)).toHaveLength(1);
    expect(room.only().openedAt).toBeLessThanOrEqual(clock('13:50'));
  });
});

describe('what is usual for this person', () => {
  it('makes a nap at the hour of the nap no alarm, and its double one', () => {
    const { room, life } = known(clock('12:40'));
    life.does({ ...NAPPING, stirs: 45 }, clock('13:25'));
    expect(room.open()).toEqual([]);
    life.does({ ...MOTIONLESS, pulse: 63 }, clock('15:15'));
    expect(room.only().reason).toMatchObject({ code: 'not-moving', usual: expect.any(Number) });
  });

  it('leaves a nap at an odd hour in peace for a while, by the pulse of sleep', () => {
    const { room, life } = known(clock('16:00'));
    life.does({ ...MOTIONLESS, pulse: 63 }, clock('16:40'));
    expect(room.open()).toEqual([]);
    life.does({ ...MOTIONLESS, pulse: 63 }, clock('17:02'));
    expect(room.only().reason.code).toBe('not-moving');
  });

  it('does not take somebody for napping whose pulse is that of being awake', () => {
    const { room, life } = known(clock('16:00'));
    life.does({ ...MOTIONLESS, pulse: 74 }, clock('16:31'));
    expect(room.only().reason.code).toBe('not-moving');
  });

  it('does not take somebody for napping whose pulse sank as in a faint', () => {
    const { room, life } = known(clock('16:13'));
    life.does({ ...MOTIONLESS, pulse: 42 }, clock('16:16'));
    life.does({ ...MOTIONLESS, pulse: 66 }, clock('16:45'));
    expect(room.only().reason.code).toBe('not-moving');
  });

  it('is not guessed from two days', () => {
    const room = dutyRoom(['b1'], clock('00:00', -2));
    const life = new Life(room, 'b1').ordinary(clock('10:13'));
    life.does({ ...NAPPING, stirs: 24 }, clock('11:40'));
    expect(told(room)).toEqual([]);
    life.does(MOTIONLESS, clock('12:45'));
    expect(room.only().reason).not.toHaveProperty('usual');
  });
});

describe('a night', () => {
  it('with a stir now and then is no alarm, and three hours without any are one', () => {
    const room = dutyRoom(['b1'], clock('20:00'));
    const life = new Life(room, 'b1').does(ABOUT, clock('21:30'));
    life.does({ ...ASLEEP, stirs: 95 }, clock('02:00', 1));
    expect(room.open()).toEqual([]);
    life.does({ ...MOTIONLESS, pulse: 60 }, clock('05:30', 1));
    expect(room.only().reason.code).toBe('not-moving');
  });

  it('in which the heart is far from sleep is an alarm after three quarters of an hour', () => {
    const { room, life } = known(clock('00:30'));
    life.does({ ...MOTIONLESS, pulse: 84 }, clock('01:20'));
    expect(room.only().reason.code).toBe('not-moving');
  });
});

describe('our own absence, and the band’s', () => {
  it('is no stillness of anybody', () => {
    const { room, life } = stranger(clock('10:00'));
    room.jumpsTo(clock('13:00'));
    room.deaf(hours(3));
    life.does(ABOUT, clock('13:05'));
    expect(told(room)).toEqual([]);
  });

  it('hides no stillness that the band tells of afterwards', () => {
    const { room, life } = stranger(clock('10:00'));
    life.does(MOTIONLESS, clock('10:05'));
    room.jumpsTo(clock('11:00'));
    room.deaf(minutes(55));
    life.does(MOTIONLESS, clock('11:02'));
    expect(room.only('no-sign-of-life').reason).toMatchObject({
      code: 'not-moving',
      movedAt: clock('09:59'),
    });
  });

  it('by steps alone is no evidence at all', () => {
    const { room, life } = stranger(clock('10:00'), Life.stepsOnly);
    room.jumpsTo(clock('18:00'));
    room.deaf(hours(8));
    life.does(SITTING, clock('19:30'), Life.stepsOnly);
    expect(told(room)).toEqual([]);
  });

  it('leaves a backlog of stillness without an alarm when the wearer moves by now', () => {
    const { room, life } = stranger(clock('10:00'));
    room.until(clock('10:50'), minutes(1));
    const backlog = Array.from({ length: 45 }, (_, n) => ({
      at: clock('10:01') + n * 60_000,
      steps: 1_440,
      still: (n + 2) * 60,
      worn: true,
      buffered: true,
    }));
    room.says('b1', 'heartbeat', backlog);
    expect(told(room)).toEqual([]);
    life.does(ABOUT, clock('10:55'));
    expect(told(room)).toEqual([]);
  });

  it('by a clock set back does not keep anybody alive', () => {
    const { room, life } = stranger(clock('10:00'));
    room.jumpsTo(clock('09:00'));
    room.deaf(-hours(1) as ReturnType<typeof hours>);
    const still = (n: number) => ({ steps: 1_440, still: n * 60, heartRate: 72 });
    for (let n = 1; n <= 31; n += 1) {
      room.beats('b1', still(n)).until(plus(room.now, minutes(1)), minutes(1));
    }
    expect(room.only('no-sign-of-life').reason.code).toBe('not-moving');
    expect(life).toBeDefined();
  });
});

describe('a fall that came to nothing at first', () => {
  it('and is followed by a quarter of an hour without movement is sharpened, not doubled', () => {
    const { room, life } = stranger(clock('10:00'));
    room.falls('b1', 'f-1', 'detected').until(clock('10:00:30'));
    room.beats('b1', { steps: 1_440, still: 4, heartRate: 76 }).until(clock('10:01'));
    expect(room.only('fall').priority).toBe('notice');
    life.does(MOTIONLESS, clock('10:18'));
    expect(room.only()).toMatchObject({
      kind: 'fall',
      priority: 'attention',
      reason: { code: 'not-moving-after-fall' },
    });
    life.does(SITTING, clock('10:40'));
    expect(room.only('fall').state).toBe('open');
  });

  it('and by walking is no alarm', () => {
    const { room, life } = stranger(clock('10:00'));
    room.falls('b1', 'f-1', 'detected').until(clock('10:00:30'));
    room.beats('b1', { steps: 1_460, still: 4, heartRate: 76 }).until(clock('10:01'));
    life
      .does({ ...ABOUT, steps: 30 }, clock('10:10'))
      .does({ ...SITTING, stirs: 19 }, clock('11:00'));
    expect(room.only('fall').priority).toBe('notice');
  });
});

describe('what the desk has answered', () => {
  it('is not told again under another name', () => {
    const { room, life } = known(clock('04:40'));
    life.does({ ...MOTIONLESS, pulse: 62 }, clock('07:00'));
    const first = room.only('no-sign-of-life');
    room.desk('王', first, { type: 'close', outcome: 'other', note: '家属在场' });
    life.does({ ...MOTIONLESS, pulse: 62 }, clock('08:30'));
    expect(room.open('no-sign-of-life')).toEqual([]);
  });
});
