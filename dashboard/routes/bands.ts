// The wristbands: register, assign, swap, retire, rotate the secret. A secret is answered once, to
// whoever had it made, together with where the band has to connect, and stands in no other answer.
import { z } from 'zod';
import { type BandId, parseBandId, parseResidentId } from '../../domain/ids.ts';
import { formatRfc3339 } from '../../domain/time.ts';
import type { Band, BandAssignment, BandRefusal } from '../../registry/port.ts';
import { pageOf, pageQuery } from '../page.ts';
import { type Answer, json, notFound, problem } from '../problem.ts';
import { type Route, route } from '../route.ts';
import type { Station } from '../station.ts';

const PATH = '/api/bands';

const bandId = z.string().transform((text, context) => {
  const id = parseBandId(text);
  if (id !== undefined) return id;
  context.addIssue('1 to 64 letters, digits, _ or -');
  return z.NEVER;
});
const residentId = z.string().transform((text, context) => {
  const id = parseResidentId(text);
  if (id !== undefined) return id;
  context.addIssue('not the id of a resident');
  return z.NEVER;
});

const newBand = z.strictObject({ id: bandId, residentId: residentId.nullish() });
const change = z.union(
  [
    z.strictObject({ residentId: residentId.nullable() }),
    z.strictObject({ retired: z.literal(true) }),
  ],
  'send {"residentId": "…"}, {"residentId": null} or {"retired": true}',
);

const bandView = ({ id, residentId: wearer, registeredAt, assignedAt, retiredAt }: Band) => ({
  id,
  ...(wearer !== undefined && { residentId: wearer }),
  registeredAt: formatRfc3339(registeredAt),
  ...(assignedAt !== undefined && { assignedAt: formatRfc3339(assignedAt) }),
  ...(retiredAt !== undefined && { retiredAt: formatRfc3339(retiredAt) }),
});

function refusalAnswer(refusal: BandRefusal): Answer {
  switch (refusal) {
    case 'no-such-band':
      return notFound('wristband');
    case 'no-such-resident':
      return problem('invalid', 'There is no such resident.', {
        errors: [{ field: 'residentId', message: 'there is no such resident' }],
      });
    case 'exists':
      return problem(
        'conflict',
        'A wristband with this id is registered; ids are never used again.',
      );
    case 'resident-has-band':
      return problem(
        'conflict',
        'This resident wears a band already. Register the new one without residentId, then assign it.',
      );
    case 'retired':
      return problem('conflict', 'This wristband is retired, for good.');
    default:
      return refusal satisfies never;
  }
}

export const bandRoutes = ({ registry: { bands }, bandUrls }: Station): readonly Route[] => [
  route({
    method: 'get',
    path: PATH,
    permission: 'see-people',
    query: z.strictObject(pageQuery(50)),
    handle({ query: { limit, cursor } }) {
      const page = pageOf(bands.all(), limit, cursor);
      if (!page) return problem('invalid', 'The cursor is not the `next` of a page before.');
      return json({ ...page, items: page.items.map(bandView) });
    },
  }),
  route({
    method: 'post',
    path: PATH,
    permission: 'manage-bands',
    body: newBand,
    async handle({ body, session }) {
      const by = session.staff.name;
      const answer = await bands.register(body.id, body.residentId ?? undefined, by);
      if (!answer.ok) return refusalAnswer(answer.refusal);
      const { band, secret } = answer.value;
      return {
        ...json({ ...bandView(band), secret, mqtt: bandUrls() }, 201),
        headers: { Location: `${PATH}/${band.id}` },
      };
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/:id`,
    permission: 'see-people',
    async handle({ params }) {
      const band = bandOf(params.id, bands.get);
      if (!band) return notFound('wristband');
      const history = await bands.history(band.id);
      return json({ ...bandView(band), history: history.map(historyView) });
    },
  }),
  route({
    method: 'patch',
    path: `${PATH}/:id`,
    permission: 'manage-bands',
    body: change,
    async handle({ params, body, session }) {
      const id = parseBandId(params.id);
      if (id === undefined) return notFound('wristband');
      const by = session.staff.name;
      const answer =
        'retired' in body
          ? await bands.retire(id, by)
          : await bands.assign(id, body.residentId, by);
      return answer.ok ? json(bandView(answer.value)) : refusalAnswer(answer.refusal);
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/:id/secret`,
    permission: 'manage-bands',
    async handle({ params, session }) {
      const id = parseBandId(params.id);
      if (id === undefined) return notFound('wristband');
      const answer = await bands.rotateSecret(id, session.staff.name);
      return answer.ok
        ? json({ id, ...answer.value, mqtt: bandUrls() })
        : refusalAnswer(answer.refusal);
    },
  }),
];

const bandOf = (text: string | undefined, get: (id: BandId) => Band | undefined) => {
  const id = parseBandId(text);
  return id && get(id);
};

const historyView = ({ residentId: wearer, from, to }: BandAssignment) => ({
  residentId: wearer,
  from: formatRfc3339(from),
  ...(to !== undefined && { to: formatRfc3339(to) }),
});
