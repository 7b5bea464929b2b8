// The people who are watched over, complete: for whoever is signed in, and written to the audit.
import { z } from 'zod';
import { parseResidentId } from '../../domain/ids.ts';
import { SEXES } from '../../domain/person.ts';
import type { NewResident, ResidentChanges } from '../../registry/port.ts';
import { pageOf, pageQuery } from '../page.ts';
import { json, notFound, problem } from '../problem.ts';
import { type Route, route } from '../route.ts';
import type { Station } from '../station.ts';
import { line, lineOrNumber, text } from '../texts.ts';

const PATH = '/api/residents';

const phone = line(32).refine(
  (value) => /^\+?[0-9][0-9 ()-]*$/.test(value),
  'must be a telephone number',
);

const contact = z.strictObject({
  name: line(64),
  relation: line(32).optional(),
  phone: phone.optional(),
  hours: line(100).optional(),
  hasKey: z.boolean().optional(),
});

/** One entry may come as plain text. */
const entries = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.array(line(200)).max(50),
);

/** Lists from elsewhere say it in their own way. */
const SEX_SAID: Readonly<Record<string, string>> = {
  女: 'female',
  f: 'female',
  男: 'male',
  m: 'male',
};
const sex = z.preprocess(
  (value) => (typeof value === 'string' ? (SEX_SAID[value.toLowerCase()] ?? value) : value),
  z.enum(SEXES, `one of ${SEXES.join(', ')}, 女, 男`),
);

const facts = {
  sex,
  birthYear: z.int().min(1880).max(2200),
  compound: line(64),
  building: lineOrNumber(32),
  unit: lineOrNumber(32),
  room: lineOrNumber(32),
  phone,
  contacts: z.array(contact).max(20),
  conditions: entries,
  medicines: entries,
  allergies: entries,
  access: text(500),
  remarks: text(2_000),
};

const newResident = z.strictObject({ name: line(64), ...z.object(facts).partial().shape });

const nullable = Object.fromEntries(
  Object.entries(facts).map(([key, schema]) => [key, schema.nullable().optional()]),
);
const changes = z
  .strictObject({ name: line(64).optional(), ...nullable })
  .refine((value) => Object.keys(value).length > 0, 'say what to change');

export const residentRoutes = ({ registry }: Station): readonly Route[] => [
  route({
    method: 'get',
    path: PATH,
    permission: 'see-people',
    query: z.strictObject(pageQuery(50)),
    handle({ query: { limit, cursor }, session }) {
      const page = pageOf(registry.residents.all(), limit, cursor);
      if (!page) return problem('invalid', 'The cursor is not the `next` of a page before.');
      registry.audit.record({
        action: 'residents-listed',
        subject: `residents:${page.items.length}`,
        by: session.staff.name,
      });
      return json(page);
    },
  }),
  route({
    method: 'post',
    path: PATH,
    permission: 'change-people',
    body: newResident,
    async handle({ body, session }) {
      const added = await registry.residents.add(body as NewResident, session.staff.name);
      return { ...json(added, 201), headers: { Location: `${PATH}/${added.id}` } };
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/:id`,
    permission: 'see-people',
    handle({ params, session }) {
      const id = parseResidentId(params.id);
      const resident = id && registry.residents.get(id);
      if (!resident) return notFound('resident');
      registry.audit.record({
        action: 'resident-read',
        subject: `resident:${id}`,
        by: session.staff.name,
      });
      return json(resident);
    },
  }),
  route({
    method: 'patch',
    path: `${PATH}/:id`,
    permission: 'change-people',
    body: changes,
    async handle({ params, body, session }) {
      const id = parseResidentId(params.id);
      const { name } = session.staff;
      const changed = id && (await registry.residents.change(id, body as ResidentChanges, name));
      return changed ? json(changed) : notFound('resident');
    },
  }),
];
