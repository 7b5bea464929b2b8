// What every Bus does, whatever broker is behind it. The bands are MQTT.js clients over TCP.
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bus, Receive } from '../../broker/port.ts';
import { type BandId, parseBandId } from '../../domain/ids.ts';
import { type Arrival, CHANNELS } from '../../domain/message.ts';
import { type Instant, instant } from '../../domain/time.ts';

const NOW: Instant = instant(1_780_000_000_000);
export const clock = (): Instant => NOW;

export const band = (id: string): BandId => {
  const bandId = parseBandId(id);
  if (bandId === undefined) throw new Error(`${id} is no band id`);
  return bandId;
};
/** What the gates of the tests hold to be a band's secret. */
export const secretOf = (id: string): string => `the-secret-of-${id}`;

/** Connects a band as its firmware would. */
export const connectBand = (
  url: string,
  id: string,
  other: IClientOptions = {},
): Promise<MqttClient> =>
  mqtt.connectAsync(url, {
    clientId: id,
    username: id,
    password: secretOf(id),
    reconnectPeriod: 20,
    ...other,
  });

/** Everything that arrived, in order, and a way to wait for it. */
export interface Listener {
  readonly receive: Receive;
  readonly arrivals: readonly Arrival[];
  /** The next arrival nobody has waited for yet. */
  next(): Promise<Arrival>;
  /** From now on, what becomes of an arrival; by default it is recorded at once. */
  answer(how: Receive): void;
}

export function createListener(): Listener {
  const arrivals: Arrival[] = [];
  const unread: Arrival[] = [];
  const waiting: ((arrival: Arrival) => void)[] = [];
  let respond: Receive = () => Promise.resolve();
  return {
    arrivals,
    receive(arrival) {
      arrivals.push(arrival);
      const waits = waiting.shift();
      if (waits) waits(arrival);
      else unread.push(arrival);
      return respond(arrival);
    },
    next() {
      const arrival = unread.shift();
      if (arrival) return Promise.resolve(arrival);
      return new Promise((resolve) => waiting.push(resolve));
    },
    answer(how) {
      respond = how;
    },
  };
}

export interface BusStage {
  readonly bus: Bus;
  /** Where bands connect. */
  readonly bandUrl: string;
  /** After `bus.stop()`. */
  dispose(): Promise<void>;
}

export const textOf = (arrival: Arrival): string => Buffer.from(arrival.payload).toString('utf8');

/** @param open a started bus that hands everything to `receive`. */
export function busContract(name: string, open: (receive: Receive) => Promise<BusStage>): void {
  describe(`every bus: ${name}`, () => {
    let stage: BusStage;
    let desk: Listener;
    const bands: MqttClient[] = [];

    const wearer = async (id: string): Promise<MqttClient> => {
      const client = await connectBand(stage.bandUrl, id, {
        will: {
          topic: `v1/bands/${id}/status`,
          payload: '{"state":"offline"}',
          qos: 1,
          retain: false,
        },
      });
      bands.push(client);
      await client.publishAsync(`v1/bands/${id}/status`, '{"state":"online"}', { qos: 1 });
      await desk.next();
      return client;
    };

    beforeEach(async () => {
      desk = createListener();
      stage = await open(desk.receive);
    });
    afterEach(async () => {
      await stage.bus.stop();
      await Promise.all(bands.splice(0).map((client) => client.endAsync(true)));
      await stage.dispose();
    });

    it('hands on what a band says, on every channel, with who said it and when we heard it', async () => {
      const wang = await wearer('wang-1');
      for (const channel of CHANNELS) {
        await wang.publishAsync(`v1/bands/wang-1/${channel}`, `{"on":"${channel}"}`, { qos: 1 });
        const arrival = await desk.next();
        expect(arrival).toMatchObject({ bandId: 'wang-1', channel, qos: 1, receivedAt: NOW });
        expect(textOf(arrival)).toBe(`{"on":"${channel}"}`);
      }
    });

    it('hands on a heartbeat of QoS 0', async () => {
      const wang = await wearer('wang-1');
      wang.publish('v1/bands/wang-1/heartbeat', '{}', { qos: 0 });
      expect(await desk.next()).toMatchObject({ channel: 'heartbeat', qos: 0 });
    });

    it('hands on a press that is no text, empty, or longer than a payload may be, byte for byte', async () => {
      const wang = await wearer('wang-1');
      const noise = Uint8Array.from({ length: 12_000 }, (_, index) => (index * 7) % 256);
      for (const payload of [Uint8Array.of(0xff, 0x00, 0xc3), new Uint8Array(0), noise]) {
        await wang.publishAsync('v1/bands/wang-1/sos', Buffer.from(payload), { qos: 1 });
        expect((await desk.next()).payload).toEqual(payload);
      }
    });

    it('takes a press again after it could not be recorded, until it is', async () => {
      const wang = await wearer('wang-1');
      const attempts: string[] = [];
      desk.answer(async (arrival) => {
        // The broken line may also bring the band's will; that is not the press.
        if (arrival.channel !== 'sos') return;
        attempts.push(textOf(arrival));
        if (attempts.length <= 2) throw new Error('disk full');
      });
      await wang.publishAsync('v1/bands/wang-1/sos', '{"id":"7"}', { qos: 1 });
      await expect.poll(() => attempts, { timeout: 10_000 }).toHaveLength(3);
      expect(new Set(attempts)).toEqual(new Set(['{"id":"7"}']));
    });

    it('records a press while a heartbeat of the same band is still being recorded', async () => {
      const wang = await wearer('wang-1');
      const slow = Promise.withResolvers<void>();
      desk.answer(({ channel }) => (channel === 'heartbeat' ? slow.promise : Promise.resolve()));
      const heartbeat = wang.publishAsync('v1/bands/wang-1/heartbeat', '{}', { qos: 1 });
      await desk.next();
      await wang.publishAsync('v1/bands/wang-1/sos', '{}', { qos: 1 });
      expect((await desk.next()).channel).toBe('sos');
      slow.resolve();
      await heartbeat;
    });

    it('brings a cue to the band it is for and to no other', async () => {
      const wang = await wearer('wang-1');
      const li = await wearer('li-2');
      const heard: string[] = [];
      for (const [id, client] of [
        ['wang-1', wang],
        ['li-2', li],
      ] as const) {
        client.on('message', (topic, payload) => heard.push(`${id} ${topic} ${payload}`));
        await client.subscribeAsync(`v1/bands/${id}/cue`, { qos: 1 });
      }
      expect(await stage.bus.tell(band('wang-1'), { cue: 'help-coming' })).toBe(true);
      expect(await stage.bus.tell(band('li-2'), { cue: 'find' })).toBe(true);
      await expect.poll(() => heard).toHaveLength(2);
      expect(heard.toSorted()).toEqual([
        'li-2 v1/bands/li-2/cue {"cue":"find"}',
        'wang-1 v1/bands/wang-1/cue {"cue":"help-coming"}',
      ]);
    });

    it('says that a cue did not reach a band that is not there', async () => {
      expect(await stage.bus.tell(band('nobody'), { cue: 'received' })).toBe(false);
    });

    it('knows how many bands are there, and that one has gone when its line breaks', async () => {
      const wang = await wearer('wang-1');
      await wearer('li-2');
      expect(stage.bus.connected()).toBe(2);
      // Not a goodbye: the band has lost its network, and its will is published.
      wang.options.reconnectPeriod = 0;
      wang.stream.destroy();
      expect(textOf(await desk.next())).toBe('{"state":"offline"}');
      await expect.poll(() => stage.bus.connected()).toBe(1);
    });

    it('stops only after the press in work is recorded, and takes nothing afterwards', async () => {
      const wang = await wearer('wang-1');
      const commit = Promise.withResolvers<void>();
      desk.answer(() => commit.promise);
      const events: string[] = [];
      wang.publish('v1/bands/wang-1/sos', '{"id":"1"}', { qos: 1 });
      await desk.next();
      const stopped = stage.bus.stop().then(() => events.push('stopped'));
      // Time enough to stop in, for a bus that would not wait.
      await new Promise((resolve) => setTimeout(resolve, 100));
      events.push('recorded');
      commit.resolve();
      await stopped;
      expect(events).toEqual(['recorded', 'stopped']);
      const before = desk.arrivals.length;
      wang.publish('v1/bands/wang-1/sos', '{"id":"2"}', { qos: 1 });
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(desk.arrivals).toHaveLength(before);
      expect(stage.bus.connected()).toBe(0);
    });
  });
}
