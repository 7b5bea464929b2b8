// The first administrator chooses name and password, with the link that the first start printed.
import { z } from 'zod';
import { noContent, problem } from '../problem.ts';
import { openRoute, type Route } from '../route.ts';
import type { Station } from '../station.ts';
import { newPassword, staffName } from './staff.ts';

const setup = z.strictObject({
  token: z.string().min(1).max(200),
  name: staffName,
  password: newPassword,
});

export const setupRoutes = ({ registry }: Station): readonly Route[] => [
  openRoute({
    method: 'post',
    path: '/api/setup',
    guard: 'sign-in',
    body: setup,
    async handle({ body: { token, name, password } }) {
      if (await registry.staff.setUp(token, name, password)) return noContent;
      return problem(
        'setup-refused',
        'The link has been used, or is older than a day. Restart the service for a new one.',
      );
    },
  }),
];
