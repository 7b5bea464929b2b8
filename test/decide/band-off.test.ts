// A band that nobody wears, flags that lie about it, and what else may be believed of them.
import { describe, expect, it } from 'vitest';
import { AGREED, NO_WEARING, withWearing } from '../../alerts/decide/memory/wearing.ts';
import { isWornTruly, wearingOf } from '../../alerts/decide/worn.ts';
import { minutes, plus, seconds } from '../../domain/time.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';

const OFF = { worn: false, still: 600 };
const told = (room: Room) => room.open('band-off').map(({ reason }) => reason);

describe('a band that is not worn', () => {
  it('for two hours by day is a word at the desk and a reminder to the wearer, and over when it is on', () => {
    const room = dutyRoom(['b1'], clock('09:00')).beatsUntil('b1', clock('10:00'));
    room.beatsUntil('b1', clock('11:58'), OFF);
    expect(room.open()).toEqual([]);
    room.beatsUntil('b1', clock('12:02'), OFF);
    expect(room.only('band-off')).toMatchObject({
      priority: 'notice',
      reason: { code: 'not-worn', sign: 'says-so', offAt: clock('10:00') },
    });
    expect(room.effects.at(-1)).toMatchObject({ type: 'tell', cue: { cue: 'remind' } });
    room.beatsUntil('b1', clock('12:06'));
    expect(room.open()).toEqual([]);
  });

  it('during the night is nobody’s business, and by day counts from the morning', () => {
    const room = dutyRoom(['b1'], clock('21:00')).beatsUntil('b1', clock('21:30'));
    room.beatsUntil('b1', clock('08:58', 1), OFF);
    expect(told(room)).toEqual([]);
    room.beatsUntil('b1', clock('09:02', 1), OFF);
    expect(told(room)).toMatchObject([{ offAt: clock('07:00', 1) }]);
  });

  it('on its charger is in order, and counts afresh afterwards', () => {
    const room = dutyRoom(['b1'], clock('09:00')).beatsUntil('b1', clock('10:00'));
    room.beatsUntil('b1', clock('11:20'), { ...OFF, charging: true });
    room.beatsUntil('b1', clock('13:15'), { ...OFF, charging: false });
    expect(told(room)).toEqual([]);
    room.beatsUntil('b1', clock('13:25'), { ...OFF, charging: false });
    expect(told(room)).toMatchObject([{ offAt: clock('11:20') }]);
  });

  it('during a bath is back on before anybody is told', () => {
    const room = dutyRoom(['b1'], clock('09:00')).beatsUntil('b1', clock('10:00'));
    room.beatsUntil('b1', clock('11:00'), OFF).beatsUntil('b1', clock('13:00'));
    expect(room.changes).toEqual([]);
  });

  it('is believed only when it says so again and again', () => {
    const room = dutyRoom(['b1'], clock('09:00')).beatsUntil('b1', clock('09:05'));
    for (let n = 0; n < 50; n += 1) {
      room.beatsUntil('b1', plus(room.now, minutes(2)), OFF);
      room.beatsUntil('b1', plus(room.now, minutes(1)));
    }
    expect(room.changes).toEqual([]);
  });

  it.each([
    ['a pulse', (n: number) => ({ heartRate: 70 + (n % 3) })],
    ['steps', (n: number) => ({ steps: 100 + 7 * n })],
  ])('is worn all the same when its readings have %s', (_, evidence) => {
    const room = dutyRoom(['b1'], clock('09:00'));
    for (let n = 0; n < 200; n += 1) {
      room.beats('b1', { worn: false, ...evidence(n) });
      room.until(plus(room.now, minutes(1)), seconds(30));
    }
    expect(told(room)).toEqual([]);
  });

  it('but says that it is, without a pulse and without moving for hours, is told too', () => {
    const room = dutyRoom(['b1'], clock('09:00'));
    room.beatsUntil('b1', clock('10:00'), { heartRate: 70, temperature: 33.5, still: 5 });
    const begun = room.now;
    while (room.now < clock('12:10')) {
      const still = (room.now - begun) / 1_000;
      room.beatsUntil('b1', plus(room.now, minutes(1)), { still, temperature: 24 });
    }
    expect(told(room)).toMatchObject([{ sign: 'lies-still' }]);
    room.beatsUntil('b1', plus(room.now, minutes(3)), { heartRate: 72, still: 0 });
    expect(told(room)).toEqual([]);
  });

  it('for which the service was away counts from when it heard again', () => {
    const room = dutyRoom(['b1'], clock('09:00')).beatsUntil('b1', clock('10:00'), OFF);
    room.jumpsTo(clock('12:00')).deaf(minutes(120));
    room.beatsUntil('b1', clock('12:30'), OFF);
    expect(told(room)).toEqual([]);
  });
});

describe('whether somebody wears it', () => {
  const still = (reading: object, heartAt = clock('08:00')) => {
    const measured = (value: unknown, at = clock('12:00')) => ({ value, at });
    const present = {
      connection: 'live',
      heartRate: { value: 70, at: heartAt },
      still: measured(minutes(150)),
      ...Object.fromEntries(Object.entries(reading).map(([key, value]) => [key, measured(value)])),
    };
    const wearing = { ...NO_WEARING, isWorn: true, readings: AGREED };
    return { present, memory: { wearing } } as never;
  };
  const noon = clock('12:00');

  it('is doubted when there has been no pulse, no movement and nothing as warm as skin for hours', () => {
    expect(wearingOf(still({ temperature: 22 }), noon)).toBe('lies-still');
    expect(isWornTruly(still({ temperature: 22 }), noon)).toBe(false);
  });

  it.each([
    ['it is as warm as skin', still({ temperature: 33 })],
    ['it moved', still({ still: minutes(20) })],
    ['there was a pulse an hour ago', still({}, clock('11:00'))],
  ])('is not doubted when %s', (_, state) => {
    expect(wearingOf(state, noon)).toBe('worn');
  });

  it('changes its mind only after three readings in a row, and from the first of them', () => {
    let memory = NO_WEARING;
    for (let n = 0; n < 10; n += 1) {
      memory = withWearing(memory, { at: plus(noon, minutes(n)), isHistory: false, worn: n < 5 });
      expect(memory.isWorn).toBe(n < 7);
    }
    expect(memory.since).toBe(plus(noon, minutes(5)));
  });
});
