// The journal in one SQLite file, written by a thread of its own (journal-thread.ts).

import type { Incident } from '../../domain/incident.ts';
import { isOpen } from '../../domain/incident.ts';
import { startThread, type Thread } from '../../durable/thread.ts';
import type { IncidentQuery, Journal, JournalBatch } from '../port.ts';
import type { IncidentRow, JournalHandlers } from './journal-thread.ts';

/** @param path of the file; made when it does not exist. */
export function createSqliteJournal({ path }: { readonly path: string }): Journal {
  let thread: Thread<JournalHandlers> | undefined;
  const opened = (): Thread<JournalHandlers> => {
    if (!thread) throw new Error('the journal is not open');
    return thread;
  };
  return {
    async open() {
      thread = startThread<JournalHandlers>(new URL('./journal-thread.ts', import.meta.url), path);
      try {
        return await thread.call('open');
      } catch (error) {
        await thread.end();
        throw error;
      }
    },
    append: async ({ incidents, changes, ...rest }: JournalBatch) =>
      // The thread needs no timelines: it has the changes.
      opened().call('append', {
        ...rest,
        changes: changes.map(({ change, version }) => ({
          incidentId: change.incidentId,
          version,
          body: JSON.stringify(change),
        })),
        incidents: incidents.map(rowOf),
      }),
    incident: async (id) => opened().call('incident', id),
    incidents: async (query: IncidentQuery) => opened().call('incidents', query),
    async close() {
      await thread?.call('close');
      await thread?.end();
      thread = undefined;
    },
  };
}

const rowOf = (incident: Incident): IncidentRow => ({
  id: incident.id,
  openedAt: incident.openedAt,
  isOpen: isOpen(incident),
  residentId: incident.residentId ?? null,
});
