// The headers of every answer. Right for a name in the local network over plain HTTP as well, where
// helmet's defaults would blank the page (`upgrade-insecure-requests`) or lock browsers out for a
// year (HSTS), and where a browser ignores and reports what belongs to secure contexts only.
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const HOST = /^(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** The feed of this very host. `'self'` covers it in new browsers and not in older ones. */
function feedSource({ headers: { host = '' } }: IncomingMessage, encrypted: boolean): string {
  return HOST.test(host) ? `${encrypted ? 'wss' : 'ws'}://${host}` : "'self'";
}

export function securityHeaders(encrypted: boolean): readonly RequestHandler[] {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Dialogs set styles of elements; a style cannot run anything here.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", (request) => feedSource(request, encrypted)],
        workerSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: encrypted,
    crossOriginOpenerPolicy: encrypted,
    originAgentCluster: encrypted,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  const permissions: RequestHandler = (_request, response, next) => {
    response.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=()');
    next();
  };
  return [headers, permissions];
}
