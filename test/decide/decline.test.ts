import { describe, expect, it } from 'vitest';
import { hours, type Instant, minus, minutes, plus } from '../../domain/time.ts';
import { rests } from '../support/at-rest.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';

/** Asleep 58, awake 68. */
const own = (at: Instant): number => ((at / 3_600_000 + 8) % 24 < 6 ? 58 : 68);
const raisedBy = (by: number) => (at: Instant) => own(at) + by;

function known(days = 15): Room {
  const room = dutyRoom(['b1'], minus(clock('00:00'), hours(24 * days)));
  return rests(room, 'b1', clock('08:00'), { heartRate: own, spo2: 97, every: minutes(10) });
}
const goesOn = (room: Room, until: Instant, by: number, oxygen = 97): Room =>
  rests(room, 'b1', until, { heartRate: raisedBy(by), spo2: oxygen, every: minutes(5) });

const told = (room: Room) =>
  room.changes.filter((change) => change.type === 'raised' && change.kind === 'vitals');

describe('a decline', () => {
  it('as with a flu, 15 beats above usual, is told within a day and inside all limits', () => {
    const room = goesOn(known(), clock('20:00'), 15);
    expect(room.only('vitals')).toMatchObject({
      priority: 'attention',
      reason: { code: 'heart-rate-risen', hours: 8 },
    });
    expect((room.only('vitals').reason as { by?: number }).by).toBeGreaterThanOrEqual(13);
  });

  it('is told of a band that speaks every quarter of an hour and misses a pulse each hour, too', () => {
    const room = dutyRoom(['b1'], minus(clock('00:00'), hours(24 * 15)));
    const goesOnBy = (until: Instant, by: number): void => {
      while (room.now < until) {
        const quarter = minutes(15);
        rests(room, 'b1', plus(room.now, minutes(45)), { heartRate: raisedBy(by), every: quarter });
        rests(room, 'b1', plus(room.now, quarter), { every: quarter });
      }
    };
    goesOnBy(clock('08:00'), 0);
    expect(told(room)).toEqual([]);
    goesOnBy(clock('20:00'), 15);
    expect(room.only('vitals').reason).toMatchObject({ code: 'heart-rate-risen', hours: 8 });
  });

  it('that is mild wakes nobody, and is told in the morning', () => {
    const room = goesOn(known(), clock('21:00'), 0);
    goesOn(room, clock('06:50', 1), 12);
    expect(told(room)).toEqual([]);
    expect(room.verdict('b1', 'decline')?.code).toBe('until-morning');
    goesOn(room, clock('07:06', 1), 12);
    expect(room.only('vitals').reason.code).toBe('heart-rate-risen');
  });

  it('of 20 beats for two hours is told by night, too', () => {
    const room = goesOn(known(), clock('22:00'), 0);
    goesOn(room, clock('01:10', 1), 20);
    expect(room.only('vitals')).toMatchObject({
      priority: 'attention',
      reason: { code: 'heart-rate-risen', hours: 2 },
    });
  });

  it('is not what a sleepless night looks like', () => {
    const sleeper = (at: Instant): number => ((at / 3_600_000 + 8) % 24 < 6 ? 50 : 70);
    const room = dutyRoom(['b1'], minus(clock('00:00'), hours(24 * 13)));
    rests(room, 'b1', clock('00:00'), { heartRate: sleeper, every: minutes(10) });
    rests(room, 'b1', clock('03:30'), { heartRate: 71, every: minutes(5) });
    expect(told(room)).toEqual([]);
  });

  it('of a few beats for three days is a word at the desk', () => {
    const room = goesOn(known(), clock('23:00', 1), 7);
    expect(told(room)).toEqual([]);
    goesOn(room, clock('20:00', 3), 7);
    expect(room.only('vitals')).toMatchObject({
      priority: 'notice',
      reason: { code: 'heart-rate-risen', days: 3 },
    });
  });

  it('of the oxygen, three points below usual, is told within the day', () => {
    const room = goesOn(known(), clock('20:00'), 0, 94);
    expect(room.only('vitals').reason).toMatchObject({ code: 'oxygen-fallen', hours: 8 });
  });

  it('is told again the next day and not the same one, and ends when it has passed', () => {
    const room = goesOn(known(), clock('18:00'), 16);
    room.desk('王', room.only('vitals'), { type: 'close', outcome: 'other' });
    goesOn(room, clock('10:00', 1), 16);
    expect(told(room)).toHaveLength(1);
    goesOn(room, clock('20:00', 1), 16);
    const again = room.only('vitals');
    expect(again.priority).toBe('notice');
    goesOn(room, clock('12:00', 2), 0);
    expect(room.again(again)).toMatchObject({ state: 'closed', outcome: 'recovered' });
  });

  it('is nothing that can be seen in a person of three days, which is said', () => {
    const room = goesOn(known(3), clock('08:00', 1), 16);
    expect(told(room)).toEqual([]);
    expect(room.verdict('b1', 'decline')).toMatchObject({
      code: 'learning',
      facts: { needed: 10 },
    });
  });

  it('is none when a visit makes one hour lively, or a bad night one night restless', () => {
    const room = goesOn(known(), clock('15:00'), 0);
    goesOn(room, clock('16:00'), 22);
    goesOn(room, clock('23:00'), 0);
    goesOn(room, clock('05:00', 1), 9);
    goesOn(room, clock('22:00', 1), 0);
    expect(told(room)).toEqual([]);
  });
});
