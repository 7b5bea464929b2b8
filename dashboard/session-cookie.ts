// The cookie that carries a session's token: out of reach of scripts, never sent from another site,
// and with TLS bound to exactly this host (`__Host-`, RFC 6265bis section 4.1.3).
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

const isEncrypted = ({ socket }: Pick<IncomingMessage, 'socket'>): boolean =>
  (socket as TLSSocket).encrypted === true;

export const cookieName = (encrypted: boolean): string =>
  encrypted ? '__Host-lamplight-session' : 'lamplight-session';

/** The token in the request's cookie; it may be of no session at all. */
export function tokenOf(request: Pick<IncomingMessage, 'headers' | 'socket'>): string | undefined {
  const wanted = `${cookieName(isEncrypted(request))}=`;
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const token = pairs.find((pair) => pair.startsWith(wanted))?.slice(wanted.length);
  return token === '' ? undefined : token;
}

const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict';

/** A session cookie of the browser: how long it is good is decided here, not there. */
export function cookieFor(request: Pick<IncomingMessage, 'socket'>, token: string): string {
  const encrypted = isEncrypted(request);
  return `${cookieName(encrypted)}=${token}; ${ATTRIBUTES}${encrypted ? '; Secure' : ''}`;
}

export const endedCookieFor = (request: Pick<IncomingMessage, 'socket'>): string =>
  `${cookieFor(request, '')}; Max-Age=0`;
