// A stand-in for the service, for states of the duty screen that are hard to provoke: a line that is
// open and dead, ten alarms at once, a promise that is overdue, any hour of the night. It speaks the
// contract's HTTP and `/feed` and serves the built screen, with the service's content policy.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname, join } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import type {
  ClientFrame,
  Degradation,
  IncidentView,
  ResidentView,
  ServerFrame,
  TimelineEntry,
} from '../../domain/frame.ts';
import type { IncidentId, ResidentId, StaffName } from '../../domain/ids.ts';
import { formatRfc3339, instant } from '../../domain/time.ts';
import type { RuleName } from '../../domain/verdict.ts';
import type { VerdictView, WhyView } from '../../domain/why.ts';
import { CARDS, viewOf } from '../screen/community.ts';

const DIST = join(import.meta.dirname, '../../dashboard/web/dist');
export const OFFICER = '值班员甲' as StaffName;
export const PASSWORD = 'lamplight-test';

const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

type Unnumbered<Frame> = Frame extends ServerFrame ? Omit<Frame, 'seq'> : never;
type FrameBody = Unnumbered<ServerFrame>;

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/** What each rule says, from which facts, and since how many minutes; `now` is then. */
const VERDICTS: readonly (readonly [RuleName, string, VerdictView['facts'], number])[] = [
  ['silence', 'heard', {}, 2_900],
  ['battery', 'low-attention', { percent: 8 }, 42],
  ['band-off', 'worn', {}, 185],
  ['stillness', 'awake', { movedAt: 'now', limit: 7_200_000 }, 12],
  ['getting-up', 'up', { upAt: 'now' }, 160],
  ['night-walk', 'up', {}, 160],
  ['no-steps', 'walks', {}, 160],
  ['heart-rate', 'usual', { value: 72, usual: 70 }, 95],
  ['oxygen', 'learning', { value: 96, days: 4, needed: 14 }, 95],
  ['decline', 'as-usual', {}, 800],
  ['sensor', 'believed', {}, 2_900],
  ['wandering', 'home', {}, 2_100],
  ['clock', 'right', {}, 2_900],
];
const RULE_OF: { readonly [kind: string]: { readonly rule: RuleName } } = {
  battery: { rule: 'battery' },
  silence: { rule: 'silence' },
};

/** What to raise; everything has a usual value. */
export interface Raising {
  readonly resident?: number;
  readonly kind?: IncidentView['kind'];
  readonly priority?: IncidentView['priority'];
  readonly reason?: IncidentView['reason'];
  /** How long ago, in seconds. */
  readonly ago?: number;
  readonly presses?: number;
  readonly checkFor?: number;
  readonly owner?: string;
  readonly escalated?: boolean;
}

export type ScreenFixture = Awaited<ReturnType<typeof startScreenFixture>>;

/** @param shift milliseconds by which the fixture's clock differs from the machine's. */
export async function startScreenFixture({ shift = 0 }: { readonly shift?: number } = {}) {
  if (!existsSync(DIST)) throw new Error('the screen is not built: npm run build:screen');
  const state = {
    shift,
    frozen: false,
    refuse: undefined as { status: number; body: object } | undefined,
    degraded: [] as readonly Degradation[],
    backlog: undefined as { readonly readings: number; readonly at: string } | undefined,
    signedIn: true,
    /** What "why" answers otherwise than usual. */
    why: {} as Partial<WhyView>,
    /** Milliseconds before an action is answered. */
    delay: 0,
  };
  const now = () => instant(Date.now() + state.shift);
  const incidents = new Map<IncidentId, IncidentView>();
  const closed: IncidentView[] = [];
  const residents = new Map(CARDS.map((card, index) => [card.id, viewOf(card, index, now())]));
  const requests: Request[] = [];
  const received: ClientFrame[] = [];
  const clients = new Set<WebSocket>();
  /** Open, and nothing goes through. */
  const blackHoled = new WeakSet<WebSocket>();
  const sockets = new Set<Socket>();
  const log: ServerFrame[] = [];
  let seq = 0;
  let raised = 0;

  const people = () =>
    [...incidents.values()].flatMap(({ residentId }) =>
      CARDS.filter((card) => card.id === residentId),
    );
  const snapshot = (): ServerFrame => ({
    seq,
    type: 'snapshot',
    serverTime: formatRfc3339(now()),
    incidents: [...incidents.values()],
    residents: [...residents.values()],
    people: people(),
  });
  const send = (client: WebSocket, frame: ServerFrame): void =>
    blackHoled.has(client) ? undefined : client.send(JSON.stringify(frame));
  const push = (body: FrameBody): void => {
    seq += 1;
    const frame = { ...body, seq } as ServerFrame;
    log.push(frame);
    for (const client of clients) send(client, frame);
  };
  const tick = (): void =>
    push({
      type: 'tick',
      serverTime: formatRfc3339(now()),
      degraded: state.degraded,
      ...(state.backlog && { backlog: state.backlog }),
      onDuty: [OFFICER],
    });

  const show = (incident: IncidentView): IncidentView => {
    const person = CARDS.find((card) => card.id === incident.residentId);
    if (incident.state === 'closed') {
      incidents.delete(incident.id);
      closed.unshift(incident);
    } else incidents.set(incident.id, incident);
    push({ type: 'incident', incident, ...(person && { person }) });
    return incident;
  };

  const raise = (what: Raising = {}): IncidentView => {
    const { resident = 8, kind = 'sos', priority = 'emergency', ago = 0, presses = 1 } = what;
    const card = CARDS[resident]!;
    const openedAt = formatRfc3339(instant(now() - ago * 1_000));
    const reason = what.reason ?? ({ code: 'pressed' } as const);
    raised += 1;
    const dueIn = priority === 'emergency' || what.checkFor ? 900_000 : 86_400_000;
    const incident = {
      id: `${kind}.${card.bandId}.${raised}` as IncidentId,
      kind,
      priority,
      state: what.owner ? 'claimed' : 'open',
      residentId: card.id,
      bandId: card.bandId!,
      openedAt,
      at: openedAt,
      presses,
      ...(what.owner && { owner: what.owner as StaffName }),
      dueAt: formatRfc3339(instant(now() - ago * 1_000 + dueIn)),
      rangAt: openedAt,
      ...(what.checkFor && { checkUntil: formatRfc3339(instant(now() + what.checkFor * 1_000)) }),
      reason,
      timeline: [
        { type: 'raised', at: openedAt, kind, priority, reason } as TimelineEntry,
        ...(what.escalated
          ? [
              {
                type: 'escalated',
                at: formatRfc3339(now()),
                level: 1,
                cause: 'unclaimed',
              } as TimelineEntry,
            ]
          : []),
        ...(what.owner
          ? [{ type: 'claimed', at: openedAt, by: what.owner as StaffName } as TimelineEntry]
          : []),
      ],
    } satisfies IncidentView;
    return show(incident);
  };

  const STATES: { readonly [action: string]: readonly [string, IncidentView['state']?] } = {
    claim: ['claimed', 'claimed'],
    contact: ['contacted'],
    dispatch: ['dispatched', 'dispatched'],
    arrive: ['arrived', 'on-scene'],
    note: ['noted'],
    close: ['closed', 'closed'],
  };

  /** What the service would make of an action of the desk. */
  const act = (id: string, action: string, body: Record<string, unknown>): number => {
    const incident = incidents.get(id as IncidentId);
    const change = STATES[action];
    if (!incident || !change) return 404;
    const [type, next] = change;
    const { takeOver: _takeOver, ...rest } = body;
    const at = formatRfc3339(now());
    show({
      ...incident,
      state: next ?? incident.state,
      owner: action === 'claim' ? OFFICER : (incident.owner ?? OFFICER),
      ...(action === 'close' && { closedAt: at, outcome: body.outcome as 'assisted' }),
      timeline: [...incident.timeline, { type, at, by: OFFICER, ...rest } as TimelineEntry],
    });
    return 200;
  };

  const answer = (response: ServerResponse, status: number, body?: object) => {
    const type = status >= 400 ? 'application/problem+json' : 'application/json';
    response.writeHead(status, { 'content-type': type });
    response.end(body && JSON.stringify(body));
  };

  const session = (method: string, body: Record<string, unknown>, response: ServerResponse) => {
    if (method === 'POST') {
      state.signedIn = body.password === PASSWORD;
      return answer(
        response,
        state.signedIn ? 204 : 401,
        state.signedIn ? undefined : { title: 'no' },
      );
    }
    if (method === 'DELETE') state.signedIn = false;
    if (!state.signedIn) return answer(response, 401, { title: 'Sign in' });
    answer(response, 200, {
      name: OFFICER,
      role: 'duty-officer',
      timezone: 'Asia/Shanghai',
      promiseMinutes: 15,
      serverTime: formatRfc3339(now()),
    });
  };

  const readings = (url: URL): object => {
    const from = Date.parse(url.searchParams.get('from')!);
    const to = Date.parse(url.searchParams.get('to')!);
    const points = Number(url.searchParams.get('points'));
    const base = { heartRate: 72, spo2: 96, temperature: 34.8, steps: 900, battery: 60 };
    const mean = base[url.searchParams.get('metric') as keyof typeof base];
    const items = Array.from({ length: points }, (_, index) => {
      const value = mean * (1 + 0.02 * Math.sin(index / 9) + 0.01 * Math.sin(index * 2.3));
      const at = formatRfc3339(instant(from + (index * (to - from)) / points));
      return { at, min: value * 0.98, mean: value, max: value * 1.01, count: 5 };
    });
    // A night in which the band lay on the table.
    return { items: items.filter((_, index) => index < points * 0.4 || index > points * 0.55) };
  };

  const why = (id: ResidentId, url: URL): WhyView => {
    const asked = url.searchParams.get('at');
    const at = asked === null ? now() : instant(Date.parse(asked));
    const before = (minutes: number) => formatRfc3339(instant(at - minutes * 60_000));
    const bucket = (mean: number) => [
      { at: before(5), min: mean - 2, mean, max: mean + 3, count: 5 },
    ];
    return {
      at: formatRfc3339(at),
      keptFrom: formatRfc3339(instant(now() - 90 * 86_400_000)),
      bandId: CARDS.find((card) => card.id === id)!.bandId!,
      verdicts: VERDICTS.map(([rule, code, facts, minutes]) => ({
        ...{ rule, code, since: before(minutes) },
        facts: Object.fromEntries(
          Object.entries(facts).map(([name, fact]) => [
            name,
            fact === 'now' ? before(minutes) : fact,
          ]),
        ),
      })),
      incidents: [...incidents.values()]
        .filter((each) => each.residentId === id && Date.parse(each.openedAt) <= at)
        .map((each) => ({ ...each, ...RULE_OF[each.kind] })),
      policy: { version: 3, own: { version: 1, why: '房颤,医嘱', until: before(-86_400) } },
      readings: { heartRate: bucket(72), spo2: bucket(96), battery: bucket(8) },
    };
  };

  const api = (request: Request, url: URL, response: ServerResponse) => {
    const { method, path, body } = request;
    if (path === '/api/session') return session(method, body, response);
    if (path === '/api/setup') return answer(response, body.token === 'good' ? 204 : 403, {});
    if (path === '/api/figures/today') {
      const figures = {
        calls: 3,
        claimed: 3,
        claimedWithin60s: 3,
        arrivals: 2,
        medianArrivalMs: 500_000,
      };
      return answer(response, 200, figures);
    }
    const [, , resource, id, what] = path.split('/');
    if (resource === 'residents' && what === 'readings')
      return answer(response, 200, readings(url));
    if (resource === 'residents' && what === 'why')
      return answer(response, 200, { ...why(id as ResidentId, url), ...state.why });
    if (resource === 'residents')
      return answer(
        response,
        200,
        CARDS.find((card) => card.id === id),
      );
    if (method === 'GET') {
      const of = url.searchParams.get('residentId');
      const all = [...incidents.values(), ...closed].filter(
        (each) => !of || each.residentId === of,
      );
      return answer(response, 200, {
        items: url.searchParams.get('state') === 'closed' ? closed : all,
      });
    }
    setTimeout(() => {
      if (state.refuse) return answer(response, state.refuse.status, state.refuse.body);
      const status = act(decodeURIComponent(id!), what!, body);
      answer(response, status, incidents.get(id as IncidentId) ?? {});
    }, state.delay);
  };

  const file = async (path: string, response: ServerResponse): Promise<void> => {
    const name = path === '/' || path === '/setup' ? '/index.html' : path;
    const content = await readFile(join(DIST, name)).catch(() => undefined);
    if (content === undefined) return answer(response, 404, {});
    response.writeHead(200, {
      'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
      'content-security-policy':
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws: wss:",
    });
    response.end(content);
  };

  const server = createServer(async (incoming: IncomingMessage, response) => {
    if (state.frozen) return;
    const url = new URL(incoming.url ?? '/', 'http://fixture');
    if (!url.pathname.startsWith('/api/')) return file(url.pathname, response);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const request = {
      method: incoming.method ?? 'GET',
      path: url.pathname,
      body: text ? JSON.parse(text) : {},
    };
    requests.push(request);
    api(request, url, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  const feed = new WebSocketServer({ server, path: '/feed' });
  feed.on('connection', (client, request) => {
    clients.add(client);
    if (state.frozen) blackHoled.add(client);
    client.on('close', () => clients.delete(client));
    client.on('message', (data) => {
      if (!blackHoled.has(client)) received.push(JSON.parse(String(data)) as ClientFrame);
    });
    if (!state.signedIn) return client.close(4401, 'signed out');
    const after = new URL(request.url ?? '/', 'http://fixture').searchParams.get('after');
    const missed = after === null ? [] : log.filter((frame) => frame.seq > Number(after));
    if (after === null || Number(after) > seq) send(client, snapshot());
    else for (const frame of missed) send(client, frame);
  });

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const ticking = setInterval(tick, 2_000);

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    state,
    requests,
    received,
    now,
    push,
    raise,
    show,
    tick,
    incidents,
    showResident: (resident: ResidentView): void => {
      residents.set(resident.id, resident);
      push({ type: 'resident', resident });
    },
    /** Every line is cut, so that the screens notice it. */
    hangUp: (): void => {
      for (const client of clients) client.terminate();
    },
    /** A frame that nobody ever gets. */
    skip: (): void => {
      seq += 1;
    },
    /** The line stays open and nothing comes through it, in either direction. */
    freeze: (): void => {
      state.frozen = true;
      for (const client of clients) blackHoled.add(client);
    },
    /** Old connections stay dead, as they do behind a router that forgot them; new ones work. */
    thaw: (): void => {
      state.frozen = false;
    },
    /** Every open case is forgotten, as after a closed shift. */
    clear: (): void => {
      for (const incident of [...incidents.values()]) {
        show({ ...incident, state: 'closed', closedAt: formatRfc3339(now()), outcome: 'test' });
      }
      requests.length = 0;
      received.length = 0;
    },
    endSessions: (): void => {
      state.signedIn = false;
      for (const client of clients) client.close(4401, 'signed out');
    },
    stop: async (): Promise<void> => {
      clearInterval(ticking);
      for (const client of clients) client.terminate();
      for (const socket of sockets) socket.destroy();
      feed.close();
      await new Promise((done) => server.close(done));
    },
  };
}
