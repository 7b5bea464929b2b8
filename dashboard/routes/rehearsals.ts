// Trying other numbers on the recorded past before they hold: asked for, looked at while it runs, and
// stopped. Nothing that is tried changes anything.
import { z } from 'zod';
import { written } from '../../domain/frame.ts';
import { parseResidentId, type ResidentId } from '../../domain/ids.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { changed, readChanges } from '../../domain/policy-changes.ts';
import { days, formatRfc3339, minus } from '../../domain/time.ts';
import { moment } from '../moment.ts';
import { type FieldError, json, noContent, notFound, problem, wrongFields } from '../problem.ts';
import type { RehearsalState, RehearsedPolicy } from '../rehearsals.ts';
import { type Route, route } from '../route.ts';
import type { Station } from '../station.ts';

const PATH = '/api/rehearsals';
const LONGEST = days(400);
const USUAL = days(30);

const part = z.record(z.string(), z.unknown());
const policy = z.strictObject({
  /** Differs from the defaults; absent: as the community's is now. */
  changes: part.optional(),
  /** By resident, what differs from the community's; absent: as it is now. */
  residents: z.record(z.string(), part).optional(),
});
const wanted = z.strictObject({
  from: moment.optional(),
  to: moment.optional(),
  policies: z.array(policy).length(2, 'two policies to compare'),
});

type Wanted = z.output<typeof policy>;

/** Every mistake in it, or the numbers it means. */
function readPolicy(
  { policies, registry, clock }: Station,
  { changes, residents }: Wanted,
  where: string,
): { readonly errors: readonly FieldError[]; readonly policy: RehearsedPolicy } {
  const errors: FieldError[] = [];
  const { promise, timezone } = policies.community;
  const defaults = { ...DEFAULT_POLICY, promise, timezone };
  const take = (
    json: unknown,
    scope: 'community' | 'person',
    over: typeof defaults,
    at: string,
  ) => {
    const read = readChanges(json, scope, over);
    if (read.ok) return changed(over, read.changes);
    for (const { field, message } of read.faults) {
      const place = [where, at, field].filter(Boolean).join('.');
      errors.push({ field: place, message: message.en, messageZh: message.zh });
    }
    return over;
  };
  const community =
    changes === undefined ? policies.community : take(changes, 'community', defaults, 'changes');
  const given = Object.entries(residents ?? {}).flatMap(([id, json]) => {
    const residentId = parseResidentId(id);
    if (residentId !== undefined && registry.residents.get(residentId)) {
      return [[residentId, take(json, 'person', community, `residents.${id}`)] as const];
    }
    const field = `${where}.residents.${id}`;
    errors.push({ field, message: 'there is no such resident', messageZh: '没有这位住户' });
    return [];
  });
  const known = new Set<ResidentId>(given.map(([id]) => id));
  const now = clock();
  const asNow = registry.policies.people().flatMap((id) => {
    const newest = registry.policies.newest(id);
    const holds = newest && (newest.until === undefined || now < newest.until);
    return holds && !known.has(id) ? [[id, changed(community, newest.changes)] as const] : [];
  });
  return { errors, policy: { community, people: [...asNow, ...given] } };
}

const stateView = ({ startedAt, ...rest }: RehearsalState) => ({
  ...written(rest),
  startedAt: formatRfc3339(startedAt),
});

export const rehearsalRoutes = (station: Station): readonly Route[] => [
  route({
    method: 'post',
    path: PATH,
    permission: 'rehearse',
    body: wanted,
    async handle({ body, session }) {
      const { rehearsals, registry, clock } = station;
      const to = body.to ?? clock();
      const from = body.from ?? minus(to, USUAL);
      if (from >= to) return problem('invalid', '`from` must lie before `to`.');
      if (to - from > LONGEST) return problem('invalid', 'At most 400 days can be rehearsed.');
      const [first = {}, second = {}] = body.policies;
      const a = readPolicy(station, first, 'policies.0');
      const b = readPolicy(station, second, 'policies.1');
      const errors = [...a.errors, ...b.errors];
      if (errors.length > 0) return wrongFields(errors);
      const by = session.staff.name;
      const answer = await rehearsals.start({ from, to, policies: [a.policy, b.policy] }, by);
      if (!answer.ok) {
        const who = answer.by === undefined ? '' : ` for ${answer.by}`;
        return problem('conflict', `A rehearsal runs already${who}. Wait for it, or stop it.`);
      }
      const { id } = answer.rehearsal;
      registry.audit.record({ action: 'policy-rehearsed', subject: `rehearsal:${id}`, by });
      return { ...json(stateView(answer.rehearsal), 202), headers: { Location: `${PATH}/${id}` } };
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/:id`,
    permission: 'rehearse',
    handle({ params }) {
      const found = station.rehearsals.get(params.id ?? '');
      return found ? json(stateView(found)) : notFound('rehearsal');
    },
  }),
  route({
    method: 'delete',
    path: `${PATH}/:id`,
    permission: 'rehearse',
    async handle({ params }) {
      if (!station.rehearsals.get(params.id ?? '')) return notFound('rehearsal');
      await station.rehearsals.cancel(params.id ?? '');
      return noContent;
    },
  }),
];
