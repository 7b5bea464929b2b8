import { describe, expect, it } from 'vitest';
import { minutes } from '../../domain/time.ts';
import { clock, dutyRoom } from '../support/given.ts';

describe('a fall', () => {
  it('the band has confirmed is an emergency at once', () => {
    const room = dutyRoom(['b1']).falls('b1', 'f1', 'confirmed');
    expect(room.only('fall')).toMatchObject({
      priority: 'emergency',
      reason: { code: 'fall-confirmed' },
    });
  });

  it('that was detected is shown at once as being checked', () => {
    const room = dutyRoom(['b1']).falls('b1', 'f1', 'detected');
    expect(room.only('fall')).toMatchObject({
      priority: 'attention',
      checkUntil: clock('08:00:45'),
    });
  });

  it('with silence after it becomes an emergency, due from the fall on', () => {
    const room = dutyRoom(['b1']).falls('b1', 'f1', 'detected').until(clock('08:00:45'));
    expect(room.only('fall')).toMatchObject({
      priority: 'emergency',
      reason: { code: 'fall-unanswered' },
      dueAt: clock('08:15'),
      rangAt: clock('08:00:45'),
    });
  });

  it('the wearer says was nothing is an event and no alarm', () => {
    const room = dutyRoom(['b1']).falls('b1', 'f1', 'detected').until(clock('08:00:10'));
    const incident = room.only('fall');
    room.falls('b1', 'f1', 'cancelled');
    expect(room.open()).toEqual([]);
    expect(room.again(incident)).toMatchObject({ state: 'closed', outcome: 'recovered' });
  });

  it('that comes after another is not taken back with it', () => {
    const room = dutyRoom(['b1']).falls('b1', 'f1', 'detected').until(clock('08:00:10'));
    room.falls('b1', 'f2', 'detected').until(clock('08:00:12')).falls('b1', 'f1', 'cancelled');
    room.until(clock('08:00:55'));
    expect(room.only('fall')).toMatchObject({ priority: 'emergency' });
  });

  it('long over and taken back late does not take back the one after it', () => {
    const room = dutyRoom(['b1']).falls('b1', 'f1', 'detected');
    room.desk('王', room.only('fall'), { type: 'close', outcome: 'false-alarm' });
    room.until(clock('08:05')).falls('b1', 'f2', 'detected').falls('b1', 'f1', 'cancelled');
    expect(room.only('fall')).toMatchObject({ state: 'open', checkUntil: clock('08:05:45') });
  });

  it('is taken back by a band that names every word it says anew', () => {
    const room = dutyRoom(['b1']).falls('b1', '1', 'detected').until(clock('08:00:10'));
    room.falls('b1', '2', 'cancelled');
    expect(room.open()).toEqual([]);
  });

  it('is checked to the end although an older one was opened again', () => {
    const room = dutyRoom(['b1']).falls('b1', 'f1', 'detected');
    const first = room.only('fall');
    room.desk('王', first, { type: 'close', outcome: 'false-alarm' });
    room.until(clock('08:05')).falls('b1', 'f2', 'detected');
    const second = room.only('fall');
    room.desk('王', first, { type: 'reopen' });
    room.until(clock('08:05:45'));
    expect(room.again(second)).toMatchObject({ priority: 'emergency', state: 'open' });
  });

  it('that follows one taken back in the same millisecond is a matter of its own, named or not', () => {
    const room = dutyRoom(['b1']);
    for (const phase of ['detected', 'cancelled', 'detected']) room.says('b1', 'fall', { phase });
    expect(room.only('fall')).toMatchObject({ state: 'open', checkUntil: clock('08:00:45') });
  });

  it('somebody already took stays theirs to close when the wearer says it was nothing', () => {
    const room = dutyRoom(['b1']).falls('b1', 'f1', 'detected');
    room.desk('王', room.only('fall'), { type: 'claim' });
    room.falls('b1', 'f1', 'cancelled');
    expect(room.only('fall')).toMatchObject({ state: 'claimed', owner: '王' });
  });

  it('that became an emergency is not taken back by the band alone', () => {
    const room = dutyRoom(['b1']).falls('b1', 'f1', 'detected').until(clock('08:01'));
    room.falls('b1', 'f1', 'cancelled');
    expect(room.only('fall').priority).toBe('emergency');
  });

  it('followed by movement is lowered, and stays on the screen', () => {
    const room = dutyRoom(['b1']).falls('b1', 'f1', 'detected').until(clock('08:00:30'));
    room.beats('b1', { still: 2 });
    room.until(clock('08:10'));
    expect(room.only('fall')).toMatchObject({
      priority: 'notice',
      reason: { code: 'moved-after-fall' },
    });
  });

  it('followed by a single twitch is not lowered: who lies on the floor moves an arm, too', () => {
    const room = dutyRoom(['b1']).falls('b1', 'f1', 'detected').until(clock('08:00:42'));
    room.beats('b1', { still: 24, steps: 100 }).until(clock('08:00:45'));
    expect(room.only('fall')).toMatchObject({
      priority: 'emergency',
      reason: { code: 'fall-unanswered' },
    });
  });

  it('is not lowered by the steps that led to it, nor by what the band kept from before', () => {
    const room = dutyRoom(['b1']).beats('b1', { steps: 100 }).falls('b1', 'f1', 'detected');
    room.until(clock('08:00:20')).beats('b1', { steps: 140, still: 15 });
    room.beats('b1', { at: clock('07:30'), steps: 900, still: 0, buffered: true });
    expect(room.only('fall').priority).toBe('attention');
    room.until(clock('08:00:30')).beats('b1', { steps: 150, still: 25 });
    expect(room.only('fall').priority).toBe('notice');
  });

  it('after a fall that was lowered is checked anew', () => {
    const room = dutyRoom(['b1']).falls('b1', 'f1', 'detected').until(clock('08:00:30'));
    room.beats('b1', { still: 2 }).until(clock('08:05')).falls('b1', 'f2', 'detected');
    expect(room.only('fall')).toMatchObject({
      priority: 'attention',
      checkUntil: clock('08:05:45'),
    });
    room.until(clock('08:05:45'));
    expect(room.only('fall').priority).toBe('emergency');
  });

  it('detected once more never lowers a confirmed one', () => {
    const room = dutyRoom(['b1']).falls('b1', 'f1', 'confirmed').until(clock('08:00:20'));
    room.falls('b1', 'f2', 'detected').until(clock('08:00:40')).beats('b1', { still: 1 });
    expect(room.only('fall').priority).toBe('emergency');
  });

  it('nobody can read is taken for the worst it can mean', () => {
    const room = dutyRoom(['b1']).says('b1', 'fall', '{"id":"f1","phase":');
    expect(room.only('fall')).toMatchObject({
      priority: 'emergency',
      reason: { code: 'unreadable', channel: 'fall' },
    });
  });

  it('and a press beside it are two matters', () => {
    const room = dutyRoom(['b1']).falls('b1', '7', 'confirmed').presses('b1', '7');
    expect(room.open().map(({ kind }) => kind)).toEqual(['fall', 'sos']);
  });
});

describe('the words of a band about its falls, in whatever order they come', () => {
  const said = (id: string, phase: string, at: string) => ({ id, phase, at: clock(at) });
  const told = (...words: readonly object[]) => {
    const room = dutyRoom(['b1']).until(clock('08:01'));
    for (const word of words) room.says('b1', 'fall', word);
    return room;
  };

  it('a fall that comes after the word that it was nothing is shown, and over at once', () => {
    const room = told(said('f1', 'cancelled', '08:00:20'), said('f1', 'detected', '08:00:05'));
    expect(room.open()).toEqual([]);
    const raised = room.changes.filter(({ type }) => type === 'raised');
    expect(raised).toHaveLength(1);
    expect(room.changes.at(-1)).toMatchObject({ type: 'closed', outcome: 'recovered' });
  });

  it('of a band that counts from 1 after a reboot, yesterday’s word does not take back today’s fall', () => {
    const room = told(said('1', 'detected', '08:00:05'), said('1', 'cancelled', '08:00:20'));
    room.until(clock('08:00', 1), minutes(5)).falls('b1', '1', 'detected');
    expect(room.only('fall')).toMatchObject({ state: 'open', priority: 'attention' });
  });

  it('two falls of which one was nothing stay one to be checked, whichever came last', () => {
    const [first, second] = [
      said('f1', 'detected', '08:00:05'),
      said('f2', 'detected', '08:00:40'),
    ];
    const fine = said('f1', 'cancelled', '08:00:50');
    for (const words of [
      [first, second, fine],
      [second, first, fine],
      [fine, second, first],
    ]) {
      const room = told(...words);
      expect(room.only('fall').checkUntil).toBe(clock('08:01:45'));
      room.until(clock('08:01:46'));
      expect(room.only('fall').priority).toBe('emergency');
    }
  });

  it('two falls that were both nothing are over', () => {
    const [first, second] = [
      said('f1', 'detected', '08:00:05'),
      said('f2', 'detected', '08:00:40'),
    ];
    const fine = [said('f1', 'cancelled', '08:00:50'), said('f2', 'cancelled', '08:00:51')];
    expect(told(first, second, ...fine).open()).toEqual([]);
    expect(told(fine[1] as object, second, first, fine[0] as object).open()).toEqual([]);
  });
});

describe('a band that speaks once a minute', () => {
  it('is waited for with its next reading, so that who walks on is nobody’s alarm', () => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('08:05'), { steps: 100 });
    room.beats('b1', { steps: 100 }).until(clock('08:05:10')).falls('b1', 'f1', 'detected');
    expect(room.only('fall').checkUntil).toBe(clock('08:06:05'));
    room.until(clock('08:06')).beats('b1', { steps: 160, still: 4 });
    expect(room.only('fall').priority).toBe('notice');
    room.until(clock('08:07')).falls('b1', 'f2', 'detected').until(clock('08:08'));
    expect(room.only('fall').priority).toBe('emergency');
  });

  it('and is heard of too late for that is not waited for', () => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('08:05')).beats('b1');
    room.until(clock('08:05:03')).falls('b1', 'f1', 'detected');
    expect(room.only('fall').checkUntil).toBe(clock('08:05:48'));
  });
});

describe('after a fall that was lowered', () => {
  it('the steps that are told are those since the fall, not those of the day', () => {
    const room = dutyRoom(['b1']).beats('b1', { steps: 4_000 }).until(clock('08:00:05'));
    room.falls('b1', 'f1', 'detected').until(clock('08:00:16')).beats('b1', { steps: 4_010 });
    room.until(clock('08:00:40')).beats('b1', { steps: 4_032 });
    expect(room.only('fall').reason).toEqual({ code: 'moved-after-fall', steps: 22 });
  });

  it('a reading that was measured before it is no movement after it', () => {
    const room = dutyRoom(['b1']).beatsUntil('b1', clock('08:05')).until(clock('08:05:30'));
    room.falls('b1', 'f1', 'detected').until(clock('08:05:50'));
    room.beats('b1', { at: clock('08:05:20'), still: 0 });
    expect(room.only('fall').checkUntil).toBeDefined();
    room.says('b1', 'heartbeat', [
      { at: clock('08:05:25'), steps: 100, still: 0 },
      { at: clock('08:05:48'), steps: 140, still: 18 },
    ]);
    expect(room.only('fall').checkUntil).toBeDefined();
  });
});

describe('the record of a band', () => {
  it('says how many falls it has raised in a month and how many were none, and hides none', () => {
    const room = dutyRoom(['b1']);
    const closes = (outcome: 'false-alarm' | 'fall-assisted') =>
      room.desk('王', room.only('fall'), { type: 'close', outcome });
    room.falls('b1', '1', 'detected').until(clock('08:00:05')).falls('b1', '1', 'cancelled');
    expect(room.present('b1').falls).toEqual({ raised: 1, mistaken: 1 });
    for (let n = 2; n <= 11; n += 1) {
      room.until(clock('10:00', n), minutes(30)).falls('b1', String(n), 'confirmed');
      closes('false-alarm');
    }
    expect(room.present('b1').falls).toEqual({ raised: 11, mistaken: 11 });
    room.until(clock('10:00', 20), minutes(30)).falls('b1', '12', 'confirmed');
    expect(room.only('fall').priority).toBe('emergency');
    closes('fall-assisted');
    expect(room.present('b1').falls).toEqual({ raised: 12, mistaken: 11 });
    room.until(clock('10:00', 31), minutes(30)).beats('b1');
    expect(room.present('b1').falls).toEqual({ raised: 11, mistaken: 10 });
  });

  it('takes back what the desk takes back, and goes with the band to the next wearer', () => {
    const room = dutyRoom(['b1']).falls('b1', '1', 'confirmed');
    const fall = room.only('fall');
    room.desk('王', fall, { type: 'close', outcome: 'false-alarm' });
    expect(room.present('b1').falls).toEqual({ raised: 1, mistaken: 1 });
    room.desk('王', fall, { type: 'reopen' });
    expect(room.present('b1').falls).toEqual({ raised: 1, mistaken: 0 });
    room.desk('王', fall, { type: 'close', outcome: 'hospital' });
    room.gives('b1', 'r-other');
    expect(room.present('b1').falls).toEqual({ raised: 1, mistaken: 0 });
  });
});
