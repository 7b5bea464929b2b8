import { describe, expect, it } from 'vitest';
import { clock, dutyRoom, type Room } from '../support/given.ts';

const cues = (room: Room) =>
  room.effects.flatMap((effect) => (effect.type === 'tell' ? [effect.cue.cue] : []));

describe('the duty desk', () => {
  it('has exactly one owner when two claim at the same moment, and the other is told who', () => {
    const room = dutyRoom(['b1']).presses('b1', '1');
    const incident = room.only();
    expect(room.desk('王', incident, { type: 'claim' }).ok).toBe(true);
    expect(room.desk('李', incident, { type: 'claim' })).toEqual({
      ok: false,
      refusal: { code: 'owned', owner: '王' },
    });
    expect(room.only()).toMatchObject({ state: 'claimed', owner: '王' });
  });

  it('clicking twice claims once', () => {
    const room = dutyRoom(['b1']).presses('b1', '1');
    room.desk('王', room.only(), { type: 'claim' });
    room.desk('王', room.only(), { type: 'claim' });
    expect(room.only().timeline.filter(({ type }) => type === 'claimed')).toHaveLength(1);
  });

  it('claims again what was pressed again, so that the ringing has an answer on record', () => {
    const room = dutyRoom(['b1']).presses('b1', '1');
    room.desk('王', room.only(), { type: 'claim' });
    room.until(clock('08:02')).presses('b1', '2').until(clock('08:02:05'));
    room.desk('王', room.only(), { type: 'claim' });
    expect(room.only().timeline.filter(({ type }) => type === 'claimed')).toHaveLength(2);
  });

  it('walks a call from claim to door and tells the wearer each step that matters to them', () => {
    const room = dutyRoom(['b1']).presses('b1', '1');
    const incident = room.only();
    room.desk('王', incident, { type: 'claim' });
    room.desk('王', incident, { type: 'contact', who: '长女', reached: true });
    room.desk('王', incident, { type: 'dispatch', responder: '网格员乙' });
    expect(room.only().state).toBe('dispatched');
    room.desk('王', incident, { type: 'arrive' });
    expect(room.only().state).toBe('on-scene');
    room.desk('王', incident, { type: 'close', outcome: 'assisted', reply: { done: true } });
    expect(room.again(incident)).toMatchObject({
      state: 'closed',
      owner: '王',
      outcome: 'assisted',
    });
    expect(cues(room)).toEqual(['received', 'help-coming', 'arrived', 'closed']);
  });

  it('takes over from a colleague only on purpose, and the record says from whom', () => {
    const room = dutyRoom(['b1']).presses('b1', '1');
    room.desk('王', room.only(), { type: 'claim' });
    expect(room.desk('李', room.only(), { type: 'close', outcome: 'test' }).ok).toBe(false);
    room.desk('李', room.only(), { type: 'claim', takeOver: true });
    expect(room.only()).toMatchObject({ owner: '李' });
    expect(room.only().timeline.at(-1)).toMatchObject({ by: '李', takenFrom: '王' });
  });

  it('who acts on what nobody owns has claimed it', () => {
    const room = dutyRoom(['b1']).presses('b1', '1');
    room.desk('王', room.only(), { type: 'dispatch' });
    expect(room.only()).toMatchObject({ state: 'dispatched', owner: '王' });
    expect(room.only().timeline.map(({ type }) => type)).toContain('claimed');
  });

  it('cannot close twice, but can note on what is closed and open it again', () => {
    const room = dutyRoom(['b1']).presses('b1', '1');
    const incident = room.only();
    room.desk('王', incident, { type: 'close', outcome: 'false-alarm' });
    expect(room.desk('李', incident, { type: 'close', outcome: 'test' })).toEqual({
      ok: false,
      refusal: { code: 'closed', outcome: 'false-alarm', owner: '王' },
    });
    room.desk('李', incident, { type: 'note', note: '回访:一切正常' });
    expect(room.open()).toEqual([]);
    room.desk('李', incident, { type: 'reopen' });
    expect(room.only()).toMatchObject({ state: 'claimed', owner: '李' });
    expect(room.only()).not.toHaveProperty('outcome');
  });

  it('records once per person that the alarm was seen', () => {
    const room = dutyRoom(['b1']).presses('b1', '1');
    for (const who of ['王', '王', '李']) room.desk(who, room.only(), { type: 'see' });
    const seen = room.only().timeline.filter(({ type }) => type === 'seen');
    expect(seen).toMatchObject([{ by: '王' }, { by: '李' }]);
  });
});

describe('a band that comes back', () => {
  it('is told again where its call stands', () => {
    const room = dutyRoom(['b1']).presses('b1', '1').says('b1', 'status', { state: 'online' });
    expect(cues(room)).toEqual(['received', 'received']);
    room.desk('王', room.only(), { type: 'claim' });
    room.says('b1', 'status', { state: 'online' });
    expect(cues(room).at(-1)).toBe('help-coming');
  });
});

describe('a battery', () => {
  it('is a word at the desk, then on the work list, then urgent: one incident, ever sharper', () => {
    const room = dutyRoom(['b1']).beats('b1', { battery: 31 });
    expect(room.open()).toEqual([]);
    const priorities = [30, 29, 20, 19, 10, 9].map((battery) => {
      room.beats('b1', { battery });
      return room.only('battery').priority;
    });
    expect(priorities).toEqual([
      'notice',
      'notice',
      'technical',
      'technical',
      'attention',
      'attention',
    ]);
  });

  it('is forgotten as soon as the band stands on its charger', () => {
    const room = dutyRoom(['b1']).beats('b1', { battery: 8 });
    const incident = room.only('battery');
    room.beats('b1', { battery: 8, charging: true });
    expect(room.again(incident)).toMatchObject({ state: 'closed', outcome: 'recovered' });
  });

  it('of last week, told by a backlog, rings nobody now', () => {
    const room = dutyRoom(['b1']);
    const reading = (hour: string, battery: number) => ({
      at: clock(hour, -7),
      battery,
      buffered: true,
    });
    room.says('b1', 'heartbeat', [reading('08:00', 30), reading('20:00', 5)]);
    expect(room.changes).toEqual([]);
  });

  it('wavering at the limit does not open and close all day', () => {
    const room = dutyRoom(['b1']);
    for (const battery of [30, 32, 30, 33, 30, 31]) room.beats('b1', { battery });
    expect(room.changes.filter(({ type }) => type === 'raised')).toHaveLength(1);
  });
});

describe('the present state', () => {
  it('shows the last twelve heartbeats that were due, with those that did not come', () => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('08:05')).until(clock('08:07'));
    room.beats('b1');
    expect(room.present('b1').beats).toBe('11111001');
  });

  it('never lets a backlog replace what was measured later', () => {
    const room = dutyRoom(['b1']).until(clock('08:30')).beats('b1', { heartRate: 80 });
    room.says('b1', 'heartbeat', [
      { at: clock('08:10'), heartRate: 120, buffered: true },
      { at: clock('08:11'), heartRate: 121, buffered: true },
    ]);
    expect(room.present('b1').heartRate).toEqual({ value: 80, at: clock('08:30') });
  });

  it('believes its own clock for what comes live, whatever the band’s says', () => {
    const room = dutyRoom(['b1']).says('b1', 'heartbeat', { at: 0, heartRate: 70 });
    expect(room.present('b1').heartRate).toEqual({ value: 70, at: clock('08:00') });
  });

  it('counts what could not be read against the band', () => {
    const room = dutyRoom(['b1']).says('b1', 'heartbeat', 'rubbish');
    room.says('b1', 'heartbeat', { at: clock('08:00'), heartRate: 900, steps: 12 });
    expect(room.present('b1')).toMatchObject({ refused: 2, steps: { value: 12 } });
    expect(room.present('b1').heartRate).toBeUndefined();
  });

  it('learns how often a band speaks', () => {
    const room = dutyRoom(['b1']);
    for (let minute = 1; minute <= 50; minute += 1) {
      room.jumpsTo(clock(`08:${String(minute).padStart(2, '0')}`));
      if (minute % 5 === 0) room.beats('b1');
    }
    for (let hour = 9; hour < 15; hour += 1) {
      for (let minute = 0; minute < 60; minute += 5) {
        room.jumpsTo(clock(`${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`));
        room.beats('b1');
      }
    }
    expect(room.present('b1').cadence / 60_000).toBeCloseTo(5, 0);
  });
});
