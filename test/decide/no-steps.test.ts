import { describe, expect, it } from 'vitest';
import { type Instant, minutes, plus } from '../../domain/time.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';
import { ABOUT, ASLEEP, Life, SITTING } from '../support/life.ts';

/** Known for nine days: on their feet for some minutes of every hour. */
function known(until: Instant, more: object = {}) {
  const room = dutyRoom(['b1'], clock('00:00', -9));
  return { room, life: new Life(room, 'b1').ordinary(until, more) };
}

/** On the floor: an arm moves now and then, and the heart beats as in pain. */
const IN_PAIN = { ...SITTING, stirs: 12, pulse: 86 };
/** The same, and a tablet keeps the heart from telling. */
const UNMOVED = { ...SITTING, stirs: 5 };

const told = (room: Room) =>
  room.changes.flatMap((change) =>
    change.type === 'raised' && change.kind === 'no-sign-of-life' ? [change.reason] : [],
  );

describe('who is on the floor and moves an arm', () => {
  it('with the pulse of somebody in pain is told within the hour', () => {
    const { room, life } = known(clock('15:12'));
    life.does(IN_PAIN, clock('15:50'));
    expect(told(room)).toEqual([]);
    life.does(IN_PAIN, clock('16:11'));
    expect(told(room)).toMatchObject([{ code: 'no-steps', walkedAt: clock('15:11') }]);
    expect(told(room)[0]).toHaveProperty('raisedBy');
    expect(room.only()).toMatchObject({ kind: 'no-sign-of-life', priority: 'attention' });
  });

  it('and whose pulse tells nothing is told within four hours', () => {
    const { room, life } = known(clock('09:12'));
    life.does(UNMOVED, clock('12:50'));
    expect(told(room)).toEqual([]);
    life.does(UNMOVED, clock('13:12'));
    expect(told(room)).toMatchObject([{ code: 'no-steps', walkedAt: clock('09:11') }]);
  });

  it('after a fall that movement had lowered is told within half an hour', () => {
    const { room, life } = known(clock('15:12'));
    room.falls('b1', 'f1', 'detected').until(clock('15:12:15'));
    room.beats('b1', { still: 0, heartRate: 92 }).until(clock('15:13'));
    expect(room.only('fall').priority).toBe('notice');
    life.does({ ...IN_PAIN, stirs: 6 }, clock('15:42'));
    expect(told(room)).toMatchObject([{ code: 'no-steps' }]);
  });

  it('is told by a band that speaks every five minutes, too, though an arm moves in most of those', () => {
    const room = dutyRoom(['b1'], clock('00:00', -9));
    const life = new Life(room, 'b1').doesSlowly(5, ASLEEP, clock('06:00', -9));
    for (let day = -9; day <= 0; day += 1) {
      const hour = (from: number) => clock(`${String(from).padStart(2, '0')}:00`, day);
      for (let from = 6; from < (day === 0 ? 10 : 21); from += 1) {
        life.doesSlowly(5, ABOUT, plus(hour(from), minutes(from === 6 ? 45 : 15)));
        life.doesSlowly(5, { ...SITTING, stirs: 6 }, plus(hour(from), minutes(60)));
      }
      if (day < 0) life.doesSlowly(5, ASLEEP, clock('06:00', day + 1));
    }
    // Every other minute, and so now and then just before the band speaks.
    const arm = (minute: number) => ({ still: minute % 3 === 0 ? 20 : 60 + (minute % 4) * 40 });
    life.doesSlowly(5, ABOUT, clock('10:15')).doesSlowly(5, UNMOVED, clock('14:20'), arm);
    expect(told(room)).toMatchObject([{ code: 'no-steps' }]);
  });

  it('is not who was last on their feet weeks ago by the wrong clock of a band that had kept it', () => {
    const room = dutyRoom(['b1'], clock('13:00'));
    const says = { worn: true, still: 0, battery: 80 };
    const shown = (minute: number) => plus(clock('13:00', -27), minutes(minute));
    for (let n = 0; n < 6; n += 1) {
      room.beats('b1', { ...says, at: shown(2 * n), steps: n + 1, buffered: true });
    }
    room.until(clock('13:13'), minutes(1)).beats('b1', { ...says, at: shown(13), steps: 7 });
    expect(room.open()).toEqual([]);
  });

  it('is left in peace once they walk, and the matter closes itself', () => {
    const { room, life } = known(clock('15:12'));
    life.does(IN_PAIN, clock('16:11')).does(ABOUT, clock('16:14'));
    expect(room.open()).toEqual([]);
  });

  it('is not taken for somebody who walks because the arm counts a step or two', () => {
    const { room, life } = known(clock('15:12'));
    life.does(IN_PAIN, clock('15:40')).does({ ...IN_PAIN, steps: 2 }, clock('15:41'));
    life.does(IN_PAIN, clock('16:11'));
    expect(told(room)).toMatchObject([{ code: 'no-steps', walkedAt: clock('15:11') }]);
  });

  it('is found although the band says now and then that nobody wears it', () => {
    const { room, life } = known(clock('09:12'));
    life.does(UNMOVED, clock('13:12'), (minute: number) => ({ worn: minute % 40 !== 7 }));
    expect(told(room)).toMatchObject([{ code: 'no-steps' }]);
  });

  it('is found by a slow band, too, that hears of a movement with every heartbeat', () => {
    const { room, life } = known(clock('15:12'));
    const stirs = { still: 200 };
    life.doesSlowly(10, IN_PAIN, clock('16:12'), stirs);
    expect(told(room)).toEqual([]);
    life.doesSlowly(10, IN_PAIN, clock('16:45'), stirs);
    expect(told(room)).toMatchObject([{ code: 'no-steps', walkedAt: clock('15:11') }]);
  });

  it('does not lose a night of it to the clock: what is open stays open after ten', () => {
    const { room, life } = known(clock('20:12'));
    life.does(IN_PAIN, clock('21:10'));
    expect(told(room)).toHaveLength(1);
    life.does(IN_PAIN, clock('22:30'));
    expect(room.only()).toMatchObject({ kind: 'no-sign-of-life' });
  });
});

describe('who does not walk for a while and is well', () => {
  it('sits through a long film without a word to anybody', () => {
    const { room, life } = known(clock('15:12'));
    life.does(SITTING, clock('18:40'));
    expect(told(room)).toEqual([]);
  });

  it('plays cards, and the game is lively', () => {
    const { room, life } = known(clock('14:12'));
    life.does({ stirs: 1, steps: 0, pulse: 86 }, clock('17:30'));
    expect(told(room)).toEqual([]);
    expect(room.verdict('b1', 'no-steps')?.code).not.toBe('too-long');
  });

  it('knits with busy hands all day, or has a counter that is stuck', () => {
    const { room, life } = known(clock('09:12'));
    life.does({ stirs: 1, steps: 0, pulse: 74 }, clock('15:00'));
    expect(told(room)).toEqual([]);
    expect(room.verdict('b1', 'no-steps')?.code).toBe('busy');
  });

  it('plays cards with a slow band: hands that move at each of its heartbeats are busy', () => {
    const { room, life } = known(clock('14:12'));
    life.doesSlowly(10, { stirs: 1, steps: 0, pulse: 86 }, clock('19:00'), { still: 20 });
    expect(told(room)).toEqual([]);
    expect(room.verdict('b1', 'no-steps')?.code).toBe('busy');
  });

  it('sits in a wheelchair: that they never walk is their habit', () => {
    const room = dutyRoom(['b1'], clock('00:00', -9));
    const life = new Life(room, 'b1').ordinary(clock('09:12'), { steps: 0 });
    life.does({ ...SITTING, stirs: 5 }, clock('19:00'), { steps: 0 });
    expect(told(room)).toEqual([]);
  });

  it('has a band that counts no steps', () => {
    const { room, life } = known(clock('09:12'), { steps: undefined });
    life.does(UNMOVED, clock('18:00'), { steps: undefined });
    expect(told(room)).toEqual([]);
    expect(room.verdict('b1', 'no-steps')?.code).toBe('no-count');
  });

  it('is feverish all day: the pulse was no lower before they sat down', () => {
    const { room, life } = known(clock('05:00'));
    const feverish = (minute: number) => ({ heartRate: minute % 60 < 12 ? 90 : 82 });
    life.does(ABOUT, clock('07:00'), { heartRate: 90 });
    for (let hour = 7; hour < 15; hour += 1) {
      const at = (minute: number) => (clock('00:00') + minutes(hour * 60 + minute)) as Instant;
      life.does(ABOUT, at(12), feverish).does(SITTING, at(60), feverish);
    }
    life.does(SITTING, clock('16:15'), feverish);
    expect(told(room).filter(({ code }) => code === 'no-steps')).toEqual([]);
  });

  it('is not known yet: nobody is told before the afternoon is over', () => {
    const room = dutyRoom(['b1'], clock('00:00', -2));
    const life = new Life(room, 'b1').ordinary(clock('09:12'));
    life.does(UNMOVED, clock('13:50'));
    expect(told(room)).toEqual([]);
    life.does(UNMOVED, clock('14:30'));
    expect(told(room)).toMatchObject([{ code: 'no-steps' }]);
  });
});

describe('who could not sleep, and was up for an hour before dawn,', () => {
  const upAtNight = (room: Room): Life =>
    new Life(room, 'b1')
      .does(ASLEEP, clock('02:15'))
      .does({ ...ABOUT, steps: 8 }, clock('03:25'))
      .does({ ...SITTING, stirs: 3 }, clock('04:10'))
      .does({ ...ASLEEP, stirs: 14 }, clock('05:00'));

  it('may sleep on until late, and is not missed on their feet', () => {
    const room = dutyRoom(['b1'], clock('00:00'));
    upAtNight(room).does({ ...ASLEEP, stirs: 14 }, clock('09:00'));
    expect(told(room)).toEqual([]);
  });

  it('may do so beneath a slow band as well, which often speaks just when they turn over', () => {
    const room = dutyRoom(['b1'], clock('00:00'));
    const turns = (minute: number) => ({ still: minute % 20 === 0 ? 30 : 500 });
    const life = upAtNight(room).doesSlowly(10, ASLEEP, clock('09:00'), turns);
    expect(told(room)).toEqual([]);
    life.doesSlowly(10, ASLEEP, clock('10:20'), turns);
    expect(told(room)).toMatchObject([{ code: 'no-steps' }]);
  });

  it('and does not lie as quietly as sleepers do is', () => {
    const room = dutyRoom(['b1'], clock('00:00'));
    upAtNight(room).does({ ...SITTING, stirs: 3 }, clock('09:00'));
    expect(told(room)).toMatchObject([{ code: 'no-steps' }]);
  });

  it('and then does not walk for all of the morning is', () => {
    const room = dutyRoom(['b1'], clock('00:00'));
    upAtNight(room).does({ ...ASLEEP, stirs: 14 }, clock('10:15'));
    expect(told(room)).toMatchObject([{ code: 'no-steps' }]);
  });
});
