// Whatever is opened registers its closing on the next line; closing runs in the opposite order.
import type { Log } from '../domain/log.ts';

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
