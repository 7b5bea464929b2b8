// The HTTP side of the service. Failures that can be expected are values; the screen words them.
import type { IncidentView, ResidentCard } from '../../domain/frame.ts';
import type { IncidentId, ResidentId } from '../../domain/ids.ts';
import type { Metric } from '../../domain/message.ts';
import type { WhyView } from '../../domain/why.ts';
import type { Session } from './state.ts';

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure };
export type Failure =
  /** No answer in time: what was asked may or may not have been done. */
  | { readonly type: 'unreachable' }
  | { readonly type: 'signed-out' }
  /** Somebody else was first. */
  | { readonly type: 'owned'; readonly owner: string }
  | {
      readonly type: 'refused';
      readonly status: number;
      readonly detail: string;
      readonly errors: readonly FieldError[];
    };
/** What is wrong with one field: its path with dots, `contacts.0.phone`. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

const PATIENCE = 8_000;

export async function call<Value>(
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer<Value>> {
  try {
    const response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      credentials: 'same-origin',
      signal: AbortSignal.timeout(PATIENCE),
    });
    return await answerOf<Value>(response);
  } catch {
    // A refused connection, a timeout and a broken body are the same to whoever waits.
    return { ok: false, failure: { type: 'unreachable' } };
  }
}

async function answerOf<Value>(response: Response): Promise<Answer<Value>> {
  const text = await response.text();
  if (response.ok) return { ok: true, value: (text && JSON.parse(text)) as Value };
  if (response.status === 401) return { ok: false, failure: { type: 'signed-out' } };
  const problem = readProblem(text);
  if (response.status === 409 && problem.owner !== undefined) {
    return { ok: false, failure: { type: 'owned', owner: problem.owner } };
  }
  const detail = problem.detail ?? problem.title ?? response.statusText;
  const { errors = [] } = problem;
  return { ok: false, failure: { type: 'refused', status: response.status, detail, errors } };
}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly owner?: string;
  readonly errors?: readonly FieldError[];
}

/** RFC 9457; whatever else stands between us and the service answers in HTML. */
function readProblem(text: string): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return {};
  }
}

export interface SignedIn extends Session {
  readonly serverTime: string;
}

export interface Figures {
  readonly calls: number;
  readonly claimed: number;
  readonly claimedWithin60s: number;
  readonly arrivals: number;
  readonly medianArrivalMs?: number | null;
}

export interface Bucket {
  readonly at: string;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  readonly count: number;
}

export interface List<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

const segment = encodeURIComponent;

export const whoAmI = () => call<SignedIn>('GET', '/api/session');
export const signIn = (name: string, password: string) =>
  call<unknown>('POST', '/api/session', { name, password });
export const signOut = () => call<unknown>('DELETE', '/api/session');
export const setUp = (token: string, name: string, password: string) =>
  call<unknown>('POST', '/api/setup', { token, name, password });

export const act = (id: IncidentId, action: string, body: object) =>
  call<unknown>('POST', `/api/incidents/${segment(id)}/${action}`, body);

export const resident = (id: ResidentId) =>
  call<ResidentCard>('GET', `/api/residents/${segment(id)}`);
export const incidentsOf = (id: ResidentId) =>
  call<List<IncidentView>>('GET', `/api/incidents?state=all&residentId=${segment(id)}&limit=50`);
/** @param at RFC 3339; now when left out. */
export const why = (id: ResidentId, at?: string) =>
  call<WhyView>(
    'GET',
    `/api/residents/${segment(id)}/why${at === undefined ? '' : `?${new URLSearchParams({ at })}`}`,
  );
export const newestClosed = () =>
  call<List<IncidentView>>('GET', '/api/incidents?state=closed&limit=20');
export const figuresToday = () => call<Figures>('GET', '/api/figures/today');

export const readings = (
  id: ResidentId,
  metric: Metric,
  from: string,
  to: string,
  points: number,
) =>
  call<List<Bucket>>(
    'GET',
    `/api/residents/${segment(id)}/readings?${new URLSearchParams({
      metric,
      from,
      to,
      points: String(points),
    })}`,
  );
