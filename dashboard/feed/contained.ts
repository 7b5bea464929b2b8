// Nothing that goes wrong on the way to a screen may reach whoever changed something, or the process.
import type { Log } from '../../domain/log.ts';

/** Runs `work`; what it throws is named in the log and ends here. False when it threw. */
export type Contained = (what: string, work: () => void) => boolean;

export const containedBy =
  (log: Log): Contained =>
  (what, work) => {
    try {
      work();
      return true;
    } catch (error) {
      log.error('feed-failed', { what, error: error instanceof Error ? error.name : 'unknown' });
      return false;
    }
  };
