// One errand of the canary: a real MQTT client over TCP presses, and a real WebSocket waits for the
// press at the other end. In between nothing is told that this is not a person: the broker's front and
// its gate, the parser, the rules, the journal's commit and the feed all do what they always do.
import { once } from 'node:events';
import mqtt, { type MqttClient } from 'mqtt';
import { WebSocket } from 'ws';
import { withDeadline } from '../broker/deadline.ts';
import { cookieName } from '../dashboard/session-cookie.ts';
import { CANARY_BAND, type CanaryStage } from '../domain/canary.ts';
import type { IncidentView, ServerFrame } from '../domain/frame.ts';
import type { IncidentId } from '../domain/ids.ts';
import { topicOf } from '../domain/message.ts';
import { type Instant, type Millis, millis } from '../domain/time.ts';

/** Both ends of the way, and what the desk does at its end. */
export interface CanaryWay {
  readonly mqtt: { readonly url: string; readonly username?: string; readonly password?: string };
  /** Of the duty server. */
  readonly http: string;
  readonly token: string;
  /** Closes the incident as an officer would. Rejects when that is not on record. */
  readonly close: (id: IncidentId) => Promise<unknown>;
}

export interface CanaryPress {
  readonly id: string;
  readonly at: Instant;
}

export type Errand =
  /** `latency`: from the press to the screen. */
  | { readonly arrived: true; readonly latency: Millis }
  | { readonly arrived: false; readonly stage: CanaryStage; readonly reason: string };

/** How far it has come, what ends it early, and what to close in the end. */
interface Journey {
  stage: CanaryStage;
  readonly broken: PromiseWithResolvers<never>;
  readonly closings: (() => void)[];
}

/** Never rejects, and takes no longer than `patience`. */
export async function runErrand(
  way: CanaryWay,
  press: CanaryPress,
  patience: Millis,
): Promise<Errand> {
  const journey: Journey = {
    stage: 'open-screen',
    broken: Promise.withResolvers<never>(),
    closings: [],
  };
  // It may break after nobody waits for it any more.
  journey.broken.promise.catch(() => {});
  try {
    return await withDeadline('the way of a press', patience, () =>
      Promise.race([travel(way, press, journey), journey.broken.promise]),
    );
  } catch (error) {
    return { arrived: false, stage: journey.stage, reason: (error as Error).message };
  } finally {
    for (const close of journey.closings) close();
  }
}

async function travel(way: CanaryWay, press: CanaryPress, journey: Journey): Promise<Errand> {
  const screen = await openScreen(way, journey);
  journey.stage = 'connect';
  const wrist = await connectWrist(way, journey);
  const shown = screen.see(({ timeline }) =>
    timeline.some((entry) => entry.type === 'pressed' && entry.messageId === press.id),
  );
  const answered = answerTo(wrist, press);

  journey.stage = 'acknowledge';
  const pressedAt = performance.now();
  await wrist.publishAsync(topicOf(CANARY_BAND, 'sos'), JSON.stringify(press), { qos: 1 });
  journey.stage = 'show';
  const { incident, seenAt } = await shown;
  journey.stage = 'answer';
  await answered;

  journey.stage = 'close';
  const closed = screen.see(({ id, state }) => id === incident.id && state === 'closed');
  await way.close(incident.id);
  await closed;
  return { arrived: true, latency: millis(seenAt - pressedAt) };
}

interface CanaryScreen {
  /** The first incident from now on that is as wanted. */
  see(wanted: (incident: IncidentView) => boolean): Promise<{
    readonly incident: IncidentView;
    readonly seenAt: number;
  }>;
}

async function openScreen({ http, token }: CanaryWay, journey: Journey): Promise<CanaryScreen> {
  const origin = here(http);
  const isEncrypted = origin.startsWith('https:');
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/feed`, {
    headers: { cookie: `${cookieName(isEncrypted)}=${token}` },
    origin,
    // To ourselves, by an address the certificate need not name; that is for the screens to judge.
    rejectUnauthorized: false,
  });
  journey.closings.push(() => socket.terminate());
  const { failed, ended } = breaks(journey);
  socket.on('error', failed).on('close', ended);
  await once(socket, 'open');
  return {
    see: (wanted) =>
      new Promise((resolve) => {
        socket.on('message', (data) => {
          const seenAt = performance.now();
          const frame = JSON.parse(String(data)) as ServerFrame;
          if (frame.type === 'incident' && wanted(frame.incident)) {
            resolve({ incident: frame.incident, seenAt });
          }
        });
      }),
  };
}

async function connectWrist({ mqtt: way }: CanaryWay, journey: Journey): Promise<MqttClient> {
  const { url, ...credentials } = way;
  const options = { clientId: CANARY_BAND, reconnectPeriod: 0, protocolVersion: 4 } as const;
  const wrist = mqtt.connect(here(url), { ...options, ...credentials });
  journey.closings.push(() => wrist.end(true));
  const { failed, ended } = breaks(journey);
  wrist.on('error', failed).on('close', ended);
  await new Promise<void>((resolve) => wrist.once('connect', () => resolve()));
  await wrist.subscribeAsync(topicOf(CANARY_BAND, 'cue'), { qos: 1 });
  return wrist;
}

/** What the wearer hears once the press is an incident on record. */
const answerTo = (wrist: MqttClient, press: CanaryPress): Promise<void> =>
  new Promise((resolve) => {
    wrist.on('message', (_topic, payload) => {
      const { cue, id } = JSON.parse(String(payload)) as { cue?: string; id?: string };
      if (cue === 'received' && id === press.id) resolve();
    });
  });

/** A line that ends has told all it will; nothing may throw out of an event handler. */
const breaks = ({ broken }: Journey) => ({
  failed: (error: Error): void => broken.reject(error),
  ended: (): void => broken.reject(new Error('the line was closed')),
});

/** Where we listen on every address, we are found at this one. */
const here = (url: string): string =>
  url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
