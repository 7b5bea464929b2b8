// The socket before MQTT. Our own TCP and TLS listeners stand in front of the broker library and
// hand it a connection only once a whole CONNECT of reasonable length has arrived in time. Until
// then a socket costs itself and at most 4 KiB, however much it declares and however slowly it
// speaks.
import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { createDoorman, type Doorman, type Guest } from './doorman.ts';
import { Connection } from './front-connection.ts';
import { type Endpoint, listen, unusableCertificate } from './front-listen.ts';
import { awaitConnect, type FirstPacket } from './front-lobby.ts';
import type { BusLimits } from './limits.ts';
import type { Tally } from './tally.ts';

export interface TlsOptions {
  /** PEM. */
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  readonly port: number;
}

export interface FrontOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly tls?: TlsOptions;
  readonly limits: BusLimits;
  readonly tally: Tally;
  /** A connection with its complete CONNECT. */
  readonly connected: (connection: Connection) => void;
}

export interface Front {
  /** The addresses. Rejects with a sentence for the installer. */
  open(): Promise<readonly string[]>;
  /** The connection has proven who it is. */
  admit(connection: Connection): void;
  /** Accepts nobody and reads nothing any more; what is in work can still be acknowledged. */
  rest(): void;
  /** Closes what is left. Resolves when the last socket is closed. */
  close(): Promise<void>;
}

/** What a socket that is not read from may hold. */
const READ_BUFFER = 16 * 1024;
/** Probes a quiet line, so that a band that lost its network is noticed without its help. */
const PROBE_AFTER_MS = 60_000;

export function createFront(options: FrontOptions): Front {
  const doorman = createDoorman(options.limits);
  const waiting = new Set<Socket>();
  const connections = new Map<Connection, Guest>();
  const servers: Server[] = [];
  let closed: readonly Promise<void>[] = [];

  const pass = (socket: Socket, guest: Guest, packet: FirstPacket): void => {
    waiting.delete(socket);
    const connection = new Connection({
      socket,
      address: guest.address,
      ...packet,
      packetBytes: options.limits.packetBytes,
      oversized: () => options.tally.count('line-closed', 'packet-too-long'),
    });
    connections.set(connection, guest);
    connection.once('close', () => connections.delete(connection));
    options.connected(connection);
  };

  const accept = (raw: Socket, secure: SecureContext | undefined): void => {
    raw.on('error', ignore);
    const socket = secure
      ? new TLSSocket(raw, { isServer: true, secureContext: secure, requestCert: false })
      : raw;
    const guest = enter(socket, raw, doorman, options.tally);
    if (guest === undefined) return;
    waiting.add(socket);
    socket.once('close', () => waiting.delete(socket));
    awaitConnect(socket, options.limits, {
      complete: (packet) => pass(socket, guest, packet),
      refused: (reason) => options.tally.count('line-refused', reason),
    });
  };

  return {
    async open() {
      try {
        const { host, port, tls } = options;
        const urls = [
          await listenAs(servers, { host, port, secure: false }, (raw) => accept(raw, undefined)),
        ];
        if (!tls) return urls;
        const secure = secureContext(tls);
        const endpoint = { host, port: tls.port, secure: true };
        urls.push(await listenAs(servers, endpoint, (raw) => accept(raw, secure)));
        return urls;
      } catch (error) {
        for (const server of servers) server.close();
        throw error;
      }
    },
    admit(connection) {
      const guest = connections.get(connection);
      if (guest) doorman.proven(guest);
      connection.admit();
    },
    rest() {
      closed = servers.map(closeServer);
      for (const socket of waiting) socket.destroy();
      for (const connection of connections.keys()) connection.rest();
    },
    async close() {
      for (const connection of connections.keys()) connection.destroy();
      await Promise.all(closed);
    },
  };
}

/** Undefined when the doorman let nobody in any more; the socket is closed then. */
function enter(socket: Socket, raw: Socket, doorman: Doorman, tally: Tally): Guest | undefined {
  socket.on('error', ignore);
  const address = raw.remoteAddress?.replace(/^::ffff:/, '');
  const guest: Guest = {
    address: address ?? 'gone',
    sendAway: () => {
      tally.count('line-closed', 'room-needed');
      socket.destroy();
    },
  };
  // Without an address it has hung up already.
  if (address === undefined || !doorman.enter(guest)) {
    if (address !== undefined) tally.count('line-refused', 'full');
    socket.destroy();
    return undefined;
  }
  raw.once('close', () => doorman.left(guest));
  socket.setNoDelay(true);
  raw.setKeepAlive(true, PROBE_AFTER_MS);
  return guest;
}

async function listenAs(
  servers: Server[],
  endpoint: Endpoint,
  accept: (socket: Socket) => void,
): Promise<string> {
  // Half-open: a band that has said its last word is still listened to until it has been understood.
  const server = createServer({ allowHalfOpen: true, highWaterMark: READ_BUFFER }, accept);
  servers.push(server);
  return listen(server, endpoint);
}

function secureContext(tls: TlsOptions): SecureContext {
  try {
    return createSecureContext({ cert: tls.cert, key: tls.key, minVersion: 'TLSv1.2' });
  } catch (cause) {
    throw unusableCertificate(cause);
  }
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });

/** What matters about a broken socket is that it closes; that is listened to. */
const ignore = (): void => {};
