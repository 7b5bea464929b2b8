// Something one loop can wait on: a ring, a time, or the end.
import type { Millis } from '../domain/time.ts';

export interface AlarmClock {
  /** Ends the wait in `rings`; a ring while nobody waits is not missed. */
  ring(): void;
  rings(): Promise<void>;
  after(pause: Millis): Promise<void>;
  /** Ends every wait, now and from now on. */
  stop(): void;
}

export function createAlarmClock(): AlarmClock {
  let rung = false;
  let stopped = false;
  // Plain callbacks: racing against one promise that lives as long as the service would leave a
  // reaction on it with every wait.
  let onRing: (() => void) | undefined;
  let onStop: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      onRing?.();
    },
    async rings() {
      if (!rung && !stopped) {
        await new Promise<void>((done) => {
          onRing = done;
          onStop = done;
        });
      }
      rung = false;
    },
    async after(pause) {
      if (stopped) return;
      await new Promise<void>((done) => {
        const timer = setTimeout(done, pause);
        onStop = () => {
          clearTimeout(timer);
          done();
        };
      });
    },
    stop() {
      stopped = true;
      onStop?.();
    },
  };
}
