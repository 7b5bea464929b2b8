// A band that says exactly what a test wants it to say, byte by byte, and hears what the broker
// answers, packet by packet.
import { connect, type Socket } from 'node:net';
import mqttPacket, { type IConnectPacket, type Packet } from 'mqtt-packet';

export interface RawLine {
  readonly socket: Socket;
  /** Sends a packet, or bytes as they are. */
  send(packet: Packet | Uint8Array): void;
  /** The next packet the broker sent; rejects when it closes first. */
  next(): Promise<Packet>;
  /** Packets that have come and were not asked for yet. */
  readonly heard: readonly Packet[];
  /** Resolves when the broker has closed the line. */
  readonly closed: Promise<void>;
  hangUp(): void;
}

export async function openRaw(url: string): Promise<RawLine> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  // The broker may close with a reset while the test still sends.
  socket.on('error', () => {});
  const heard: Packet[] = [];
  const waiting: PromiseWithResolvers<Packet>[] = [];
  const parser = mqttPacket.parser({ protocolVersion: 4 });
  parser.on('packet', (packet) => {
    const first = waiting.shift();
    if (first) first.resolve(packet);
    else heard.push(packet);
  });
  socket.on('data', (bytes) => parser.parse(bytes));
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      for (const each of waiting) each.reject(new Error('the broker closed the line'));
      resolve();
    });
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return {
    socket,
    heard,
    closed,
    send(packet) {
      socket.write(packet instanceof Uint8Array ? packet : bytesOf(packet));
    },
    next() {
      const ready = heard.shift();
      if (ready) return Promise.resolve(ready);
      if (socket.closed) return Promise.reject(new Error('the broker closed the line'));
      const later = Promise.withResolvers<Packet>();
      waiting.push(later);
      return later.promise;
    },
    hangUp: () => void socket.destroy(),
  };
}

export const bytesOf = (packet: Packet): Buffer => mqttPacket.generate(packet);

/** A CONNECT of band `id` with its right secret, unless told otherwise. */
export const connectPacket = (
  id: string,
  secret: string,
  other: Partial<IConnectPacket> = {},
): IConnectPacket => ({
  cmd: 'connect',
  protocolId: 'MQTT',
  protocolVersion: 4,
  clean: true,
  keepalive: 60,
  clientId: id,
  username: id,
  password: Buffer.from(secret),
  ...other,
});

/** A field of a packet built by hand: two bytes of length, then the bytes (section 1.5.3). */
const field = (bytes: Uint8Array | string): Buffer => {
  const content = Buffer.from(bytes as Uint8Array);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.length);
  return Buffer.concat([length, content]);
};

/** A CONNECT whose client id and user name are these very bytes, text or not. */
export function connectBytes(id: Uint8Array | string, password: string): Buffer {
  const body = Buffer.concat([
    field('MQTT'),
    // Level 4; user name, password, clean session; keep alive 60 s.
    Buffer.from([4, 0b1100_0010, 0, 60]),
    field(id),
    field(id),
    field(password),
  ]);
  return Buffer.concat([Buffer.from([0x10]), variableLength(body.length), body]);
}

/** The remaining length of a fixed header (section 2.2.3). */
export function variableLength(length: number): Buffer {
  const bytes: number[] = [];
  let left = length;
  do {
    const more = left >= 128 ? 0x80 : 0;
    bytes.push((left % 128) | more);
    left = Math.floor(left / 128);
  } while (left > 0);
  return Buffer.from(bytes);
}
