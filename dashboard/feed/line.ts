// The line to one duty screen. A screen that does not take what it is sent is dropped before it
// costs memory: it comes back by itself and gets a snapshot. Life is counted in beats of our own
// timer, so that a jump of the wall clock drops nobody.
import { WebSocket } from 'ws';
import type { StaffName } from '../../domain/ids.ts';

/**
 * Bytes that may wait for a screen, beside the greeting it got. Frames are shared by all screens; what a
 * hung one costs is the note the system keeps of each.
 */
const BUFFER_LIMIT = 512 * 1024;
/**
 * More than that may wait while the screen takes some of it within each such time: a burst within one
 * turn of the event loop has not reached any socket yet, and must not cost us the screens that read.
 */
const BUFFER_GRACE = 250;
/** More than this never waits, however busily the screen reads. The bytes are shared by all lines. */
const BURST_LIMIT = 16 * 1024 * 1024;
/** Frames from a screen between two beats; a whole wall of alarms at once is some hundreds. */
const FRAMES_PER_BEAT = 500;
/** Beats after which a `console` report is too old to count: it comes every 5 s. */
const CONSOLE_BEATS = 3;

/** RFC 6455 section 7.4.1; 4401 is our own: the session has ended. */
export const CLOSE = { goingAway: 1001, policy: 1008, sessionEnded: 4401 } as const;

export interface Line {
  readonly token: string;
  readonly sessionId: string;
  readonly staff: StaffName;
  send(bytes: Buffer): void;
  /** What is sent first may be larger than what may wait later. */
  greet(frames: readonly Buffer[]): void;
  /** False when the screen has not answered since the last beat and was dropped: 5 to 10 s. */
  beat(): boolean;
  /** True when the frame may be handled; false when there are too many. */
  countFrame(): boolean;
  report(console: { readonly visible: boolean; readonly audible: boolean }): void;
  console(): { readonly visible: boolean; readonly audible: boolean };
  close(code: number, reason: string): void;
}

export interface LineParts {
  readonly socket: WebSocket;
  readonly token: string;
  readonly sessionId: string;
  readonly staff: StaffName;
}

const NOBODY_LOOKS = { visible: false, audible: false } as const;

export function createLine({ socket, ...who }: LineParts): Line {
  let limit = BUFFER_LIMIT;
  let awaitsPong = false;
  let waitingBytes = 0;
  let framesThisBeat = 0;
  let reported: { visible: boolean; audible: boolean } = NOBODY_LOOKS;
  let consoleAge = 0;
  let sentBytes = 0;
  let takenBytes = 0;
  let judge: NodeJS.Timeout | undefined;
  socket.on('pong', () => {
    awaitsPong = false;
  });

  /** A ping waits behind what was sent before it, so a slow screen that reads counts as alive. */
  function isReading(): boolean {
    const before = waitingBytes;
    waitingBytes = socket.bufferedAmount;
    return !awaitsPong || waitingBytes < before;
  }

  /** Gives it time while it takes something; looks again until the backlog is gone or the screen is. */
  function judgeBacklog(): void {
    judge = undefined;
    const before = takenBytes;
    takenBytes = sentBytes - socket.bufferedAmount;
    if (socket.bufferedAmount <= limit) return;
    if (takenBytes === before) socket.terminate();
    else judgeSoon();
  }

  function judgeSoon(): void {
    if (judge === undefined) judge = setTimeout(judgeBacklog, BUFFER_GRACE).unref();
  }

  function put(bytes: Buffer): void {
    sentBytes += bytes.length;
    socket.send(bytes, { binary: false });
  }

  function send(bytes: Buffer): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    // A single frame may be longer than all that may wait: an incident of thousands of presses.
    if (socket.bufferedAmount === 0) limit = BUFFER_LIMIT + bytes.length;
    put(bytes);
    if (socket.bufferedAmount > limit + BURST_LIMIT) socket.terminate();
    else if (socket.bufferedAmount > limit) judgeSoon();
  }

  return {
    ...who,
    send,
    greet(frames) {
      limit += frames.reduce((sum, { length }) => sum + length, 0);
      for (const bytes of frames) put(bytes);
    },
    beat() {
      framesThisBeat = 0;
      consoleAge += 1;
      if (!isReading()) {
        socket.terminate();
        return false;
      }
      awaitsPong = true;
      if (socket.readyState === WebSocket.OPEN) socket.ping();
      return true;
    },
    countFrame() {
      framesThisBeat += 1;
      return framesThisBeat <= FRAMES_PER_BEAT;
    },
    report({ visible, audible }) {
      reported = { visible, audible };
      consoleAge = 0;
    },
    console: () => (consoleAge > CONSOLE_BEATS ? NOBODY_LOOKS : reported),
    close(code, reason) {
      socket.close(code, reason);
    },
  };
}
