// A bare MQTT broker on a port of its own, which writes down what it is told and can be made to
// behave badly. It knows nothing of Lamplight.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';

interface Told {
  readonly topic: string;
  readonly text: string;
}

export interface TestBroker {
  readonly url: string;
  /** In order of arrival; what was refused an acknowledgement is here too. */
  readonly told: readonly Told[];
  /** What becomes of a message before it is acknowledged; `hang`: it never is. */
  treat: (topic: string) => 'take' | 'hang' | 'cut';
  admits: (id: string, secret: string) => boolean;
  /** Payloads of one channel of one band, or of all bands. */
  on(channel: string, id?: string): readonly string[];
  cue(id: string, cue: unknown): void;
  cutAll(): void;
  stop(): Promise<void>;
}

export async function givenBroker(): Promise<TestBroker> {
  const told: Told[] = [];
  const sockets = new Set<Socket>();
  const aedes = new Aedes({
    authenticate: (client, _name, password, done) => {
      const known = broker.admits(client.id, password?.toString() ?? '');
      done(known ? null : Object.assign(new Error('unknown'), { returnCode: 5 }), known);
    },
    authorizePublish: (client, packet, callback) => {
      const fate = broker.treat(packet.topic);
      told.push({ topic: packet.topic, text: packet.payload.toString() });
      if (fate === 'take') callback(null);
      if (fate === 'cut') client?.conn.destroy();
    },
  });
  await aedes.listen();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cutAll = (): void => sockets.forEach((socket) => void socket.destroy());
  const broker: TestBroker = {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told,
    treat: () => 'take',
    admits: () => true,
    on: (channel, id) =>
      told
        .filter(({ topic }) => topic.endsWith(`/${channel}`))
        .filter(({ topic }) => id === undefined || topic === `v1/bands/${id}/${channel}`)
        .map(({ text }) => text),
    cue: (id, cue) => {
      const topic = `v1/bands/${id}/cue`;
      const payload = JSON.stringify(cue);
      aedes.publish(
        { cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false },
        () => {},
      );
    },
    cutAll,
    async stop() {
      cutAll();
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      server.close();
    },
  };
  return broker;
}
