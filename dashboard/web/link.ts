// How far the screen can be trusted, from the age of the newest frame alone: a browser does not
// notice a dead link (a black-holed WebSocket still says OPEN after 20 seconds).
import { STALE_AFTER, type Uptime } from './board.ts';

const LOST_AFTER = 15_000;

export type LinkState =
  /** Nothing heard yet since the page was opened. */
  | 'connecting'
  | 'live'
  /** What is shown may be old. */
  | 'stale'
  /** What is shown is old, and an emergency would not appear here. */
  | 'lost';

export function linkState(heardAt: Uptime | undefined, openedAt: Uptime, now: Uptime): LinkState {
  const age = now - (heardAt ?? openedAt);
  if (age >= LOST_AFTER) return 'lost';
  if (heardAt === undefined) return age >= STALE_AFTER ? 'stale' : 'connecting';
  return age >= STALE_AFTER ? 'stale' : 'live';
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8_000;

/**
 * How long to wait before the next attempt: doubling from 0.5 to 8 seconds, for ever, with up to
 * half of it by chance so that a hundred screens do not come back in the same instant.
 * @param chance from 0 to 1.
 */
export function reconnectDelay(attempt: number, chance: number): number {
  const whole = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(attempt, 10));
  return whole / 2 + (whole / 2) * chance;
}
