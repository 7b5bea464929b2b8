import { describe, expect, it } from 'vitest';
import { hours, type Instant, minutes, plus, seconds } from '../../domain/time.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';

const MANY = Array.from({ length: 79 }, (_, n) => `b${n}`);

describe('a band that falls silent', () => {
  it('is late after two missed heartbeats, which is seen and rings nobody', () => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('08:10')).until(clock('08:11'));
    expect(room.present('b1').connection).toBe('live');
    room.until(clock('08:11:30'));
    expect(room.present('b1').connection).toBe('late');
    expect(room.open()).toEqual([]);
  });

  it('is told to the desk after 20 minutes by day, and by night after an hour', () => {
    const day = dutyRoom(['b1'])
      .beatsUntil('b1', clock('10:00'))
      .until(clock('10:20'), seconds(10));
    expect(day.only('silence')).toMatchObject({ priority: 'notice', reason: { code: 'silent' } });
    const night = dutyRoom(['b1'], clock('00:00')).beatsUntil('b1', clock('02:00'));
    night.until(clock('02:50'), seconds(10));
    expect(night.open()).toEqual([]);
    night.until(clock('03:00'), seconds(10));
    expect(night.only('silence').priority).toBe('technical');
  });

  it('when it was worn and charged may mean that the person is silent', () => {
    const room = dutyRoom(['b1'])
      .beatsUntil('b1', clock('10:00'))
      .until(clock('11:00'), seconds(10));
    expect(room.only()).toMatchObject({
      kind: 'no-sign-of-life',
      priority: 'attention',
      reason: { code: 'no-sign-of-life', battery: 80 },
    });
  });

  it('at night waits two hours before it means that', () => {
    const room = dutyRoom(['b1'], clock('00:00')).beatsUntil('b1', clock('02:00'));
    room.until(clock('03:58'), seconds(10));
    expect(room.open('no-sign-of-life')).toEqual([]);
    room.until(clock('04:00'), seconds(10));
    expect(room.only('no-sign-of-life').priority).toBe('attention');
  });

  it.each([
    ['its battery was nearly flat', { battery: 12 }],
    ['it stood on its charger', { charging: true }],
    ['it lay on the table', { worn: false }],
  ])('is a matter of the device when %s', (_, reading) => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('10:00'), reading);
    room.until(clock('12:30'), seconds(10));
    expect(room.open('no-sign-of-life')).toEqual([]);
    expect(room.only('silence').priority).toBe('technical');
  });

  it('and speaks again closes the matter, unless somebody has taken it', () => {
    const room = dutyRoom(['b1'])
      .beatsUntil('b1', clock('10:00'))
      .until(clock('10:30'), seconds(10));
    const incident = room.only('silence');
    room.beats('b1');
    expect(room.open()).toEqual([]);
    expect(room.again(incident)).toMatchObject({ state: 'closed', outcome: 'recovered' });

    room.until(clock('11:00'), seconds(10));
    room.desk('王', room.only('silence'), { type: 'claim' });
    room.beats('b1').until(clock('11:01')).beats('b1');
    expect(room.only('silence').state).toBe('claimed');
    expect(room.only('silence').timeline.filter(({ type }) => type === 'recovered')).toHaveLength(
      1,
    );
  });

  it.each([5, 10, 15])(
    'and speaks every %i minutes is waited for two heartbeats and a half',
    (every) => {
      const room = dutyRoom(['b1']);
      const beatsSlowly = (until: Instant): void => {
        for (; room.now < until; room.until(plus(room.now, minutes(every)), seconds(30)))
          room.beats('b1');
      };
      beatsSlowly(clock('18:00'));
      expect(room.present('b1').cadence / 60_000).toBeCloseTo(every, 0);
      expect(room.open()).toEqual([]);
      // One is lost.
      room.until(plus(room.now, minutes(every)), seconds(30)).beats('b1');
      expect(room.changes.filter(({ at }) => at > clock('12:00'))).toEqual([]);
      const last = room.now;
      room.until(plus(last, minutes(Math.max(20, 2.5 * every) - 1)), seconds(30));
      expect(room.open()).toEqual([]);
      room.until(plus(last, minutes(Math.max(20, 2.5 * every) + 2)), seconds(30));
      expect(room.only('silence').priority).toBe('notice');
    },
  );

  it('and speaks every minute from now on is no slow one any more', () => {
    const room = dutyRoom(['b1']);
    for (; room.now < clock('12:00'); room.until(plus(room.now, minutes(10)), seconds(30)))
      room.beats('b1');
    room.beatsUntil('b1', clock('13:00'));
    expect(room.present('b1').cadence).toBeLessThan(minutes(3));
  });

  it('does not speak more slowly because it was out of reach for a while', () => {
    const room = dutyRoom(['b1'])
      .beatsUntil('b1', clock('09:00'))
      .until(clock('09:15'), seconds(30));
    room.beats('b1');
    expect(room.present('b1').cadence).toBe(minutes(1));
  });

  it('on somebody who does not move is one person for the desk, and the silence a line of its own', () => {
    const room = dutyRoom(['b1']);
    const moves = { still: 5, steps: 10, heartRate: 72, worn: true };
    room.beatsUntil('b1', clock('09:00'), moves);
    while (room.now < clock('09:40')) {
      const still = (room.now - clock('09:00')) / 1_000;
      room.beats('b1', { ...moves, still }).until(plus(room.now, minutes(1)), seconds(30));
    }
    const told = room.only('no-sign-of-life');
    expect(told.reason.code).toBe('not-moving');
    room.until(clock('11:00'), seconds(30));
    expect(room.only('no-sign-of-life').id).toBe(told.id);
    expect(room.only('silence').priority).toBe('notice');

    // The desk has been there, and the band is still silent: that is asked about later.
    room.desk('王', room.again(told), { type: 'close', outcome: 'other' });
    room.until(clock('12:55'), seconds(30));
    expect(room.open('no-sign-of-life')).toEqual([]);
    room.until(clock('13:05'), seconds(30));
    expect(room.only().kind).toBe('no-sign-of-life');
  });

  it('is watched from the moment it is given to somebody, heard or not', () => {
    const room = dutyRoom([]).gives('new', 'r-1').until(clock('08:19'), seconds(10));
    expect(room.open()).toEqual([]);
    room.until(clock('08:20'), seconds(10));
    expect(room.only('silence').residentId).toBe('r-1');
  });

  it('is not waited for when nobody wears it', () => {
    const room = dutyRoom([]).says('spare', 'status', { state: 'online' });
    room.until(clock('12:00'), minutes(1));
    expect(room.open()).toEqual([]);
  });
});

/** Everybody beats every minute until then. */
function allBeat(room: Room, names: readonly string[], until: Instant): void {
  while (room.now < until) {
    for (const name of names) room.beats(name);
    room.until(plus(room.now, minutes(1)), seconds(30));
  }
}

describe('many bands silent at once', () => {
  it('are one technical incident and not 79, and close it by speaking again for a while', () => {
    const room = dutyRoom(MANY);
    for (const name of MANY) room.beats(name);
    room.until(clock('10:30'), seconds(30));
    expect(room.only()).toMatchObject({
      kind: 'technical',
      priority: 'technical',
      reason: { code: 'many-silent', of: 79 },
    });
    allBeat(room, MANY, clock('10:46'));
    expect(room.open()).toEqual([]);
    expect(room.changes.filter(({ type }) => type === 'raised')).toHaveLength(1);
  });

  it('do not hide the one that stays silent when the others are back', () => {
    const room = dutyRoom(MANY);
    for (const name of MANY) room.beats(name);
    room.until(clock('08:30'), seconds(30));
    allBeat(room, MANY.slice(1), clock('08:47'));
    expect(room.only('silence').bandId).toBe('b0');
  });

  it('over the day, one after the other, are no outage', () => {
    const room = dutyRoom(MANY);
    const failing = MANY.slice(0, 14);
    const beating = new Set(MANY);
    for (const name of failing) {
      for (let beat = 0; beat < 12; beat += 1) {
        for (const other of beating) room.beats(other);
        room.until(plus(room.now, minutes(5)), minutes(1));
      }
      beating.delete(name);
    }
    const raised = room.changes.filter((change) => change.type === 'raised');
    expect(raised.filter(({ reason }) => reason.code === 'many-silent')).toEqual([]);
    expect(new Set(raised.map(({ bandId }) => bandId)).size).toBe(13);
  });
});

describe('our own absence', () => {
  it('counts as nobody’s silence', () => {
    const room = dutyRoom(MANY);
    for (const name of MANY) room.beats(name);
    // The service is down from 08:00 to 11:00; at 11:00:05 the bands are back.
    room.jumpsTo(clock('11:00'));
    room.deaf(hours(3)).until(clock('11:00:05'));
    for (const name of MANY) room.beats(name);
    room.until(clock('11:01'));
    expect(room.open().map(({ reason }) => reason.code)).toEqual(['deaf']);
    expect(room.changes.filter(({ type }) => type === 'raised')).toHaveLength(1);
  });

  it('too short to matter is not worth an incident', () => {
    const room = dutyRoom(['b1']).beats('b1').deaf(seconds(30));
    expect(room.open()).toEqual([]);
  });

  it('by two jumps of the clock that are noticed together is one matter', () => {
    const room = dutyRoom(['b1']).beats('b1').deaf(hours(1)).deaf(hours(2));
    expect(room.only().reason.code).toBe('deaf');
  });

  it('by a clock set back does not move what was heard since into the past', () => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('10:00'));
    // Set back, heard, and only then does the next tick notice.
    room.jumpsTo(clock('08:00')).beats('b1');
    room.deaf(-hours(2) as ReturnType<typeof hours>).until(clock('08:10'), seconds(10));
    expect(room.open()).toEqual([]);
    room.until(clock('08:20'), seconds(10));
    expect(room.only('silence').bandId).toBe('b1');
  });

  it('by a clock set back does not make bands look alive for hours', () => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('10:00'));
    room.jumpsTo(clock('08:00'));
    room.deaf(-hours(2) as ReturnType<typeof hours>).until(clock('08:21'), seconds(10));
    expect(room.only('silence').bandId).toBe('b1');
  });
});

describe('what the desk has closed', () => {
  it('is not told again while it goes on, until hours later, or at once when it gets worse', () => {
    const room = dutyRoom(['b1'])
      .beatsUntil('b1', clock('10:00'))
      .until(clock('10:20'), seconds(10));
    const notice = room.only('silence');
    room.desk('王', notice, { type: 'close', outcome: 'other', note: '已电话联系' });
    room.until(clock('10:58'), seconds(10));
    expect(room.open()).toEqual([]);
    room.until(clock('11:00'), seconds(10));
    const worse = room.only('no-sign-of-life');
    room.desk('王', worse, { type: 'close', outcome: 'false-alarm' });
    room.until(clock('12:57'), seconds(10));
    expect(room.open()).toEqual([]);
    room.until(clock('13:01'), seconds(10));
    expect(room.only('no-sign-of-life').id).not.toBe(worse.id);
  });

  it('is told again when it has ended in between', () => {
    const room = dutyRoom(['b1'])
      .beatsUntil('b1', clock('10:00'))
      .until(clock('10:20'), seconds(10));
    room.desk('王', room.only('silence'), { type: 'close', outcome: 'other' });
    room.beats('b1').until(clock('10:41'), seconds(10));
    expect(room.only('silence').openedAt).toBeGreaterThan(clock('10:39'));
  });
});
