// How anything in the registry changes: one change at a time decides on what memory says, is written,
// and only then is it remembered and told. Deciding is synchronous, so nothing can slip in between.
import type { BandId, ResidentId } from '../domain/ids.ts';
import type { Log } from '../domain/log.ts';
import { type Memory, remember } from './memory.ts';
import type { RegistryListener } from './port.ts';
import type { Write } from './write.ts';

export type News =
  | { readonly type: 'resident-changed'; readonly id: ResidentId }
  | {
      readonly type: 'band-assigned';
      readonly id: BandId;
      readonly residentId: ResidentId | undefined;
    }
  /** Of nobody: the community's. */
  | { readonly type: 'policy-changed'; readonly residentId: ResidentId | undefined }
  | { readonly type: 'band-retired'; readonly id: BandId }
  | { readonly type: 'secret-rotated'; readonly id: BandId }
  | { readonly type: 'session-ended'; readonly sessionId: string };

export interface Decision<Value> {
  readonly value: Value;
  readonly writes?: readonly Write[];
  readonly news?: readonly News[];
  /**
   * Holds from now on even if the file cannot be written (disk full): signing in and out must work
   * in the very hour in which something is broken. It is then forgotten by the next start.
   */
  readonly evenUnwritten?: boolean;
}

export interface Ledger {
  readonly memory: Memory;
  /** Resolves when it is on record and every listener has followed. Rejects when it is not. */
  change<Value>(decide: () => Decision<Value>): Promise<Value>;
  /** The same for what nobody waits for; a failure is logged. */
  changeLater(decide: () => Decision<unknown>): void;
  listen(listener: RegistryListener): void;
  /** Resolves when every change so far has been written. */
  settled(): Promise<void>;
}

export interface LedgerParts {
  readonly memory: Memory;
  readonly write: (writes: readonly Write[]) => Promise<void>;
  readonly log: Log;
}

export function createLedger({ memory, write, log }: LedgerParts): Ledger {
  const listeners: RegistryListener[] = [];
  let last: Promise<unknown> = Promise.resolve();

  async function carryOut<Value>(decide: () => Decision<Value>): Promise<Decision<Value>> {
    const decision = decide();
    const writes = decision.writes ?? [];
    try {
      if (writes.length > 0) await write(writes);
    } catch (error) {
      if (!decision.evenUnwritten) throw error;
      log.error('registry-not-written', { error: reasonOf(error) });
    }
    for (const each of writes) remember(memory, each);
    return decision;
  }

  async function tell(listener: RegistryListener, news: News): Promise<void> {
    try {
      await telling(listener, news);
    } catch (error) {
      log.error('registry-listener-failed', { news: news.type, error: reasonOf(error) });
    }
  }

  async function change<Value>(decide: () => Decision<Value>): Promise<Value> {
    const turn = last.then(() => carryOut(decide));
    last = turn.catch(() => undefined);
    const { value, news = [] } = await turn;
    for (const each of news) await Promise.all(listeners.map((listener) => tell(listener, each)));
    return value;
  }

  return {
    memory,
    change,
    changeLater(decide) {
      change(decide).catch((error) =>
        log.error('registry-not-written', { error: reasonOf(error) }),
      );
    },
    listen: (listener) => void listeners.push(listener),
    settled: async () => void (await last),
  };
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : 'not an Error';

function telling(listener: RegistryListener, news: News): void | Promise<void> {
  switch (news.type) {
    case 'resident-changed':
      return listener.residentChanged?.(news.id);
    case 'band-assigned':
      return listener.bandAssigned?.(news.id, news.residentId);
    case 'policy-changed':
      return listener.policyChanged?.(news.residentId);
    case 'band-retired':
      return listener.bandRetired?.(news.id);
    case 'secret-rotated':
      return listener.secretRotated?.(news.id);
    case 'session-ended':
      return listener.sessionEnded?.(news.sessionId);
    default:
      return news satisfies never;
  }
}
