// How long the answer to a wrong secret waits. Who guesses is slowed, by the name he guesses at and
// by the address he guesses from. The right secret is never asked about here: whoever has it gets in
// at once, however many others have guessed at it or behind the same gateway.
import { type Clock, type Instant, type Millis, millis, minutes, seconds } from '../domain/time.ts';

const FREE_FAILURES = 3;
const FIRST_DELAY = seconds(0.25);
const LONGEST_DELAY = seconds(8);
const FORGOTTEN_AFTER = minutes(10);
/** Names and addresses remembered; the one that failed longest ago is forgotten first. */
const REMEMBERED = 10_000;

export interface Backoff {
  /** Counts one failure and returns how long its answer should wait. */
  failed(identity: string | undefined, address: string): Millis;
}

interface Failures {
  readonly count: number;
  readonly lastAt: Instant;
}

export function createBackoff(clock: Clock): Backoff {
  const failures = new Map<string, Failures>();

  const count = (key: string): number => {
    const now = clock();
    const before = failures.get(key);
    const fresh = before !== undefined && now - before.lastAt < FORGOTTEN_AFTER;
    const after = { count: fresh ? before.count + 1 : 1, lastAt: now };
    // Taken out first, so that the map stays in the order of the last failure.
    failures.delete(key);
    failures.set(key, after);
    const oldest = failures.keys().next().value;
    if (failures.size > REMEMBERED && oldest !== undefined) failures.delete(oldest);
    return after.count;
  };

  return {
    failed(identity, address) {
      const byAddress = count(`address ${address}`);
      const byIdentity = identity === undefined ? 0 : count(`identity ${identity}`);
      return delayAfter(Math.max(byAddress, byIdentity));
    },
  };
}

function delayAfter(failures: number): Millis {
  const beyond = failures - FREE_FAILURES;
  if (beyond <= 0) return millis(0);
  return millis(Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(beyond - 1, 16)));
}
