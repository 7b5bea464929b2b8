import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { hours, type Instant, minus, minutes, plus } from '../../domain/time.ts';
import { rests, withVitals } from '../support/at-rest.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';

const told = (room: Room, since: Instant = minus(clock('00:00'), hours(24 * 100))) =>
  room.changes.filter(
    ({ type, at, ...change }) =>
      type === 'raised' && at > since && 'kind' in change && change.kind === 'vitals',
  );
const scale2 = withVitals({ oxygen: { ...DEFAULT_POLICY.vitals.oxygen, scale: 2 } });

/** Fifteen days of a person whose oxygen at rest is so much. */
const known = (spo2: number, policy = DEFAULT_POLICY): Room => {
  const room = dutyRoom(['b1'], minus(clock('00:00'), hours(24 * 15)), policy);
  return rests(room, 'b1', clock('01:00'), { heartRate: 66, spo2, every: minutes(10) });
};

describe('oxygen at rest', () => {
  it('of 88 is told within a quarter of an hour, with its value', () => {
    const room = rests(dutyRoom(['b1']), 'b1', clock('08:30'), { heartRate: 70, spo2: 97 });
    rests(room, 'b1', clock('08:45'), { heartRate: 80, spo2: 88 });
    expect(room.only('vitals')).toMatchObject({
      priority: 'attention',
      reason: { code: 'oxygen-low' },
    });
    expect((room.only('vitals').reason as { value?: number }).value).toBeCloseTo(88, -1);
  });

  it('of 86 is told by a band that measures once an hour when it has been so four times', () => {
    const room = dutyRoom(['b1'], clock('00:00'));
    rests(room, 'b1', clock('03:00'), { heartRate: 62, spo2: 97, every: hours(1) });
    rests(room, 'b1', clock('07:00'), { heartRate: 70, spo2: 86, every: hours(1) });
    expect(room.only('vitals').reason.code).toBe('oxygen-low');
  });

  it('of 93 for half an hour is a word at the desk', () => {
    const room = rests(dutyRoom(['b1']), 'b1', clock('08:30'), { heartRate: 70, spo2: 97 });
    rests(room, 'b1', clock('09:00'), { heartRate: 70, spo2: 92.6 });
    expect(room.only('vitals').priority).toBe('notice');
  });

  it('that dips for a reading or two, all night long, says nothing', () => {
    const dips = (at: Instant) => ((at / 60_000) % 12 < 2 ? 85 : 96);
    const room = dutyRoom(['b1'], clock('00:00'));
    rests(room, 'b1', clock('06:00'), { heartRate: 58, spo2: dips });
    expect(told(room)).toEqual([]);
  });

  it('of 90 is well for whom a doctor has ordered scale 2, and 82 is not', () => {
    const room = dutyRoom(['b1'], clock('08:00'), scale2);
    rests(room, 'b1', clock('12:00'), { heartRate: 78, spo2: 90 });
    expect(told(room)).toEqual([]);
    rests(room, 'b1', clock('12:20'), { heartRate: 90, spo2: 82 });
    expect(room.only('vitals').reason.code).toBe('oxygen-low');
  });

  it('of 90 all the time, of somebody nobody knows it of, is asked about once, then once a day', () => {
    const room = dutyRoom(['b1'], clock('08:00'));
    rests(room, 'b1', clock('08:30'), { heartRate: 78, spo2: 89.5, every: minutes(2) });
    room.desk('王', room.only('vitals'), { type: 'close', outcome: 'other' });
    rests(room, 'b1', clock('08:00', 1), { heartRate: 78, spo2: 89.5, every: minutes(2) });
    expect(told(room)).toHaveLength(1);
    rests(room, 'b1', clock('09:30', 1), { heartRate: 78, spo2: 89.5, every: minutes(2) });
    expect(room.only('vitals').priority).toBe('notice');
  });

  it('of 90 is nobody’s matter once it is known to be usual; 84 is', () => {
    const room = known(90);
    // Told while nobody knew; the desk has long dealt with it.
    for (const one of room.open('vitals')) {
      room.desk('王', one, { type: 'close', outcome: 'other' });
    }
    const from = room.now;
    rests(room, 'b1', clock('08:00', 2), { heartRate: 66, spo2: 90, every: minutes(2) });
    expect(told(room, from)).toEqual([]);
    expect(room.verdict('b1', 'oxygen')?.code).toBe('usual');
    rests(room, 'b1', clock('08:30', 2), { heartRate: 80, spo2: 84 });
    expect(room.only('vitals').priority).toBe('attention');
  });

  it('four points below what is usual for the person is told inside the general limits', () => {
    const room = rests(known(98), 'b1', clock('01:40'), { heartRate: 66, spo2: 93.8 });
    expect(room.only('vitals')).toMatchObject({
      priority: 'attention',
      reason: { code: 'oxygen-unusual', usual: 98 },
    });
  });

  it('is worth nothing from a strap so loose that the pulse leaps about', () => {
    const room = rests(dutyRoom(['b1']), 'b1', clock('08:30'), { heartRate: 70, spo2: 97 });
    const leaping = (at: Instant) => ((at / 60_000) % 2 === 0 ? 60 : 140);
    rests(room, 'b1', clock('08:58'), { heartRate: leaping, spo2: 88 });
    expect(told(room)).toEqual([]);
    expect(room.verdict('b1', 'oxygen')?.code).toBe('contradictory');
  });

  it('that a desk has answered as a mild matter is told at once when it falls on', () => {
    const room = rests(known(97), 'b1', clock('02:00'), { heartRate: 66, spo2: 92.5 });
    room.desk('王', room.only('vitals'), { type: 'close', outcome: 'other' });
    rests(room, 'b1', clock('02:20'), { heartRate: 66, spo2: 87 });
    expect(room.only('vitals').priority).toBe('attention');
    expect(room.only('vitals').openedAt).toBeGreaterThan(clock('02:00'));
  });

  it('has come back when it has been well for a quarter of an hour', () => {
    const room = rests(dutyRoom(['b1']), 'b1', clock('08:30'), { heartRate: 70, spo2: 88 });
    const incident = room.only('vitals');
    rests(room, 'b1', clock('08:38'), { heartRate: 70, spo2: 97 });
    expect(room.only('vitals').id).toBe(incident.id);
    rests(room, 'b1', plus(clock('08:38'), minutes(15)), { heartRate: 70, spo2: 97 });
    expect(room.again(incident)).toMatchObject({ state: 'closed', outcome: 'recovered' });
  });
});
