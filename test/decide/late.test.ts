import { describe, expect, it } from 'vitest';
import { hours, type Instant, type Millis, minutes, plus, seconds } from '../../domain/time.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';

/** A band whose clock is off by `error` and who beats every minute until then. */
function beatsWrong(room: Room, until: Instant, error: Millis, reading: object = {}): Room {
  while (room.now < until) {
    room.beats('b1', { at: plus(room.now, error), ...reading });
    room.until(plus(room.now, minutes(1)), seconds(20));
  }
  return room;
}

const WEEK_AHEAD = hours(7 * 24);
/** Switched on at midnight, and begins to count there. */
const IN_1970 = -clock('00:00') as Millis;

describe('a press that could not be sent when it was made', () => {
  it('rings when it comes, and says when it was made', () => {
    const room = dutyRoom(['b1'], clock('02:00')).beatsUntil('b1', clock('03:00'));
    room.until(clock('05:00'), seconds(30)).says('b1', 'sos', { id: '9', at: clock('03:12') });
    expect(room.only('sos')).toMatchObject({
      priority: 'emergency',
      openedAt: clock('05:00'),
      calledAt: clock('03:12'),
      dueAt: clock('05:15'),
    });
    expect(room.only('sos').timeline[1]).toMatchObject({
      type: 'pressed',
      calledAt: clock('03:12'),
    });
  });

  it.each([
    ['a week ahead', WEEK_AHEAD],
    ['of 1970', IN_1970],
    ['eight hours ahead, local time called UTC', hours(8)],
  ])('by a band with a clock %s was made when it was made', (_, error) => {
    const room = beatsWrong(dutyRoom(['b1'], clock('02:00')), clock('03:00'), error);
    room.until(clock('05:00'), seconds(30));
    room.says('b1', 'sos', { id: '9', at: plus(clock('03:12'), error) });
    expect(room.only('sos').calledAt).toBe(clock('03:12'));
  });

  it('and one made just now by a band with a wrong clock comes in time', () => {
    const room = beatsWrong(dutyRoom(['b1']), clock('08:10'), -hours(3) as Millis);
    room.says('b1', 'sos', { id: '9', at: plus(room.now, -hours(3) as Millis) });
    expect(room.only('sos')).toMatchObject({ openedAt: clock('08:10') });
    expect(room.only('sos')).not.toHaveProperty('calledAt');
  });

  it('and that was heard at the time is no second one', () => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('08:10')).presses('b1', '9');
    room.desk('王', room.only('sos'), { type: 'close', outcome: 'assisted' });
    room.until(clock('10:00'), seconds(30)).says('b1', 'sos', { id: '9', at: clock('08:10') });
    expect(room.open('sos')).toEqual([]);
  });

  it('without a name, and came again after a reboot of the band, rings once', () => {
    const room = dutyRoom(['b1'], clock('02:00')).beatsUntil('b1', clock('03:00'));
    room.until(clock('05:00'), seconds(30)).says('b1', 'sos', { at: clock('03:12') });
    room.desk('王', room.only('sos'), { type: 'close', outcome: 'assisted' });
    room.until(clock('05:03')).says('b1', 'sos', { at: clock('03:12') });
    expect(room.open('sos')).toEqual([]);
    room.until(clock('05:05')).says('b1', 'sos', { at: clock('05:05') });
    expect(room.only('sos').presses).toBe(1);
  });

  it('of a band that was never heard before is not judged by a clock nobody knows', () => {
    const room = dutyRoom(['b1']).says('b1', 'sos', { id: '9', at: clock('03:12') });
    expect(room.only('sos')).not.toHaveProperty('calledAt');
  });

  it('twice, and came in one go out of order, is one emergency with both', () => {
    const room = dutyRoom(['b1'], clock('02:00')).beatsUntil('b1', clock('03:00'));
    room.until(clock('05:00'), seconds(30));
    room.says('b1', 'sos', { id: '10', at: clock('03:20') });
    room.says('b1', 'sos', { id: '9', at: clock('03:12') });
    expect(room.only('sos')).toMatchObject({ presses: 2, calledAt: clock('03:20') });
  });
});

describe('a fall that nobody has seen', () => {
  it('rings when it comes, is checked as any fall, and says when it was', () => {
    const room = dutyRoom(['b1'], clock('02:00')).beatsUntil('b1', clock('03:00'));
    room.until(clock('05:00'), seconds(30));
    room.says('b1', 'fall', { id: 'f', at: clock('03:12'), phase: 'detected' });
    expect(room.only('fall')).toMatchObject({ priority: 'attention', calledAt: clock('03:12') });
    room.until(clock('05:00:45'));
    expect(room.only('fall').priority).toBe('emergency');
  });

  it('and was confirmed by the band is an emergency at once', () => {
    const room = dutyRoom(['b1'], clock('02:00')).beatsUntil('b1', clock('03:00'));
    room.until(clock('05:00'), seconds(30));
    room.says('b1', 'fall', { id: 'f', at: clock('03:12'), phase: 'detected' });
    room.says('b1', 'fall', { id: 'f', at: clock('03:13'), phase: 'confirmed' });
    expect(room.only('fall')).toMatchObject({ priority: 'emergency', calledAt: clock('03:12') });
  });
});

describe('a backlog', () => {
  const night = (from: string, n: number, error: Millis = 0 as Millis, more: object = {}) =>
    Array.from({ length: n }, (_, i) => ({
      at: plus(clock(from), (i * 60_000 + error) as Millis),
      buffered: true,
      worn: true,
      ...more,
    }));

  it('does not make what is known of the present older, nor newer', () => {
    const room = dutyRoom(['b1'], clock('02:00')).beatsUntil('b1', clock('03:00'));
    room.until(clock('05:00'), seconds(30)).beats('b1', { battery: 60 });
    const readings = night('03:30', 20, 0 as Millis, { battery: 70, heartRate: 150 });
    room.until(clock('05:00:10')).says('b1', 'heartbeat', readings.reverse());
    expect(room.present('b1').battery).toEqual({ value: 60, at: clock('05:00') });
    expect(room.present('b1').heartRate).toEqual({ value: 150, at: clock('03:49') });
  });

  it.each([
    ['a week ahead', WEEK_AHEAD],
    ['of 1970', IN_1970],
    ['three hours behind', -hours(3) as Millis],
  ])('of a band with a clock %s is put where it belongs', (_, error) => {
    const room = beatsWrong(dutyRoom(['b1'], clock('02:00')), clock('03:00'), error);
    room.until(clock('05:00'), seconds(30));
    room.says('b1', 'heartbeat', night('03:30', 5, error, { temperature: 33 }));
    expect(room.present('b1').temperature?.at).toBe(clock('03:34'));
  });

  it('that does not call itself one is one all the same', () => {
    const room = dutyRoom(['b1'], clock('02:00')).beatsUntil('b1', clock('03:00'), { battery: 80 });
    room.until(clock('05:00'), seconds(30));
    for (let minute = 10; minute < 40; minute += 1) {
      room.says('b1', 'heartbeat', { at: clock(`03:${minute}`), battery: 8 });
    }
    expect(room.open('battery')).toEqual([]);
    expect(room.present('b1').battery).toEqual({ value: 8, at: clock('03:39') });
    room.beats('b1', { battery: 55 });
    expect(room.present('b1').battery).toEqual({ value: 55, at: clock('05:00') });
  });

  it('whose time nobody can know says nothing of now', () => {
    const room = dutyRoom(['b1']).beats('b1', { battery: 80 }).until(clock('08:01'));
    room.says('b1', 'heartbeat', [{ buffered: true, battery: 3 }]);
    room.says('b1', 'heartbeat', [{ at: 86_400_000, buffered: true, battery: 3 }]);
    expect(room.present('b1').battery).toEqual({ value: 80, at: clock('08:00') });
    expect(room.open()).toEqual([]);
  });
});

describe('the clock of a band', () => {
  it('that is set is believed after three messages, and until then nothing is raised by them', () => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('08:20'), { battery: 80 });
    const back = -hours(2) as Millis;
    beatsWrong(room, clock('08:22'), back, { battery: 79 });
    expect(room.present('b1').battery?.value).toBe(80);
    beatsWrong(room, clock('08:24'), back, { battery: 79 });
    expect(room.present('b1').battery).toEqual({ value: 79, at: clock('08:23') });
    expect(room.present('b1').connection).toBe('live');
  });

  it('is not learned from one reading of next week', () => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('08:10'));
    room.beats('b1', { at: plus(room.now, WEEK_AHEAD), battery: 77 });
    expect(room.present('b1').battery).toEqual({ value: 77, at: clock('08:10') });
    room.until(clock('08:11')).says('b1', 'heartbeat', { at: clock('08:11'), battery: 76 });
    expect(room.present('b1').battery).toEqual({ value: 76, at: clock('08:11') });
  });

  it('that stands still does not make the wearer a thing of the past', () => {
    const room = dutyRoom(['b1']);
    for (let minute = 0; minute < 60; minute += 5) {
      room.beats('b1', { at: clock('08:00'), battery: 100 - minute });
      room.until(plus(room.now, minutes(5)), seconds(20));
    }
    const { battery } = room.present('b1');
    expect(battery?.value).toBe(45);
    expect(battery?.at).toBeGreaterThanOrEqual(clock('08:45'));
  });

  it('wrong for a day is one matter for the work list, and not one a day', () => {
    const error = minutes(47);
    const room = dutyRoom(['b1'], clock('08:00'));
    const days = (n: number) => {
      const until = plus(room.now, hours(24 * n));
      while (room.now < until) {
        room.beats('b1', { at: plus(room.now, error) });
        room.until(plus(room.now, minutes(5)), minutes(1));
      }
    };
    days(0.9);
    expect(room.open('technical')).toEqual([]);
    days(0.2);
    const matter = room.only('technical');
    expect(matter).toMatchObject({
      priority: 'technical',
      reason: { code: 'clock-wrong', by: -error, wrongSince: clock('08:00') },
    });
    room.desk('王', matter, { type: 'close', outcome: 'other' });
    days(3);
    expect(room.open('technical')).toEqual([]);
  });

  it('that shows another time zone is nobody’s work', () => {
    const room = dutyRoom(['b1'], clock('08:00'));
    while (room.now < clock('12:00', 1)) {
      room.beats('b1', { at: plus(room.now, hours(8)) });
      room.until(plus(room.now, minutes(5)), minutes(1));
    }
    expect(room.open('technical')).toEqual([]);
  });
});
