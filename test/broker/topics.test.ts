// A band's own topics and nothing else, on the wire.
import type { IPublishPacket } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { band, secretOf, textOf } from '../contracts/bus.ts';
import { connectPacket } from '../support/mqtt-raw.ts';
import { openRoom, rawBand, rawLine } from './given.ts';

const publish = (topic: string, other: Partial<IPublishPacket> = {}): IPublishPacket => ({
  cmd: 'publish',
  topic,
  payload: '{}',
  qos: 1,
  messageId: 1,
  dup: false,
  retain: false,
  ...other,
});
const subscribe = (...topics: readonly string[]) => ({
  cmd: 'subscribe' as const,
  messageId: 9,
  subscriptions: topics.map((topic) => ({ topic, qos: 1 as const })),
});

describe('publishing elsewhere closes the line, and nobody hears it', () => {
  it.each([
    'v1/bands/li-2/sos',
    'v1/bands/li-2/cue',
    'v1/bands/wang-1/cue',
    'v1/bands/wang-1',
    'v1/bands/wang-1/sos/more',
    '/v1/bands/wang-1/sos',
    'v1/bands/+/sos',
    'v1/bands/#',
    '$SYS/broker/uptime',
    '$share/g/v1/bands/wang-1/sos',
    'a/'.repeat(200),
  ])('%s', async (topic) => {
    const room = await openRoom();
    const wang = await rawBand(room, 'wang-1');
    wang.send(publish(topic));
    await wang.closed;
    expect(wang.heard).toEqual([]);
    expect(room.desk.arrivals).toEqual([]);
  });
});

describe('subscribing elsewhere closes the line', () => {
  it.each([
    '#',
    '+/#',
    '$SYS/#',
    '$SYS/+/new/clients',
    'v1/bands/+/cue',
    'v1/bands/wang-1/#',
    'v1/bands/wang-1/+',
    'v1/bands/wang-1/sos',
    'v1/bands/li-2/cue',
    '$share/g/v1/bands/li-2/cue',
  ])('%s', async (topic) => {
    const room = await openRoom();
    const wang = await rawBand(room, 'wang-1');
    wang.send(subscribe(topic));
    await wang.closed;
    expect(wang.heard).toEqual([]);
  });
});

it('a refused topic smuggled in beside an allowed one stays refused after a reconnect', async () => {
  const room = await openRoom();
  const persistent = { clean: false };
  const spy = await rawBand(room, 'spy', persistent);
  spy.send(subscribe('v1/bands/spy/cue', 'v1/bands/wang-1/cue'));
  await spy.closed;
  const line = await rawLine(room);
  line.send(connectPacket('spy', secretOf('spy'), persistent));
  // There is no session to come back to.
  expect(await line.next()).toMatchObject({ returnCode: 0, sessionPresent: false });
  line.send(subscribe('v1/bands/spy/cue'));
  expect(await line.next()).toMatchObject({ cmd: 'suback', granted: [1] });
  const wang = await rawBand(room, 'wang-1');
  wang.send(subscribe('v1/bands/wang-1/cue'));
  await wang.next();
  await room.bus.tell(band('wang-1'), { cue: 'find' });
  expect(await wang.next()).toMatchObject({ topic: 'v1/bands/wang-1/cue' });
  await room.bus.tell(band('spy'), { cue: 'remind' });
  const heard = (await line.next()) as IPublishPacket;
  expect(`${heard.payload}`).toBe('{"cue":"remind"}');
  expect(line.heard).toEqual([]);
});

it('no cue waits for a band that comes back: its subscription has to be made anew', async () => {
  const room = await openRoom();
  const before = await rawBand(room, 'wang-1', { clean: false });
  before.send(subscribe('v1/bands/wang-1/cue'));
  await before.next();
  before.hangUp();
  await expect.poll(() => room.bus.connected()).toBe(0);
  expect(await room.bus.tell(band('wang-1'), { cue: 'received' })).toBe(false);
  await rawBand(room, 'wang-1', { clean: false });
  expect(await room.bus.tell(band('wang-1'), { cue: 'received' })).toBe(false);
});

describe('the retain flag is taken off, the press is not', () => {
  it.each([0, 1, 2] as const)('QoS %i', async (qos) => {
    const room = await openRoom();
    const wang = await rawBand(room, 'wang-1');
    wang.send(publish('v1/bands/wang-1/sos', { qos, retain: true }));
    expect(await room.desk.next()).toMatchObject({ channel: 'sos', qos });
    // If anything were retained, subscribing would bring it.
    wang.send(subscribe('v1/bands/wang-1/cue'));
    await room.bus.tell(band('wang-1'), { cue: 'received' });
    await expect.poll(() => wang.heard.some(({ cmd }) => cmd === 'suback')).toBe(true);
    expect(wang.heard.filter(({ cmd }) => cmd === 'publish')).toEqual([]);
  });
});

describe('a will', () => {
  const will = (topic: string, retain = false) => ({
    topic,
    payload: Buffer.from('{"state":"offline"}'),
    qos: 1 as const,
    retain,
  });

  it('on its own status is heard when the line breaks', async () => {
    const room = await openRoom();
    const wang = await rawBand(room, 'wang-1', { will: will('v1/bands/wang-1/status', true) });
    wang.hangUp();
    const arrival = await room.desk.next();
    expect(arrival).toMatchObject({ bandId: 'wang-1', channel: 'status', qos: 1 });
    expect(textOf(arrival)).toBe('{"state":"offline"}');
  });

  it('is not heard when the band says goodbye', async () => {
    const room = await openRoom();
    const wang = await rawBand(room, 'wang-1', { will: will('v1/bands/wang-1/status') });
    wang.send({ cmd: 'disconnect' });
    await wang.closed;
    await room.bus.stop();
    expect(room.desk.arrivals).toEqual([]);
  });

  it.each(['v1/bands/li-2/status', 'v1/bands/wang-1/sos', 'v1/bands/wang-1/cue', '$SYS/x', '#'])(
    'on %s is refused at the door',
    async (topic) => {
      const room = await openRoom();
      const line = await rawLine(room);
      line.send(connectPacket('wang-1', secretOf('wang-1'), { will: will(topic) }));
      expect(await line.next()).toMatchObject({ cmd: 'connack', returnCode: 5 });
      await line.closed;
      expect(room.desk.arrivals).toEqual([]);
    },
  );
});
