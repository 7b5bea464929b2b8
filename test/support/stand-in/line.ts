// The line of the stand-in to the screens: numbered frames, replayed to whoever comes back; and every way
// in which it can be cut.
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ClientFrame, ServerFrame } from '../../../domain/frame.ts';
import type { Circumstances } from './circumstances.ts';

type Unnumbered<Frame> = Frame extends ServerFrame ? Omit<Frame, 'seq'> : never;
export type FrameBody = Unnumbered<ServerFrame>;

const SESSION_ENDED = 4401;

/** @param everything what a screen gets that knows nothing yet. */
export function layLine(server: Server, state: Circumstances, everything: () => FrameBody) {
  const clients = new Set<WebSocket>();
  /** Open, and nothing goes through. */
  const blackHoled = new WeakSet<WebSocket>();
  const received: ClientFrame[] = [];
  let log: ServerFrame[] = [];
  let seq = 0;

  const send = (client: WebSocket, frame: ServerFrame): void =>
    blackHoled.has(client) ? undefined : client.send(JSON.stringify(frame));

  const greet = (client: WebSocket, after: string | null): void => {
    const isKnown = after !== null && Number(after) <= seq;
    const missed = log.filter((frame) => frame.seq > Number(after));
    const frames = isKnown ? missed : [{ ...everything(), seq } as ServerFrame];
    for (const frame of frames) send(client, frame);
  };

  const feed = new WebSocketServer({ server, path: '/feed' });
  feed.on('connection', (client, request) => {
    clients.add(client);
    if (state.frozen) blackHoled.add(client);
    client.on('close', () => clients.delete(client));
    client.on('message', (data) => {
      if (!blackHoled.has(client)) received.push(JSON.parse(String(data)) as ClientFrame);
    });
    if (!state.signedIn) return client.close(SESSION_ENDED, 'signed out');
    greet(client, new URL(request.url ?? '/', 'http://stand-in').searchParams.get('after'));
  });

  const hangUp = (): void => {
    for (const client of clients) client.terminate();
  };

  return {
    /** What the screens have said. */
    received,
    push: (body: FrameBody): void => {
      seq += 1;
      const frame = { ...body, seq } as ServerFrame;
      log.push(frame);
      for (const client of clients) send(client, frame);
    },
    /** A frame that nobody ever gets. */
    skip: (): void => {
      seq += 1;
    },
    /** Every line is cut, so that the screens notice it. */
    hangUp,
    /** The lines stay open and nothing comes through them, in either direction. */
    freeze: (): void => {
      state.frozen = true;
      for (const client of clients) blackHoled.add(client);
    },
    /** Old connections stay dead, as they do behind a router that forgot them; new ones work. */
    thaw: (): void => {
      state.frozen = false;
    },
    endSessions: (): void => {
      state.signedIn = false;
      for (const client of clients) client.close(SESSION_ENDED, 'signed out');
    },
    forget: (): void => {
      hangUp();
      received.length = 0;
      log = [];
    },
    close: (): void => {
      hangUp();
      feed.close();
    },
  };
}
