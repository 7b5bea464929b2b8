// Whether a request comes from a page of this service. A browser says where a page is from in
// `Origin`, and in `Sec-Fetch-Site` how that relates to us; a page cannot forge either.
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

export type OriginVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'missing' | 'foreign' };

type Asked = Pick<IncomingMessage, 'headers' | 'socket'>;

/**
 * A change must come from our own page. `Origin` decides; a request without one (some browsers leave
 * it out) may show `Sec-Fetch-Site: same-origin` instead.
 */
export function changeOrigin(request: Asked): OriginVerdict {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return { ok: false, reason: 'foreign' };
  if (request.headers.origin === undefined) {
    return site === undefined ? { ok: false, reason: 'missing' } : { ok: true };
  }
  return socketOrigin(request);
}

/** A WebSocket always carries `Origin` when a page opens it (RFC 6455 section 4.1). */
export function socketOrigin({ headers, socket }: Asked): OriginVerdict {
  const { origin, host } = headers;
  if (origin === undefined) return { ok: false, reason: 'missing' };
  const own = host === undefined ? [] : originsOf(host, (socket as TLSSocket).encrypted === true);
  // Compared whole: a suffix, a prefix, a path or a user name in it makes it another text.
  return own.includes(origin) ? { ok: true } : { ok: false, reason: 'foreign' };
}

/**
 * Our own origins under the name we were called by. Where we speak plain HTTP, a proxy in front of
 * us may speak HTTPS to the browser; where we speak TLS ourselves, plain HTTP is somebody else.
 */
function originsOf(host: string, encrypted: boolean): readonly string[] {
  const schemes = encrypted ? ['https:'] : ['http:', 'https:'];
  return schemes
    .map((scheme) => URL.parse(`${scheme}//${host}`))
    .filter((url) => url !== null)
    .map((url) => url.origin);
}
