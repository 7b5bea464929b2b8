import { describe, expect, test } from 'vitest';
import { raisedWhileCutOff, receive, serverTime } from '../../dashboard/web/board.ts';
import { linkState, reconnectDelay } from '../../dashboard/web/link.ts';
import { CARDS, viewOf } from './community.ts';
import { at, boardAfter, boardWith, changed, incident, snapshot, tick } from './given.ts';

describe('what the screen makes of a frame', () => {
  test('a press appears with the name of who pressed', () => {
    const board = boardAfter([0, snapshot(7, 0)], [1, changed(8, incident({ who: 3 }))]);
    expect([...board.incidents.values()].map(({ kind }) => kind)).toEqual(['sos']);
    expect(board.people.get(CARDS[3]!.id)?.name).toBe(CARDS[3]!.name);
  });

  test('a closed matter leaves the board, and the name goes back behind its mask', () => {
    const press = incident({ who: 3 });
    const board = boardAfter(
      [0, snapshot(1, 0, [press])],
      [1, changed(2, { ...press, state: 'closed' })],
    );
    expect(board.incidents.size).toBe(0);
    expect(board.people.size).toBe(0);
    expect(board.lastClosed?.id).toBe(press.id);
  });

  test('the name stays while another matter of the same person is open', () => {
    const press = incident({ who: 3 });
    const fall = incident({ who: 3, id: 'fall', kind: 'fall' });
    const board = boardAfter(
      [0, snapshot(1, 0, [press, fall])],
      [1, changed(2, { ...press, state: 'closed' })],
    );
    expect([...board.people.keys()]).toEqual([CARDS[3]!.id]);
  });

  test('a frame that is missing is noticed, and nothing after it is believed', () => {
    const board = boardAfter([0, snapshot(5, 0)]);
    expect(receive(board, tick(7, 2), 2_000)).toEqual({ ok: false, missing: 6 });
  });

  test('before the first snapshot nothing is believed', () => {
    expect(receive(boardAfter(), tick(1, 0), 0).ok).toBe(false);
  });

  test('a frame sent twice around a reconnection changes nothing but proves the line', () => {
    const press = incident();
    const board = boardAfter([0, snapshot(5, 0)], [1, changed(6, press)], [9, changed(6, press)]);
    expect(board.seq).toBe(6);
    expect(board.incidents.size).toBe(1);
    expect(board.heardAt).toBe(9_000);
  });

  test('a snapshot of a restarted service replaces everything, whatever its number', () => {
    const board = boardAfter([0, snapshot(900, 0, [incident()])], [60, snapshot(1, 60)]);
    expect(board.seq).toBe(1);
    expect(board.incidents.size).toBe(0);
  });

  test('one heartbeat changes one tile', () => {
    const before = boardAfter([0, snapshot(1, 0)]);
    const moved = { ...viewOf(CARDS[2]!, 2, at(5)), beats: '000000000001' };
    const result = receive(before, { seq: 2, type: 'resident', resident: moved }, 5_000);
    if (!result.ok) throw new Error('unexpected gap');
    const changes = [...result.board.residents].filter(
      ([id, view]) => before.residents.get(id) !== view,
    );
    expect(changes).toEqual([[moved.id, moved]]);
  });

  test('a tick that says nothing new gives the same lists, so nothing is drawn again', () => {
    const before = boardAfter([0, snapshot(1, 0)], [2, tick(2, 2)]);
    const result = receive(before, tick(3, 4), 4_000);
    if (!result.ok) throw new Error('unexpected gap');
    expect(result.board.degraded).toBe(before.degraded);
    expect(result.board.onDuty).toBe(before.onDuty);
    expect(result.board.residents).toBe(before.residents);
  });
});

describe('the clock of the screen', () => {
  test('is the clock of the service, carried by the uptime of the PC', () => {
    const board = boardAfter([10, snapshot(1, 0)]);
    expect(serverTime(board, 15_000)).toBe(at(5));
  });

  test('does not stumble over a tick that was under way for half a second', () => {
    const board = boardAfter([10, snapshot(1, 0)], [12.5, tick(2, 2)]);
    expect(serverTime(board, 20_000)).toBe(at(10));
  });

  test('is not set back by ticks that are sent again after a reconnection', () => {
    const replayed = [2, 4, 6, 8].map((second) => [10, tick(1 + second / 2, second)] as const);
    const board = boardAfter([0, snapshot(1, 0)], ...replayed);
    expect(serverTime(board, 10_000)).toBe(at(10));
  });

  test('follows when the clock of the service is set back, once that is sure', () => {
    const back = [2, 4, 6, 8].map(
      (second) => [second, tick(1 + second / 2, second - 600)] as const,
    );
    const board = boardAfter([0, snapshot(1, 0)], ...back);
    expect(serverTime(board, 8_000)).toBe(at(8 - 600));
  });

  test('follows when the clock of the service is set', () => {
    const board = boardAfter([10, snapshot(1, 0)], [12, tick(2, 3_602)]);
    expect(serverTime(board, 12_000)).toBe(at(3_602));
  });
});

describe('the line', () => {
  test('is live, then stale after 6 seconds without a frame, then lost after 15', () => {
    expect(linkState(1_000, 0, 6_900)).toBe('live');
    expect(linkState(1_000, 0, 7_000)).toBe('stale');
    expect(linkState(1_000, 0, 15_900)).toBe('stale');
    expect(linkState(1_000, 0, 16_000)).toBe('lost');
  });

  test('that never came is lost too', () => {
    expect(linkState(undefined, 0, 3_000)).toBe('connecting');
    expect(linkState(undefined, 0, 15_000)).toBe('lost');
  });

  test('is tried again after 0.5 to 8 seconds, for ever, and never by all screens at once', () => {
    const longest = [0, 1, 2, 3, 4, 5, 1_000].map((attempt) => reconnectDelay(attempt, 1));
    expect(longest).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    expect(reconnectDelay(4, 0)).toBe(4_000);
  });

  test('an emergency raised while the line was cut says so when it comes', () => {
    const missed = incident({ raised: 20 });
    const board = boardAfter([0, snapshot(1, 0)], [40, changed(2, missed)]);
    expect(raisedWhileCutOff(board, missed)).toBe(true);
  });

  test('an emergency raised while the line was up does not', () => {
    const press = incident({ raised: 3 });
    const board = boardAfter([0, snapshot(1, 0)], [3, changed(2, press)], [40, tick(3, 40)]);
    expect(raisedWhileCutOff(board, press)).toBe(false);
  });

  test('what was open when the page was opened was not missed', () => {
    const press = incident({ raised: -60 });
    expect(raisedWhileCutOff(boardWith(press), press)).toBe(false);
  });
});
