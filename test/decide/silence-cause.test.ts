// A band says nothing: why, most likely. What explains it must not ring for the person, and nothing else
// may hide one.
import { describe, expect, it } from 'vitest';
import { NO_COVERAGE_HABIT, usualHoles, withHole } from '../../alerts/decide/habits/coverage.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { hours, minus, minutes, plus, seconds } from '../../domain/time.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';

const silentUntil = (room: Room, time: string, day = 0): Room =>
  room.until(clock(time, day), seconds(30));

/** Heartbeats every minute, a little more stale each: percent at `from`, losing so many an hour. */
function drains(room: Room, from: number, perHour: number, until: Parameters<Room['until']>[0]) {
  const begun = room.now;
  while (room.now < until) {
    const battery = Math.ceil(from - ((room.now - begun) / hours(1)) * perHour);
    room.beats('b1', { battery }).until(plus(room.now, minutes(2)), seconds(30));
  }
  return room;
}

describe('a silent band names its cause', () => {
  it.each([
    ['off-wrist', { worn: false, signal: -70 }],
    ['low-battery', { battery: 15 }],
    ['coverage', { signal: -111 }],
  ])('%s, by its last word, with the evidence', (cause, reading) => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('10:00'), reading);
    silentUntil(room, '11:01');
    const told = room.open().find(({ reason }) => reason.code === 'silent');
    expect(room.open('no-sign-of-life')).toEqual([]);
    expect(told).toMatchObject({
      kind: 'silence',
      priority: 'technical',
      reason: { cause, lastHeardAt: clock('09:59'), battery: 80, worn: true, ...reading },
    });
  });

  it('standing on its charger is in order for two hours', () => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('10:00'), { charging: true });
    silentUntil(room, '11:58');
    expect(room.open()).toEqual([]);
    silentUntil(room, '12:00');
    expect(room.only('silence')).toMatchObject({
      priority: 'technical',
      reason: { cause: 'charging', charging: true },
    });
  });

  it('asleep in order is nobody’s silence at night, and somebody’s when it does not wake by day', () => {
    const room = dutyRoom(['b1'], clock('20:00')).beatsUntil('b1', clock('22:30'));
    room.says('b1', 'status', { state: 'sleeping' });
    silentUntil(room, '07:58', 1);
    expect(room.open()).toEqual([]);
    silentUntil(room, '08:01', 1);
    expect(room.only('silence')).toMatchObject({
      priority: 'technical',
      reason: { cause: 'asleep', status: 'sleeping' },
    });
    silentUntil(room, '09:01', 1);
    expect(room.only().kind).toBe('no-sign-of-life');
  });

  it('that woke up again is not asleep any more', () => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('09:00'));
    room.says('b1', 'status', { state: 'sleeping' }).until(clock('09:10'), seconds(30));
    room.beatsUntil('b1', clock('10:00'));
    silentUntil(room, '11:01');
    expect(room.only('no-sign-of-life').reason).toMatchObject({ status: 'sleeping' });
  });

  it('flat by now, because it has been emptying so fast', () => {
    const room = dutyRoom(['b1']);
    drains(room, 90, 12, clock('12:30'));
    expect(room.open()).toEqual([]);
    // 36 % at the last word: flat in three hours. Until then nothing explains it, and somebody is called.
    silentUntil(room, '15:29');
    expect(room.only('no-sign-of-life').reason).toMatchObject({ battery: 37 });
    expect(room.only('no-sign-of-life').reason).toHaveProperty('flatAt');
  });

  it('flat by its pace rings for nobody, once it must be flat before anybody would be asked after', () => {
    const room = dutyRoom(['b1']);
    drains(room, 100, 26, clock('11:00'));
    // 23 %, and 53 minutes from empty.
    silentUntil(room, '13:00');
    expect(room.open('no-sign-of-life').map(({ reason }) => reason)).toEqual([]);
    expect(room.only('silence')).toMatchObject({
      priority: 'technical',
      reason: { cause: 'flat', battery: 23 },
    });
  });

  it('which comes true of a band that was said to be low is the same matter, not another', () => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('10:00'), { battery: 3 });
    const [low] = room.open('battery');
    expect(low?.priority).toBe('attention');
    silentUntil(room, '13:00');
    expect(room.open().map(({ id }) => id)).toEqual([low?.id]);
  });

  it('out of coverage is asked after an hour later than one that nothing explains', () => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('10:00'), { signal: -112 });
    silentUntil(room, '10:20');
    expect(room.only('silence')).toMatchObject({ priority: 'notice', reason: { signal: -112 } });
    silentUntil(room, '11:58');
    expect(room.only().priority).toBe('technical');
    silentUntil(room, '12:01');
    expect(room.only()).toMatchObject({ kind: 'no-sign-of-life', priority: 'attention' });
  });

  it('does not hide a person behind a flag that says off once, nor behind one with a pulse', () => {
    const once = dutyRoom(['b1']).beatsUntil('b1', clock('09:59'));
    silentUntil(once.beats('b1', { worn: false }), '11:01');
    expect(once.only().kind).toBe('no-sign-of-life');
    const fresh = dutyRoom(['b1']).beats('b1', { worn: false }).until(clock('08:01'));
    silentUntil(fresh.beats('b1', { worn: false }), '09:02');
    expect(fresh.only().kind).toBe('no-sign-of-life');
    const pulse = { worn: false, heartRate: 70 };
    const lies = dutyRoom(['b1']).beatsUntil('b1', clock('10:00'), pulse);
    silentUntil(lies, '11:01');
    expect(lies.only().kind).toBe('no-sign-of-life');
  });

  it('a last will is the broker’s word and not the band’s', () => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('10:00'));
    room.until(clock('10:02'), seconds(30)).says('b1', 'status', { state: 'offline' });
    silentUntil(room, '10:20');
    expect(room.only('silence').reason).toMatchObject({
      lastHeardAt: clock('09:59'),
      status: 'offline',
    });
  });
});

const habitAfter = (before: number, after: number, length: number, every = 1) =>
  withHole(
    NO_COVERAGE_HABIT,
    { heardAt: minus(clock('10:00'), minutes(length)), battery: before, charging: false },
    [{ at: clock('10:00'), isHistory: false, battery: after }],
    { now: clock('10:00'), local: { day: 5, hour: 10, minute: 0 }, policy: DEFAULT_POLICY },
    minutes(every),
  );

/** A corner of the home that no signal reaches: three times a day, so many minutes. */
function withHoles(room: Room, days: number, length: number): Room {
  for (let day = 0; day < days; day += 1) {
    for (const time of ['08:30', '13:00', '19:00']) {
      room.beatsUntil('b1', clock(time, day));
      room.until(plus(room.now, minutes(length - 1)), seconds(30));
    }
    room.beatsUntil('b1', clock('20:00', day));
    room.jumpsTo(clock('08:00', day + 1)).deaf(hours(12));
  }
  return room;
}

describe('a corner of the home that no signal reaches', () => {
  it('rings on its first days and then no more', () => {
    const room = withHoles(dutyRoom(['b1']), 2, 30);
    const before = room.changes.length;
    expect(room.changes.filter(({ type }) => type === 'raised').length).toBeGreaterThan(2);
    room.jumpsTo(clock('08:00', 2));
    room.beatsUntil('b1', clock('11:00', 2)).until(clock('11:31', 2), seconds(30));
    room.beatsUntil('b1', clock('12:00', 2));
    expect(room.changes.slice(before)).toEqual([]);
  });

  it('is told when it lasts longer than ever, and is a person’s at the hour it always was', () => {
    const room = withHoles(dutyRoom(['b1']), 3, 30);
    room.jumpsTo(clock('15:10', 3));
    // A band that says nothing of movement has been asked after on one of these mornings.
    for (const one of room.open()) room.desk('王', one, { type: 'close', outcome: 'other' });
    room.beatsUntil('b1', clock('16:00', 3));
    silentUntil(room, '16:39', 3);
    expect(room.open('silence')).toEqual([]);
    silentUntil(room, '16:43', 3);
    expect(room.only('silence').priority).toBe('notice');
    silentUntil(room, '17:00', 3);
    expect(room.only('no-sign-of-life').reason.code).toBe('no-sign-of-life');
  });

  it.each([
    ['a battery that was charged meanwhile', 30, 95, 25],
    ['a battery that was all but flat', 3, 3, 25],
    ['a hole of half a day', 80, 80, 720],
    ['a blink', 80, 80, 2],
  ])('is not learned from %s', (_, before, after, length) => {
    expect(habitAfter(before, after, length)).toBe(NO_COVERAGE_HABIT);
  });

  it('is learned from a hole that nothing explains', () => {
    expect(habitAfter(80, 80, 25).holes).toEqual([[5, 25]]);
  });

  it('is not learned from the time between two heartbeats of a band that speaks every ten minutes', () => {
    expect(habitAfter(80, 80, 10, 10)).toBe(NO_COVERAGE_HABIT);
    expect(habitAfter(80, 80, 30, 10).holes).toEqual([[5, 30]]);
  });

  it('is not learned from our own absence', () => {
    const room = dutyRoom(['b1']);
    for (const time of ['09:00', '10:00', '11:00', '12:00']) {
      room.beatsUntil('b1', clock(time)).jumpsTo(plus(clock(time), minutes(25)));
      room.deaf(minutes(25));
    }
    const before = room.changes.length;
    silentUntil(room.beatsUntil('b1', clock('13:00')), '13:20');
    expect(room.changes.slice(before).map(({ type }) => type)).toEqual(['raised']);
  });

  it('is a habit after three holes on two days, and is forgotten after two weeks', () => {
    const holes = [
      [1, 20],
      [1, 34],
      [2, 12],
    ] as const;
    expect(usualHoles({ holes: holes.slice(0, 2) }, 2)).toBeUndefined();
    expect(usualHoles({ holes }, 2)).toEqual({ count: 3, longest: minutes(34) });
    expect(usualHoles({ holes }, 20)).toBeUndefined();
  });
});
