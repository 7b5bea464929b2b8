// A band that empties: who hears of it, and in time to do something about it.
import { describe, expect, it } from 'vitest';
import {
  forgivenDischarge,
  NO_DISCHARGE,
  withDischarge,
} from '../../alerts/decide/memory/discharge.ts';
import { hours, type Instant, minutes, plus, seconds } from '../../domain/time.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';

/** Empties by so much an hour from `percent` on, told every two minutes until then. */
function drains(room: Room, percent: number, perHour: number, until: Instant): number {
  const begun = room.now;
  let battery = percent;
  while (room.now < until) {
    battery = Math.ceil(percent - ((room.now - begun) / hours(1)) * perHour);
    room.beats('b1', { battery }).until(plus(room.now, minutes(2)), seconds(30));
  }
  return battery;
}
const reminders = (room: Room): number =>
  room.effects.filter((effect) => effect.type === 'tell' && effect.cue.cue === 'remind').length;

describe('a battery that runs low', () => {
  it('is a word, then a line on the work list, then asks for somebody, all in one incident', () => {
    const room = dutyRoom(['b1'], clock('07:30'));
    drains(room, 40, 6, clock('09:30'));
    expect(room.only('battery')).toMatchObject({ priority: 'notice' });
    drains(room, 28, 6, clock('11:00'));
    expect(room.only('battery')).toMatchObject({ priority: 'technical' });
    drains(room, 19, 6, clock('12:50'));
    expect(room.only('battery')).toMatchObject({ priority: 'attention' });
    expect(room.changes.filter(({ type }) => type === 'raised')).toHaveLength(1);
    room.beats('b1', { battery: 11, charging: true });
    expect(room.open()).toEqual([]);
  });

  it('and has been answered is not asked about again while it goes on emptying', () => {
    const room = dutyRoom(['b1']);
    drains(room, 12, 2, clock('09:30'));
    room.desk('王', room.only('battery'), { type: 'close', outcome: 'other' });
    drains(room, 9, 1, clock('13:00'));
    expect(room.open()).toEqual([]);
  });

  it('wakes nobody at night: it is for the work list until people are up', () => {
    const room = dutyRoom(['b1'], clock('23:00'));
    drains(room, 12, 1, clock('02:00', 1));
    expect(room.only('battery').priority).toBe('technical');
    drains(room, 8, 0.5, clock('07:10', 1));
    expect(room.only('battery').priority).toBe('attention');
    expect(reminders(room)).toBe(0);
  });
});

describe('a battery that will not last the night', () => {
  const evening = (percent: number, perHour: number): Room => {
    const room = dutyRoom(['b1'], clock('09:00'));
    drains(room, percent, perHour, clock('18:58'));
    return room;
  };

  it('is said in the evening to the band and to the work list, with the hour at which it goes dark', () => {
    // 44 % at seven, 4 % an hour: flat at six in the morning.
    const room = evening(84, 4);
    expect(room.open()).toEqual([]);
    drains(room, 44, 4, clock('19:10'));
    const told = room.only('battery');
    expect(told).toMatchObject({
      priority: 'technical',
      reason: { code: 'battery-dies', percent: 44 },
    });
    const { reason } = told;
    if (reason.code !== 'battery-dies') throw new Error('it is another reason');
    expect(Math.abs(reason.flatAt - clock('06:00', 1))).toBeLessThan(minutes(30));
    expect(reason.perHour).toBeCloseTo(4, 0);
    expect(reminders(room)).toBe(1);
  });

  it('and is still not charging an hour later asks for somebody while the wearer is up', () => {
    const room = evening(84, 4);
    drains(room, 44, 4, clock('20:04'));
    expect(room.only('battery').priority).toBe('attention');
    room.beats('b1', { battery: 39, charging: true });
    expect(room.open()).toEqual([]);
  });

  it('rings for nobody when it lasts until after breakfast', () => {
    const room = evening(70, 2);
    drains(room, 50, 2, clock('21:30'));
    expect(room.open()).toEqual([]);
    expect(reminders(room)).toBe(0);
  });

  it('is not foretold by one jump of its gauge', () => {
    const room = dutyRoom(['b1'], clock('09:00'));
    drains(room, 90, 1, clock('14:00'));
    room.beats('b1', { battery: 20 }).beats('b1', { battery: 85 });
    drains(room, 85, 1, clock('19:30'));
    expect(room.open().map(({ reason }) => reason.code)).not.toContain('battery-dies');
  });

  it('is not foretold from what it did before it was charged', () => {
    const room = dutyRoom(['b1'], clock('08:00'));
    drains(room, 60, 5, clock('17:00'));
    room.beats('b1', { battery: 20, charging: true }).until(clock('18:10'), seconds(30));
    drains(room, 98, 5, clock('20:30'));
    expect(room.open()).toEqual([]);
  });

  it('that lasted after all is over in the morning, and nobody says it was charged', () => {
    const room = evening(88, 4);
    drains(room, 48, 4, clock('19:30'));
    const told = room.only('battery');
    expect(told.reason.code).toBe('battery-dies');
    drains(room, 46, 0.2, clock('08:10', 1));
    expect(room.again(told)).toMatchObject({ state: 'closed', outcome: 'recovered' });
    expect(room.changes.find(({ type }) => type === 'recovered')).toMatchObject({
      reason: { code: 'battery-lasted' },
    });
  });
});

describe('how fast a band empties', () => {
  const at = (n: number) => plus(clock('08:00'), hours(n));
  const said = (percents: readonly number[], from = 0) =>
    percents.reduce(
      (memory, battery, n) =>
        withDischarge(memory, { at: at(from + n), isHistory: false, battery }),
      NO_DISCHARGE,
    );

  it('is the middle of what its gauge says, though a third of it is wrong', () => {
    expect(said([90, 88, 86, 40, 82, 80, 99, 76]).perHour).toBeCloseTo(2, 0);
  });

  it('is not known from two hours of a slow one', () => {
    expect(said([90, 89, 88]).perHour).toBeUndefined();
  });

  it('goes on being what it was in the discharge before, until the new one tells', () => {
    const memory = withDischarge(said([90, 86, 82, 78]), {
      at: at(4),
      isHistory: false,
      battery: 80,
      charging: true,
    });
    expect(memory).toMatchObject({ perHour: 4, points: [] });
  });

  it('is not counted over what we did not hear', () => {
    expect(forgivenDischarge(said([90, 86, 82, 78]))).toMatchObject({ perHour: 4, points: [] });
  });

  it('is remembered in a few hundred characters, however long it lives', () => {
    const long = said(Array.from({ length: 90 }, (_, n) => 100 - n));
    expect(JSON.stringify(long).length).toBeLessThan(400);
  });
});
