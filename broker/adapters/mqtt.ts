// Wristbands on somebody else's MQTT broker.
//
// What this adapter cannot promise, because the broker stands between: that broker decides who may
// connect and on which topics, so its access list must let a band publish under its own id only; and
// it acknowledges a press to the band when it has the press itself, which with Mosquitto is before
// it is on disk. From the broker to us nothing is lost: sessions are persistent, and we acknowledge
// a message only when the receiver has it on record. Mosquitto should run with `persistence true`
// and `max_queued_messages 0`, or it forgets what comes while we are away.
//
// There are two connections, because MQTT.js works on one message of a connection at a time: presses
// and falls have a line of their own and never wait behind a heartbeat.
import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import { CANARY_BAND } from '../../domain/canary.ts';
import type { BandId } from '../../domain/ids.ts';
import type { Log } from '../../domain/log.ts';
import { type Channel, topicOf } from '../../domain/message.ts';
import { type Clock, seconds } from '../../domain/time.ts';
import { senderOf } from '../access.ts';
import { asError } from '../answer.ts';
import { withDeadline } from '../deadline.ts';
import { type BusLimits, DEFAULT_LIMITS } from '../limits.ts';
import type { Bus } from '../port.ts';
import { createReception, type Reception } from '../reception.ts';
import { createTally, type Tally } from '../tally.ts';

export interface MqttBusOptions {
  /** `mqtt://host:1883` or `mqtts://host:8883`. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** What the sessions are called on the broker. Two services on one broker need two names. */
  readonly name?: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<Pick<BusLimits, 'connectWithin' | 'receiveWithin' | 'tellWithin'>>;
}

const LINES = {
  emergencies: ['sos', 'fall'],
  telemetry: ['heartbeat', 'status'],
} as const satisfies Record<string, readonly Channel[]>;

/** More of one message is not handed on: past 8 KiB it is unreadable, and is told as that. */
const PAYLOAD_AT_MOST = 16 * 1024;
const GOODBYE_WITHIN = seconds(2);

export function createMqttBus(options: MqttBusOptions): Bus {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const tally = createTally(options.log, options.clock);
  /** Bands that have spoken and not said, or been said by their will, to have gone. */
  const present = new Set<BandId>();
  let lines: readonly MqttClient[] = [];
  let reception: Reception | undefined;
  let stopping = false;
  let lastTrouble: Error | undefined;

  const openLine = (name: keyof typeof LINES, taking: Reception): MqttClient => {
    const client = connect(options.url, settings(options, name));
    const take = async (packet: IPublishPacket): Promise<void> => {
      const sender = senderOf(packet.topic);
      if (sender === undefined) return tally.count('topic-refused', 'foreign');
      notice(present, sender.bandId, packet);
      const payload = Buffer.from(packet.payload).subarray(0, PAYLOAD_AT_MOST);
      await taking.take({ ...sender, payload, qos: packet.qos, dup: packet.dup });
    };
    client.handleMessage = (packet, callback) => {
      // Unanswered, it stays with the broker until we are back.
      if (!stopping) acknowledgeAfter(client, tally, take(packet), callback);
    };
    client.on('error', (error) => {
      lastTrouble = error;
      tally.count('broker-line-broken', name, { error: wordsOf(error) });
    });
    client.on('close', () => tally.count('broker-line-closed', name));
    return client;
  };

  return {
    async start(receive) {
      const { clock } = options;
      const taking = createReception({ receive, clock, receiveWithin: limits.receiveWithin });
      reception = taking;
      lines = (['emergencies', 'telemetry'] as const).map((name) => openLine(name, taking));
      const ready = () =>
        Promise.all([
          subscribed(lines[0] as MqttClient, LINES.emergencies, options.log),
          subscribed(lines[1] as MqttClient, LINES.telemetry, options.log),
        ]);
      try {
        await withDeadline('the broker', limits.connectWithin, ready);
      } catch (cause) {
        await Promise.all(lines.map((line) => line.endAsync(true)));
        lines = [];
        throw unreachable(options.url, lastTrouble ?? asError(cause));
      }
      return { urls: [options.url] };
    },
    async tell(bandId, cue) {
      const line = lines[0];
      // MQTT.js would keep it until the broker is back, and a cue that late is a wrong one.
      if (!line?.connected) return false;
      try {
        const payload = JSON.stringify(cue);
        await withDeadline('the broker', limits.tellWithin, () =>
          line.publishAsync(topicOf(bandId, 'cue'), payload, { qos: 1 }),
        );
        return present.has(bandId);
      } catch {
        return false;
      }
    },
    drop(bandId) {
      // The connection is the broker's, and so is ending it.
      present.delete(bandId);
    },
    connected: () => present.size - (present.has(CANARY_BAND) ? 1 : 0),
    async stop() {
      stopping = true;
      await reception?.close();
      await Promise.all(lines.map(sayGoodbye));
      present.clear();
    },
  };
}

const settings = (options: MqttBusOptions, line: string): IClientOptions => ({
  clientId: `${options.name ?? 'lamplight'}-${line}`,
  clean: false,
  protocolVersion: 4,
  resubscribe: false,
  reconnectPeriod: 1_000,
  // A broker that has just restarted may refuse for a moment; that is no reason to give up.
  reconnectOnConnackError: true,
  ...(options.username !== undefined && { username: options.username }),
  ...(options.password !== undefined && { password: options.password }),
});

/**
 * MQTT.js acknowledges when this calls back without an error and says nothing at all when it calls
 * back with one; so after an error the connection is dropped, and the broker delivers again.
 */
function acknowledgeAfter(
  client: MqttClient,
  tally: Tally,
  taken: Promise<void>,
  callback: (error?: Error) => void,
): void {
  taken.then(
    () => callback(),
    (error) => {
      tally.count('message-not-recorded', 'sent-again', { error: String(error) });
      client.stream.destroy();
      callback(asError(error));
    },
  );
}

function notice(present: Set<BandId>, bandId: BandId, packet: IPublishPacket): void {
  const left = packet.topic === topicOf(bandId, 'status') && saysOffline(packet.payload);
  if (left) present.delete(bandId);
  else present.add(bandId);
}

function saysOffline(payload: string | Uint8Array): boolean {
  try {
    return JSON.parse(payload.toString()).state === 'offline';
  } catch {
    return false;
  }
}

/**
 * Subscribes now and after every reconnect: the broker may have lost the session. Resolves when it
 * is granted for the first time, and rejects when it is refused then.
 */
function subscribed(client: MqttClient, channels: readonly Channel[], log: Log): Promise<void> {
  const filters = channels.map((channel) => `v1/bands/+/${channel}`);
  return new Promise((resolve, reject) => {
    client.on('connect', () => {
      client.subscribe(filters, { qos: 1 }, (error, granted = []) => {
        const refused = error !== null || granted.some(({ qos }) => qos !== 1);
        if (!refused) return resolve();
        log.error('subscription-refused', { filters: filters.join(' ') });
        reject(new Error(`it does not let us subscribe to ${filters.join(', ')}`));
      });
    });
  });
}

/** A refused connection to a name with several addresses has a code, but no message. */
const wordsOf = (error: Error): string => error.message || String('code' in error && error.code);

const unreachable = (url: string, cause: Error): Error =>
  new Error(
    `The MQTT broker at ${withoutSecrets(url)} cannot be used: ${wordsOf(cause)}. ` +
      'Check that it runs, that its address is right, and that it lets this service in.',
    { cause },
  );

const withoutSecrets = (url: string): string => url.replace(/\/\/[^@/]*@/, '//');

/** Waits for the last acknowledgements to leave; a broker that does not answer is left. */
async function sayGoodbye(line: MqttClient): Promise<void> {
  try {
    await withDeadline('the broker', GOODBYE_WITHIN, () => line.endAsync(false));
  } catch {
    line.stream.destroy();
  }
}
