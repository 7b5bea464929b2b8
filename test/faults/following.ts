// A duty screen that follows the feed as the real page does: the same board folds the frames, a missing
// frame asks for everything again, and a lost line is tried again until it is open.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Board, EMPTY_BOARD, receive } from '../../dashboard/web/board.ts';
import { type Watch, watch } from './watching.ts';

export interface FollowingScreen {
  board(): Board;
  /** How often it had to open its line anew. */
  reconnects(): number;
  stop(): void;
}

const RETRY = 50;
/** The page gives up a line that has been silent for longer than a few ticks. */
const SILENCE = 6_000;

/** @param http where, perhaps a way through a bad network. */
export function followFeed(http: string, cookie: string): FollowingScreen {
  let board = EMPTY_BOARD;
  let wantsAll = false;
  let isStopped = false;
  let reconnects = -1;
  let line: Watch | undefined;
  let heardAt = performance.now();

  async function live(): Promise<void> {
    const after = wantsAll ? undefined : board.seq;
    const opened = await watch({ http, cookie, after }, (frame) => {
      if (isStopped || (line !== undefined && opened !== line)) return;
      heardAt = performance.now();
      const received = receive(board, frame, performance.now());
      wantsAll = !received.ok;
      if (received.ok) board = received.board;
      else line?.hangUp();
    });
    line = opened;
    if (isStopped) opened.hangUp();
    await opened.over;
    line = undefined;
  }

  const silence = setInterval(() => {
    if (performance.now() - heardAt <= SILENCE) return;
    heardAt = performance.now();
    line?.hangUp();
  }, 200);

  void (async () => {
    while (!isStopped) {
      reconnects += 1;
      // A line that could not be opened is a line to be tried again.
      await live().catch(() => sleep(RETRY));
    }
  })();

  return {
    board: () => board,
    reconnects: () => reconnects,
    stop() {
      isStopped = true;
      clearInterval(silence);
      line?.hangUp();
    },
  };
}
