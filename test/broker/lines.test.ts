// Lines that are taken over, dropped, hung, or closed because the service stops.
import { describe, expect, it } from 'vitest';
import { millis } from '../../domain/time.ts';
import { band, secretOf, textOf } from '../contracts/bus.ts';
import { connectPacket, type RawLine } from '../support/mqtt-raw.ts';
import { openRoom, type Room, rawBand, rawLine } from './given.ts';

const will = (id: string) => ({
  will: {
    topic: `v1/bands/${id}/status`,
    payload: Buffer.from('{"state":"offline"}'),
    qos: 1 as const,
    retain: false,
  },
});

const press = (id: string, messageId: number) => ({
  cmd: 'publish' as const,
  topic: `v1/bands/${id}/sos`,
  payload: '{}',
  qos: 1 as const,
  messageId,
  dup: false,
  retain: false,
});

async function listen(line: RawLine, id: string): Promise<void> {
  const subscriptions = [{ topic: `v1/bands/${id}/cue`, qos: 1 as const }];
  line.send({ cmd: 'subscribe', messageId: 9, subscriptions });
  expect(await line.next()).toMatchObject({ cmd: 'suback', granted: [1] });
}

describe('a band that comes back before its old line is known to be dead', () => {
  it('takes over, and is not said to have gone', async () => {
    const room = await openRoom();
    const old = await rawBand(room, 'wang-1', will('wang-1'));
    await listen(old, 'wang-1');
    const fresh = await rawBand(room, 'wang-1', will('wang-1'));
    await old.closed;
    await listen(fresh, 'wang-1');
    expect(room.bus.connected()).toBe(1);
    expect(await room.bus.tell(band('wang-1'), { cue: 'received' })).toBe(true);
    expect(await fresh.next()).toMatchObject({ cmd: 'publish' });
    fresh.send(press('wang-1', 1));
    expect(await fresh.next()).toMatchObject({ cmd: 'puback' });
    expect(room.desk.arrivals.map(({ channel }) => channel)).toEqual(['sos']);
    // When the new line breaks as well, the band has gone.
    fresh.hangUp();
    await room.desk.next();
    expect(textOf(await room.desk.next())).toBe('{"state":"offline"}');
    expect(room.bus.connected()).toBe(0);
  });

  it('has one session, however often and fast it comes', async () => {
    const room = await openRoom();
    const lines = await Promise.all(Array.from({ length: 30 }, () => rawLine(room)));
    const subscriptions = [{ topic: 'v1/bands/wang-1/cue', qos: 1 as const }];
    for (const [index, line] of lines.entries()) {
      // Some hang up by themselves, in the very moment in which the next one takes over.
      if (index % 2 === 1) lines[index - 1]?.socket.end();
      line.send(connectPacket('wang-1', secretOf('wang-1'), will('wang-1')));
      line.send({ cmd: 'subscribe', messageId: 9, subscriptions });
      // CONNACK and SUBACK, unless it was the one that hung up.
      await line.next().catch(() => {});
      await line.next().catch(() => {});
    }
    const open = () => lines.filter((line) => !line.socket.closed);
    await expect.poll(() => open().length).toBe(1);
    expect(room.bus.connected()).toBe(1);
    const last = open()[0] as RawLine;
    last.send(press('wang-1', 5));
    expect(await last.next()).toMatchObject({ cmd: 'puback' });
    expect(await room.bus.tell(band('wang-1'), { cue: 'find' })).toBe(true);
  });
});

describe('a band that is dropped', () => {
  it('loses its line, and others keep theirs', async () => {
    const room = await openRoom();
    const wang = await rawBand(room, 'wang-1');
    const li = await rawBand(room, 'li-2');
    room.bus.drop(band('wang-1'));
    await wang.closed;
    expect(room.bus.connected()).toBe(1);
    li.send({ cmd: 'pingreq' });
    expect(await li.next()).toMatchObject({ cmd: 'pingresp' });
  });

  it('does not slip in with an answer that was on its way', async () => {
    const answer = Promise.withResolvers<boolean>();
    const asked = Promise.withResolvers<void>();
    const admits = () => {
      asked.resolve();
      return answer.promise;
    };
    const room = await openRoom({ gate: { admits } });
    const line = await rawLine(room);
    line.send(connectPacket('wang-1', secretOf('wang-1')));
    await asked.promise;
    room.bus.drop(band('wang-1'));
    answer.resolve(true);
    await line.closed;
    expect(room.bus.connected()).toBe(0);
    expect(line.heard).toEqual([]);
  });
});

describe('cues', () => {
  it('are not sent to a band that has not subscribed, or not any more', async () => {
    const room = await openRoom();
    const wang = await rawBand(room, 'wang-1');
    expect(await room.bus.tell(band('wang-1'), { cue: 'received' })).toBe(false);
    await listen(wang, 'wang-1');
    expect(await room.bus.tell(band('wang-1'), { cue: 'received' })).toBe(true);
    expect(await wang.next()).toMatchObject({ cmd: 'publish', qos: 1, retain: false });
    wang.send({ cmd: 'unsubscribe', messageId: 10, unsubscriptions: ['v1/bands/wang-1/cue'] });
    expect(await wang.next()).toMatchObject({ cmd: 'unsuback' });
    expect(await room.bus.tell(band('wang-1'), { cue: 'received' })).toBe(false);
  });

  it('to a band that does not read delay no other, and its line is given up', async () => {
    const room = await openRoom({ limits: { tellWithin: millis(300) } });
    const hung = await rawBand(room, 'hung');
    await listen(hung, 'hung');
    hung.socket.pause();
    const wang = await rawBand(room, 'wang-1');
    await listen(wang, 'wang-1');
    const text = 'x'.repeat(60_000);
    // More than the buffers of the kernel can ever take: 4 MiB here, 32 MiB there.
    const flood = Array.from({ length: 700 }, () =>
      room.bus.tell(band('hung'), { cue: 'remind', text }),
    );
    expect(await room.bus.tell(band('wang-1'), { cue: 'help-coming' })).toBe(true);
    expect(await wang.next()).toMatchObject({ cmd: 'publish' });
    wang.send(press('wang-1', 3));
    expect(await wang.next()).toMatchObject({ cmd: 'puback', messageId: 3 });
    expect(await Promise.all(flood)).toContain(false);
    await expect.poll(() => room.bus.connected()).toBe(1);
    expect(await room.bus.tell(band('hung'), { cue: 'remind' })).toBe(false);
  });
});

describe('a band that falls silent', () => {
  it('is given up after one and a half times the keep-alive it promised', async () => {
    const room = await openRoom();
    const wang = await rawBand(room, 'wang-1', { keepalive: 1, ...will('wang-1') });
    await wang.closed;
    expect(textOf(await room.desk.next())).toBe('{"state":"offline"}');
  });

  it('is given up after a while also when it promised none', async () => {
    const room = await openRoom({ limits: { silentWithin: millis(50) } });
    const wang = await rawBand(room, 'wang-1', { keepalive: 0 });
    await wang.closed;
    expect(room.bus.connected()).toBe(0);
  });
});

describe('when the service stops', () => {
  const stopDuring = async (room: Room, line: RawLine) => {
    const commit = Promise.withResolvers<void>();
    room.desk.answer(() => commit.promise);
    line.send(press('wang-1', 7));
    await room.desk.next();
    const stopped = room.bus.stop();
    return { commit, stopped };
  };

  it('the press in work is still acknowledged', async () => {
    const room = await openRoom();
    const wang = await rawBand(room, 'wang-1');
    const { commit, stopped } = await stopDuring(room, wang);
    commit.resolve();
    await stopped;
    await wang.closed;
    expect(wang.heard).toMatchObject([{ cmd: 'puback', messageId: 7 }]);
  });

  it('nothing that comes meanwhile is taken, and nobody new gets in', async () => {
    const room = await openRoom();
    const wang = await rawBand(room, 'wang-1');
    const { commit, stopped } = await stopDuring(room, wang);
    wang.send(press('wang-1', 8));
    await expect(rawLine(room)).rejects.toThrow(/ECONNREFUSED/);
    commit.resolve();
    await stopped;
    await wang.closed;
    expect(room.desk.arrivals).toHaveLength(1);
    expect(wang.heard).toMatchObject([{ cmd: 'puback', messageId: 7 }]);
  });

  it('who is still at the door is sent away, whatever the gate says then', async () => {
    const answer = Promise.withResolvers<boolean>();
    const atTheDoor = Promise.withResolvers<void>();
    const admits = (id: string) => {
      if (id === 'wang-1') return Promise.resolve(true);
      atTheDoor.resolve();
      return answer.promise;
    };
    const room = await openRoom({ gate: { admits } });
    const wang = await rawBand(room, 'wang-1');
    const li = await rawLine(room);
    li.send(connectPacket('li-2', secretOf('li-2')));
    await atTheDoor.promise;
    const { commit, stopped } = await stopDuring(room, wang);
    answer.resolve(true);
    await li.closed;
    expect(li.heard).toEqual([]);
    commit.resolve();
    await stopped;
  });

  it('no band is said to have gone: it is we who have', async () => {
    const room = await openRoom();
    const wang = await rawBand(room, 'wang-1', will('wang-1'));
    const li = await rawBand(room, 'li-2', will('li-2'));
    await room.bus.stop();
    await Promise.all([wang.closed, li.closed]);
    expect(room.desk.arrivals).toEqual([]);
  });

  it('a receiver that never answers holds it up no longer than its deadline', async () => {
    const room = await openRoom({ limits: { receiveWithin: millis(50) } });
    const wang = await rawBand(room, 'wang-1');
    const { stopped } = await stopDuring(room, wang);
    await stopped;
    expect(wang.heard).toEqual([]);
  });

  it('it may be told to twice', async () => {
    const room = await openRoom();
    await rawBand(room, 'wang-1');
    await Promise.all([room.bus.stop(), room.bus.stop()]);
    await room.bus.stop();
  });
});
