import { describe, expect, test } from 'vitest';
import {
  columnOf,
  inOrder,
  isPaused,
  nextAlarm,
  PAUSE,
  promiseOf,
  soundOf,
  stepsOf,
  unclaimed,
} from '../../dashboard/web/alarms.ts';
import type { StaffName } from '../../domain/ids.ts';
import { instant } from '../../domain/time.ts';
import { at, boardWith, incident, written } from './given.ts';

const me = '甲' as StaffName;
const owned = (raised: number, then: Parameters<typeof incident>[0] = {}) =>
  incident({ raised, state: 'claimed', owner: me, later: [['claimed', raised + 10]], ...then });
const claimedThenPressed = (
  when: number,
): NonNullable<Parameters<typeof incident>[0]>['later'] & {} => [
  ['claimed', 10],
  ['pressed', when],
];
const attention = (who: number, more = {}) =>
  incident({ who, id: `a${who}`, kind: 'no-sign-of-life', priority: 'attention', ...more });
const battery = (who: number) =>
  incident({ who, id: `b${who}`, kind: 'battery', priority: 'notice' });

describe('what has to be heard', () => {
  test('an emergency sounds until somebody claims it', () => {
    expect(soundOf(boardWith(incident()), false, undefined, at(600))).toBe('emergency');
    expect(soundOf(boardWith(owned(0)), false, undefined, at(600))).toBe('none');
  });

  test('only the highest priority sounds', () => {
    const board = boardWith(attention(1), incident({ who: 2 }), battery(3));
    expect(soundOf(board, true, undefined, at(1))).toBe('emergency');
    expect(soundOf(boardWith(attention(1)), true, undefined, at(1))).toBe('lost');
    expect(soundOf(boardWith(attention(1)), false, undefined, at(1))).toBe('attention');
    expect(soundOf(boardWith(battery(3)), false, undefined, at(1))).toBe('none');
  });

  test('an escalated emergency sounds louder', () => {
    const escalated = incident({ later: [['escalated', 60, { level: 1, cause: 'unclaimed' }]] });
    expect(soundOf(boardWith(escalated), false, undefined, at(61))).toBe('emergency-escalated');
  });

  test('pressed again more than a minute after the claim, it sounds until somebody acts', () => {
    const again = owned(0, { later: claimedThenPressed(80) });
    expect(soundOf(boardWith(again), false, undefined, at(81))).toBe('emergency');
    const answered = owned(0, {
      later: [...claimedThenPressed(80), ['noted', 90]],
    });
    expect(soundOf(boardWith(answered), false, undefined, at(91))).toBe('none');
  });

  test('pressed again within a minute of the claim, it joins in silence', () => {
    const again = owned(0, { later: claimedThenPressed(50) });
    expect(soundOf(boardWith(again), false, undefined, at(51))).toBe('none');
  });

  test('claimed and forgotten, it sounds for six seconds', () => {
    const forgotten = owned(0, {
      later: [
        ['claimed', 10],
        ['escalated', 190, { level: 2, cause: 'no-contact' }],
      ],
    });
    expect(soundOf(boardWith(forgotten), false, undefined, at(195))).toBe('emergency-escalated');
    expect(soundOf(boardWith(forgotten), false, undefined, at(197))).toBe('none');
  });
});

describe('a pause of the sound', () => {
  const pause = { from: at(10), until: instant(at(10) + PAUSE) };

  test('lasts two minutes at most', () => {
    const board = boardWith(incident());
    expect(isPaused(board, pause, at(129))).toBe(true);
    expect(isPaused(board, pause, at(130))).toBe(false);
  });

  test('ends with a new emergency', () => {
    const board = boardWith(incident(), incident({ who: 5, raised: 11 }));
    expect(soundOf(board, false, pause, at(12))).toBe('emergency');
  });

  test('does not end with a new attention', () => {
    const board = boardWith(incident(), attention(5, { raised: 11 }));
    expect(soundOf(board, false, pause, at(12))).toBe('none');
  });

  test('ends when the same person presses again', () => {
    const board = boardWith(incident({ rangAt: written(15) }));
    expect(isPaused(board, pause, at(16))).toBe(false);
  });
});

describe('what stands where', () => {
  test('whoever waits for an answer stands before what is being dealt with, newest first', () => {
    const old = incident({ who: 1, raised: 0 });
    const fresh = incident({ who: 2, raised: 30 });
    const taken = owned(60, { who: 3 });
    expect(inOrder([taken, old, fresh])).toEqual([fresh, old, taken]);
  });

  test('the newest unclaimed emergency has the card, the others stay in reach', () => {
    const [a, b, c] = [1, 2, 3].map((who) => incident({ who, raised: who }));
    const { card, alarms } = columnOf(boardWith(a!, b!, c!), undefined, me);
    expect(card).toEqual(c);
    expect(alarms).toEqual([b, a]);
  });

  test('a chosen incident keeps the card until a newer alarm waits for its answer', () => {
    const mine = owned(0, { who: 1 });
    const other = incident({ who: 2, raised: 5 });
    const pick = { id: mine.id, at: at(20) };
    expect(columnOf(boardWith(mine, other), pick, me).card).toEqual(mine);
    const newer = incident({ who: 3, raised: 21 });
    expect(columnOf(boardWith(mine, other, newer), pick, me).card).toEqual(newer);
  });

  test('with nothing unclaimed the card is what I am dealing with', () => {
    const theirs = incident({ who: 1, raised: 9, state: 'claimed', owner: '乙' as StaffName });
    const mine = owned(0, { who: 2 });
    expect(columnOf(boardWith(theirs, mine), undefined, me).card).toEqual(mine);
  });

  test('a fall that is being checked has a card before it is an emergency', () => {
    const checking = attention(1, { kind: 'fall', checkUntil: written(45) });
    expect(columnOf(boardWith(checking), undefined, me).card).toEqual(checking);
  });

  test('without an alarm there is no card, and batteries are told together', () => {
    const column = columnOf(boardWith(attention(1), battery(2), battery(3)), undefined, me);
    expect(column.card).toBeUndefined();
    expect(column.rows.map(({ id }) => id)).toEqual(['a1']);
    expect(column.batteries).toHaveLength(2);
  });

  test('F8 goes around all of them', () => {
    const [a, b] = [1, 2].map((who) => incident({ who, raised: who }));
    const board = boardWith(a!, b!);
    expect(nextAlarm(board, b!.id)).toEqual(a);
    expect(nextAlarm(board, a!.id)).toEqual(b);
    expect(nextAlarm(boardWith(), undefined)).toBeUndefined();
  });

  test('the title counts what nobody has taken', () => {
    const board = boardWith(incident({ who: 1 }), incident({ who: 2 }), owned(0, { who: 3 }));
    expect(unclaimed(board)).toHaveLength(2);
  });
});

describe('the promise', () => {
  test('is calm, then soon at 5 minutes left, then now at 2, then overdue', () => {
    const press = incident();
    const urgencies = [0, 599, 600, 779, 780, 900, 901].map((s) => promiseOf(press, at(s)).urgency);
    expect(urgencies).toEqual(['calm', 'calm', 'soon', 'soon', 'now', 'now', 'overdue']);
  });

  test('is not stopped by a claim', () => {
    expect(promiseOf(owned(0), at(100)).left).toBe(800_000);
  });

  test('is kept by arriving, and then stands still', () => {
    const there = owned(0, {
      later: [
        ['claimed', 5],
        ['arrived', 500],
      ],
    });
    expect(promiseOf(there, at(2_000))).toEqual({ left: 400_000, urgency: 'kept' });
  });
});

test('every step says when and by whom it was first done', () => {
  const steps = stepsOf(
    owned(0, {
      later: [
        ['claimed', 5],
        ['contacted', 40],
        ['contacted', 70],
      ],
    }),
  );
  expect(steps.map(({ step, at: when, by }) => [step, when, by])).toEqual([
    ['raised', written(0), undefined],
    ['claimed', written(5), '甲'],
    ['contacted', written(40), '甲'],
    ['dispatched', undefined, undefined],
    ['arrived', undefined, undefined],
    ['closed', undefined, undefined],
  ]);
});
