// When a PUBACK leaves, and when it must not.
import type { IPublishPacket } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { millis } from '../../domain/time.ts';
import { textOf } from '../contracts/bus.ts';
import { bytesOf } from '../support/mqtt-raw.ts';
import { openRoom, rawBand } from './given.ts';

const press = (messageId: number, other: Partial<IPublishPacket> = {}): IPublishPacket => ({
  cmd: 'publish',
  topic: 'v1/bands/wang-1/sos',
  payload: `{"id":"${messageId}"}`,
  qos: 1,
  messageId,
  dup: false,
  retain: false,
  ...other,
});

it('a press is acknowledged when it is on record and not a moment before', async () => {
  const room = await openRoom();
  const commit = Promise.withResolvers<void>();
  room.desk.answer(() => commit.promise);
  const wang = await rawBand(room, 'wang-1');
  wang.send(press(7));
  await room.desk.next();
  // The line is alive and answers, but not for the press.
  wang.send({ cmd: 'pingreq' });
  const li = await rawBand(room, 'li-2');
  li.send({ cmd: 'pingreq' });
  await li.next();
  expect(wang.heard.filter(({ cmd }) => cmd === 'puback')).toEqual([]);
  commit.resolve();
  await expect
    .poll(() => wang.heard.map(({ cmd, messageId }) => [cmd, messageId]))
    .toContainEqual(['puback', 7]);
});

describe('a press that is not on record is not acknowledged, and the line is closed', () => {
  const failures = {
    'the receiver rejects': () => Promise.reject(new Error('disk full')),
    'the receiver throws': () => {
      throw new Error('a bug');
    },
    'the receiver rejects with nothing': () => Promise.reject(undefined),
    'the receiver never answers': () => new Promise<void>(() => {}),
  };
  it.each(Object.entries(failures))('%s', async (_name, fail) => {
    const room = await openRoom({ limits: { receiveWithin: millis(30) } });
    room.desk.answer(fail);
    const wang = await rawBand(room, 'wang-1');
    wang.send(press(7));
    await wang.closed;
    expect(wang.heard).toEqual([]);
    room.desk.answer(() => Promise.resolve());
    const again = await rawBand(room, 'wang-1');
    again.send(press(7, { dup: true }));
    expect(await again.next()).toMatchObject({ cmd: 'puback', messageId: 7 });
    expect(room.desk.arrivals.at(-1)).toMatchObject({ dup: true });
  });
});

it('a press whose line is lost during the commit is recorded all the same', async () => {
  const room = await openRoom();
  const commit = Promise.withResolvers<void>();
  const recorded: string[] = [];
  room.desk.answer(async (arrival) => {
    await commit.promise;
    recorded.push(textOf(arrival));
  });
  const wang = await rawBand(room, 'wang-1');
  wang.send(press(7));
  await room.desk.next();
  wang.hangUp();
  await expect.poll(() => room.bus.connected()).toBe(0);
  commit.resolve();
  await expect.poll(() => recorded).toEqual(['{"id":"7"}']);
  // And the next one comes in as ever.
  const again = await rawBand(room, 'wang-1');
  again.send(press(8));
  expect(await again.next()).toMatchObject({ cmd: 'puback', messageId: 8 });
});

it('all a band has said is heard although it hangs up right after it', async () => {
  const room = await openRoom();
  room.desk.answer(() => new Promise((resolve) => setImmediate(resolve)));
  const wang = await rawBand(room, 'wang-1');
  const COUNT = 2_000;
  wang.socket.end(
    Buffer.concat(Array.from({ length: COUNT }, (_, index) => bytesOf(press(index + 1)))),
  );
  await expect.poll(() => room.desk.arrivals.length, { timeout: 20_000 }).toBe(COUNT);
});

describe('a press of QoS 2', () => {
  it('is acknowledged when it is on record, and a reused packet id loses nothing', async () => {
    const room = await openRoom();
    const wang = await rawBand(room, 'wang-1');
    wang.send(press(7, { qos: 2, payload: 'before the reboot' }));
    expect(await wang.next()).toMatchObject({ cmd: 'pubrec', messageId: 7 });
    // The band reboots, forgets that 7 is taken, and uses it for another press.
    wang.send(press(7, { qos: 2, payload: 'after the reboot' }));
    expect(await wang.next()).toMatchObject({ cmd: 'pubrec', messageId: 7 });
    expect(room.desk.arrivals.map(textOf)).toEqual(['before the reboot', 'after the reboot']);
    wang.send({ cmd: 'pubrel', messageId: 7 });
    expect(await wang.next()).toMatchObject({ cmd: 'pubcomp', messageId: 7 });
  });

  it('is not acknowledged when it is not on record, nor when it is sent again', async () => {
    const room = await openRoom();
    room.desk.answer(() => Promise.reject(new Error('disk full')));
    for (const dup of [false, true]) {
      const wang = await rawBand(room, 'wang-1');
      wang.send(press(7, { qos: 2, dup }));
      await wang.closed;
      expect(wang.heard).toEqual([]);
    }
    expect(room.desk.arrivals).toHaveLength(2);
  });
});

it('an unreadable press of 16 KiB is handed on whole; a longer packet closes the line', async () => {
  const room = await openRoom();
  const wang = await rawBand(room, 'wang-1');
  const noise = Buffer.alloc(16 * 1024, 0xfe);
  wang.send(press(7, { payload: noise }));
  expect(await wang.next()).toMatchObject({ cmd: 'puback', messageId: 7 });
  expect(Buffer.from((await room.desk.next()).payload).equals(noise)).toBe(true);
  wang.send(press(8, { payload: Buffer.alloc(17 * 1024) }));
  await wang.closed;
  expect(room.desk.arrivals).toHaveLength(1);
});

describe('a flood', () => {
  it('of presses is slowed by its own recording and loses none', async () => {
    const room = await openRoom();
    let inWork = 0;
    let mostInWork = 0;
    room.desk.answer(async () => {
      inWork += 1;
      mostInWork = Math.max(mostInWork, inWork);
      await new Promise((resolve) => setImmediate(resolve));
      inWork -= 1;
    });
    const wang = await rawBand(room, 'wang-1');
    const COUNT = 5_000;
    wang.send(
      Buffer.concat(
        Array.from({ length: COUNT }, (_, index) => bytesOf(press(index + 1, { payload: '{}' }))),
      ),
    );
    await expect.poll(() => wang.heard.length, { timeout: 20_000 }).toBe(COUNT);
    expect(new Set(wang.heard.map(({ messageId }) => messageId)).size).toBe(COUNT);
    // Not the whole flood stands in the queue before the others.
    expect(mostInWork).toBeLessThan(1_000);
  });

  it('of heartbeats is thinned out, and the press behind it is heard', async () => {
    const limits = { heartbeatBurst: 10, heartbeatPause: millis(1) };
    const room = await openRoom({ limits });
    const wang = await rawBand(room, 'wang-1');
    const heartbeat = { topic: 'v1/bands/wang-1/heartbeat', payload: '{}' };
    const lossy = bytesOf(press(0, { ...heartbeat, qos: 0 }));
    wang.send(Buffer.concat(Array.from({ length: 1_000 }, () => lossy)));
    for (let id = 1; id <= 30; id++) wang.send(press(id, heartbeat));
    wang.send(press(31));
    await expect.poll(() => wang.heard.length).toBe(31);
    const heard = room.desk.arrivals.map(({ channel, qos }) => `${channel} ${qos}`);
    expect(heard.filter((each) => each === 'heartbeat 0')).toHaveLength(10);
    expect(heard.filter((each) => each === 'heartbeat 1')).toHaveLength(30);
    expect(heard).toContain('sos 1');
  });
});
