// Whatever is opened registers its closing on the next line; closing runs in the opposite order.
import type { Log } from '../domain/log.ts';
import { seconds } from '../domain/time.ts';

export interface Lifecycle {
  /** @param what for the log, when closing it fails. */
  onClose(what: string, close: () => void | Promise<void>): void;
  /** Closes everything once, the newest first; what fails to close does not keep the rest open. */
  close(): Promise<void>;
}

export function createLifecycle(log: Log): Lifecycle {
  const closings: { readonly what: string; readonly close: () => void | Promise<void> }[] = [];
  let closed: Promise<void> | undefined;
  const closeAll = async () => {
    for (let next = closings.pop(); next; next = closings.pop()) {
      try {
        await next.close();
      } catch (error) {
        log.error('closing-failed', { what: next.what, reason: String(error) });
      }
    }
  };
  return {
    onClose: (what, close) => closings.push({ what, close }),
    close: () => (closed ??= closeAll()),
  };
}

/** Long enough to tell screens and bands to come back, short enough not to keep them waiting. */
const LAST_WORDS = seconds(2);
/** EX_SOFTWARE of sysexits.h. */
const BROKEN = 70;

/** What cannot be mended in this process is mended by the next one, which a supervisor starts. */
export function endForRestart(lifecycle: Lifecycle, log: Log, error: Error): void {
  log.error('ends-for-restart', { reason: error.message });
  setTimeout(() => process.exit(BROKEN), LAST_WORDS);
  lifecycle.close().finally(() => process.exit(BROKEN));
}
