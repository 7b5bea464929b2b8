// Who may sign in, managed by administrators.
import { z } from 'zod';
import { parseStaffName, SHORTEST_PASSWORD, type StaffName } from '../../domain/ids.ts';
import { formatRfc3339 } from '../../domain/time.ts';
import { ROLES, type StaffChanges, type StaffMember } from '../../registry/port.ts';
import { json, notFound, problem } from '../problem.ts';
import { type Route, route } from '../route.ts';
import type { Station } from '../station.ts';
import { line } from '../texts.ts';

const PATH = '/api/staff';

export const staffName = line(64).transform((text) => text as StaffName);

/** NIST SP 800-63B: length counts, not which characters. */
export const newPassword = z
  .string()
  .min(SHORTEST_PASSWORD, `must have at least ${SHORTEST_PASSWORD} characters`)
  .max(1_024)
  .refine((password) => new Set(password).size > 2, 'must not repeat one or two characters');

const newMember = z.strictObject({
  name: staffName,
  role: z.enum(ROLES),
  password: newPassword,
});

const changes = z
  .strictObject({
    role: z.enum(ROLES).optional(),
    disabled: z.boolean().optional(),
    password: newPassword.optional(),
  })
  .refine((value) => Object.keys(value).length > 0, 'say what to change');

const memberView = ({ name, role, disabledAt }: StaffMember) => ({
  name,
  role,
  ...(disabledAt !== undefined && { disabledAt: formatRfc3339(disabledAt) }),
});

export const staffRoutes = ({ registry }: Station): readonly Route[] => [
  route({
    method: 'get',
    path: PATH,
    permission: 'manage-staff',
    handle: () => json({ items: registry.staff.all().map(memberView) }),
  }),
  route({
    method: 'post',
    path: PATH,
    permission: 'manage-staff',
    body: newMember,
    async handle({ body: { name, role, password }, session }) {
      const added = await registry.staff.add(name, role, password, session.staff.name);
      if (!added) return problem('conflict', 'Somebody has this name, or one that reads like it.');
      return json(memberView({ name, role }), 201);
    },
  }),
  route({
    method: 'patch',
    path: `${PATH}/:name`,
    permission: 'manage-staff',
    body: changes,
    async handle({ params, body, session }) {
      const name = parseStaffName(params.name);
      if (name === undefined) return notFound('member of staff');
      const answer = await registry.staff.change(name, body as StaffChanges, session.staff.name);
      if (answer.ok) return json(memberView(answer.member));
      if (answer.refusal === 'no-such-staff') return notFound('member of staff');
      return problem('conflict', 'This is the last administrator. Make another one first.');
    },
  }),
];
