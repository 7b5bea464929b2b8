// Who gets a CONNACK 0, and what everybody else gets.
import type { Packet } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { millis } from '../../domain/time.ts';
import { secretOf } from '../contracts/bus.ts';
import { connectBytes, connectPacket, type RawLine } from '../support/mqtt-raw.ts';
import { openRoom, rawBand, rawLine } from './given.ts';

const NOT_AUTHORIZED = 5;
const UNAVAILABLE = 3;
const wang = (other: Parameters<typeof connectPacket>[2] = {}) =>
  connectPacket('wang-1', secretOf('wang-1'), other);

const { username: _u, password: _p, ...anonymous } = wang();
const { password: _p2, ...withoutPassword } = wang();

const REFUSED: readonly (readonly [string, Packet | Buffer])[] = [
  ['nobody in particular', anonymous],
  ['a user name without a password', withoutPassword],
  ['a wrong secret', wang({ password: Buffer.from('guess') })],
  ['an empty secret', wang({ password: Buffer.alloc(0) })],
  ['a secret that is no text', wang({ password: Buffer.from([0xff, 0xfe, 0x00]) })],
  ['another band’s client id', wang({ clientId: 'li-2' })],
  ['no client id', wang({ clientId: '' })],
  ['an id with a blank', connectPacket('wang 1', secretOf('wang 1'))],
  ['the single-level wildcard as id', connectPacket('+', secretOf('+'))],
  ['the multi-level wildcard as id', connectPacket('#', secretOf('#'))],
  ['an id with a level separator', connectPacket('a/b', secretOf('a/b'))],
  ['an id beginning with a dollar', connectPacket('$SYS', secretOf('$SYS'))],
  ['an id that every object has', connectPacket('__proto__ ', secretOf('__proto__ '))],
  ['an id with a NUL', connectBytes('wang\0', secretOf('wang\0'))],
  ['an id that is no UTF-8', connectBytes(Buffer.from([0x77, 0xff, 0xc0]), 'x')],
  ['an empty id', connectBytes('', secretOf(''))],
  ['an id of 65 characters', connectPacket('a'.repeat(65), secretOf('a'.repeat(65)))],
  ['an id of 65 kB', connectBytes('a'.repeat(65_000), 'x')],
];

describe('a stranger is refused with CONNACK 5 and a closed socket', () => {
  it.each(REFUSED)('%s', async (_name, packet) => {
    const room = await openRoom();
    const line = await rawLine(room);
    line.send(packet);
    expect(await line.next()).toMatchObject({ cmd: 'connack', returnCode: NOT_AUTHORIZED });
    await line.closed;
    expect(room.bus.connected()).toBe(0);
    expect(room.desk.arrivals).toEqual([]);
  });

  it('also when what it wants to publish comes in the same breath', async () => {
    const room = await openRoom();
    const line = await rawLine(room);
    line.send(wang({ password: Buffer.from('guess') }));
    line.send({
      cmd: 'publish',
      topic: 'v1/bands/wang-1/sos',
      payload: '{}',
      qos: 1,
      messageId: 1,
      dup: false,
      retain: false,
    });
    expect(await line.next()).toMatchObject({ returnCode: NOT_AUTHORIZED });
    await line.closed;
    expect(room.desk.arrivals).toEqual([]);
  });
});

it('lets a band in that shows its own id twice and its secret', async () => {
  const room = await openRoom();
  await rawBand(room, 'wang-1');
  expect(room.bus.connected()).toBe(1);
});

it('lets a band in that speaks MQTT 3.1 and has a long id', async () => {
  const room = await openRoom();
  const id = 'a'.repeat(64);
  await rawBand(room, id, { protocolId: 'MQIsdp', protocolVersion: 3 });
  expect(room.bus.connected()).toBe(1);
});

it('hears what a band says in the same breath as its CONNECT', async () => {
  const room = await openRoom();
  const line = await rawLine(room);
  line.send(wang());
  line.send({
    cmd: 'publish',
    topic: 'v1/bands/wang-1/sos',
    payload: '{}',
    qos: 1,
    messageId: 7,
    dup: false,
    retain: false,
  });
  expect(await line.next()).toMatchObject({ cmd: 'connack', returnCode: 0 });
  expect(await line.next()).toMatchObject({ cmd: 'puback', messageId: 7 });
});

it('tells a speaker of MQTT 5 which version it may use', async () => {
  const room = await openRoom();
  const line = await rawLine(room);
  line.send(wang({ protocolVersion: 5 }));
  expect(await line.next()).toMatchObject({ cmd: 'connack', returnCode: 1 });
  await line.closed;
});

describe('when the gate itself fails, the band is told to come back, and nothing stops', () => {
  const gates = {
    throws: () => {
      throw new Error('registry is broken');
    },
    rejects: () => Promise.reject(new Error('registry is broken')),
    'never answers': () => new Promise<boolean>(() => {}),
  };
  it.each(Object.entries(gates))('it %s', async (_name, admits) => {
    let broken = true;
    const gate = { admits: () => (broken ? admits() : Promise.resolve(true)) };
    const room = await openRoom({ gate, limits: { gateWithin: millis(20) } });
    const line = await rawLine(room);
    line.send(wang());
    expect(await line.next()).toMatchObject({ cmd: 'connack', returnCode: UNAVAILABLE });
    await line.closed;
    broken = false;
    await rawBand(room, 'wang-1');
  });

  it('it answers something that is not yes', async () => {
    const gate = { admits: () => Promise.resolve('no' as unknown as boolean) };
    const room = await openRoom({ gate });
    const line = await rawLine(room);
    line.send(wang());
    expect(await line.next()).toMatchObject({ returnCode: NOT_AUTHORIZED });
  });
});

it('never says a secret or a guess in the log', async () => {
  const room = await openRoom();
  const line = await rawLine(room);
  line.send(wang({ password: Buffer.from('canary-guess') }));
  await line.closed;
  await rawBand(room, 'wang-1');
  const log = JSON.stringify(room.log.lines);
  expect(log).toContain('wrong-secret');
  expect(log).not.toContain('canary');
  expect(log).not.toContain(secretOf('wang-1'));
});

describe('whoever guesses waits longer and longer', () => {
  it('while the band itself gets in at once, from the same address', async () => {
    const room = await openRoom();
    const guess = async () => {
      const line = await rawLine(room);
      line.send(wang({ password: Buffer.from('guess') }));
      return line;
    };
    for (let free = 0; free < 3; free++) await (await guess()).closed;
    const slowed = await Promise.all(Array.from({ length: 20 }, guess));
    // Some guesses still wait for their answer when the band has been served.
    const band = await rawBand(room, 'wang-1');
    expect(slowed.filter((line) => !line.socket.closed).length).toBeGreaterThan(10);
    band.send({ cmd: 'pingreq' });
    expect(await band.next()).toMatchObject({ cmd: 'pingresp' });
    // Stopping keeps nobody waiting: each of them is answered now.
    await room.bus.stop();
    for (const line of slowed) {
      expect(await line.next()).toMatchObject({ returnCode: NOT_AUTHORIZED });
    }
  });

  it('and only so many at a time: the oldest is answered when the places are taken', async () => {
    const room = await openRoom({ limits: { penalised: 2 } });
    const lines: RawLine[] = [];
    for (let guess = 0; guess < 12; guess++) {
      const line = await rawLine(room);
      line.send(wang({ password: Buffer.from('guess') }));
      lines.push(line);
    }
    await expect.poll(() => lines.filter((line) => line.socket.closed).length).toBe(10);
  });
});
