// Signing in and out, and who is signed in.
import { z } from 'zod';
import { parseStaffName } from '../../domain/ids.ts';
import { formatRfc3339, minutes } from '../../domain/time.ts';
import { type Answer, json, noContent, problem } from '../problem.ts';
import { openRoute, type Route, route } from '../route.ts';
import { cookieFor, endedCookieFor, tokenOf } from '../session-cookie.ts';
import type { Station } from '../station.ts';

const PATH = '/api/session';

const credentials = z.strictObject({
  name: z.string().max(200),
  password: z.string().max(1_024),
});

const wrong = (): Answer =>
  problem('wrong-credentials', 'No member of staff has this name and this password.');

const busy = (): Answer => ({
  ...problem('unavailable', 'Many are signing in at this moment. Try again.'),
  headers: { 'Retry-After': '1' },
});

export const sessionRoutes = ({ registry, policies, clock }: Station): readonly Route[] => [
  openRoute({
    method: 'post',
    path: PATH,
    guard: 'sign-in',
    body: credentials,
    async handle({ request, body }) {
      const name = parseStaffName(body.name);
      if (name === undefined) return wrong();
      const answer = await registry.sessions.signIn(name, body.password);
      if (!answer.ok) return answer.refusal === 'busy' ? busy() : wrong();
      // A new sign-in never goes on with the session that was there before (session fixation).
      const before = tokenOf(request);
      if (before !== undefined) await registry.sessions.end(before);
      return { ...noContent, headers: { 'Set-Cookie': cookieFor(request, answer.token) } };
    },
  }),
  route({
    method: 'get',
    path: PATH,
    permission: 'own-session',
    handle: ({ session: { staff } }) =>
      json({
        name: staff.name,
        role: staff.role,
        timezone: policies.community.timezone,
        promiseMinutes: policies.community.promise / minutes(1),
        serverTime: formatRfc3339(clock()),
      }),
  }),
  route({
    method: 'delete',
    path: PATH,
    permission: 'own-session',
    async handle({ request }) {
      await registry.sessions.end(tokenOf(request) ?? '');
      return { ...noContent, headers: { 'Set-Cookie': endedCookieFor(request) } };
    },
  }),
];
