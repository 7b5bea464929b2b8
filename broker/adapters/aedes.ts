// The embedded broker: aedes behind our own front (front.ts), with a gate at every door.
//
// - PUBACK. aedes acknowledges right after its `authorizePublish` hook and before anything else, so
//   that hook is where a message is received: it calls back when the receiver has resolved, or with
//   an error, upon which aedes closes the line without an acknowledgement and the band sends again.
//   Nothing hangs on the events aedes emits later: they are skipped when the line has gone meanwhile.
// - QoS 2 is taken, not refused: a band with that setting must be able to call for help. Every
//   PUBLISH, repeated or not, passes `authorizePublish` before aedes looks at its packet ids, so
//   nothing acknowledged can be lost to a reused id; the engine drops the repeats by message id.
// - Retain: the flag is taken off, the message is not. A press must not be lost for a flag, and
//   nothing is ever retained.
// - Sessions are always clean, whatever CONNECT asks for [MQTT-3.2.2-3 lets a server forget]: a stored
//   subscription is how a refused one would come back after a reconnect.
// - Acknowledgements of one band leave in the order in which its messages became durable. We do not
//   hold a press back behind an earlier heartbeat that waits for its own commit [differs from
//   MQTT-4.6.0-2]; clients match them by packet id.
import { Aedes, type Client, type PublishPacket } from 'aedes';
import type { BandId } from '../../domain/ids.ts';
import type { Log } from '../../domain/log.ts';
import { type Cue, topicOf } from '../../domain/message.ts';
import type { Clock } from '../../domain/time.ts';
import { createDoorkeeper, type Doorkeeper } from '../admission.ts';
import { createBrake } from '../brake.ts';
import { withDeadline } from '../deadline.ts';
import { createFront, type Front, type TlsOptions } from '../front.ts';
import type { Connection } from '../front-connection.ts';
import { type BusLimits, DEFAULT_LIMITS } from '../limits.ts';
import type { BandGate, Bus, Receive } from '../port.ts';
import { createReception, type Reception } from '../reception.ts';
import { createSessions, type Sessions } from '../sessions.ts';
import { createTally } from '../tally.ts';
import { createHooks, type Desk, lineOf, nextTurn } from './aedes-hooks.ts';

export interface AedesBusOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly tls?: TlsOptions;
  readonly gate: BandGate;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<BusLimits>;
}

const UNREAD_AT_MOST = 64 * 1024;

/** What exists between `start` and `stop`. */
interface Running {
  readonly broker: Aedes;
  readonly front: Front;
  readonly reception: Reception;
  readonly doorkeeper: Doorkeeper;
}

export function createAedesBus(options: AedesBusOptions): Bus {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const tally = createTally(options.log, options.clock);
  const sessions = createSessions<Client>();
  let running: (Running & { readonly desk: Desk }) | undefined;

  const open = async (receive: Receive) => {
    const { clock, log, gate } = options;
    const reception = createReception({
      receive,
      clock,
      receiveWithin: limits.receiveWithin,
      brake: createBrake({ clock, tally, limits }),
    });
    const doorkeeper = createDoorkeeper({ ...limits, gate, clock });
    const shared = { sessions, tally, log, limits, reception, doorkeeper };
    const desk: Desk = {
      ...shared,
      admitted: new WeakMap(),
      wills: new WeakMap(),
      nameless: new WeakSet(),
      stopping: false,
    };
    const broker = await Aedes.createBroker({
      ...createHooks(desk),
      // MQTT 3.1 knew 23 characters; a band id may have 64 in either version.
      maxClientsIdLength: 64,
      drainTimeout: limits.tellWithin,
      maxInflightInbound: 20,
    });
    const connected = (connection: Connection) => void broker.handle(connection);
    const front = createFront({ ...options, limits, tally, connected });
    follow(broker, front, desk);
    return { broker, front, reception, doorkeeper, desk };
  };

  return {
    async start(receive) {
      if (running) throw new Error('this bus has been started already');
      running = await open(receive);
      try {
        const urls = await running.front.open();
        return { urls };
      } catch (error) {
        await closeBroker(running.broker);
        running = undefined;
        throw error;
      }
    },
    tell: (bandId, cue) => tell(sessions, limits, bandId, cue),
    drop(bandId) {
      for (const line of sessions.lines(bandId)) line.close();
    },
    connected: sessions.count,
    async stop() {
      if (!running || running.desk.stopping) return;
      const { broker, front, reception, doorkeeper, desk } = running;
      desk.stopping = true;
      front.rest();
      doorkeeper.dismiss();
      await reception.close();
      // The callback of the last message writes its PUBACK in the turns after it settled.
      for (let turn = 0; turn < 3; turn++) await nextTurn();
      await closeBroker(broker);
      await front.close();
    },
  };
}

/** Keeps the sessions in step with what aedes says happened. */
function follow(broker: Aedes, front: Front, desk: Desk): void {
  const { sessions, admitted, tally, log } = desk;
  const setListening = (client: Client, topics: readonly string[], listening: boolean): void => {
    const bandId = admitted.get(client);
    const session = bandId && sessions.of(bandId);
    if (session?.line === client && topics.includes(topicOf(bandId as BandId, 'cue'))) {
      session.listening = listening;
    }
  };
  broker.on('client', (client) => {
    const bandId = admitted.get(client);
    // aedes loses sight of a line whose closing overlaps with its takeover; we do not.
    if (bandId) sessions.opened(bandId, client)?.close();
  });
  broker.on('clientReady', (client) => front.admit(lineOf(client)));
  broker.on('clientDisconnect', (client) => {
    const bandId = admitted.get(client);
    if (bandId) sessions.closed(bandId, client);
  });
  broker.on('subscribe', (subscriptions, client) => {
    const granted = subscriptions.filter(({ qos }) => (qos as number) <= 2);
    setListening(
      client,
      granted.map(({ topic }) => topic),
      true,
    );
  });
  broker.on('unsubscribe', (topics, client) => setListening(client, topics, false));
  broker.on('keepaliveTimeout', (client) =>
    tally.count('line-closed', 'silent', { bandId: admitted.get(client) }),
  );
  for (const event of ['clientError', 'connectionError'] as const) {
    broker.on(event, (client, error: NodeJS.ErrnoException) =>
      tally.count('line-broken', error.code ?? 'protocol', { bandId: admitted.get(client) }),
    );
  }
  // aedes says `error` where its types do not: without a listener it would end the process.
  (broker as NodeJS.EventEmitter).on('error', (error: unknown) =>
    log.error('broker-error', { error: String(error) }),
  );
}

async function tell(
  sessions: Sessions<Client>,
  limits: BusLimits,
  bandId: BandId,
  cue: Cue,
): Promise<boolean> {
  const session = sessions.of(bandId);
  // A band that has left this much unread will not read this either.
  if (!session?.listening || lineOf(session.line).writableLength > UNREAD_AT_MOST) return false;
  const packet: PublishPacket = {
    cmd: 'publish',
    topic: topicOf(bandId, 'cue'),
    payload: JSON.stringify(cue),
    qos: 1,
    dup: false,
    retain: false,
  };
  const sent = (): Promise<void> =>
    new Promise((resolve, reject) => {
      // To this line alone, not through the broker's fan-out, which waits for its slowest reader.
      session.line.publish(packet, (error) => (error ? reject(error) : resolve()));
    });
  try {
    await withDeadline('the band', limits.tellWithin, sent);
  } catch {
    // Late because the band does not read, and not because we were busy ourselves?
    if (lineOf(session.line).writableLength > 0) session.line.close();
  }
  // aedes reports a broken line by closing it, not through the callback.
  return sessions.of(bandId) === session;
}

const closeBroker = (broker: Aedes): Promise<void> =>
  new Promise((resolve) => {
    broker.close(() => resolve());
  });
