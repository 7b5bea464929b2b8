// A stand-in for the service, for states of the duty screen that are hard to provoke: a line that is
// open and dead, ten alarms at once, a promise that is overdue, any hour of the night. It speaks the
// contract's HTTP and `/feed` and serves the built screen.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { ResidentView } from '../../../domain/frame.ts';
import { formatRfc3339, instant } from '../../../domain/time.ts';
import { CARDS, viewOf } from '../../screen/community.ts';
import { answer, give, type Request } from './answers.ts';
import { giveFile, insistOnBuiltScreen } from './built-screen.ts';
import { usual } from './circumstances.ts';
import { type FrameBody, layLine } from './line.ts';
import { beginShift, OFFICER } from './shift.ts';

export { PASSWORD } from './answers.ts';
export { OFFICER } from './shift.ts';

const TICK_EVERY = 2_000;

export type StandIn = ReturnType<typeof createStandIn>;

/** One stand-in for all tests of this file; each finds it as if it had just been started. */
export function standInOfThisFile(): StandIn {
  const standIn = createStandIn();
  beforeAll(standIn.start);
  afterEach(standIn.forget);
  afterAll(standIn.stop);
  return standIn;
}

function createStandIn() {
  const state = usual();
  const requests: Request[] = [];
  const residents = new Map<string, ResidentView>();
  const sockets = new Set<Socket>();
  const now = () => instant(Date.now() + state.shift);
  const push = (frame: FrameBody): void => line.push(frame);
  const shift = beginShift(now, push);

  const everything = (): FrameBody => ({
    type: 'snapshot',
    serverTime: formatRfc3339(now()),
    incidents: [...shift.open.values()],
    residents: [...residents.values()],
    people: [...shift.open.values()].flatMap(({ residentId }) =>
      CARDS.filter((card) => card.id === residentId),
    ),
  });
  const tick = (): void =>
    push({
      type: 'tick',
      serverTime: formatRfc3339(now()),
      degraded: state.degraded,
      ...(state.backlog && { backlog: state.backlog }),
      onDuty: [OFFICER],
    });
  const bringEverybodyHome = (): void => {
    for (const [index, card] of CARDS.entries()) residents.set(card.id, viewOf(card, index, now()));
  };

  const server = createServer(async (incoming, response) => {
    if (state.frozen) return;
    const url = new URL(incoming.url ?? '/', 'http://stand-in');
    if (!url.pathname.startsWith('/api/')) return giveFile(url.pathname, response);
    const request = await read(incoming, url);
    requests.push(request);
    give(response, await answer({ state, now, shift }, request, url));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const line = layLine(server, state, everything);
  let port = 0;
  let ticking: NodeJS.Timeout;

  return {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    get port() {
      return port;
    },
    ...{ state, requests, now, push, tick },
    received: line.received,
    raise: shift.raise,
    skip: line.skip,
    hangUp: line.hangUp,
    freeze: line.freeze,
    thaw: line.thaw,
    endSessions: line.endSessions,
    /** Every open case is closed, as at the end of a shift. */
    clear: (): void => {
      shift.closeAll();
      requests.length = 0;
      line.received.length = 0;
    },
    start: async (): Promise<void> => {
      insistOnBuiltScreen();
      bringEverybodyHome();
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      ({ port } = server.address() as AddressInfo);
      ticking = setInterval(tick, TICK_EVERY);
    },
    forget: (): void => {
      Object.assign(state, usual());
      requests.length = 0;
      shift.forget();
      bringEverybodyHome();
      line.forget();
    },
    stop: async (): Promise<void> => {
      clearInterval(ticking);
      line.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

async function read(incoming: IncomingMessage, { pathname }: URL): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const method = incoming.method ?? 'GET';
  return { method, path: pathname, body: text ? JSON.parse(text) : {} };
}
