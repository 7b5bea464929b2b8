// A heartbeat for whoever watches from outside: an address of theirs, called once a minute while an
// emergency can be taken and nothing stands still. The alarm there is that the calls stop, whatever the
// reason. The address often holds a secret, so it is never logged.
import type { Log } from '../domain/log.ts';
import { type Millis, seconds } from '../domain/time.ts';

const EVERY = seconds(60);
const PATIENCE = seconds(10);

export interface HeartbeatParts {
  readonly url: string;
  readonly isWell: () => boolean;
  readonly log: Log;
  readonly every?: Millis;
}

/** Calls at once, and then every minute. Returns what ends it. */
export function startHeartbeat({ url, isWell, log, every = EVERY }: HeartbeatParts): () => void {
  let lastTrouble: string | undefined;
  const note = (trouble: string | undefined): void => {
    if (trouble !== undefined && trouble !== lastTrouble) {
      log.warn('heartbeat-not-sent', { reason: trouble });
    }
    if (trouble === undefined && lastTrouble !== undefined) log.info('heartbeat-sent-again');
    lastTrouble = trouble;
  };
  const beat = async (): Promise<void> => {
    if (isWell()) note(await call(url));
  };
  void beat();
  const timer = setInterval(beat, every);
  return () => clearInterval(timer);
}

/** Why it failed, without the address; undefined when it did not. */
async function call(url: string): Promise<string | undefined> {
  try {
    const { ok, status, body } = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    await body?.cancel();
    return ok ? undefined : `it answered ${status}`;
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string } };
    return cause?.code ?? name;
  }
}
