// What happened and what was done about it; and doing something about it.
import { z } from 'zod';
import { DESK_ACTIONS, type Refusal } from '../../domain/desk.ts';
import { incidentView } from '../../domain/frame.ts';
import { parseIncidentId, type ResidentId } from '../../domain/ids.ts';
import { isDeskAction, parseDeskAction } from '../desk-action.ts';
import { pageQuery } from '../page.ts';
import { type Answer, invalid, json, notFound, problem } from '../problem.ts';
import { type Route, route } from '../route.ts';
import type { Station } from '../station.ts';

const PATH = '/api/incidents';

const listQuery = z.strictObject({
  ...pageQuery(50),
  state: z.enum(['open', 'closed', 'all']).default('open'),
  residentId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .transform((text) => text as ResidentId)
    .optional(),
});

function refusalAnswer(refusal: Refusal): Answer {
  switch (refusal.code) {
    case 'not-found':
      return notFound('incident');
    case 'owned':
      return problem('owned', `${refusal.owner} has already taken this incident.`, {
        owner: refusal.owner,
      });
    case 'closed': {
      const { owner, outcome } = refusal;
      const by = owner === undefined ? '' : ` by ${owner}`;
      return problem('closed', `The incident was closed${by} (${outcome}). Reopen it first.`, {
        outcome,
        ...(owner !== undefined && { owner }),
      });
    }
    case 'not-closed':
      return problem('not-closed', 'The incident is not closed, so it cannot be reopened.');
    default:
      return refusal satisfies never;
  }
}

export const incidentRoutes = ({ engine, registry, log }: Station): readonly Route[] => [
  route({
    method: 'get',
    path: PATH,
    permission: 'see-people',
    query: listQuery,
    async handle({ query: { state, limit, residentId, cursor } }) {
      const page = await engine.incidents({
        state,
        limit,
        ...(residentId !== undefined && { residentId }),
        ...(cursor !== undefined && { cursor }),
      });
      return json({ ...page, items: page.items.map(incidentView) });
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/:id`,
    permission: 'see-people',
    async handle({ params, session }) {
      const id = parseIncidentId(params.id);
      const incident = id && (await engine.incident(id));
      if (!incident) return notFound('incident');
      const by = session.staff.name;
      registry.audit.record({ action: 'incident-read', subject: `incident:${id}`, by });
      return json(incidentView(incident));
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/:id/:action`,
    permission: 'answer-incidents',
    body: z.unknown(),
    async handle({ params, body, session }) {
      const id = parseIncidentId(params.id);
      if (id === undefined) return notFound('incident');
      if (!isDeskAction(params.action)) {
        return problem('not-found', `An incident takes one of: ${DESK_ACTIONS.join(', ')}.`);
      }
      const parsed = parseDeskAction(params.action, body);
      if (!parsed.ok) return invalid(parsed.error);
      try {
        const answer = await engine.act(id, session.staff.name, parsed.action);
        return answer.ok ? json(incidentView(answer.incident)) : refusalAnswer(answer.refusal);
      } catch (error) {
        const name = error instanceof Error ? error.name : 'not an Error';
        log.error('action-not-recorded', { action: params.action, error: name });
        return problem(
          'unavailable',
          'This could not be recorded, so it did not happen. Try again.',
        );
      }
    },
  }),
];
