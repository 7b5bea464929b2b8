import { describe, expect, it } from 'vitest';
import { hours, minutes, plus } from '../../domain/time.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';
import { ABOUT, ASLEEP, Life, MOTIONLESS, SITTING } from '../support/life.ts';

/** Known for nine days, and on their way to the bathroom at three. */
function upAtThree() {
  const room = dutyRoom(['b1'], clock('00:00', -9));
  const life = new Life(room, 'b1').ordinary(clock('03:00')).does(ABOUT, clock('03:03'));
  return { room, life };
}

const raised = (room: Room) =>
  room.changes.flatMap((change) =>
    change.type === 'raised' && change.kind === 'no-sign-of-life' ? [change.reason.code] : [],
  );

describe('who is up at night', () => {
  it('and comes back to bed is left in peace', () => {
    const { room, life } = upAtThree();
    life.does(ASLEEP, clock('06:00')).does(ABOUT, clock('06:40'));
    expect(raised(room)).toEqual([]);
  });

  it('and lies in the bathroom is told within three quarters of an hour', () => {
    const { room, life } = upAtThree();
    life.does({ ...MOTIONLESS, pulse: 82 }, clock('03:47'));
    expect(room.only()).toMatchObject({ kind: 'no-sign-of-life', priority: 'attention' });
    expect(room.only().openedAt).toBeGreaterThan(clock('03:35'));
  });

  it('and lies there moving an arm is told as soon', () => {
    const { room, life } = upAtThree();
    life.does({ ...SITTING, stirs: 15, pulse: 84 }, clock('03:47'));
    expect(room.only().reason).toMatchObject({ code: 'not-back', leftAt: clock('03:00') });
  });

  it('and does not stir at all is told in the end, whatever the pulse', () => {
    const { room, life } = upAtThree();
    life.does({ ...MOTIONLESS, pulse: 61 }, clock('04:40'));
    expect(raised(room)).toEqual([]);
    life.does({ ...MOTIONLESS, pulse: 61 }, clock('05:10'));
    expect(room.only().kind).toBe('no-sign-of-life');
  });

  it('and lies rigid with a pulse hardly above sleep is told within the hour', () => {
    const { room, life } = upAtThree();
    life.does({ ...MOTIONLESS, pulse: 74 }, clock('03:45'));
    expect(raised(room)).toEqual([]);
    life.does({ ...MOTIONLESS, pulse: 74 }, clock('04:05'));
    expect(raised(room)).toEqual(['not-back']);
  });

  it('and lies awake in bed with that pulse, turning over, is left in peace', () => {
    const { room, life } = upAtThree();
    life.does({ ...SITTING, stirs: 20, pulse: 72 }, clock('05:30'));
    expect(raised(room)).toEqual([]);
  });

  it('and made half the usual way is told when the pulse is a little above sleep', () => {
    const toldAfter = (walked: number) => {
      const room = dutyRoom(['b1'], clock('00:00', -9));
      const life = new Life(room, 'b1').ordinary(clock('03:00'));
      life.does(ABOUT, plus(clock('03:00'), minutes(walked)));
      life.does({ ...MOTIONLESS, pulse: 68 }, clock('04:15'));
      return raised(room);
    };
    expect(toldAfter(6)).toEqual([]);
    expect(toldAfter(2)).toEqual(['not-back']);
  });

  it('and was busy in the bathroom for ten minutes before going down is told all the same', () => {
    const { room, life } = upAtThree();
    life.does({ stirs: 1, steps: 0, pulse: 70 }, clock('03:12'));
    life.does({ ...MOTIONLESS, pulse: 74 }, clock('04:15'));
    expect(raised(room)).toEqual(['not-back']);
  });

  it('and lies awake with a heart that never beats regularly is left in peace by a slow band', () => {
    const ATRIAL = [-14, 12, 5, -10, 16, -7, 11, -13];
    const irregular = (rate: number) => (minute: number) => ({
      heartRate: rate + (ATRIAL[(minute / 5) % ATRIAL.length] ?? 0),
    });
    const room = dutyRoom(['b1'], clock('00:00', -9));
    const life = new Life(room, 'b1');
    for (let day = -9; day < 0; day += 1) {
      life.doesSlowly(5, ASLEEP, clock('06:00', day), irregular(66));
      life.doesSlowly(5, ABOUT, clock('07:30', day), irregular(84));
      for (let hour = 8; hour < 22; hour += 1) {
        life.doesSlowly(5, SITTING, plus(clock('00:40', day), hours(hour)), irregular(76));
        life.doesSlowly(5, ABOUT, plus(clock('00:55', day), hours(hour)), irregular(80));
      }
      life.doesSlowly(5, ASLEEP, clock('00:00', day + 1), irregular(66));
    }
    life.doesSlowly(5, ASLEEP, clock('03:00'), irregular(66));
    life.doesSlowly(5, ABOUT, clock('03:10'), irregular(80));
    life.doesSlowly(5, { ...SITTING, stirs: 12 }, clock('05:00'), irregular(76));
    expect(raised(room)).toEqual([]);
  });

  it('and walks about sleepless is left in peace', () => {
    const { room, life } = upAtThree();
    life.does({ ...ABOUT, pulse: 78 }, clock('04:20')).does(ASLEEP, clock('06:00'));
    expect(raised(room)).toEqual([]);
  });

  it('and lies in bed with a pulse that a slow band reads now high, now low, is left in peace', () => {
    const room = dutyRoom(['b1'], clock('00:00', -9));
    const life = new Life(room, 'b1')
      .ordinary(clock('01:00'))
      .doesSlowly(5, ASLEEP, clock('03:00'));
    life.doesSlowly(5, ABOUT, clock('03:05'));
    const leaps = (minute: number) => ({ heartRate: minute % 15 === 0 ? 92 : 64 });
    life.doesSlowly(5, { ...SITTING, stirs: 15 }, clock('04:25'), leaps);
    expect(raised(room)).toEqual([]);
    life.doesSlowly(5, { ...SITTING, stirs: 15 }, clock('05:00'), { heartRate: 84 });
    expect(raised(room)).toEqual(['not-back']);
  });

  it('and sleeps after it is back, though the heart is awake before its wearer in the morning', () => {
    const { room, life } = upAtThree();
    life.does({ ...ASLEEP, stirs: 15 }, clock('05:30'));
    life.does({ ...SITTING, stirs: 6, pulse: 84 }, clock('05:55'));
    expect(raised(room)).toEqual([]);
  });

  it('and lies in the bathroom moving an arm is not forgotten after hours', () => {
    const { room, life } = upAtThree();
    life.does({ ...SITTING, stirs: 15, pulse: 84 }, clock('05:55'));
    expect(room.only().reason).toMatchObject({ code: 'not-back', leftAt: clock('03:00') });
  });

  it('and gets up again closes the matter', () => {
    const { room, life } = upAtThree();
    life.does({ ...MOTIONLESS, pulse: 82 }, clock('03:50')).does(ABOUT, clock('03:55'));
    expect(room.open()).toEqual([]);
  });
});
