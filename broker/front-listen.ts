// Opening a port, and what to tell the installer when that fails.
import type { AddressInfo, Server } from 'node:net';

export interface Endpoint {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly secure: boolean;
}

/** Resolves with the URL of the open port; rejects with a sentence that says what to do. */
export function listen(server: Server, endpoint: Endpoint): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const failed = (cause: NodeJS.ErrnoException): void =>
    reject(new Error(sentence(endpoint, cause), { cause }));
  server.once('error', failed);
  server.listen({ host: endpoint.host, port: endpoint.port, backlog: 4_096 }, () => {
    server.off('error', failed);
    // A failed accept (out of file descriptors) costs that one connection and nothing else.
    server.on('error', () => {});
    const { port } = server.address() as AddressInfo;
    const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
    resolve(`${endpoint.secure ? 'mqtts' : 'mqtt'}://${host}:${port}`);
  });
  return promise;
}

function sentence({ host, port, secure }: Endpoint, { code, message }: NodeJS.ErrnoException) {
  const setting = secure ? 'LAMPLIGHT_MQTTS_PORT' : 'LAMPLIGHT_MQTT_PORT';
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use by another program, perhaps another MQTT broker. Stop that program, or set ${setting} to another port.`;
    case 'EACCES':
      return `Port ${port} may not be opened by this user. Set ${setting} to a port from 1024 up.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is not an address of this machine. Set LAMPLIGHT_HOST to one that is, or to 0.0.0.0 for all.`;
    default:
      return `Wristbands cannot be listened for on ${host}, port ${port}: ${message}.`;
  }
}

export const unusableCertificate = (cause: unknown): Error =>
  new Error(
    'The certificate in LAMPLIGHT_TLS_CERT and the key in LAMPLIGHT_TLS_KEY cannot be used together. ' +
      'Both must be PEM files, and the key must belong to the certificate.',
    { cause },
  );
