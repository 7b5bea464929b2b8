// Duty screens without a browser, for the bench: a line to `/feed` that hands on each frame and keeps
// none, so that a screen that is sent a great deal costs the bench nothing but reading it.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { ServerFrame } from '../../domain/frame.ts';

export interface Watching {
  /** Where: the service's own address, or a way to it. */
  readonly http: string;
  readonly cookie: string;
  /** The newest frame known. */
  readonly after?: number | undefined;
}

export interface Watch {
  /** Resolves when the line has ended, from whichever side. */
  readonly over: Promise<void>;
  hangUp(): void;
}

/** Rejects when the line cannot be opened. */
export async function watch(
  { http, cookie, after }: Watching,
  see: (frame: ServerFrame) => void,
): Promise<Watch> {
  const query = after === undefined ? '' : `?after=${after}`;
  const socket = new WebSocket(`${http.replace('http', 'ws')}/feed${query}`, {
    headers: { cookie, origin: http },
  });
  socket.on('message', (data) => see(JSON.parse(String(data)) as ServerFrame));
  const over = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await once(socket, 'open');
  socket.on('error', () => {});
  return { over, hangUp: () => socket.terminate() };
}

/** Opens a line to `/feed` by hand and never reads a byte of it. */
export async function hang({ http, cookie }: Watching): Promise<Socket> {
  const { host, hostname, port } = new URL(http);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(
    `GET /feed HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${http}\r\nCookie: ${cookie}\r\n` +
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await once(socket, 'data');
  socket.pause();
  return socket;
}
