// MQTT 3.1.1, point by point, on raw packets: where stock firmware and test suites look, and where
// brokers differ. The numbers are those of the OASIS standard.
import type { IPublishPacket, Packet } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { secretOf } from '../contracts/bus.ts';
import { band } from '../support/given.ts';
import { bytesOf, connectBytes, connectPacket, type RawLine } from '../support/mqtt-raw.ts';
import { openRoom, rawBand, rawLine } from './given.ts';

/** Of the connect flags (section 3.1.2.4). */
const CLEAN = 0b10;
const CUE = 'v1/bands/wang-1/cue';
const SOS = 'v1/bands/wang-1/sos';

const subscribe = (messageId: number, qos: 0 | 1 | 2, topic = CUE): Packet => ({
  cmd: 'subscribe',
  messageId,
  subscriptions: [{ topic, qos }],
});

const publish = (messageId: number, more: Partial<IPublishPacket> = {}): IPublishPacket => ({
  cmd: 'publish',
  topic: SOS,
  payload: `{"id":"${messageId}"}`,
  qos: 1,
  messageId,
  dup: false,
  retain: false,
  ...more,
});

/** The same packet with another first byte: packet type and flags (section 2.2). */
function withHeader(packet: Packet, first: number): Buffer {
  const bytes = Buffer.from(bytesOf(packet));
  bytes[0] = first;
  return bytes;
}

/** What comes until the line is closed. */
async function untilClosed(line: RawLine): Promise<readonly Packet[]> {
  await line.closed;
  return line.heard;
}

describe('who has no name', () => {
  it('is refused when it wants a session kept, and the line is closed [3.1.3-8]', async () => {
    const room = await openRoom();
    const line = await rawLine(room);
    const bytes = connectBytes('', 'secret');
    // The connect flags come after a fixed header of 2, a protocol name of 6 and the level.
    bytes[9] = (bytes[9] ?? 0) & ~CLEAN;
    line.send(bytes);
    const [answer, ...more] = await untilClosed(line);
    expect(answer).toMatchObject({ cmd: 'connack', returnCode: 2, sessionPresent: false });
    expect(more).toEqual([]);
  });

  it('is refused as well when it does not', async () => {
    const room = await openRoom();
    const line = await rawLine(room);
    line.send(connectBytes('', 'secret'));
    const [answer] = await untilClosed(line);
    expect((answer as { returnCode: number }).returnCode).toBeGreaterThan(0);
  });
});

describe('a line that breaks the rules is closed, and nothing it said after that is acknowledged', () => {
  const connect = bytesOf(connectPacket('wang-1', secretOf('wang-1')));
  const reserved = Buffer.from(connect);
  // The lowest bit of the connect flags, after a fixed header of 2 and a protocol name of 6 and a level.
  reserved[9] = (reserved[9] ?? 0) | 1;

  it.each([
    ['something else before CONNECT [3.1.0-1]', bytesOf({ cmd: 'pingreq' })],
    ['the reserved bit of CONNECT set [3.1.2-3]', reserved],
  ])('%s', async (_, bytes) => {
    const room = await openRoom();
    const line = await rawLine(room);
    line.send(Buffer.concat([bytes, bytesOf(publish(1))]));
    const answers = await untilClosed(line);
    expect(answers.filter(({ cmd }) => cmd === 'puback')).toEqual([]);
    expect(room.desk.arrivals).toEqual([]);
  });

  const noFilter = Buffer.from([0x82, 2, 0, 1]);
  it.each([
    ['CONNECT a second time [3.1.0-2]', connect],
    ['quality of service 3 [3.3.1-4]', withHeader(publish(1), 0x36)],
    ['a wildcard in a topic name [3.3.2-2]', bytesOf(publish(1, { topic: 'v1/bands/+/sos' }))],
    ['SUBSCRIBE with the wrong flags [3.8.1-1]', withHeader(subscribe(1, 1), 0x80)],
    ['SUBSCRIBE to nothing [3.8.3-3]', noFilter],
    ['packet id 0 [2.3.1-1]', Buffer.from([0x82, 8, 0, 0, 0, 3, 0x61, 0x2f, 0x62, 1])],
    ['a topic that begins with $ to publish on', bytesOf(publish(1, { topic: '$SYS/broker' }))],
    ['a filter that begins with $', bytesOf(subscribe(1, 0, '$SYS/#'))],
    ['a filter of everything', bytesOf(subscribe(1, 0, '#'))],
  ])('%s', async (_, bytes) => {
    const room = await openRoom();
    const line = await rawBand(room, 'wang-1');
    line.send(Buffer.concat([bytes, bytesOf(publish(2))]));
    const answers = await untilClosed(line);
    expect(answers.filter(({ cmd }) => cmd === 'puback')).toEqual([]);
  });
});

describe('a subscription', () => {
  it('is answered with its packet id and what was granted [3.8.4-2]', async () => {
    const room = await openRoom();
    const line = await rawBand(room, 'wang-1');
    line.send(subscribe(4_711, 1));
    expect(await line.next()).toMatchObject({ cmd: 'suback', messageId: 4_711, granted: [1] });
  });

  it('made twice brings each cue once, with what was asked for last [3.8.4-3]', async () => {
    const room = await openRoom();
    const line = await rawBand(room, 'wang-1');
    for (const [id, qos] of [
      [1, 0],
      [2, 1],
      [3, 0],
    ] as const) {
      line.send(subscribe(id, qos));
      expect(await line.next()).toMatchObject({ cmd: 'suback', messageId: id });
    }
    expect(await room.bus.tell(band('wang-1'), { cue: 'received' })).toBe(true);
    expect(await line.next()).toMatchObject({ cmd: 'publish', topic: CUE, qos: 0 });
    line.send({ cmd: 'pingreq' });
    expect(await line.next()).toMatchObject({ cmd: 'pingresp' });
  });

  it('that overlaps with itself in one packet brings each cue once', async () => {
    const room = await openRoom();
    const line = await rawBand(room, 'wang-1');
    const subscriptions = [
      { topic: CUE, qos: 0 as const },
      { topic: CUE, qos: 1 as const },
    ];
    line.send({ cmd: 'subscribe', messageId: 1, subscriptions });
    expect(await line.next()).toMatchObject({ cmd: 'suback', messageId: 1 });
    await room.bus.tell(band('wang-1'), { cue: 'received' });
    expect(await line.next()).toMatchObject({ cmd: 'publish', topic: CUE });
    line.send({ cmd: 'pingreq' });
    expect(await line.next()).toMatchObject({ cmd: 'pingresp' });
  });

  it('can be taken back although it was never made [3.10.4-5]', async () => {
    const room = await openRoom();
    const line = await rawBand(room, 'wang-1');
    line.send({ cmd: 'unsubscribe', messageId: 9, unsubscriptions: [CUE] });
    expect(await line.next()).toMatchObject({ cmd: 'unsuback', messageId: 9 });
  });
});

describe('a cue', () => {
  it('comes as new, not retained, with a packet id [3.3.1-3, 3.3.1-9, 2.3.1-1]', async () => {
    const room = await openRoom();
    const line = await rawBand(room, 'wang-1');
    line.send(subscribe(1, 1));
    await line.next();
    await room.bus.tell(band('wang-1'), { cue: 'help-coming' });
    const cue = (await line.next()) as IPublishPacket;
    expect(cue).toMatchObject({ dup: false, retain: false, qos: 1 });
    expect(cue.messageId).toBeGreaterThan(0);
  });

  it('that was not acknowledged ends with the session: the band is told anew, not again [3.1.2-6]', async () => {
    const room = await openRoom();
    const first = await rawBand(room, 'wang-1');
    first.send(subscribe(1, 1));
    await first.next();
    await room.bus.tell(band('wang-1'), { cue: 'received' });
    await first.next();
    first.hangUp();
    const second = await rawBand(room, 'wang-1');
    second.send(subscribe(1, 1));
    expect(await second.next()).toMatchObject({ cmd: 'suback' });
    second.send({ cmd: 'pingreq' });
    expect(await second.next()).toMatchObject({ cmd: 'pingresp' });
    expect(second.heard).toEqual([]);
  });
});

describe('a press', () => {
  it('that is sent again is acknowledged again, and handed on as sent again [4.4.0-1]', async () => {
    const room = await openRoom();
    const line = await rawBand(room, 'wang-1');
    line.send(publish(7));
    expect(await line.next()).toMatchObject({ cmd: 'puback', messageId: 7 });
    line.send(publish(7, { dup: true }));
    expect(await line.next()).toMatchObject({ cmd: 'puback', messageId: 7 });
    expect(room.desk.arrivals.map(({ dup }) => dup)).toEqual([false, true]);
  });

  it('in QoS 2 goes through its four steps, each with the same packet id [4.3.3-1]', async () => {
    const room = await openRoom();
    const line = await rawBand(room, 'wang-1');
    line.send(publish(8, { qos: 2 }));
    expect(await line.next()).toMatchObject({ cmd: 'pubrec', messageId: 8 });
    line.send({ cmd: 'pubrel', messageId: 8 });
    expect(await line.next()).toMatchObject({ cmd: 'pubcomp', messageId: 8 });
    expect(room.desk.arrivals).toHaveLength(1);
  });

  it('is on record before its acknowledgement also with the largest packet id', async () => {
    const room = await openRoom();
    const line = await rawBand(room, 'wang-1');
    line.send(publish(65_535));
    expect(await line.next()).toMatchObject({ cmd: 'puback', messageId: 65_535 });
    expect(room.desk.arrivals).toHaveLength(1);
  });
});

it('a ping is answered, between presses and after them [3.12.4-1]', async () => {
  const room = await openRoom();
  const line = await rawBand(room, 'wang-1');
  line.send(Buffer.concat([bytesOf(publish(1)), bytesOf({ cmd: 'pingreq' }), bytesOf(publish(2))]));
  const answers = [await line.next(), await line.next(), await line.next()];
  expect(answers.map(({ cmd }) => cmd).sort()).toEqual(['pingresp', 'puback', 'puback']);
});
