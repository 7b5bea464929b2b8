// The one way from a route to express. The order is the same for every route: is there a session, may
// it, how often was it tried, does what was sent fit; only then the route itself.
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { Log } from '../domain/log.ts';
import type { Registry, Session } from '../registry/port.ts';
import { type Answer, invalid, problem } from './problem.ts';
import type { Guards } from './rate.ts';
import { permits, type Route } from './route.ts';
import { tokenOf } from './session-cookie.ts';

const BODY_LIMIT = '64kb';

export interface MountParts {
  readonly registry: Registry;
  readonly guards: Guards;
  readonly log: Log;
}

export function mount(app: Express, routes: readonly Route[], parts: MountParts): void {
  for (const [path, atPath] of Map.groupBy(routes, (route) => route.path)) {
    const place = app.route(path);
    for (const route of atPath) {
      place[route.method](async (request, response) => {
        send(response, await answered(route, request, response, parts));
      });
    }
    place.all((_request, response) => send(response, notAllowed(atPath)));
  }
}

export function send(response: Response, { status, headers = {}, content }: Answer): void {
  // Whoever was turned away by a guard has their answer already.
  if (response.headersSent) return;
  response.status(status).set('Cache-Control', 'no-store').set(headers);
  if (content) response.set('Content-Type', content.type).send(Buffer.from(content.text, 'utf8'));
  else response.end();
}

async function answered(
  route: Route,
  request: Request,
  response: Response,
  { registry, guards, log }: MountParts,
): Promise<Answer> {
  try {
    const session = sessionOf(request, registry);
    const refusal = refusalFor(route, session);
    if (refusal) return refusal;
    const unread = await bodyProblem(route, request, response);
    if (unread) return unread;
    if (route.guard && !(await guards.pass(route.guard, request, response))) {
      return { status: response.statusCode };
    }
    return await handled(route, request, session);
  } catch (error) {
    log.error('request-failed', { method: route.method, path: route.path, ...describe(error) });
    return problem('failed', 'The service could not do this. It was written to its log.');
  }
}

export function sessionOf(request: Request, registry: Registry): Session | undefined {
  const token = tokenOf(request);
  return token === undefined ? undefined : registry.sessions.find(token);
}

export const notSignedIn = (): Answer => ({
  ...problem('not-signed-in', 'Sign in first.'),
  // RFC 9110 section 15.5.2 asks for a challenge; browsers show a prompt only for schemes they know.
  headers: { 'WWW-Authenticate': 'Cookie realm="Lamplight"' },
});

function refusalFor(route: Route, session: Session | undefined): Answer | undefined {
  if (route.permission === 'anyone') return undefined;
  if (!session) return notSignedIn();
  if (permits(route.permission, session.staff.role)) return undefined;
  return problem('not-permitted', `This needs another role than '${session.staff.role}'.`);
}

const readJson: RequestHandler = express.json({ limit: BODY_LIMIT });

async function bodyProblem(
  route: Route,
  request: Request,
  response: Response,
): Promise<Answer | undefined> {
  // A browser's POST without a body says so with a length of 0, and names no type.
  if (!route.body || request.headers['content-length'] === '0') return undefined;
  if (request.is('json') === false) {
    return problem('unsupported-media-type', 'Send JSON with Content-Type: application/json.');
  }
  const error = await new Promise<unknown>((resolve) => readJson(request, response, resolve));
  if (error === undefined) return undefined;
  if ((error as { status?: number }).status === 413) {
    return problem('too-large', `The body may have at most ${BODY_LIMIT}.`);
  }
  return problem('invalid', 'The body is not JSON that can be read.');
}

async function handled(
  route: Route,
  request: Request,
  session: Session | undefined,
): Promise<Answer> {
  const query = route.query.safeParse(request.query);
  if (!query.success) return invalid(query.error);
  const body = route.body?.safeParse(request.body ?? {});
  if (body && !body.success) return invalid(body.error);
  return route.handle({
    request,
    params: request.params as Record<string, string>,
    query: query.data,
    body: body?.data,
    session,
  });
}

function notAllowed(routes: readonly Route[]): Answer {
  const methods = routes.map(({ method }) => method);
  const allow = methods.map((method) => method.toUpperCase()).join(', ');
  return {
    ...problem('method-not-allowed', `What can be done here: ${allow}.`),
    headers: { Allow: allow },
  };
}

/** Where it broke, without the message: that may repeat what was sent. */
function describe(error: unknown): { readonly error: string; readonly where?: string } {
  if (!(error instanceof Error)) return { error: 'not an Error' };
  const where = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return { error: error.name, ...(where !== undefined && { where: where.trim() }) };
}
