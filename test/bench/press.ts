// A press against the real service: until it is acknowledged, until a screen has it, and how many a
// second; beside Mosquitto, from the same generator, which promises less: nothing it acknowledges is
// on disk.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { startMosquitto } from '../support/mosquitto.ts';
import {
  admit,
  connectBand,
  type RegisteredBand,
  signIn,
  startService,
} from '../support/service.ts';
import {
  type Benchmark,
  type Figure,
  inMillis,
  perSecond,
  type Spread,
  spreadOf,
} from './measure.ts';

const MOSQUITTO = '/usr/sbin/mosquitto';
const BANDS = 79;
const PRESSES = 200;
const HEARTBEATS_EACH = 250;
const IN_FLIGHT = 20;

export const press: Benchmark = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-bench-'));
  const service = await startService(folder, { LAMPLIGHT_LOG_LEVEL: 'warn' });
  const desk = await signIn(service);
  const bands: RegisteredBand[] = [];
  for (let n = 0; n < BANDS; n += 1) bands.push(await admit(desk, `band-${n}`, `住户${n}`));
  const clients = await Promise.all(bands.map((one) => connectBand(service, one)));
  const screen = await desk.feed();
  const first = clients[0] as MqttClient;
  const [acknowledged, shown] = [[] as number[], [] as number[]];
  for (let n = 0; n < PRESSES; n += 1) {
    const id = `bench-${n}`;
    const from = performance.now();
    const seen = screen
      .see(
        (frame) =>
          frame.type === 'incident' &&
          frame.incident.timeline.some((entry) => 'messageId' in entry && entry.messageId === id),
      )
      .then(() => shown.push(performance.now() - from));
    await publish(first, 'v1/bands/band-0/sos', `{"id":"${id}","at":${Date.now()}}`);
    acknowledged.push(performance.now() - from);
    await seen;
    if (n % 20 === 19) await closeOpen(desk);
  }
  const heartbeats = await flood(clients, (n) => `v1/bands/band-${n}/sos`);
  const peer = await mosquitto();
  await Promise.all(clients.map((client) => client.endAsync(true)));
  screen.close();
  await service.stop();
  rmSync(folder, { recursive: true });
  return figures(spreadOf(acknowledged), spreadOf(shown), heartbeats, peer);
};

interface Peer {
  readonly acknowledged: Spread;
  readonly flood: string;
}

function figures(acknowledged: Spread, shown: Spread, flood: string, peer?: Peer): Figure[] {
  const none = 'Mosquitto is not installed';
  return [
    {
      what: 'a press until it is acknowledged, durable',
      ours: inMillis(acknowledged),
      beside: peer ? `Mosquitto, not durable: ${inMillis(peer.acknowledged)}` : none,
    },
    {
      what: 'a press until a screen has it, durable',
      ours: inMillis(shown),
      beside: peer ? `Mosquitto's acknowledgement alone: ${inMillis(peer.acknowledged)}` : none,
    },
    {
      what: `presses acknowledged, ${BANDS} bands, ${IN_FLIGHT} in flight each, durable`,
      ours: flood,
      beside: peer ? `Mosquitto, not durable: ${peer.flood}` : none,
    },
  ];
}

const publish = (client: MqttClient, topic: string, payload: string) =>
  client.publishAsync(topic, payload, { qos: 1 });

async function closeOpen(desk: Awaited<ReturnType<typeof signIn>>): Promise<void> {
  const { items } = await desk.call<{ items: { id: string }[] }>(
    'GET',
    '/api/incidents?state=open',
  );
  for (const { id } of items) {
    await desk.call('POST', `/api/incidents/${id}/close`, { outcome: 'test' });
  }
}

async function flood(
  clients: readonly MqttClient[],
  topicOf: (n: number) => string,
): Promise<string> {
  const begun = performance.now();
  await Promise.all(
    clients.map(async (client, n) => {
      let next = 0;
      const lane = async () => {
        while (next < HEARTBEATS_EACH) {
          const id = `flood-${next++}`;
          await publish(client, topicOf(n), `{"id":"${id}","at":${Date.now()}}`);
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
    }),
  );
  return perSecond(clients.length * HEARTBEATS_EACH, performance.now() - begun);
}

async function mosquitto(): Promise<Peer | undefined> {
  if (!existsSync(MOSQUITTO)) return undefined;
  const broker = await startMosquitto(MOSQUITTO);
  const clients = await Promise.all(
    Array.from({ length: BANDS }, () => mqtt.connectAsync(broker.url, { reconnectPeriod: 0 })),
  );
  const samples: number[] = [];
  for (let n = 0; n < PRESSES; n += 1) {
    const from = performance.now();
    await publish(clients[0] as MqttClient, 'v1/bands/band-0/sos', `{"id":"${n}"}`);
    samples.push(performance.now() - from);
  }
  const rate = await flood(clients, (n) => `v1/bands/band-${n}/sos`);
  await Promise.all(clients.map((client) => client.endAsync(true)));
  await broker.stop();
  return { acknowledged: spreadOf(samples), flood: rate };
}
