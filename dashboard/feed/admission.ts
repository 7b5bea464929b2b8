// Who may open a duty screen's line: a page of ours, with a session. Everybody else gets an HTTP
// answer and a closed socket before a WebSocket exists.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Session, Sessions } from '../../registry/port.ts';
import { socketOrigin } from '../origin.ts';
import { tokenOf } from '../session-cookie.ts';

const FEED_PATH = '/feed';

export interface Admitted {
  readonly ok: true;
  readonly token: string;
  readonly session: Session;
  /** The newest frame the screen has seen. */
  readonly after: number | undefined;
}

export type Admission =
  | Admitted
  | { readonly ok: false; readonly status: '401 Unauthorized' | '403 Forbidden' | '404 Not Found' };

export function admit(request: IncomingMessage, sessions: Pick<Sessions, 'find'>): Admission {
  const url = URL.parse(request.url ?? '', 'http://service.invalid');
  if (url?.pathname !== FEED_PATH) return { ok: false, status: '404 Not Found' };
  if (!socketOrigin(request).ok) return { ok: false, status: '403 Forbidden' };
  const token = tokenOf(request);
  const session = token === undefined ? undefined : sessions.find(token);
  if (token === undefined || !session) return { ok: false, status: '401 Unauthorized' };
  return { ok: true, token, session, after: afterOf(url.searchParams.get('after')) };
}

const afterOf = (text: string | null): number | undefined =>
  text !== null && /^\d{1,16}$/.test(text) ? Number(text) : undefined;

export function refuse(socket: Duplex, status: string): void {
  // The other side may be gone already, and nothing may throw out of an event handler.
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}
