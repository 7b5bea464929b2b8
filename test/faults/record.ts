// Reading back what a service has on record: through its own front door, or from its folder.
import { join } from 'node:path';
import { createSqliteJournal } from '../../alerts/adapters/sqlite.ts';
import type { IncidentView } from '../../domain/frame.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Desk } from '../support/service.ts';

/** Every incident the desk can see. */
export async function incidentsAtDesk(desk: Desk): Promise<readonly IncidentView[]> {
  const found: IncidentView[] = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await desk.call<{ items: IncidentView[]; next?: string }>(
      'GET',
      `/api/incidents?state=all&limit=100${query}`,
    );
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}

/** Every incident in the journal of a folder, read as the next start of the service would read it. */
export async function incidentsInFolder(dataDir: string): Promise<readonly Incident[]> {
  const journal = createSqliteJournal({ path: join(dataDir, 'journal.db') });
  await journal.open();
  try {
    const found: Incident[] = [];
    let cursor: string | undefined;
    do {
      const page = await journal.incidents({
        state: 'all',
        limit: 200,
        ...(cursor !== undefined && { cursor }),
      });
      found.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    return found;
  } finally {
    await journal.close();
  }
}

/** Closes what is open, so that the next presses raise incidents of their own. */
export async function closeAll(desk: Desk): Promise<void> {
  const { items } = await desk.call<{ items: IncidentView[] }>(
    'GET',
    '/api/incidents?state=open&limit=200',
  );
  for (const { id } of items) {
    await desk.call('POST', `/api/incidents/${id}/close`, { outcome: 'test' });
  }
}
