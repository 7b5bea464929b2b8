// A way through a network that can be cut, black-holed, slowed and reset at any byte: a TCP proxy of the
// bench's own between the service and whoever speaks to it.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Way {
  /** The address to use instead of the service's own; same scheme. */
  readonly url: string;
  /** Resets every connection. */
  cut(): void;
  /** Resets one connection; which one, `random` says: at least 0, less than 1. */
  cutOne(random: number): void;
  /** From now on nothing gets through, in either direction, and nobody is told. */
  freeze(): void;
  /** From now on what comes back from the service gets lost on the way, until the next cut. */
  deafen(): void;
  /** What was held back arrives now, and the way is open. */
  thaw(): void;
  /** Each piece of data takes so many milliseconds longer. */
  delay(millis: number): void;
  /** Every connection is reset after so many further bytes from the client have been passed on. */
  resetAfter(bytes: number): void;
  stop(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly service: Socket;
  /** Held back, in order. */
  readonly held: (() => void)[];
  bytesLeft: number;
}

export async function openWay(to: string): Promise<Way> {
  const { protocol, hostname, port } = new URL(to);
  const pairs = new Set<Pair>();
  let isFrozen = false;
  let isDeaf = false;
  let lag = 0;

  function reset(pair: Pair): void {
    pairs.delete(pair);
    pair.client.resetAndDestroy();
    pair.service.resetAndDestroy();
  }

  function passOn(pair: Pair, to: Socket, bytes: Buffer): void {
    const write = (): void => void (to.writable && to.write(bytes));
    const whenOpen = (): void => {
      if (isFrozen) pair.held.push(write);
      else write();
    };
    // Equal delays keep the order; a shorter one must not overtake what is still under way.
    if (lag > 0) setTimeout(whenOpen, lag);
    else whenOpen();
  }

  const server = createServer((client) => {
    const service = connect({ host: hostname, port: Number(port) });
    const pair: Pair = { client, service, held: [], bytesLeft: Number.POSITIVE_INFINITY };
    pairs.add(pair);
    for (const socket of [client, service]) {
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => reset(pair));
    }
    client.on('data', (bytes) => {
      passOn(pair, service, bytes.subarray(0, pair.bytesLeft));
      pair.bytesLeft -= bytes.length;
      // What was passed on is sent before the end; the answer to it finds nobody.
      if (pair.bytesLeft <= 0) service.end(() => reset(pair));
    });
    service.on('data', (bytes) => {
      if (!isDeaf) passOn(pair, client, bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const proxy: Way = {
    url: `${protocol}//127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isDeaf = false;
      for (const pair of pairs) reset(pair);
    },
    cutOne(random) {
      const pair = [...pairs][Math.floor(random * pairs.size)];
      if (pair) reset(pair);
    },
    freeze() {
      isFrozen = true;
    },
    deafen() {
      isDeaf = true;
    },
    thaw() {
      isFrozen = false;
      for (const { held } of pairs) for (const write of held.splice(0)) write();
    },
    delay(millis) {
      lag = millis;
    },
    resetAfter(bytes) {
      for (const pair of pairs) pair.bytesLeft = bytes;
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      proxy.cut();
      await closed;
    },
  };
  return proxy;
}
