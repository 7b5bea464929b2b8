// One MQTT connection of one band, from CONNECT to its end; never the next one. A fresh MQTT.js
// client for each connection keeps one thing in one place: what has to be sent again is decided by
// the band's outbox alone, not by a second store inside the library.
import mqtt from 'mqtt';
import type { BandId } from '../domain/ids.ts';
import { type Cue, topicOf } from '../domain/message.ts';
import type { Millis } from '../domain/time.ts';
import { type Letter, letterOf } from './wire.ts';

export interface Line {
  /** `mqtt://host:port` or `mqtts://host:port`. */
  readonly broker: string;
  readonly id: BandId;
  readonly secret: string;
  /** PEM; the authority that signed the broker's certificate, where it is not a public one. */
  readonly authority?: string;
}

export interface ConnectionEvents {
  connected(): void;
  cue(cue: Cue): void;
  /** Once, whatever ended it: refused, cut, taken over, or a dead line. */
  ended(reason: string): void;
}

export interface Connection {
  /** QoS 1. `acknowledged` is called when the PUBACK has come, and never if it does not come. */
  send(letter: Letter, acknowledged: () => void): void;
  /** Drops the socket without a goodbye, as a band does that walks out of coverage. */
  cut(reason: string): void;
  /** Says goodbye, so that no last will is published. */
  close(): Promise<void>;
}

/** MQTT keep-alive, and how long CONNACK may take; seconds and milliseconds. */
const KEEP_ALIVE = 30;
const CONNECT_WITHIN = 15_000;

/**
 * Begins to connect.
 * @param ackWithin MQTT.js waits for a PUBACK for ever; a line this long without one is dead.
 */
export function connect(line: Line, ackWithin: Millis, events: ConnectionEvents): Connection {
  const client = mqtt.connect(line.broker, clientOptions(line));
  const waiting = new Set<NodeJS.Timeout>();
  let over = false;
  const end = (reason: string): void => {
    if (over) return;
    over = true;
    for (const timer of waiting) clearTimeout(timer);
    client.end(true);
    events.ended(reason);
  };
  client.on('connect', () => {
    if (over) return;
    client.subscribe(topicOf(line.id, 'cue'), { qos: 1 }, (error) => {
      if (error) end(`the subscription failed: ${error.message}`);
    });
    events.connected();
  });
  client.on('message', (_topic, payload) => {
    const cue = readCue(payload);
    if (cue && !over) events.cue(cue);
  });
  client.on('error', (error) => end(describe(error)));
  client.on('close', () => end('the connection was closed'));
  return {
    send(letter, acknowledged) {
      if (over) return;
      const late = setTimeout(() => end('no acknowledgement in time'), ackWithin);
      waiting.add(late);
      client.publish(letter.topic, letter.payload, { qos: 1 }, (error) => {
        clearTimeout(late);
        waiting.delete(late);
        if (!error && !over) acknowledged();
      });
    },
    cut: end,
    async close() {
      if (over) return;
      over = true;
      for (const timer of waiting) clearTimeout(timer);
      await goodbye(client);
    },
  };
}

/** MQTT.js waits for every acknowledgement before it says DISCONNECT; a goodbye is shorter. */
async function goodbye(client: mqtt.MqttClient): Promise<void> {
  if (!client.connected) return void client.end(true);
  const enough = setTimeout(() => client.stream.destroy(), 500);
  await new Promise<void>((resolve) => client.end(false, {}, () => resolve()));
  clearTimeout(enough);
}

function clientOptions({ id, secret, authority }: Line): mqtt.IClientOptions {
  const offline = letterOf(id, { type: 'status', state: 'offline' });
  return {
    clientId: id,
    username: id,
    password: secret,
    protocolVersion: 4,
    clean: true,
    keepalive: KEEP_ALIVE,
    connectTimeout: CONNECT_WITHIN,
    reconnectPeriod: 0,
    will: { topic: offline.topic, payload: Buffer.from(offline.payload), qos: 1, retain: false },
    ...(authority !== undefined && { ca: authority }),
  };
}

const describe = (error: Error & { code?: unknown }): string =>
  error.message || `error ${String(error.code ?? error.name)}`;

/** A cue that cannot be read is no cue: a band does not argue with its service. */
function readCue(payload: Buffer): Cue | undefined {
  try {
    const value: unknown = JSON.parse(payload.toString('utf8'));
    const known = typeof value === 'object' && value !== null && 'cue' in value;
    return known ? (value as Cue) : undefined;
  } catch {
    return undefined;
  }
}
