import { describe, expect, it } from 'vitest';
import { minutes } from '../../domain/time.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';
import { ABOUT, ASLEEP, Life, MOTIONLESS, SITTING } from '../support/life.ts';

const IN_BED = { ...MOTIONLESS, pulse: 61 };

/** Somebody nobody knows yet, in bed since the evening. */
function stranger(until: ReturnType<typeof clock>) {
  const room = dutyRoom(['b1'], clock('21:00', -1));
  return { room, life: new Life(room, 'b1').does(SITTING, clock('22:00', -1)).does(ASLEEP, until) };
}

/** Somebody who has got up at six on each of the last nine days. */
function known(until: ReturnType<typeof clock>) {
  const room = dutyRoom(['b1'], clock('00:00', -9));
  return { room, life: new Life(room, 'b1').ordinary(until) };
}

const raised = (room: Room) =>
  room.changes.flatMap((change) =>
    change.type === 'raised' && change.kind === 'no-sign-of-life' ? [change.reason.code] : [],
  );

describe('who does not get up', () => {
  it('and is not known yet is told from half past nine on, later when they turn over', () => {
    const still = stranger(clock('08:50'));
    still.life.does(IN_BED, clock('09:59'));
    expect(raised(still.room)).toEqual([]);
    still.life.does(IN_BED, clock('10:10'));
    expect(still.room.only()).toMatchObject({ kind: 'no-sign-of-life', priority: 'attention' });

    const turning = stranger(clock('11:15'));
    expect(raised(turning.room)).toEqual([]);
    turning.life.does(ASLEEP, clock('11:40'));
    expect(turning.room.only().reason.code).toBe('not-up');
  });

  it('is told by what is usual for this person, and the card says what that is', () => {
    const { room, life } = known(clock('04:40'));
    life.does(IN_BED, clock('06:15'));
    expect(raised(room)).toEqual([]);
    life.does(IN_BED, clock('06:33'));
    expect(room.only().reason).toMatchObject({ code: 'not-up', days: 9 });
    expect(room.only().reason).toHaveProperty('usualMinute', expect.closeTo(360, -1));
  });

  it('but turns over now and then is left to sleep for an hour and a half', () => {
    const { room, life } = known(clock('05:00'));
    life.does(ASLEEP, clock('07:30')).does(ABOUT, clock('08:30'));
    expect(raised(room)).toEqual([]);
  });

  it('and moves one hand, as after a stroke, is told all the same', () => {
    const { room, life } = known(clock('05:00'));
    life.does({ ...ASLEEP, pulse: 66 }, clock('08:10'));
    expect(room.only('no-sign-of-life').reason.code).toBe('not-up');
  });

  it('and moves an arm all the time without a step is told by a slow band, too', () => {
    const room = dutyRoom(['b1'], clock('21:00', -1));
    const life = new Life(room, 'b1').doesSlowly(10, SITTING, clock('22:00', -1));
    life.doesSlowly(10, ASLEEP, clock('04:00'));
    // The arm moves every few minutes, and so just before any reading.
    const arm = (minute: number) => ({ still: 60 + (minute % 7) * 45 });
    life.doesSlowly(10, { ...SITTING, stirs: 8 }, clock('11:40'), arm);
    expect(room.only('no-sign-of-life').reason.code).toBe('not-up');
  });

  it('closes by getting up', () => {
    const { room, life } = known(clock('04:40'));
    life.does(IN_BED, clock('06:40')).does(ABOUT, clock('07:10'));
    expect(room.open()).toEqual([]);
  });
});

describe('a band that speaks every ten minutes', () => {
  const slow = (until: ReturnType<typeof clock>) => {
    const room = dutyRoom(['b1'], clock('21:00', -1));
    const life = new Life(room, 'b1').doesSlowly(10, SITTING, clock('22:00', -1));
    return { room, life: life.doesSlowly(10, ASLEEP, until) };
  };

  it('shows all the same that somebody is up', () => {
    const { room, life } = slow(clock('06:30'));
    life.doesSlowly(10, { stirs: 3, steps: 4, pulse: 74 }, clock('14:50'), { worn: true });
    expect(raised(room)).toEqual([]);
    expect(room.verdict('b1', 'getting-up')?.code).toBe('up');
  });

  it('in a morning of sitting, with some steps to and fro', () => {
    const { room, life } = slow(clock('07:00'));
    const toAndFro = { stirs: 6, steps: 1.5, pulse: 74 };
    life.doesSlowly(10, toAndFro, clock('07:40'), { worn: true, still: 300 });
    expect(room.verdict('b1', 'getting-up')?.code).toBe('up');
    life.doesSlowly(10, { ...SITTING, stirs: 18 }, clock('11:50'), { worn: true });
    expect(raised(room)).toEqual([]);
  });

  it('by how long somebody washes and dresses, before an hour of tea', () => {
    const { room, life } = slow(clock('07:00'));
    const washes = { stirs: 1, steps: 6, pulse: 78 };
    life.doesSlowly(5, SITTING, clock('07:30'), { worn: true });
    life.doesSlowly(5, washes, clock('07:45'), { worn: true, still: 90 });
    expect(room.verdict('b1', 'getting-up')?.code).toBe('up');
  });

  it('but not in a night in which somebody goes to the bathroom', () => {
    const { room, life } = slow(clock('04:00'));
    life.doesSlowly(10, { stirs: 1, steps: 3, pulse: 74 }, clock('04:20'), { worn: true });
    life.doesSlowly(10, ASLEEP, clock('06:30'), { worn: true });
    expect(room.verdict('b1', 'getting-up')?.code).toBe('in-bed-learning');
  });

  it('who is on their feet now and then while they are waited for is about to be up', () => {
    const { room, life } = slow(clock('11:10'));
    life.doesSlowly(10, { stirs: 1, steps: 2, pulse: 74 }, clock('11:20'), { worn: true });
    life.doesSlowly(10, { stirs: 14, steps: 0, pulse: 74 }, clock('11:50'), { worn: true });
    expect(raised(room)).toEqual([]);
  });

  it('and that somebody is not', () => {
    const { room, life } = slow(clock('08:50'));
    life.doesSlowly(10, IN_BED, clock('10:20'), { worn: true });
    expect(raised(room)).not.toEqual([]);
  });
});

describe('a morning of which nobody can know', () => {
  it('because the band is not worn at night is no alarm', () => {
    const { room, life } = known(clock('21:40'));
    life.does(ABOUT, clock('21:41'), { worn: false });
    life.does(MOTIONLESS, clock('11:00', 1), { worn: false, heartRate: 0, temperature: 22 });
    expect(raised(room)).toEqual([]);
  });

  it('because the watch began after it is no alarm', () => {
    const room = dutyRoom(['b1'], clock('08:30'));
    new Life(room, 'b1').does(SITTING, clock('13:00'));
    expect(raised(room)).toEqual([]);
  });

  it('because we were away ourselves for most of it is no alarm', () => {
    const { room, life } = known(clock('05:00'));
    room.jumpsTo(clock('08:30')).deaf(minutes(210));
    life.does(SITTING, clock('11:00'));
    expect(raised(room)).toEqual([]);
  });

  it('because the band tells neither stillness nor steps is no alarm', () => {
    const room = dutyRoom(['b1'], clock('21:00', -1));
    new Life(room, 'b1').does(SITTING, clock('13:00'), { still: undefined, steps: undefined });
    expect(raised(room)).toEqual([]);
  });

  it('is over when the band is put on', () => {
    const { room, life } = known(clock('21:40', -1));
    life.does(ABOUT, clock('21:41', -1), { worn: false });
    life.does(MOTIONLESS, clock('07:00'), { worn: false, heartRate: 0, temperature: 22 });
    life.does(ABOUT, clock('07:02')).does(SITTING, clock('09:00'));
    expect(raised(room)).toEqual([]);
  });
});
