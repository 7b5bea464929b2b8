// What the stand-in answers under `/api`.
import type { ServerResponse } from 'node:http';
import type { IncidentId, ResidentId } from '../../../domain/ids.ts';
import { formatRfc3339, type Instant } from '../../../domain/time.ts';
import { CARDS } from '../../screen/community.ts';
import type { Circumstances } from './circumstances.ts';
import { curve, whyOf } from './history.ts';
import { OFFICER, type Shift } from './shift.ts';

export const PASSWORD = 'lamplight-test';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
}

type Answer = readonly [status: number, body?: object | undefined];

export function give(response: ServerResponse, [status, body]: Answer): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { 'content-type': type });
  response.end(body && JSON.stringify(body));
}

const TODAY = {
  ...{ calls: 3, claimed: 3, claimedWithin60s: 3, arrivals: 2 },
  medianArrivalMs: 500_000,
};

function session({ method, body }: Request, state: Circumstances, now: Instant): Answer {
  if (method === 'POST') {
    state.signedIn = body.password === PASSWORD;
    return state.signedIn ? [204] : [401, { title: 'no' }];
  }
  if (method === 'DELETE') state.signedIn = false;
  if (!state.signedIn) return [401, { title: 'Sign in' }];
  const officer = { name: OFFICER, role: 'duty-officer', timezone: 'Asia/Shanghai' };
  return [200, { ...officer, promiseMinutes: 15, serverTime: formatRfc3339(now) }];
}

export interface Behind {
  readonly state: Circumstances;
  readonly now: () => Instant;
  readonly shift: Shift;
}

function ofResident({ state, now, shift }: Behind, url: URL): Answer {
  const [, , , id, what] = url.pathname.split('/');
  if (what === 'readings') return [200, curve(url.searchParams)];
  if (what !== 'why') return [200, CARDS.find((card) => card.id === id)];
  const asked = url.searchParams.get('at');
  const why = whyOf(id as ResidentId, asked, now(), [...shift.open.values()]);
  return [200, { ...why, ...state.why }];
}

function listed({ open, closed }: Shift, asked: URLSearchParams): Answer {
  if (asked.get('state') === 'closed') return [200, { items: closed }];
  const of = asked.get('residentId');
  const all = [...open.values(), ...closed];
  return [200, { items: all.filter((each) => !of || each.residentId === of) }];
}

async function acted({ state, shift }: Behind, { path, body }: Request): Promise<Answer> {
  await new Promise((done) => setTimeout(done, state.delay));
  if (state.refuse) return [state.refuse.status, state.refuse.body];
  const [, , , id = '', action = ''] = path.split('/').map(decodeURIComponent);
  const status = shift.act(id, action, body);
  return [status, shift.open.get(id as IncidentId) ?? {}];
}

export async function answer(behind: Behind, request: Request, url: URL): Promise<Answer> {
  const { method, path, body } = request;
  if (path === '/api/session') return session(request, behind.state, behind.now());
  if (path === '/api/setup') return [body.token === 'good' ? 204 : 403, {}];
  if (path === '/api/figures/today') return [200, TODAY];
  if (path.startsWith('/api/residents/')) return ofResident(behind, url);
  return method === 'GET' ? listed(behind.shift, url.searchParams) : acted(behind, request);
}
