// Is anybody listening? An alarm that sounds on no screen reaches nobody. Somebody should be listening
// from the first time a duty screen was open on this folder, as long as at least one band is worn: a
// service that is being set up has no desk to miss. That it was open is kept as an empty file, so that
// a restart at night does not forget that there is a desk.
import { existsSync, writeFileSync } from 'node:fs';
import type { RunningEngine } from '../alerts/engine.ts';
import type { Log } from '../domain/log.ts';
import { type Millis, seconds } from '../domain/time.ts';

export interface Ears {
  /** Duty screens a person can see. */
  readonly visible: number;
  readonly audible: number;
  /** Both at once. */
  readonly listening: number;
}

export interface Listening {
  /** Nobody is, and somebody should be. */
  nobody(): boolean;
  /** Returns what ends the watch. */
  start(): () => void;
}

export interface ListeningParts {
  readonly screens: () => Ears;
  /** Whether any band is worn. */
  readonly isAnybodyWatched: () => boolean;
  readonly engine: Pick<RunningEngine, 'troubleBegan' | 'troubleEnded'>;
  /** Of the file that says that the desk was open once. */
  readonly path: string;
  readonly log: Log;
  /** Calls back every `period`; returns what stops it. */
  readonly every?: (period: Millis, work: () => void) => () => void;
}

const LOOK = seconds(1);
/** Looks without a listener until it is told: 15 s. */
const PATIENCE = 15;

const timer = (period: Millis, work: () => void): (() => void) => {
  const handle = setInterval(work, period);
  return () => clearInterval(handle);
};

export function watchListening(parts: ListeningParts): Listening {
  const { screens, isAnybodyWatched, engine, path, log, every = timer } = parts;
  let wasOpen = existsSync(path);
  let looksWithout = 0;
  let isKnownToBeWell = false;
  const told = (telling: Promise<void>): void =>
    void telling.catch((error) => log.warn('listening-not-told', { reason: String(error) }));

  function open(): void {
    wasOpen = true;
    try {
      writeFileSync(path, '', { mode: 0o600 });
    } catch (error) {
      log.warn('desk-opening-not-kept', { reason: String(error) });
    }
  }

  function look(): void {
    const { visible, audible, listening } = screens();
    if (!wasOpen && visible + audible > 0) open();
    const isMissed = listening === 0 && wasOpen && isAnybodyWatched();
    looksWithout = isMissed ? looksWithout + 1 : 0;
    if (looksWithout >= PATIENCE) {
      if (looksWithout === PATIENCE) log.warn('nobody-listening');
      isKnownToBeWell = false;
      // Asked again each time: the first may have met a journal that could not record.
      told(engine.troubleBegan({ code: 'nobody-listening' }));
    } else if (!isMissed && !isKnownToBeWell) {
      isKnownToBeWell = true;
      told(engine.troubleEnded('nobody-listening', { code: 'somebody-listening' }));
    }
  }

  return {
    nobody: () => looksWithout >= PATIENCE,
    start: () => every(LOOK, look),
  };
}
