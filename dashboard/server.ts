// The duty desk's server: HTTP for the screen and the API, and the upgrade to `/feed`. Making it only
// remembers; `start` listens, `stop` undoes.
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Log } from '../domain/log.ts';
import type { Feed } from './feed.ts';
import { securityHeaders } from './headers.ts';
import { mount, send } from './mount.ts';
import { changeOrigin } from './origin.ts';
import { problem } from './problem.ts';
import { createGuards } from './rate.ts';
import { allRoutes } from './routes/all.ts';
import { pageOrNothing, screenFiles } from './screen-files.ts';
import type { Station } from './station.ts';

export interface DutyServerOptions extends Station {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** PEM texts. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly feed: Feed;
  /** Folder of the built screen. */
  readonly webRoot: string;
}

export interface DutyServer {
  /** Starts the feed as well. Rejects with a sentence for the installer. */
  start(): Promise<{ readonly url: string }>;
  /** Ends the lines to the screens, lets what is being answered finish, and closes. */
  stop(): Promise<void>;
}

/** Long enough for a slow line, short enough that nobody can hold sockets by sending nothing. */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
const LAST_ANSWERS = 2_000;

export function createDutyServer(options: DutyServerOptions): DutyServer {
  const { host, port, tls, feed, engine, registry, ready, log } = options;
  const app = createDutyApp(options);
  const server = tls
    ? createHttpsServer({ ...tls, minVersion: 'TLSv1.2' }, app)
    : createHttpServer(app);
  server.headersTimeout = HEADERS_TIMEOUT;
  server.requestTimeout = REQUEST_TIMEOUT;
  server.on('upgrade', feed.upgrade);
  return {
    async start() {
      await listening(server, host, port);
      server.on('error', (error) => log.error('http-failed', { error: error.name }));
      feed.start({ engine, registry, ready });
      return { url: urlOf(server, host, tls !== undefined) };
    },
    async stop() {
      await feed.stop();
      await closed(server);
    },
  };
}

/** The express application alone; its router is what a test enumerates. */
export function createDutyApp(options: DutyServerOptions): Express {
  const { registry, webRoot, log, tls } = options;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(...securityHeaders(tls !== undefined), onlyOwnChanges);
  mount(app, allRoutes(options), { registry, guards: createGuards(), log });
  app.use(screenFiles(webRoot), pageOrNothing(webRoot, registry), lastResort(log));
  return app;
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** No page of anybody else changes anything here, whatever cookie the browser adds. */
const onlyOwnChanges: RequestHandler = (request, response, next) => {
  const verdict = READING.has(request.method) ? { ok: true } : changeOrigin(request);
  if (verdict.ok) return next();
  send(response, problem('foreign-origin', 'A change needs the Origin of this service.'));
};

/** What express itself refuses: a path that cannot be decoded, a file that cannot be read. */
const lastResort =
  (log: Log): ErrorRequestHandler =>
  (error: { status?: number } | undefined, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error?.status !== undefined && error.status < 500) {
      return send(response, problem('invalid', 'The address cannot be read.'));
    }
    log.error('request-failed', { error: error instanceof Error ? error.name : 'unknown' });
    send(response, problem('failed', 'The service could not do this. It was written to its log.'));
  };

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(why(error, host, port), { cause: error })),
    );
    server.listen(port, host, resolve);
  });
}

function why(error: NodeJS.ErrnoException, host: string, port: number): string {
  const remedy = 'Set LAMPLIGHT_HTTP_PORT to a free port, or to 0 for any.';
  if (error.code === 'EADDRINUSE') return `Port ${port} of ${host} is in use already. ${remedy}`;
  if (error.code === 'EACCES') return `Port ${port} of ${host} may not be opened here. ${remedy}`;
  return `The dashboard cannot listen on ${host}, port ${port}: ${error.message}. Check LAMPLIGHT_HOST and LAMPLIGHT_HTTP_PORT.`;
}

function urlOf(server: Server, host: string, encrypted: boolean): string {
  const { port } = server.address() as AddressInfo;
  return `${encrypted ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function closed(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    const patience = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS);
    server.close(() => {
      clearTimeout(patience);
      resolve();
    });
    server.closeIdleConnections();
  });
}
