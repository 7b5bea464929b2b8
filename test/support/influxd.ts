// A real InfluxDB (Debian's 1.6) on a port of its own, with a folder of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Influxd {
  readonly url: string;
  /** Runs InfluxQL as an administrator would; returns the rows. */
  ask(database: string, influxQl: string): Promise<readonly (readonly unknown[])[]>;
  /** Writes lines as another program would. */
  write(database: string, lines: string): Promise<void>;
  /** The server is gone; its data stays. */
  down(): Promise<void>;
  /** The same server again, on the same port. */
  up(): Promise<void>;
  /** Down, and its folder deleted. */
  remove(): Promise<void>;
}

export interface InfluxdOptions {
  /** Creates this administrator and wants a password from then on. */
  readonly admin?: { readonly name: string; readonly password: string };
}

/** @param program path of `influxd`, from `needs('influxdb', 'influxd')`. */
export async function startInfluxd(
  program: string,
  { admin }: InfluxdOptions = {},
): Promise<Influxd> {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-influxd-'));
  let { child, address } = await run(program, folder, '127.0.0.1:0', admin !== undefined);
  const url = `http://${address}`;
  const login = admin && Buffer.from(`${admin.name}:${admin.password}`).toString('base64');
  const headers: Record<string, string> = login ? { authorization: `Basic ${login}` } : {};

  async function ask(database: string, influxQl: string) {
    const query = new URLSearchParams({ db: database, epoch: 'ms' });
    const body = new URLSearchParams({ q: influxQl });
    const response = await fetch(`${url}/query?${query}`, { method: 'POST', headers, body });
    const answer = (await response.json()) as Answer;
    const error = answer.error ?? answer.results?.[0]?.error;
    if (error) throw new Error(error);
    return answer.results?.[0]?.series?.flatMap(({ values }) => values ?? []) ?? [];
  }
  if (admin) {
    await ask(
      '',
      `CREATE USER "${admin.name}" WITH PASSWORD '${admin.password}' WITH ALL PRIVILEGES`,
    );
  }
  return {
    url,
    ask,
    async write(database, lines) {
      const query = new URLSearchParams({ db: database, precision: 'ms' });
      const response = await fetch(`${url}/write?${query}`, {
        method: 'POST',
        headers,
        body: lines,
      });
      if (!response.ok) throw new Error(await response.text());
    },
    down: () => end(child),
    async up() {
      ({ child, address } = await run(program, folder, address, admin !== undefined));
    },
    async remove() {
      await end(child);
      rmSync(folder, { recursive: true });
    },
  };
}

interface Answer {
  readonly error?: string;
  readonly results?: readonly {
    readonly error?: string;
    readonly series?: readonly { readonly values?: readonly (readonly unknown[])[] }[];
  }[];
}

async function run(
  program: string,
  folder: string,
  bind: string,
  auth: boolean,
): Promise<{ child: ChildProcess; address: string }> {
  const config = join(folder, 'influxdb.conf');
  writeFileSync(config, configuration(folder, bind, auth));
  const child = spawn(program, ['-config', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    lines.push(line);
    const address = /Listening on HTTP.* addr=(\S+)/.exec(line)?.[1];
    if (!address) continue;
    child.stderr.resume();
    return { child, address };
  }
  throw new Error(`influxd did not start:\n${lines.join('\n')}`);
}

const configuration = (folder: string, bind: string, auth: boolean): string => `
reporting-disabled = true
bind-address = "127.0.0.1:0"
[meta]
dir = "${folder}/meta"
logging-enabled = false
[data]
dir = "${folder}/data"
wal-dir = "${folder}/wal"
index-version = "tsi1"
query-log-enabled = false
[monitor]
store-enabled = false
[subscriber]
enabled = false
[continuous_queries]
enabled = false
[http]
bind-address = "${bind}"
auth-enabled = ${auth}
log-enabled = false
`;

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
