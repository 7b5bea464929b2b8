// An emergency that nobody takes, or that was taken and forgotten, gets louder: once, in time, and
// whatever happens to the clock meanwhile.
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../domain/incident.ts';
import { hours, minutes, plus, seconds } from '../../domain/time.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';

const escalationsOf = (room: Room, incident: Incident = room.only()) =>
  room.again(incident).timeline.flatMap((change) => (change.type === 'escalated' ? change : []));

describe('an emergency nobody takes', () => {
  it('gets louder again when somebody presses in the very moment in which it did', () => {
    const room = dutyRoom(['b1']).presses('b1', '1').until(clock('08:01:00'));
    expect(escalationsOf(room)).toHaveLength(1);
    room.presses('b1', '2').until(clock('08:01:59'));
    expect(escalationsOf(room)).toHaveLength(1);
    room.until(clock('08:02:00'));
    expect(escalationsOf(room).map(({ at }) => at)).toEqual([clock('08:01:00'), clock('08:02:00')]);
  });

  it('gets louder at once, and once, when somebody sets the clock back by two hours', () => {
    const room = dutyRoom(['b1']).presses('b1', '1').until(clock('08:00:30'));
    room.jumpsTo(plus(room.now, hours(-2)));
    room.until(plus(room.now, minutes(5)));
    expect(escalationsOf(room)).toMatchObject([{ level: 1, at: clock('06:00:31') }]);
  });

  it('is not hurried by a clock that is corrected by a second', () => {
    const room = dutyRoom(['b1']).presses('b1', '1');
    room.jumpsTo(plus(room.now, seconds(-1)));
    room.until(plus(room.now, seconds(50)));
    expect(escalationsOf(room)).toEqual([]);
  });
});

describe('an emergency that was taken and forgotten', () => {
  it('gets louder although the clock was set back, held or not', () => {
    const room = dutyRoom(['b1']).presses('b1', '1');
    room.desk('王', room.only(), { type: 'hold', duration: minutes(8) });
    room.jumpsTo(plus(room.now, hours(-2)));
    room.until(plus(room.now, seconds(3)));
    expect(escalationsOf(room)).toMatchObject([{ level: 2, cause: 'no-contact' }]);
  });

  it('is not kept quiet by a hold from before it was closed and opened again', () => {
    const room = dutyRoom(['b1']).presses('b1', '1');
    const incident = room.only();
    room.desk('王', incident, { type: 'hold', duration: hours(1) });
    room.desk('王', incident, { type: 'close', outcome: 'false-alarm' });
    room.until(clock('08:01')).desk('李', incident, { type: 'reopen' });
    room.until(clock('08:03:59'));
    expect(escalationsOf(room)).toEqual([]);
    room.until(clock('08:04:00'));
    expect(escalationsOf(room)).toMatchObject([{ level: 2 }]);
  });
});

describe('an emergency in good hands', () => {
  const inGoodHands = () => {
    const room = dutyRoom(['b1']).presses('b1', '1').until(clock('08:00:20'));
    room.desk('王', room.only(), { type: 'contact', reached: true });
    return room.until(clock('08:05'));
  };

  it('gets louder when the person presses again and nobody answers, and does so once', () => {
    const room = inGoodHands().presses('b1', '2').until(clock('08:05:59'));
    expect(escalationsOf(room)).toEqual([]);
    room.until(clock('08:15'));
    expect(escalationsOf(room)).toMatchObject([
      { level: 1, cause: 'pressed-again', at: clock('08:06') },
    ]);
  });

  it('stays as it is when whoever has it answers, or when the press follows the answer at once', () => {
    const answered = inGoodHands().presses('b1', '2').until(clock('08:05:30'));
    answered.desk('王', answered.only(), { type: 'contact', reached: true });
    expect(escalationsOf(answered.until(clock('08:15')))).toEqual([]);
    const nervous = dutyRoom(['b1']).presses('b1', '1').until(clock('08:00:20'));
    nervous.desk('王', nervous.only(), { type: 'contact', reached: true });
    nervous.until(clock('08:00:40')).presses('b1', '2');
    expect(escalationsOf(nervous.until(clock('08:15')))).toEqual([]);
  });
});

it('a fall nobody answers becomes an emergency although the clock was set back meanwhile', () => {
  const room = dutyRoom(['b1']).falls('b1', 'f', 'detected').until(clock('08:00:20'));
  room.jumpsTo(plus(room.now, hours(-1)));
  room.until(plus(room.now, seconds(2)));
  expect(room.only('fall')).toMatchObject({ priority: 'emergency' });
});

it('a press after a colleague’s late look at a closed incident rings as an incident of its own', () => {
  const room = dutyRoom(['b1']).presses('b1', '1');
  const first = room.only();
  room.desk('王', first, { type: 'close', outcome: 'assisted' });
  room.desk('李', first, { type: 'see' });
  room.until(clock('08:05')).presses('b1', '2');
  expect(room.only()).toMatchObject({ state: 'open', presses: 1 });
  expect(room.only().id).not.toBe(first.id);
});
