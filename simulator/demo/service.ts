// The service as a child process: started, waited for, stopped. It writes one line of JSON an event;
// the ready line and everything that somebody should look at is passed on.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface ServiceAddress {
  readonly http: string;
  readonly mqtt: string;
}

export interface ChildService {
  /** Resolves with how it ended, whoever ended it. */
  readonly ended: Promise<string>;
  /** @param told the terminal has sent the signal to the child as well. */
  stop(told: boolean): Promise<void>;
}

const ROOT = join(import.meta.dirname, '..', '..');
/** pino's number for `warn`. */
const WARN = 40;
const STOPS_WITHIN = 15_000;
const TOLD_STOPS_WITHIN = 5_000;

/**
 * @param env the whole environment of the service.
 * @param opened told at once, so that it can be stopped while it starts.
 * @returns where it is to be found. @throws Error when it ends before it is ready.
 */
export async function startService(
  env: NodeJS.ProcessEnv,
  print: (line: string) => void,
  opened: (part: { readonly service: ChildService }) => void,
): Promise<ServiceAddress> {
  const child = spawn(process.execPath, [join(ROOT, 'app', 'main.ts')], {
    cwd: process.cwd(),
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = endOf(child);
  opened({ service: { ended, stop: (told) => stop(child, told) } });
  const passAll = env.LAMPLIGHT_LOG_LEVEL !== undefined;
  const ready = new Promise<ServiceAddress>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = parse(line);
      const address = addressIn(event);
      const notable = event === undefined || Number(event.level) >= WARN;
      if (passAll || address !== undefined || notable) print(line);
      if (address) resolve(address);
    });
  });
  const failed = ended.then((how): ServiceAddress => {
    throw new Error(`The service did not start: ${how}.`);
  });
  failed.catch(() => {});
  return Promise.race([ready, failed]);
}

async function stop(child: ChildProcess, told: boolean): Promise<void> {
  const over = () => child.exitCode !== null || child.signalCode !== null;
  if (over()) return;
  const gone = once(child, 'exit');
  const insist = (signal: NodeJS.Signals, after: number) =>
    setTimeout(() => child.kill(signal), after);
  const timers = [
    insist('SIGTERM', told ? TOLD_STOPS_WITHIN : 0),
    insist('SIGKILL', (told ? TOLD_STOPS_WITHIN : 0) + STOPS_WITHIN),
  ];
  await gone;
  for (const timer of timers) clearTimeout(timer);
}

const endOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `it ended with status ${code}` : `it was ended by ${signal}`),
    );
  });

type Event = Readonly<Record<string, unknown>>;

function parse(line: string): Event | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Event) : undefined;
  } catch {
    return undefined;
  }
}

function addressIn(event: Event | undefined): ServiceAddress | undefined {
  const { http, mqtt } = event ?? {};
  const ready = event?.event === 'ready' && typeof http === 'string' && typeof mqtt === 'string';
  return ready ? { http, mqtt } : undefined;
}
