// The history of one resident, in as many points as a chart can show.
import { z } from 'zod';
import { parseResidentId } from '../../domain/ids.ts';
import { METRICS } from '../../domain/message.ts';
import { formatRfc3339, hours, minus } from '../../domain/time.ts';
import { moment } from '../moment.ts';
import { json, notFound, problem } from '../problem.ts';
import { type Route, route } from '../route.ts';
import type { Station } from '../station.ts';

const MOST_POINTS = 600;
const USUAL_SPAN = hours(24);

const rangeQuery = z.strictObject({
  metric: z.enum(METRICS, `one of ${METRICS.join(', ')}`),
  from: moment.optional(),
  to: moment.optional(),
  points: z.coerce.number('points is a number').int().min(1).max(MOST_POINTS).default(MOST_POINTS),
});

export const readingRoutes = ({ registry, store, clock, log }: Station): readonly Route[] => [
  route({
    method: 'get',
    path: '/api/residents/:id/readings',
    permission: 'see-people',
    query: rangeQuery,
    async handle({ params, query: { metric, points, ...span }, session }) {
      const residentId = parseResidentId(params.id);
      if (residentId === undefined || !registry.residents.get(residentId)) {
        return notFound('resident');
      }
      const to = span.to ?? clock();
      const from = span.from ?? minus(to, USUAL_SPAN);
      if (from >= to) return problem('invalid', '`from` must lie before `to`.');
      const by = session.staff.name;
      registry.audit.record({ action: 'readings-read', subject: `resident:${residentId}`, by });
      try {
        const buckets = await store.range({ residentId, metric, from, to, points });
        return json({
          items: buckets.map(({ at, ...rest }) => ({ at: formatRfc3339(at), ...rest })),
        });
      } catch (error) {
        log.warn('history-unavailable', { error: error instanceof Error ? error.name : 'unknown' });
        return problem('unavailable', 'The history cannot be read now. Alarms are not affected.');
      }
    },
  }),
];
