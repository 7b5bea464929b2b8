// Who looked at or changed what, for administrators; and whether anybody has tampered with that.
import { z } from 'zod';
import { formatRfc3339 } from '../../domain/time.ts';
import { pageQuery } from '../page.ts';
import { json } from '../problem.ts';
import { type Route, route } from '../route.ts';
import type { Station } from '../station.ts';

const listQuery = z.strictObject({
  ...pageQuery(50),
  cursor: z.coerce.number('not the `next` of a page before').int().positive().optional(),
});

export const auditRoutes = ({ registry: { audit } }: Station): readonly Route[] => [
  route({
    method: 'get',
    path: '/api/audit',
    permission: 'read-audit',
    query: listQuery,
    async handle({ query: { limit, cursor } }) {
      const entries = await audit.list(limit, cursor);
      const last = entries.at(-1);
      const next = entries.length === limit && last && last.seq > 1 ? String(last.seq) : undefined;
      return json({
        items: entries.map((entry) => ({ ...entry, at: formatRfc3339(entry.at) })),
        ...(next !== undefined && { next }),
      });
    },
  }),
  route({
    method: 'get',
    path: '/api/audit/verification',
    permission: 'read-audit',
    handle: async () => json(await audit.verify()),
  }),
];
