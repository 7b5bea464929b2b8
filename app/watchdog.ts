// The watchdog outside the main loop. The parts of the service say that they move; a thread of its own
// looks whether they do (watchdog-thread.ts). A part that stands still for 5 s turns /healthz red; for
// 15 s, and the process ends by force, so that a supervisor starts it again. While the event loop itself
// is blocked /healthz does not answer at all, which is just as red, and the screens, which hear no tick,
// say that they have no link.
import { Worker } from 'node:worker_threads';
import type { Ticked } from '../alerts/ticker.ts';
import type { Log } from '../domain/log.ts';
import { seconds } from '../domain/time.ts';
import {
  WATCHDOG_LIMITS,
  WATCHED_PARTS,
  type WatchdogLimits,
  type WatchdogThreadData,
  type WatchedPart,
} from './watchdog-judge.ts';

export interface Watchdog {
  moved(part: WatchedPart): void;
  /** The same engine; each tick that ends, however it ends, is a movement. */
  following(engine: Ticked): Ticked;
  /** What stands still at this moment. */
  stalled(): readonly (WatchedPart | 'watchdog')[];
  /** @param writer answers when the journal's thread does. Returns what ends the watch. */
  start(writer: () => Promise<void>): () => Promise<void>;
}

const MOVEMENT = seconds(0.5);
const MODULE = new URL('./watchdog-thread.ts', import.meta.url);

export function createWatchdog(log: Log, limits: WatchdogLimits = WATCHDOG_LIMITS): Watchdog {
  const shared = new SharedArrayBuffer(2 * WATCHED_PARTS.length * Int32Array.BYTES_PER_ELEMENT);
  const cells = new Int32Array(shared);
  let isBlind = false;
  const moved = (part: WatchedPart): void =>
    void Atomics.add(cells, WATCHED_PARTS.indexOf(part), 1);

  /** One question at a time: a writer that is stuck must not be asked a thousand times. */
  function askWriter(writer: () => Promise<void>): () => void {
    let isAsked = false;
    return () => {
      if (isAsked) return;
      isAsked = true;
      const answered = (): void => {
        isAsked = false;
      };
      writer().then(() => {
        answered();
        moved('writer');
      }, answered);
    };
  }

  return {
    moved,
    following: (engine) => ({
      deaf: (gap) => engine.deaf(gap),
      // A tick that cannot be recorded has been decided all the same: a full disk is no standstill.
      tick: () => engine.tick().finally(() => moved('engine')),
    }),
    stalled: () => [
      ...WATCHED_PARTS.filter((_part, index) => cells[WATCHED_PARTS.length + index] === 1),
      ...(isBlind ? (['watchdog'] as const) : []),
    ],
    start(writer) {
      const workerData: WatchdogThreadData = { shared, limits };
      const thread = new Worker(MODULE, { workerData });
      const lost = (reason: string): void => {
        if (!isBlind) log.error('watchdog-lost', { reason });
        isBlind = true;
      };
      thread.on('error', (error) => lost(String(error)));
      thread.on('exit', (code) => lost(`it ended with code ${code}`));
      const ask = askWriter(writer);
      const timer = setInterval(() => {
        moved('loop');
        ask();
      }, MOVEMENT);
      return async () => {
        clearInterval(timer);
        thread.removeAllListeners('exit');
        await thread.terminate();
      };
    },
  };
}
