// Says what was refused without letting whoever is refused fill the log: the first of its kind at
// once, then at most one line a minute with the number of those in between.
import type { Log, LogFields } from '../domain/log.ts';
import { type Clock, type Instant, minutes } from '../domain/time.ts';

const QUIET_FOR = minutes(1);

export interface Tally {
  /** @param event a name in kebab-case. @param reason one of a few fixed words. */
  count(event: string, reason: string, fields?: LogFields): void;
}

export function createTally(log: Log, clock: Clock): Tally {
  const kinds = new Map<string, { saidAt: Instant; unsaid: number }>();
  return {
    count(event, reason, fields = {}) {
      const key = `${event} ${reason}`;
      const now = clock();
      const kind = kinds.get(key);
      // A clock set back would otherwise silence a kind until it has caught up.
      if (kind && now >= kind.saidAt && now - kind.saidAt < QUIET_FOR) {
        kind.unsaid += 1;
        return;
      }
      log.warn(event, { reason, ...fields, alsoSinceLast: kind?.unsaid ?? 0 });
      kinds.set(key, { saidAt: now, unsaid: 0 });
    },
  };
}
