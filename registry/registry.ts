// The registry: who the people are. One small file, read whole when it is opened; after that every
// question is answered from memory and every change is written in the file's own thread
// (`file-thread.ts`) before it holds (`ledger.ts`).
import type { Log } from '../domain/log.ts';
import type { Clock } from '../domain/time.ts';
import { startThread, type Thread } from '../durable/thread.ts';
import { createBands } from './bands.ts';
import { createLedger } from './ledger.ts';
import { emptyMemory, recall } from './memory.ts';
import { createPasswords, PASSWORD_COST, type PasswordCost } from './password.ts';
import { createPolicyBook } from './policy-book.ts';
import type { Audit, Registry } from './port.ts';
import { createResidents } from './residents.ts';
import { createSessions, SESSION_LIMITS, type SessionLimits } from './sessions.ts';
import { createStaff } from './staff.ts';
import type { FileHandlers } from './write.ts';

export interface RegistryOptions {
  /** Of the file; it is made when it does not exist. */
  readonly path: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly sessionLimits?: SessionLimits;
  readonly passwordCost?: PasswordCost;
}

export function createRegistry({
  path,
  clock,
  log,
  sessionLimits = SESSION_LIMITS,
  passwordCost = PASSWORD_COST,
}: RegistryOptions): Registry {
  let thread: Thread<FileHandlers> | undefined;
  const file = (): Thread<FileHandlers> => {
    if (!thread) throw new Error('the registry is not open');
    return thread;
  };
  const memory = emptyMemory();
  const ledger = createLedger({
    memory,
    write: async (writes) => file().call('write', writes),
    log,
  });
  const passwords = createPasswords(passwordCost);

  const audit: Audit = {
    record(entry) {
      const at = clock();
      ledger.changeLater(() => ({
        value: undefined,
        writes: [{ type: 'audit', entry: { at, ...entry } }],
      }));
    },
    // Whoever asks sees what was done before they asked.
    async list(limit, before) {
      await ledger.settled();
      return file().call('auditList', limit, before ?? null);
    },
    verify: async () => file().call('auditVerify'),
  };

  return {
    residents: createResidents(ledger, clock),
    bands: createBands(ledger, clock),
    staff: createStaff(ledger, passwords, clock),
    sessions: createSessions({ ledger, passwords, limits: sessionLimits, clock, log }),
    audit,
    policies: createPolicyBook(ledger, clock),
    async open() {
      thread = startThread<FileHandlers>(new URL('./file-thread.ts', import.meta.url), undefined);
      try {
        const contents = await thread.call('open', path);
        const { missing } = contents;
        if (missing !== undefined) log.error('registry-damaged', { missing });
        recall(memory, contents);
      } catch (error) {
        await thread.end();
        throw error;
      }
    },
    listen: ledger.listen,
    async close() {
      await ledger.settled();
      const ending = thread;
      thread = undefined;
      try {
        await ending?.call('close');
      } finally {
        await ending?.end();
      }
    },
  };
}
