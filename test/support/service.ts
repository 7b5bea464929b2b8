// The real service as a process of its own, as an installer starts it: settings in the environment, a
// folder of its own, any free ports. It can be asked to stop, or be killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import mqtt, { type MqttClient } from 'mqtt';
import { WebSocket } from 'ws';
import type { ServerFrame } from '../../domain/frame.ts';
import { COMPILED } from './compiled.ts';

export const ADMIN_PASSWORD = 'a-password-for-tests';
const MAIN = fileURLToPath(new URL('../../app/main.ts', import.meta.url));

export interface Service {
  /** `http://127.0.0.1:port` */
  readonly http: string;
  /** `mqtt://127.0.0.1:port` */
  readonly mqtt: string;
  readonly pid: number;
  /** What it has written so far. */
  output(): string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, now. */
  kill(): Promise<void>;
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<Exit>;
}

export interface Exit {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly output: string;
}

export interface Launch {
  /** A command that becomes the service, or starts it: `['strace', '-D', '-f']`. */
  readonly through?: readonly string[];
}

/** It was to start, and has ended instead. */
export class EndedEarly extends Error {
  readonly exit: Exit;

  constructor(exit: Exit) {
    super(`the service ended with ${exit.code}:\n${exit.output}`);
    this.exit = exit;
  }
}

/** Starts it and waits until it is ready. Rejects with EndedEarly when it ends before. */
export async function startService(
  dataDir: string,
  settings: Readonly<Record<string, string | undefined>> = {},
  how: Launch = {},
): Promise<Service> {
  const { child, output, ended } = launch(dataDir, settings, how);
  const ready = await Promise.race([readyLine(child), ended]);
  if ('code' in ready) throw new EndedEarly(ready);
  const signal = async (name: NodeJS.Signals) => {
    child.kill(name);
    return (await ended).code;
  };
  return {
    ...ready,
    pid: child.pid as number,
    output,
    stop: () => signal('SIGTERM'),
    kill: async () => void (await signal('SIGKILL')),
    ended,
  };
}

/** Starts it with settings that do not let it start, and resolves with what it said. */
export const failToStart = (
  dataDir: string,
  settings: Readonly<Record<string, string | undefined>>,
): Promise<Exit> => launch(dataDir, settings).ended;

function launch(
  dataDir: string,
  settings: Readonly<Record<string, string | undefined>>,
  { through = [] }: Launch = {},
) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('LAMPLIGHT_'));
  const [program = process.execPath, ...args] = [...through, process.execPath, MAIN];
  const child = spawn(program, args, {
    env: {
      ...Object.fromEntries(inherited),
      LAMPLIGHT_DATA_DIR: dataDir,
      LAMPLIGHT_HTTP_PORT: '0',
      LAMPLIGHT_MQTT_PORT: '0',
      LAMPLIGHT_ADMIN_PASSWORD: ADMIN_PASSWORD,
      NODE_COMPILE_CACHE: COMPILED,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const ended = once(child, 'close').then(([code]): Exit => ({ code, output: text }));
  return { child, output: () => text, ended };
}

async function readyLine(child: ChildProcess): Promise<{ http: string; mqtt: string }> {
  if (!child.stdout) throw new Error('the service has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    const entry = JSON.parse(line) as { event?: string; http: string; mqtt: string };
    if (entry.event === 'ready') return { http: entry.http, mqtt: entry.mqtt };
  }
  return new Promise(() => {});
}

export interface Desk {
  /** The session's cookie, as a request header. */
  readonly cookie: string;
  /** @returns the parsed body; throws when the answer is not a success. */
  call<Body = unknown>(method: string, path: string, body?: unknown): Promise<Body>;
  /** The same without judging the answer. */
  ask(method: string, path: string, body?: unknown): Promise<Response>;
  feed(after?: number): Promise<Screen>;
}

export async function signIn(
  service: Pick<Service, 'http'>,
  name = 'admin',
  password = ADMIN_PASSWORD,
): Promise<Desk> {
  let cookie = '';
  const ask = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${service.http}${path}`, {
      method,
      headers: {
        cookie,
        origin: service.http,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const signedIn = await ask('POST', '/api/session', { name, password });
  if (signedIn.status !== 204) throw new Error(`sign-in: ${signedIn.status}`);
  cookie = (signedIn.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  return {
    get cookie() {
      return cookie;
    },
    ask,
    async call<Body>(method: string, path: string, body?: unknown): Promise<Body> {
      const response = await ask(method, path, body);
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as Body;
    },
    feed: (after) => openScreen(service, cookie, after),
  };
}

/** A duty screen without a browser: every frame it was sent, and a way to wait for one. */
export interface Screen {
  readonly frames: readonly ServerFrame[];
  /** The first frame, past or to come, that is as wanted. */
  see(wanted: (frame: ServerFrame) => boolean): Promise<ServerFrame>;
  send(frame: unknown): void;
  close(): void;
}

async function openScreen(
  service: Pick<Service, 'http'>,
  cookie: string,
  after: number | undefined,
): Promise<Screen> {
  const query = after === undefined ? '' : `?after=${after}`;
  const socket = new WebSocket(`${service.http.replace('http', 'ws')}/feed${query}`, {
    headers: { cookie, origin: service.http },
  });
  const frames: ServerFrame[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)) as ServerFrame);
    for (const look of waiting) look();
  });
  socket.on('error', () => {});
  await once(socket, 'open');
  return {
    frames,
    see: (wanted) =>
      new Promise((resolve) => {
        const look = () => {
          const frame = frames.find(wanted);
          if (!frame) return;
          waiting.delete(look);
          resolve(frame);
        };
        waiting.add(look);
        look();
      }),
    send: (frame) => socket.send(JSON.stringify(frame)),
    close: () => socket.terminate(),
  };
}

export interface RegisteredBand {
  readonly id: string;
  readonly secret: string;
  readonly residentId: string;
}

/** A resident with a band, as an installer enters them. */
export async function admit(desk: Desk, bandId: string, name: string): Promise<RegisteredBand> {
  const resident = await desk.call<{ id: string }>('POST', '/api/residents', {
    name,
    compound: '岔河南里',
    building: '3 号楼',
    unit: '2',
    room: '501',
  });
  const band = await desk.call<{ id: string; secret: string }>('POST', '/api/bands', {
    id: bandId,
    residentId: resident.id,
  });
  return { id: band.id, secret: band.secret, residentId: resident.id };
}

/** A stock MQTT client with a band's credentials. Rejects when the connection ends before it begins. */
export function connectBand(
  service: Pick<Service, 'mqtt'>,
  { id, secret }: Pick<RegisteredBand, 'id' | 'secret'>,
): Promise<MqttClient> {
  const credentials = { clientId: id, username: id, password: secret };
  const client = mqtt.connect(service.mqtt, { ...credentials, reconnectPeriod: 0 });
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve(client));
    client.once('error', reject);
    // `connectAsync` would wait for ever when the other side goes without a word.
    client.once('close', () => reject(new Error('the connection was closed')));
  });
}
