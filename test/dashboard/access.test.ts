// Every route the express router knows is attacked here: without a session, with the wrong role, from
// a foreign page. A new route without a declared permission fails the first test.
import { describe, expect, test } from 'vitest';
import { PERMISSIONS, type Permission } from '../../dashboard/route.ts';
import { allRoutes } from '../../dashboard/routes/all.ts';
import { createDutyApp } from '../../dashboard/server.ts';
import type { Station } from '../../dashboard/station.ts';
import { openStaffedDesk } from './given.ts';

const routes = allRoutes({ registry: {} } as Station);
const nameOf = (method: string, path: string) => `${method.toUpperCase()} ${path}`;

interface Layer {
  readonly route?: {
    readonly path: string;
    readonly stack: readonly { readonly method?: string }[];
  };
}

/** What express really answers, by looking into its router. */
function mounted(): readonly string[] {
  const app = createDutyApp({ registry: {}, webRoot: '/nowhere', log: {} } as never);
  const stack = (app as unknown as { router: { stack: readonly Layer[] } }).router.stack;
  return stack.flatMap(({ route }) =>
    (route?.stack ?? []).flatMap(({ method }) =>
      // Without a method: what answers 405 to all others.
      route && method !== undefined ? [nameOf(method, route.path)] : [],
    ),
  );
}

/** The contract: who may do what. Written by hand, so that a slip in the code does not agree with itself. */
const EXPECTED: Readonly<Record<string, Permission>> = {
  'GET /healthz': 'anyone',
  'GET /readyz': 'anyone',
  'GET /metrics': 'anyone',
  'GET /asyncapi.yaml': 'anyone',
  'GET /openapi.yaml': 'anyone',
  'POST /api/session': 'anyone',
  'GET /api/session': 'own-session',
  'DELETE /api/session': 'own-session',
  'POST /api/setup': 'anyone',
  'GET /api/incidents': 'see-people',
  'GET /api/incidents/:id': 'see-people',
  'POST /api/incidents/:id/:action': 'answer-incidents',
  'GET /api/residents': 'see-people',
  'POST /api/residents': 'change-people',
  'GET /api/residents/:id': 'see-people',
  'PATCH /api/residents/:id': 'change-people',
  'GET /api/residents/:id/readings': 'see-people',
  'GET /api/residents/:id/why': 'see-people',
  'GET /api/bands': 'see-people',
  'POST /api/bands': 'manage-bands',
  'GET /api/bands/:id': 'see-people',
  'PATCH /api/bands/:id': 'manage-bands',
  'POST /api/bands/:id/secret': 'manage-bands',
  'GET /api/policy': 'read-policy',
  'PUT /api/policy': 'change-policy',
  'GET /api/residents/:id/policy': 'read-policy',
  'PUT /api/residents/:id/policy': 'change-policy',
  'POST /api/rehearsals': 'rehearse',
  'GET /api/rehearsals/:id': 'rehearse',
  'DELETE /api/rehearsals/:id': 'rehearse',
  'GET /api/staff': 'manage-staff',
  'POST /api/staff': 'manage-staff',
  'PATCH /api/staff/:name': 'manage-staff',
  'GET /api/figures/today': 'see-people',
  'GET /api/audit': 'read-audit',
  'GET /api/audit/verification': 'read-audit',
};

const OFFICERS: readonly Permission[] = [
  'own-session',
  'see-people',
  'answer-incidents',
  'read-policy',
];

const closed = routes.filter(({ permission }) => permission !== 'anyone');
const changing = routes.filter(({ method }) => method !== 'get');
const concrete = (path: string) => path.replace(':action', 'claim').replace(/:\w+/, 'x1');

describe('every route of the router', () => {
  test('is declared with its permission, and nothing else is mounted', () => {
    const declared = Object.fromEntries(
      routes.map(({ method, path, permission }) => [nameOf(method, path), permission]),
    );
    expect(declared).toEqual(EXPECTED);
    expect(mounted().toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  });

  test('needs a session unless it is one of the few that cannot', async () => {
    const desk = await openStaffedDesk();
    for (const { method, path } of closed) {
      const answer = await desk.stranger(
        method.toUpperCase(),
        concrete(path),
        method === 'get' ? undefined : {},
      );
      expect([path, answer.status, answer.headers.get('www-authenticate')]).toEqual([
        path,
        401,
        expect.stringContaining('Cookie'),
      ]);
      expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    }
    expect((await desk.stranger('GET', '/api/unknown')).status).toBe(401);
    expect((await desk.officer('GET', '/api/unknown')).status).toBe(404);
  });

  test('lets each role do what it may, and nothing more', async () => {
    const desk = await openStaffedDesk();
    // Signing out comes last, or there is no role left to try.
    const others = closed.filter(
      ({ method, path }) => nameOf(method, path) !== 'DELETE /api/session',
    );
    for (const { method, path, permission } of others) {
      const body = method === 'get' ? undefined : {};
      const asOfficer = await desk.officer(method.toUpperCase(), concrete(path), body);
      const asAdmin = await desk.admin(method.toUpperCase(), concrete(path), body);
      const name = nameOf(method, path);
      expect([name, asOfficer.status === 403]).toEqual([name, !OFFICERS.includes(permission)]);
      expect([name, [401, 403].includes(asAdmin.status)]).toEqual([name, false]);
    }
    expect(
      Object.keys(PERMISSIONS).filter((each) => OFFICERS.includes(each as Permission)),
    ).toHaveLength(4);
  });

  test('answers 405 with what it can, for any other method', async () => {
    const desk = await openStaffedDesk();
    const answer = await desk.admin('PUT', '/api/residents', {});
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, POST');
    expect(answer.json).toMatchObject({ type: 'urn:lamplight:problem:method-not-allowed' });
  });

  test('changes nothing by GET or HEAD', async () => {
    const desk = await openStaffedDesk();
    const { id } = await desk.registry.residents.add({ name: '李秀兰' });
    const incident = desk.engine.press(id, 'm1');
    for (const method of ['GET', 'HEAD']) {
      expect((await desk.admin(method, `/api/incidents/${incident.id}/claim`)).status).toBe(405);
    }
    expect(desk.engine.openIncidents()[0]?.state).toBe('open');
  });
});

describe('a change from a foreign page', () => {
  const foreign = (url: string): readonly (readonly [string, Record<string, string>])[] => [
    ['no Origin and no Sec-Fetch-Site', { origin: '' }],
    ['Origin null', { origin: 'null' }],
    ['another site', { origin: 'https://evil.example' }],
    ['our address as a prefix', { origin: `${url}.evil.example` }],
    ['our host on another port', { origin: url.replace(/\d+$/, '1') }],
    ['a page of ours that says cross-site', { origin: url, 'sec-fetch-site': 'cross-site' }],
    ['a neighbour on the same site', { origin: url, 'sec-fetch-site': 'same-site' }],
    ['typed into the address bar', { origin: url, 'sec-fetch-site': 'none' }],
  ];

  test('is refused on every route that changes something, before anything else is looked at', async () => {
    const desk = await openStaffedDesk();
    for (const { method, path } of changing) {
      for (const [what, headers] of foreign(desk.url)) {
        const answer = await desk.admin(method.toUpperCase(), concrete(path), {}, headers);
        expect([what, path, answer.status, answer.json.type]).toEqual([
          what,
          path,
          403,
          'urn:lamplight:problem:foreign-origin',
        ]);
      }
    }
    expect((await desk.admin('GET', '/api/session')).status).toBe(200);
  });

  test('is told from one of ours: by Origin, or by Sec-Fetch-Site where there is none', async () => {
    const desk = await openStaffedDesk();
    const name = { name: '李秀兰' };
    const withOrigin = { 'sec-fetch-site': 'same-origin' };
    expect((await desk.admin('POST', '/api/residents', name, withOrigin)).status).toBe(201);
    const response = await fetch(`${desk.url}/api/residents`, {
      method: 'POST',
      headers: {
        cookie: desk.adminCookie,
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
      },
      body: JSON.stringify(name),
    });
    expect(response.status).toBe(201);
  });

  test('behind a proxy that speaks TLS, our own HTTPS page is ours', async () => {
    const desk = await openStaffedDesk();
    const { host } = new URL(desk.url);
    const answer = await desk.admin(
      'POST',
      '/api/residents',
      { name: '李' },
      { origin: `https://${host}` },
    );
    expect(answer.status).toBe(201);
  });
});
