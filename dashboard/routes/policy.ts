// The numbers the service decides by: the community's, and what is different for one person. A change is
// a new version with who, why and, for a person, until when; what was before stays readable.
import { z } from 'zod';
import { parseResidentId, type ResidentId } from '../../domain/ids.ts';
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.ts';
import {
  changed,
  changesToJson,
  contradictions,
  type PolicyChanges,
  type PolicyScope,
  policyToJson,
  readChanges,
  stillValid,
} from '../../domain/policy-changes.ts';
import { formatRfc3339 } from '../../domain/time.ts';
import type { PolicyAnswer, PolicyVersion } from '../../registry/port.ts';
import { moment } from '../moment.ts';
import { type Answer, type FieldError, json, notFound, problem, wrongFields } from '../problem.ts';
import { type Route, route } from '../route.ts';
import type { Station } from '../station.ts';
import { text } from '../texts.ts';

const COMMUNITY = '/api/policy';
const PERSON = '/api/residents/:id/policy';

const change = {
  /** Everything that is to differ from now on, in the form of the policy. */
  changes: z.record(z.string(), z.unknown()),
  why: text(500),
  /** That whoever changes it has seen; 0: there was none. */
  version: z.int().min(0).optional(),
};
const communityChange = z.strictObject(change);
const personChange = z.strictObject({ ...change, until: moment.nullish() });

const versionView = ({ version, at, by, why, until, changes }: PolicyVersion) => ({
  version,
  at: formatRfc3339(at),
  ...(by !== undefined && { by }),
  why,
  ...(until !== undefined && { until: formatRfc3339(until) }),
  changes: changesToJson(stillValid(changes).changes),
});

/** What the community wants to change, against what is different for each person: both have to hold. */
function contradicted(
  { registry: { policies: book, residents }, clock }: Station,
  community: Policy,
  wanted: PolicyChanges,
): readonly FieldError[] {
  const now = clock();
  return book.people().flatMap((id) => {
    const newest = book.newest(id);
    if (newest === undefined || !holdsNow(newest, now)) return [];
    const own = stillValid(newest.changes).changes;
    const faults = contradictions(changed(community, own), { ...wanted, ...own });
    const name = residents.get(id)?.name ?? id;
    return faults.map(({ field, message }) => ({
      field: `changes.${field}`,
      message: `${message.en} also for ${name}, whose own policy says otherwise; change that first`,
      messageZh: `${message.zh};${name}另有个人设置,请先修改其个人设置`,
    }));
  });
}

const holdsNow = (version: PolicyVersion, now: number): boolean =>
  Object.keys(version.changes).length > 0 && (version.until === undefined || now < version.until);

function policyView(
  { registry: { policies: book }, policies, clock }: Station,
  id: ResidentId | undefined,
) {
  const now = clock();
  const newest = book.newest(id);
  const holds = newest !== undefined && holdsNow(newest, now);
  const people = book.people().filter((each) => {
    const version = book.newest(each);
    return version !== undefined && holdsNow(version, now);
  });
  return {
    version: newest?.version ?? 0,
    ...(newest?.until !== undefined && { until: formatRfc3339(newest.until) }),
    policy: policyToJson(policies.of(id, now)),
    changes: holds ? changesToJson(stillValid(newest.changes).changes) : {},
    history: book.history(id).map(versionView),
    // Of the community's: for whom something else holds.
    ...(id === undefined && { residents: people }),
  };
}

interface Wanted {
  readonly changes: unknown;
  readonly scope: PolicyScope;
  readonly over: Policy;
}

function readWanted({ changes, scope, over }: Wanted) {
  const read = readChanges(changes, scope, over);
  if (read.ok) return read;
  const errors = read.faults.map(({ field, message }) => ({
    field: ['changes', field].filter(Boolean).join('.'),
    message: message.en,
    messageZh: message.zh,
  }));
  return { ok: false as const, answer: wrongFields(errors) };
}

function answered(answer: PolicyAnswer, view: () => object): Answer {
  if (answer.ok) return json(view());
  if (answer.refusal === 'no-such-resident') return notFound('resident');
  const by = answer.newest?.by;
  return problem(
    'conflict',
    `The policy has been changed${by === undefined ? '' : ` by ${by}`} since you opened it. Look at it anew.`,
  );
}

export const policyRoutes = (station: Station): readonly Route[] => [
  route({
    method: 'get',
    path: COMMUNITY,
    permission: 'read-policy',
    handle: () => json(policyView(station, undefined)),
  }),
  route({
    method: 'put',
    path: COMMUNITY,
    permission: 'change-policy',
    body: communityChange,
    async handle({ body, session }) {
      const { promise, timezone } = station.policies.community;
      const over = { ...DEFAULT_POLICY, promise, timezone };
      const read = readWanted({ changes: body.changes, scope: 'community', over });
      if (!read.ok) return read.answer;
      const errors = contradicted(station, changed(over, read.changes), read.changes);
      if (errors.length > 0) return wrongFields(errors);
      const entry = { why: body.why, changes: read.changes };
      const { name } = session.staff;
      const answer = await station.registry.policies.change(entry, name, body.version);
      return answered(answer, () => policyView(station, undefined));
    },
  }),
  ...personRoutes(station),
];

const personRoutes = (station: Station): readonly Route[] => [
  route({
    method: 'get',
    path: PERSON,
    permission: 'read-policy',
    handle({ params, session }) {
      const { registry } = station;
      const id = parseResidentId(params.id);
      if (id === undefined || !registry.residents.get(id)) return notFound('resident');
      const by = session.staff.name;
      registry.audit.record({ action: 'policy-read', subject: `resident:${id}`, by });
      return json(policyView(station, id));
    },
  }),
  route({
    method: 'put',
    path: PERSON,
    permission: 'change-policy',
    body: personChange,
    async handle({ params, body: { changes, why, version, until }, session }) {
      const { registry, policies, clock } = station;
      const residentId = parseResidentId(params.id);
      if (residentId === undefined || !registry.residents.get(residentId)) {
        return notFound('resident');
      }
      if (until && until <= clock()) {
        return wrongFields([
          { field: 'until', message: 'must lie in the future', messageZh: '应晚于现在' },
        ]);
      }
      const read = readWanted({ changes, scope: 'person', over: policies.community });
      if (!read.ok) return read.answer;
      const entry = { residentId, why, changes: read.changes, ...(until && { until }) };
      const answer = await registry.policies.change(entry, session.staff.name, version);
      return answered(answer, () => policyView(station, residentId));
    },
  }),
];
