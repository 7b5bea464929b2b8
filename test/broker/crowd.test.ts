// Many sockets, and sockets that mean harm.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { millis, seconds } from '../../domain/time.ts';
import { band, secretOf } from '../contracts/bus.ts';
import { bytesOf, connectPacket, openRaw, variableLength } from '../support/mqtt-raw.ts';
import { afterwards, openRoom, rawBand, rawLine } from './given.ts';

const MIB = 1024 * 1024;
const press = {
  cmd: 'publish' as const,
  topic: 'v1/bands/wang-1/sos',
  payload: '{}',
  qos: 1 as const,
  messageId: 7,
  dup: false,
  retain: false,
};

/** Writes whatever the peer takes until it hangs up; resolves with how much that was. */
function pour(socket: Socket, head: Uint8Array): Promise<number> {
  const block = Buffer.alloc(64 * 1024, 0x61);
  return new Promise((resolve) => {
    socket.on('error', () => {});
    socket.on('close', () => resolve(socket.bytesWritten));
    const more = (): void => {
      while (!socket.destroyed && socket.writable && socket.write(block));
    };
    socket.on('drain', more);
    socket.write(head);
    more();
  });
}

const declaring = (firstByte: number, length: number): Buffer =>
  Buffer.concat([Buffer.from([firstByte]), variableLength(length)]);
const MOST_AN_MQTT_PACKET_CAN_DECLARE = 268_435_455;

describe('a siege', () => {
  it('of packets that declare 256 MB costs less than 50 MiB, and a press gets through', async () => {
    const child = fork(new URL('./besieged.ts', import.meta.url), { execArgv: ['--expose-gc'] });
    afterwards(() => child.kill());
    const [url] = (await once(child, 'message')) as [string];
    const memory = async (): Promise<number> => {
      child.send('memory');
      const [bytes] = (await once(child, 'message')) as [number];
      return bytes;
    };
    // One of each first, so that what is loaded once is not counted.
    (await openRaw(url)).hangUp();
    const before = await memory();
    const attackers = Array.from({ length: 100 }, (_, index) => {
      const { hostname, port } = new URL(url);
      // A CONNECT that never ends, and a PUBLISH from nobody.
      const head = declaring(index % 2 === 0 ? 0x10 : 0x32, MOST_AN_MQTT_PACKET_CAN_DECLARE);
      return pour(connect(Number(port), hostname), head);
    });
    const wang = await openRaw(url);
    wang.send(connectPacket('wang-1', secretOf('wang-1')));
    expect(await wang.next()).toMatchObject({ returnCode: 0 });
    wang.send(press);
    expect(await wang.next()).toMatchObject({ cmd: 'puback' });
    // Every attacker has been hung up on, and long before its packet was complete.
    const poured = await Promise.all(attackers);
    expect(Math.max(...poured)).toBeLessThan(32 * MIB);
    expect((await memory()) - before).toBeLessThan(50 * MIB);
    wang.hangUp();
  });

  it('of a thousand sockets that stop in the middle of a CONNECT costs less than 50 MiB', async () => {
    const child = fork(new URL('./besieged.ts', import.meta.url), { execArgv: ['--expose-gc'] });
    afterwards(() => child.kill());
    const [url] = (await once(child, 'message')) as [string];
    const memory = async (): Promise<number> => {
      child.send('memory');
      const [bytes] = (await once(child, 'message')) as [number];
      return bytes;
    };
    const before = await memory();
    const half = Buffer.concat([declaring(0x10, 4_000), Buffer.alloc(3_900, 0x61)]);
    const lines = await Promise.all(Array.from({ length: 1_000 }, () => openRaw(url)));
    afterwards(() => {
      for (const line of lines) line.hangUp();
    });
    for (const line of lines) line.send(half);
    const wang = await openRaw(url);
    wang.send(connectPacket('wang-1', secretOf('wang-1')));
    expect(await wang.next()).toMatchObject({ returnCode: 0 });
    expect((await memory()) - before).toBeLessThan(50 * MIB);
    wang.hangUp();
  });

  it('by a band that knows its secret gets no further: the line closes, no other is touched', async () => {
    const room = await openRoom();
    const wang = await rawBand(room, 'wang-1');
    const rogue = await rawBand(room, 'rogue');
    const poured = pour(rogue.socket, declaring(0x32, MOST_AN_MQTT_PACKET_CAN_DECLARE));
    expect(await poured).toBeLessThan(32 * MIB);
    wang.send(press);
    expect(await wang.next()).toMatchObject({ cmd: 'puback' });
    expect(room.bus.connected()).toBe(1);
  });
});

it('a guesser who keeps talking while his answer waits is cut off', async () => {
  const refusals: (() => void)[] = [];
  const refusal = () => new Promise<void>((resolve) => refusals.push(resolve));
  const admits = async () => {
    setImmediate(() => refusals.shift()?.());
    return false;
  };
  const room = await openRoom({ gate: { admits } });
  const guess = async () => {
    const refused = refusal();
    const line = await rawLine(room);
    line.send(connectPacket('wang-1', 'guess'));
    await refused;
    return line;
  };
  for (let count = 0; count < 9; count++) await guess();
  // This answer waits for eight seconds, unless the line is cut before.
  const line = await guess();
  expect(await pour(line.socket, Buffer.alloc(1))).toBeLessThan(32 * MIB);
  expect(line.heard).toEqual([]);
});

describe('a socket that does not come to the point', () => {
  const half = bytesOf(connectPacket('wang-1', secretOf('wang-1'))).subarray(0, 20);
  it.each([
    ['says nothing', Buffer.alloc(0)],
    ['stops in the middle of its CONNECT', half],
    ['sends one byte', half.subarray(0, 1)],
  ])('%s and is hung up on', async (_name, bytes) => {
    const room = await openRoom({ limits: { connectWithin: millis(50) } });
    const line = await rawLine(room);
    line.send(bytes);
    await line.closed;
    expect(line.heard).toEqual([]);
    expect(room.log.lines).toContainEqual({
      event: 'line-refused',
      fields: { reason: 'connect-too-slow', alsoSinceLast: 0 },
    });
  });

  it('drips its CONNECT byte by byte and is still let in when it is done in time', async () => {
    const room = await openRoom();
    const line = await rawLine(room);
    for (const byte of bytesOf(connectPacket('wang-1', secretOf('wang-1')))) {
      line.send(Uint8Array.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await line.next()).toMatchObject({ cmd: 'connack', returnCode: 0 });
    for (const byte of bytesOf(press)) {
      line.send(Uint8Array.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await line.next()).toMatchObject({ cmd: 'puback', messageId: 7 });
  });

  it.each([
    ['speaks HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['publishes before it has said who it is', bytesOf(press)],
    ['pings before it has said who it is', bytesOf({ cmd: 'pingreq' })],
    ['sends a length that never ends', Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff])],
    ['says CONNECT and then nonsense', Buffer.from([0x10, 0x02, 0x00, 0x09])],
  ])('%s and is hung up on at once', async (_name, bytes) => {
    const room = await openRoom({ limits: { connectWithin: seconds(600) } });
    const line = await rawLine(room);
    line.send(bytes);
    await line.closed;
    expect(room.desk.arrivals).toEqual([]);
  });

  it('says CONNECT twice and is hung up on', async () => {
    const room = await openRoom();
    const line = await rawBand(room, 'wang-1');
    line.send(connectPacket('wang-1', secretOf('wang-1')));
    await line.closed;
  });
});

describe('when there is no room', () => {
  it('the longest silent socket goes, and the band that has just come gets in', async () => {
    const room = await openRoom({ limits: { unproven: 5 } });
    const silent = [];
    for (let count = 0; count < 5; count++) silent.push(await rawLine(room));
    await rawBand(room, 'wang-1');
    await silent[0]?.closed;
    expect(silent.slice(1).some((line) => line.socket.closed)).toBe(false);
  });

  it('bands that have proven who they are do not count as silent', async () => {
    const room = await openRoom({ limits: { unproven: 1, unprovenPerAddress: 1 } });
    for (let count = 0; count < 10; count++) await rawBand(room, `band-${count}`);
    expect(room.bus.connected()).toBe(10);
  });

  it('nobody new gets in, and those inside are not disturbed', async () => {
    const room = await openRoom({ limits: { sockets: 3 } });
    const inside = [];
    for (let count = 0; count < 3; count++) inside.push(await rawBand(room, `band-${count}`));
    const late = await rawLine(room);
    await late.closed;
    expect(room.bus.connected()).toBe(3);
    // One goes, one comes.
    inside[0]?.hangUp();
    await expect.poll(() => room.bus.connected()).toBe(2);
    await rawBand(room, 'late');
  });
});

it('a thousand bands come at once after a power failure, each with a press; all are heard', async () => {
  const room = await openRoom();
  const ids = Array.from({ length: 1_000 }, (_, index) => `band-${index}`);
  await Promise.all(
    ids.map(async (id) => {
      const line = await rawLine(room);
      line.send(connectPacket(id, secretOf(id)));
      line.send({ ...press, topic: `v1/bands/${id}/sos` });
      expect(await line.next()).toMatchObject({ cmd: 'connack', returnCode: 0 });
      expect(await line.next()).toMatchObject({ cmd: 'puback', messageId: 7 });
    }),
  );
  expect(room.bus.connected()).toBe(1_000);
  expect(new Set(room.desk.arrivals.map(({ bandId }) => bandId)).size).toBe(1_000);
  expect(await room.bus.tell(band('band-1'), { cue: 'received' })).toBe(false);
});
