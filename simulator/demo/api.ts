// The service's HTTP interface, as much of it as somebody needs who sets up a community.
import type { BandId } from '../../domain/ids.ts';
import type { Resident } from '../../domain/person.ts';
import { formatRfc3339, type Instant } from '../../domain/time.ts';
import type { OwnPolicy } from '../doctor.ts';

/** The service answered, and not as hoped. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type ListedResident = Pick<Resident, 'id' | 'name'>;
interface ListedBand {
  readonly id: BandId;
  readonly residentId?: string | null;
}

export interface ServiceApi {
  /** @throws ApiError 401 for a wrong password. */
  signIn(name: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  residents(): Promise<readonly ListedResident[]>;
  addResident(resident: Omit<Resident, 'id' | 'bandId'>): Promise<ListedResident>;
  /** What is to differ for one person from the community's policy. */
  setPolicy(residentId: string, policy: OwnPolicy): Promise<void>;
  bands(): Promise<readonly ListedBand[]>;
  /** @returns the secret, told this once. */
  registerBand(id: BandId, residentId: string): Promise<string>;
  assignBand(id: BandId, residentId: string): Promise<void>;
  rotateSecret(id: BandId): Promise<string>;
  addStaff(member: Record<'name' | 'role' | 'password', string>): Promise<void>;
  hasReadings(residentId: string, from: Instant, to: Instant): Promise<boolean>;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string | null;
}

/** @param address `http://host:port`. Rejections carry what was asked; `cause` says why. */
export function makeApi(address: string): ServiceApi {
  const origin = new URL(address).origin;
  let cookie = '';

  async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await patiently(`${method} ${path}`, () =>
      fetch(`${origin}${path}`, {
        method,
        headers: {
          accept: 'application/json',
          ...(cookie !== '' && { cookie }),
          // A change has to come from the service's own pages; we stand in for one.
          ...(method !== 'GET' && { origin }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    if (!response.ok) throw new ApiError(response.status, failure(method, path, response, text));
    const given = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    if (given.length > 0) cookie = given.join('; ');
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  async function all<Item>(path: string): Promise<readonly Item[]> {
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await ask<Page<Item>>('GET', `${path}?limit=200${from}`);
      items.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return items;
  }

  return {
    signIn: (name, password) => ask('POST', '/api/session', { name, password }),
    signOut: () => ask('DELETE', '/api/session'),
    residents: () => all('/api/residents'),
    addResident: (resident) => ask('POST', '/api/residents', resident),
    setPolicy: (residentId, policy) => ask('PUT', `/api/residents/${residentId}/policy`, policy),
    bands: () => all('/api/bands'),
    registerBand: async (id, residentId) =>
      (await ask<{ secret: string }>('POST', '/api/bands', { id, residentId })).secret,
    assignBand: (id, residentId) => ask('PATCH', `/api/bands/${id}`, { residentId }),
    rotateSecret: async (id) =>
      (await ask<{ secret: string }>('POST', `/api/bands/${id}/secret`)).secret,
    addStaff: (member) => ask('POST', '/api/staff', member),
    async hasReadings(residentId, from, to) {
      const span = `from=${formatRfc3339(from)}&to=${formatRfc3339(to)}`;
      const path = `/api/residents/${residentId}/readings?metric=steps&points=1&${span}`;
      const answer = await ask<Page<unknown> | readonly unknown[]>('GET', path);
      return 'items' in answer ? answer.items.length > 0 : answer.length > 0;
    },
  };
}

const TIMES = 20;

/** A service that asks for patience (429, 503) gets it. */
async function patiently(what: string, ask: () => Promise<Response>): Promise<Response> {
  for (let time = 1; ; time++) {
    let response: Response;
    try {
      response = await ask();
    } catch (cause) {
      throw new Error(`${what}: the service does not answer`, { cause });
    }
    if ((response.status !== 429 && response.status !== 503) || time === TIMES) return response;
    await response.body?.cancel();
    const asked = Number(response.headers.get('retry-after') ?? '1');
    const wait = Number.isFinite(asked) ? Math.min(60, Math.max(0.2, asked)) : 1;
    await new Promise((resolve) => setTimeout(resolve, wait * 1_000));
  }
}

/** The title and detail of a problem document (RFC 9457), where there is one. */
function failure(method: string, path: string, response: Response, text: string): string {
  let words = '';
  try {
    const problem = JSON.parse(text) as { readonly title?: string; readonly detail?: string };
    words = [problem.title, problem.detail].filter(Boolean).join(': ');
  } catch {
    // No document; the status has to do.
  }
  return `${method} ${path.split('?')[0]} was answered ${response.status}${words && `, ${words}`}`;
}
