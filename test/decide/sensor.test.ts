import { describe, expect, it } from 'vitest';
import { type Instant, minutes, plus } from '../../domain/time.ts';
import { makeDice, roll } from '../../simulator/dice.ts';
import { type Body, rests, withVitals } from '../support/at-rest.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';

const DICE = makeDice(11);
const minute = (at: Instant): number => Math.floor(at / 60_000);
/** Anything from 45 to 180. */
const nonsense = (at: Instant): number => Math.round(45 + 135 * roll(DICE, minute(at)));

const raised = (room: Room, kind: string) =>
  room.changes.filter((change) => change.type === 'raised' && change.kind === kind);

/** Two of three readings find no pulse; those that do find nonsense. */
function wearsLoosely(room: Room, until: Instant): Room {
  while (room.now < until) {
    const finds = roll(DICE, minute(room.now) + 10_000_000) < 0.4;
    const next = Math.min(room.now + 60_000, until) as Instant;
    rests(room, 'b1', next, finds ? { heartRate: nonsense, error: 0 } : {});
  }
  return room;
}

describe('a pulse sensor', () => {
  it('on a loose strap says nothing about its wearer, however often that happens', () => {
    const room = dutyRoom(['b1'], clock('00:00', -2));
    rests(room, 'b1', clock('08:00'), { heartRate: 66 });
    for (let day = 0; day < 12; day++) {
      wearsLoosely(room, clock('10:30', day));
      rests(room, 'b1', clock('08:00', day + 1), { heartRate: 66, every: minutes(2) });
    }
    expect(raised(room, 'vitals').length).toBeLessThanOrEqual(1);
    expect(raised(room, 'technical')).toEqual([]);
  });

  it('that finds another pulse every minute for a week is one matter of the device', () => {
    const room = rests(dutyRoom(['b1']), 'b1', clock('09:00'), { heartRate: 66 });
    rests(room, 'b1', clock('09:00', 7), { heartRate: nonsense, error: 0 });
    expect(raised(room, 'vitals')).toEqual([]);
    expect(raised(room, 'technical')).toHaveLength(1);
    expect(room.only('technical')).toMatchObject({
      priority: 'technical',
      reason: { code: 'sensor-not-believed' },
    });
    expect(room.verdict('b1', 'heart-rate')?.code).toBe('sensor-not-believed');
  });

  it('that measures nobody, in a band whose clock is wrong: two matters, and each ends by itself', () => {
    const room = dutyRoom(['b1'], clock('08:00'));
    const wears = (until: Instant, body: Body): void => {
      // By a clock that is 47 minutes ahead.
      while (room.now < until) {
        const says = { at: plus(room.now, minutes(47)) };
        rests(room, 'b1', plus(room.now, minutes(5)), { ...body, says, every: minutes(5) });
      }
    };
    wears(clock('10:00', 1), { heartRate: nonsense, error: 0 });
    const told = room.open('technical').map(({ reason }) => reason.code);
    expect(told.toSorted()).toEqual(['clock-wrong', 'sensor-not-believed']);
    wears(clock('16:00', 1), { heartRate: 66 });
    expect(room.only('technical').reason.code).toBe('clock-wrong');
  });

  it('of a band that speaks every quarter of an hour, and misses one pulse in eight, is believed', () => {
    const room = dutyRoom(['b1'], clock('09:00', -15));
    while (room.now < clock('09:00')) {
      rests(room, 'b1', plus(room.now, minutes(105)), { heartRate: 70, every: minutes(15) });
      rests(room, 'b1', plus(room.now, minutes(15)), { every: minutes(15) });
    }
    rests(room, 'b1', clock('10:05'), { heartRate: 35, every: minutes(15) });
    expect(room.only('vitals')).toMatchObject({
      priority: 'attention',
      reason: { code: 'heart-rate-low' },
    });
  });

  it('of a slow band says nothing where every other pulse is not found that always was', () => {
    const every = minutes(5);
    const room = rests(dutyRoom(['b1']), 'b1', clock('09:00', 3), { heartRate: 66, every });
    while (room.now < clock('11:00', 3)) {
      const found = minute(room.now) % 10 === 0 ? { heartRate: 150 } : {};
      rests(room, 'b1', (room.now + every) as Instant, { ...found, every });
    }
    expect(raised(room, 'vitals')).toEqual([]);
    rests(room, 'b1', clock('09:00', 4), { heartRate: 66, every });
    rests(room, 'b1', clock('09:30', 4), { heartRate: 150, every });
    expect(room.only('vitals').reason.code).toBe('heart-rate-high');
  });

  it('that finds another pulse with each heartbeat, a quarter of an hour apart, is not believed', () => {
    const room = rests(dutyRoom(['b1']), 'b1', clock('09:00'), { heartRate: 66 });
    rests(room, 'b1', clock('09:00', 6), { heartRate: nonsense, error: 0, every: minutes(15) });
    expect(raised(room, 'vitals').length).toBeLessThanOrEqual(1);
  });

  it('that is repaired is believed again within the hour, and the matter ends', () => {
    const room = rests(dutyRoom(['b1']), 'b1', clock('20:00'), { heartRate: nonsense, error: 0 });
    const incident = room.only('technical');
    rests(room, 'b1', clock('21:10'), { heartRate: 66 });
    expect(room.again(incident)).toMatchObject({ state: 'closed', outcome: 'recovered' });
    rests(room, 'b1', clock('21:25'), { heartRate: 155 });
    expect(room.only('vitals').reason.code).toBe('heart-rate-high');
  });

  it('that shows exactly 88 since this morning measures nobody, but a pacemaker may', () => {
    for (const rhythm of ['regular', 'paced'] as const) {
      const room = dutyRoom(['b1'], clock('08:00'), withVitals({ rhythm }));
      rests(room, 'b1', clock('20:00'), { heartRate: 88, error: 0 });
      const code = rhythm === 'paced' ? 'believed' : 'not-believed';
      expect(room.verdict('b1', 'sensor')?.code).toBe(code);
    }
  });

  it('that a fibrillating heart leads astray is believed all the same', () => {
    const room = rests(dutyRoom(['b1']), 'b1', clock('08:00', 2), { heartRate: 88, error: 0.17 });
    expect(raised(room, 'technical')).toEqual([]);
    expect(raised(room, 'vitals')).toEqual([]);
  });

  it('teaches nothing about its wearer while it is not believed', () => {
    const room = dutyRoom(['b1'], clock('08:00'));
    rests(room, 'b1', clock('08:00', 12), { heartRate: nonsense, error: 0, every: minutes(2) });
    rests(room, 'b1', clock('10:00', 12), { heartRate: 66 });
    expect(room.verdict('b1', 'heart-rate')).toMatchObject({ code: 'learning' });
    expect(Number(room.verdict('b1', 'heart-rate')?.facts.days)).toBeLessThanOrEqual(1);
  });
});
