// The questions aedes asks before it acts, and our answers. Each hook ends in exactly one callback,
// whatever the gate or the receiver does; see ../answer.ts.
import type { Aedes, AuthenticateError, Client, PublishPacket } from 'aedes';
import { type BandId, parseBandId } from '../../domain/ids.ts';
import type { Log } from '../../domain/log.ts';
import { access } from '../access.ts';
import type { Claim, Doorkeeper } from '../admission.ts';
import { answerOnce } from '../answer.ts';
import type { Connection } from '../front-connection.ts';
import type { BusLimits } from '../limits.ts';
import type { Reception } from '../reception.ts';
import type { Sessions } from '../sessions.ts';
import type { Tally } from '../tally.ts';

/** What the hooks share. */
export interface Desk {
  readonly sessions: Sessions<Client>;
  readonly tally: Tally;
  readonly log: Log;
  readonly limits: BusLimits;
  readonly reception: Reception;
  readonly doorkeeper: Doorkeeper;
  /** The band of a line that has shown its secret. */
  readonly admitted: WeakMap<Client, BandId>;
  /** The will of each line, by the object aedes publishes it as. */
  readonly wills: WeakMap<Client, object>;
  /** Lines that gave no client id and wanted a session kept for it [MQTT-3.1.3-8]. */
  readonly nameless: WeakSet<Client>;
  stopping: boolean;
}

export function createHooks(desk: Desk): ConstructorParameters<typeof Aedes>[0] {
  const { tally } = desk;
  const threw = (error: unknown): void =>
    desk.log.error('broker-callback-threw', { error: String(error) });
  return {
    preConnect(client, packet, callback) {
      if (packet.clientId === '' && !packet.clean) desk.nameless.add(client);
      packet.clean = true;
      if (packet.will) {
        packet.will.retain = false;
        desk.wills.set(client, packet.will);
      }
      if (packet.keepalive === 0) lineOf(client).limitSilence(desk.limits.silentWithin);
      callback(null, true);
    },
    authenticate(client, username, password, callback) {
      const answer = (error: Error | null): void =>
        error ? callback(error as AuthenticateError, false) : callback(null, true);
      answerOnce(() => authenticate(desk, client, username, password), answer, threw);
    },
    authorizePublish(client, packet, callback) {
      answerOnce(
        () => takePublish(desk, client, packet),
        (error) => callback(error),
        threw,
      );
    },
    authorizeSubscribe(client, subscription, callback) {
      const bandId = desk.admitted.get(client);
      const answer = bandId && access(bandId, 'subscribe', subscription.topic);
      if (answer?.allowed) return callback(null, subscription);
      tally.count('topic-refused', 'subscribe', { bandId });
      callback(new Error('this topic is not for this band to subscribe to'));
    },
    // Asked again for every single message that goes out, by the same function.
    authorizeForward(client, packet) {
      const bandId = desk.admitted.get(client);
      return bandId && access(bandId, 'subscribe', packet.topic).allowed ? packet : null;
    },
  };
}

/** Rejects with the CONNACK code: 5 for whoever is refused, 2 without a name, 3 when we could not tell. */
async function authenticate(
  desk: Desk,
  client: Client,
  username: string | undefined,
  password: Uint8Array | undefined,
): Promise<void> {
  if (desk.nameless.has(client)) throw connack('identifier rejected', 2);
  const line = lineOf(client);
  const will = desk.wills.get(client) as { readonly topic: string } | undefined;
  const claim: Claim = {
    clientId: client.id,
    username,
    password,
    willTopic: will?.topic,
    address: line.address,
  };
  const claimed = parseBandId(username);
  if (claimed !== undefined) {
    desk.sessions.claimed(claimed, client);
    line.once('close', () => desk.sessions.closed(claimed, client));
  }
  const admission = await desk.doorkeeper.decide(claim);
  switch (admission.outcome) {
    case 'admitted':
      desk.admitted.set(client, admission.bandId);
      return;
    case 'refused':
      desk.tally.count('band-refused', admission.reason, { bandId: claimed });
      line.condemn();
      await desk.doorkeeper.penalise(claim);
      throw connack('not authorized', 5);
    case 'unavailable':
      desk.tally.count('gate-failed', 'no-answer', { error: String(admission.cause) });
      throw connack('server unavailable', 3);
    default:
      return admission satisfies never;
  }
}

const connack = (message: string, returnCode: number): Error =>
  Object.assign(new Error(message), { returnCode });

/** Resolves when the message may be acknowledged. Rejected, aedes closes the line without it. */
async function takePublish(
  desk: Desk,
  client: Client | null,
  packet: PublishPacket,
): Promise<void> {
  const bandId = client ? desk.admitted.get(client) : undefined;
  if (!client || !bandId) throw new Error('published by nobody');
  packet.retain = false;
  const isWill = desk.wills.get(client) === packet;
  const answer = access(bandId, isWill ? 'will' : 'publish', packet.topic);
  if (!answer.allowed) {
    desk.tally.count('topic-refused', answer.reason, { bandId });
    throw new Error('this topic is not for this band to publish on');
  }
  if (isWill && (await isMoot(desk, bandId, client))) throw new Error('the band is here');
  const { payload, qos, dup } = packet;
  try {
    await desk.reception.take({ bandId, channel: answer.last, payload, qos, dup: dup ?? false });
  } catch (cause) {
    desk.tally.count('message-not-recorded', answer.last, { bandId, error: String(cause) });
    throw new Error('the message is not on record', { cause });
  }
}

/**
 * aedes publishes the will of a line also when its own band has taken over from it, and when we are
 * the ones who hang up: neither means that the band is gone.
 */
async function isMoot(desk: Desk, bandId: BandId, client: Client): Promise<boolean> {
  // The successor is registered in the same turn in which the old will is published.
  await nextTurn();
  const session = desk.sessions.of(bandId);
  return desk.stopping || (session !== undefined && session.line !== client);
}

export const lineOf = (client: Client): Connection => client.conn as Connection;

export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
