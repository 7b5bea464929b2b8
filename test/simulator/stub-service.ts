// As much of a Lamplight as the demo needs, written from the contract: accounts, residents, bands with
// secrets, and a broker that admits them. What a real service keeps in databases it keeps in maps.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { givenBroker, type TestBroker } from './broker.ts';

export interface StubService {
  readonly http: string;
  readonly broker: TestBroker;
  readonly residents: Map<string, { readonly id: string; readonly name: string }>;
  readonly secrets: Map<string, string>;
  readonly wornBy: Map<string, string>;
  readonly staff: Map<string, string>;
  /** What is different for a resident. */
  readonly policies: Map<string, unknown>;
  /** Changes that did not carry the service's own origin. */
  readonly foreign: string[];
  /** Answer the next so many requests with 429. */
  busy: number;
  stop(): Promise<void>;
}

const COOKIE = 'lamplight-session=good';

export async function givenService(adminPassword: string): Promise<StubService> {
  const broker = await givenBroker();
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const service: StubService = {
    http: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    broker,
    residents: new Map(),
    secrets: new Map(),
    wornBy: new Map(),
    staff: new Map([['admin', adminPassword]]),
    policies: new Map(),
    foreign: [],
    busy: 0,
    async stop() {
      await broker.stop();
      server.closeAllConnections();
      server.close();
    },
  };
  broker.admits = (id, secret) => service.secrets.get(id) === secret;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const { pathname } = new URL(request.url ?? '/', service.http);
    const call = `${request.method} ${pathname}`;
    if (request.method !== 'GET' && request.headers.origin !== service.http) {
      service.foreign.push(call);
    }
    const known = request.headers.cookie === COOKIE;
    const [status, answer] = answerTo(call, body, known);
    response.setHeader('content-type', 'application/json');
    if (status === 429) response.setHeader('retry-after', '0');
    if (status === 204) response.setHeader('set-cookie', `${COOKIE}; Path=/; HttpOnly`);
    response.statusCode = status;
    response.end(answer === undefined ? undefined : JSON.stringify(answer));
  }

  function answerTo(call: string, body: Body, known: boolean): Answer {
    if (service.busy > 0) {
      service.busy -= 1;
      return [429, { title: 'Too many requests' }];
    }
    if (call === 'GET /readyz') return [200, { ready: true }];
    if (call === 'POST /api/session') {
      return service.staff.get(`${body.name}`) === body.password ? [204] : [401, { title: 'No' }];
    }
    const named = /^\w+ \/api\/(?:bands|residents)\/([^/]+)/.exec(call)?.[1] ?? '';
    return known ? route(call, named, body) : [401, { title: 'Sign in' }];
  }

  function route(call: string, named: string, body: Body): Answer {
    switch (call) {
      case 'DELETE /api/session':
        return [204];
      case 'GET /api/residents':
        return [200, { items: [...service.residents.values()] }];
      case 'POST /api/residents': {
        const id = randomBytes(6).toString('hex');
        service.residents.set(id, { id, name: `${body.name}` });
        return [201, { ...body, id }];
      }
      case `PUT /api/residents/${named}/policy`:
        service.policies.set(named, body);
        return [200, { version: 1 }];
      case 'GET /api/bands': {
        const ids = [...service.secrets.keys()];
        return [200, { items: ids.map((id) => ({ id, residentId: service.wornBy.get(id) })) }];
      }
      case 'POST /api/bands':
        if (service.secrets.has(`${body.id}`)) return [409, { title: 'Taken' }];
        service.wornBy.set(`${body.id}`, `${body.residentId}`);
        return [201, { id: body.id, secret: rotate(`${body.id}`) }];
      case `PATCH /api/bands/${named}`:
        service.wornBy.set(named, `${body.residentId}`);
        return [200, { id: named }];
      case `POST /api/bands/${named}/secret`:
        return [200, { id: named, secret: rotate(named) }];
      case 'POST /api/staff':
        if (service.staff.has(`${body.name}`)) return [409, { title: 'Taken' }];
        service.staff.set(`${body.name}`, `${body.password}`);
        return [201, { name: body.name }];
      default:
        // Readings of the past: there are none.
        return [200, { items: [] }];
    }
  }

  function rotate(id: string): string {
    const secret = randomBytes(16).toString('base64url');
    service.secrets.set(id, secret);
    return secret;
  }
  return service;
}

type Answer = readonly [status: number, body?: unknown];
type Body = Readonly<Record<string, unknown>>;

async function bodyOf(request: IncomingMessage): Promise<Body> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? {} : JSON.parse(text);
}
