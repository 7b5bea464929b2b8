// A duty desk that really listens: real HTTP, real WebSockets, a real registry, an engine that obeys.
import { mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { createPolicies } from '../../app/policies.ts';
import { createDutyFeed, type FeedRhythm } from '../../dashboard/feed.ts';
import type { Rehearsals } from '../../dashboard/rehearsals.ts';
import { createDutyServer, type DutyServerOptions } from '../../dashboard/server.ts';
import type { Readiness, ServerFrame } from '../../domain/frame.ts';
import { type Log, silentLog } from '../../domain/log.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { type Clock, seconds } from '../../domain/time.ts';
import type { RangeQuery } from '../../ingest/port.ts';
import type { Registry } from '../../registry/port.ts';
import { openRegistry, staff, temporaryFolder } from '../registry/given.ts';
import { createFakeEngine } from '../support/fake-engine.ts';

export const PASSWORD = 'a long winter evening';
export const BAND_URL = 'mqtt://127.0.0.1:1883';

export interface DeskOptions {
  readonly log?: Log;
  readonly rhythm?: FeedRhythm;
  readonly clock?: Clock;
  readonly options?: Partial<DutyServerOptions>;
}

export async function openDesk({
  log = silentLog,
  rhythm,
  clock: given,
  options,
}: DeskOptions = {}) {
  const { registry, clock: movable } = await openRegistry({ log });
  const clock = given ?? movable;
  const feed = createDutyFeed({ clock, log, ...(rhythm && { rhythm }) });
  const engine = createFakeEngine(clock, feed);
  registry.listen({
    bandAssigned: (id, residentId) => engine.assign(id, residentId),
    bandRetired: (id) => engine.retire(id),
  });
  const state: { readiness: Readiness; historyDown: boolean; asked: RangeQuery[] } = {
    readiness: { ready: true, degraded: [] },
    historyDown: false,
    asked: [],
  };
  const policies = createPolicies({ registry, fixed: DEFAULT_POLICY, log });
  const server = createDutyServer({
    host: '127.0.0.1',
    port: 0,
    engine,
    registry,
    store: {
      async range(query) {
        state.asked.push(query);
        if (state.historyDown) throw new Error('ECONNREFUSED');
        return [{ at: query.from, min: 60, mean: 66.5, max: 73, count: 2 }];
      },
    },
    feed,
    ready: () => state.readiness,
    alive: () => ({ alive: true, stalled: [] }),
    metrics: async () => '# HELP lamplight_up 1\nlamplight_up 1\n',
    bandUrls: () => [BAND_URL],
    policies,
    rehearsals: NO_REHEARSALS,
    webRoot: builtScreen(),
    clock,
    log,
    ...options,
  });
  const { url } = await server.start();
  onTestFinished(() => server.stop());
  return { registry, policies, clock: movable, feed, engine, server, url, state };
}

const NO_REHEARSALS: Rehearsals = {
  start: async () => ({ ok: false, by: undefined }),
  get: () => undefined,
  cancel: async () => {},
};

function builtScreen(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>一盏灯</title>');
  writeFileSync(join(folder, 'assets', 'index-abc123.js'), 'export {};');
  return folder;
}

interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes.
  readonly json: any;
}

export type Client = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Asked>;

/** Speaks as a page of the service does. @param cookie of a session, if any. */
export const clientOf =
  (url: string, cookie?: string): Client =>
  async (method, path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        origin: url,
        ...(cookie !== undefined && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson && text !== '' && JSON.parse(text),
    };
  };

export async function signIn(url: string, name: string, password = PASSWORD): Promise<string> {
  const { headers, status } = await clientOf(url)('POST', '/api/session', { name, password });
  if (status !== 204) throw new Error(`sign-in answered ${status}`);
  return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

/** A desk with an administrator and an officer who are signed in. */
export async function openStaffedDesk(options: DeskOptions = {}) {
  const desk = await openDesk(options);
  await addStaff(desk.registry);
  const adminCookie = await signIn(desk.url, 'admin');
  const officerCookie = await signIn(desk.url, '王芳');
  return {
    ...desk,
    adminCookie,
    officerCookie,
    admin: clientOf(desk.url, adminCookie),
    officer: clientOf(desk.url, officerCookie),
    stranger: clientOf(desk.url),
  };
}
export type StaffedDesk = Awaited<ReturnType<typeof openStaffedDesk>>;

async function addStaff(registry: Registry): Promise<void> {
  await registry.staff.add(staff('admin'), 'administrator', PASSWORD);
  await registry.staff.add(staff('王芳'), 'duty-officer', PASSWORD);
}

export interface Screen {
  readonly socket: WebSocket;
  readonly frames: ServerFrame[];
  /** The next frame for which `is` holds, also among those that came already and were not taken. */
  next<Type extends ServerFrame['type']>(
    type: Type,
    is?: (frame: Extract<ServerFrame, { type: Type }>) => boolean,
  ): Promise<Extract<ServerFrame, { type: Type }>>;
  closed: Promise<number>;
}

/** Opens `/feed` as a page of the service does. */
export async function openScreen(
  url: string,
  cookie: string,
  after?: number,
  options: ClientOptions = {},
): Promise<Screen> {
  const query = after === undefined ? '' : `?after=${after}`;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/feed${query}`, {
    headers: { cookie },
    origin: url,
    ...options,
  });
  const frames: ServerFrame[] = [];
  let taken = 0;
  let wake = (): void => {};
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)) as ServerFrame);
    wake();
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  onTestFinished(() => socket.terminate());
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    socket,
    frames,
    closed,
    async next(type, is = () => true) {
      for (;;) {
        while (taken < frames.length) {
          const frame = frames[taken];
          taken += 1;
          if (frame?.type === type && is(frame as never)) return frame as never;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** What an attempt to open `/feed` is answered: `101`, or the status of the refusal. */
export function knock(
  url: string,
  options: ClientOptions & { readonly path?: string },
): Promise<number> {
  const socket = new WebSocket(url.replace('http', 'ws') + (options.path ?? '/feed'), options);
  onTestFinished(() => socket.terminate());
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (_request, response: IncomingMessage) => {
      resolve(response.statusCode ?? 0);
      response.resume();
    });
    socket.once('error', reject);
  });
}

export const FAST: FeedRhythm = {
  tick: seconds(0.05),
  beat: seconds(0.5),
  flush: seconds(0.02),
};

/** Every item of a list, page by page. */
export async function walk<Value>(
  client: Client,
  path: string,
  // biome-ignore lint/suspicious/noExplicitAny: lists of several kinds.
  pick: (item: any) => Value,
): Promise<Value[]> {
  const found: Value[] = [];
  let next: string | undefined;
  do {
    const cursor = next === undefined ? '' : `&cursor=${encodeURIComponent(next)}`;
    const { json } = await client('GET', path + cursor);
    found.push(...json.items.map(pick));
    next = json.next;
  } while (next !== undefined);
  return found;
}
