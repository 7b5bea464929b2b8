import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hours, minutes } from '../../domain/time.ts';
import { clock, dutyRoom } from '../support/given.ts';

describe('a press', () => {
  it('is an emergency at once, due at the door within the promise', () => {
    const room = dutyRoom(['b1']).until(clock('08:10')).presses('b1', '1-1');
    const incident = room.only();
    expect(incident).toMatchObject({
      kind: 'sos',
      priority: 'emergency',
      state: 'open',
      presses: 1,
      bandId: 'b1',
      residentId: 'r-b1',
      openedAt: clock('08:10'),
      dueAt: clock('08:25'),
    });
    expect(incident.timeline.map(({ type }) => type)).toEqual(['raised', 'pressed']);
    expect(incident.timeline[1]).toMatchObject({ messageId: '1-1', deviceAt: clock('08:10') });
  });

  it('is answered on the band once it is on record, and again for every repeat of it', () => {
    const room = dutyRoom(['b1']).presses('b1', '1-1').presses('b1', '1-1');
    const told = room.effects.filter(({ type }) => type === 'tell');
    expect(told).toEqual([
      { type: 'tell', bandId: 'b1', cue: { cue: 'received', id: '1-1' } },
      { type: 'tell', bandId: 'b1', cue: { cue: 'received', id: '1-1' } },
    ]);
  });

  it('counts on the open incident and rings again, and a repeat of the same one does not', () => {
    const room = dutyRoom(['b1'])
      .presses('b1', '1-1')
      .until(clock('08:00:30'))
      .presses('b1', '1-2');
    const twice = room.only('sos');
    expect(twice).toMatchObject({ presses: 2, rangAt: clock('08:00:30') });
    room.until(clock('08:00:40')).says('b1', 'sos', { id: '1-2', at: clock('08:00:30') });
    expect(room.only('sos')).toEqual(twice);
  });

  it('after closing opens a new incident, and the old press sent again does not', () => {
    const room = dutyRoom(['b1']).presses('b1', '1-1');
    const first = room.only();
    room.desk('王', first, { type: 'close', outcome: 'assisted' });
    room.until(clock('08:05')).says('b1', 'sos', { id: '1-1', at: clock('08:00') });
    expect(room.open()).toEqual([]);
    room.presses('b1', '1-2');
    expect(room.only().id).not.toBe(first.id);
  });

  it('of a band that numbers from 1 after every reboot is never taken for the old one', () => {
    const room = dutyRoom(['b1']).presses('b1', '1');
    room.desk('王', room.only(), { type: 'close', outcome: 'false-alarm' });
    room.until(clock('09:00'), minutes(1)).presses('b1', '1');
    expect(room.only('sos').presses).toBe(1);
  });

  it('without id and time counts, and is only a repeat when the sender says so of an open incident', () => {
    const room = dutyRoom(['b1']).says('b1', 'sos', {}).until(clock('08:00:05'));
    room.says('b1', 'sos', {}).says('b1', 'sos', {}, { dup: true });
    expect(room.only('sos').presses).toBe(2);
    room.desk('王', room.only('sos'), { type: 'close', outcome: 'test' });
    room.until(clock('08:00:10')).says('b1', 'sos', {}, { dup: true });
    expect(room.only('sos').presses).toBe(1);
  });

  it.each([
    ['a clock in 1970', { at: 0 }],
    ['a clock next week', { at: '2026-03-17T08:00:00+08:00' }],
    ['an empty battery', { battery: 0 }],
    ['a place nobody could be', { location: { lat: 999, lon: 'x' } }],
  ])('is not held back by %s', (_, said) => {
    const room = dutyRoom(['b1']).says('b1', 'sos', { id: '9', ...said });
    expect(room.only('sos')).toMatchObject({ priority: 'emergency', openedAt: clock('08:00') });
  });

  it('that is garbage raises with its bytes kept', () => {
    const room = dutyRoom(['b1']).says('b1', 'sos', '\u0000{{{not json');
    const incident = room.only('sos');
    expect(incident.reason).toMatchObject({ code: 'unreadable', channel: 'sos' });
    const entry = incident.timeline.find(({ type }) => type === 'pressed');
    const raw = entry && 'raw' in entry ? entry.raw : undefined;
    expect(Buffer.from(raw?.base64 ?? '', 'base64').toString()).toBe('\u0000{{{not json');
  });

  it('whatever its bytes, raises exactly one incident', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const room = dutyRoom(['b1']).says('b1', 'sos', text);
        expect(room.only('sos').presses).toBe(1);
      }),
    );
  });

  it('of a band nobody told us of still rings', () => {
    const room = dutyRoom([]).presses('stranger', '1');
    expect(room.only('sos').residentId).toBeUndefined();
  });

  it('ten thousand times over is one incident that lost none of them', () => {
    const room = dutyRoom(['b1']);
    for (let n = 0; n < 10_000; n += 1) room.presses('b1', `1-${n}`);
    expect(room.only('sos').presses).toBe(10_000);
  });
});

describe('an emergency nobody takes', () => {
  it('gets louder after a minute, once, and again when pressed again', () => {
    const room = dutyRoom(['b1']).presses('b1', '1').until(clock('08:00:59'));
    const escalations = () => room.changes.filter(({ type }) => type === 'escalated');
    expect(escalations()).toHaveLength(0);
    room.until(clock('08:01'));
    expect(escalations()).toMatchObject([{ at: clock('08:01'), level: 1, cause: 'unclaimed' }]);
    room.until(clock('08:05')).presses('b1', '2').until(clock('08:06'));
    expect(escalations()).toHaveLength(2);
  });

  it('that was taken and forgotten is brought back after three minutes without a call', () => {
    const room = dutyRoom(['b1']).presses('b1', '1');
    room.desk('王', room.only('sos'), { type: 'claim' });
    room.until(clock('08:03'));
    expect(room.changes.at(-1)).toMatchObject({ type: 'escalated', level: 2, cause: 'no-contact' });
  });

  it('stays quiet while it is on hold, and the hold has an end', () => {
    const room = dutyRoom(['b1']).presses('b1', '1');
    room.desk('王', room.only('sos'), { type: 'hold', duration: minutes(10) });
    room.until(clock('08:09:59'));
    expect(room.changes.some(({ type }) => type === 'escalated')).toBe(false);
    room.until(clock('08:10:01'));
    expect(room.changes.at(-1)).toMatchObject({ type: 'escalated', level: 2 });
  });

  it('is due when it is due, however long the service did not run', () => {
    const room = dutyRoom(['b1']).presses('b1', '1').until(clock('09:00'), hours(1)).deaf(hours(1));
    expect(room.only('sos').dueAt).toBe(clock('08:15'));
  });
});
