import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BandId } from '../../domain/ids.ts';
import { hours, instant } from '../../domain/time.ts';
import { obey } from '../../simulator/demo/console.ts';
import { startDemo } from '../../simulator/demo/demo.ts';
import { discard, keep, recall } from '../../simulator/demo/keep.ts';
import { readDemoCommand } from '../../simulator/demo/options.ts';
import { pressCommand } from '../../simulator/demo/words.ts';
import type { Fleet } from '../../simulator/fleet.ts';
import { givenService, type StubService } from './stub-service.ts';
import { eventually } from './support.ts';

const PASSWORD = 'a long password';
let folder: string;
let service: StubService;
let printed: string[];
const opened: Fleet[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lamplight-demo-'));
  service = await givenService(PASSWORD);
  printed = [];
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((fleet) => fleet.stop()));
  await service.stop();
  await rm(folder, { recursive: true });
});

/** The demo as somebody starts it against a service that runs already. */
async function demo(days: number, password = PASSWORD): Promise<Fleet> {
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, `${password}\n`);
  return startDemo({
    options: {
      fresh: false,
      seed: 1,
      days,
      service: { type: 'running', http: service.http, mqtt: service.broker.url, passwordFile },
    },
    env: { LAMPLIGHT_DATA_DIR: join(folder, 'data') },
    clock: () => instant(Date.now()),
    print: (line) => printed.push(line),
    interactive: false,
    opened: (part) => 'fleet' in part && opened.push(part.fleet),
  });
}

const data = () => join(folder, 'data');
const heartbeats = () =>
  service.broker.told
    .filter(({ topic }) => topic.endsWith('/heartbeat'))
    .flatMap(({ text }) => [JSON.parse(text)].flat());

test('the community moves in: residents, bands with their wearers, a duty officer, and then all are live', async () => {
  await demo(0);
  expect(service.residents.size).toBe(79);
  expect(new Set(service.wornBy.values()).size).toBe(79);
  expect([...service.staff.keys()]).toEqual(['admin', '值班员甲']);
  expect(service.policies.size).toBeGreaterThan(5);
  expect(JSON.stringify([...service.policies.values()])).toContain('"oxygen":{"scale":2}');
  expect(service.foreign).toEqual([]);
  const bands = () => new Set(service.broker.told.map(({ topic }) => topic.split('/')[2]));
  await eventually(() => expect(bands().size).toBe(79));
  await eventually(() => expect(heartbeats().length).toBeGreaterThan(78));
  expect(heartbeats().every(({ buffered }) => buffered !== true)).toBe(true);
});

test('history comes before the present, as backlogs of the bands themselves', async () => {
  await demo(2);
  const past = heartbeats().filter(({ buffered }) => buffered === true);
  // A day at one in ten minutes and a day at one in two, for 79 bands less what was flat.
  expect(past.length).toBeGreaterThan(79 * 800);
  expect(Math.min(...past.map(({ at }) => at))).toBeLessThan(Date.now() - hours(47));
  expect(printed.join('\n')).toContain('100 %');
});

test('a second start moves nobody in again and brings nobody’s history again', async () => {
  await demo(1);
  await Promise.all(opened.splice(0).map((fleet) => fleet.stop()));
  const secrets = new Map(service.secrets);
  const before = service.broker.on('heartbeat').length;
  await demo(1);
  const more = () => service.broker.on('heartbeat').length - before;
  await eventually(() => expect(more()).toBeGreaterThanOrEqual(79));
  expect(more()).toBeLessThan(3 * 79);
  expect(service.residents.size).toBe(79);
  expect(service.secrets).toEqual(secrets);
});

test('no band uses an id of the start before', async () => {
  await demo(0);
  await eventually(() => expect(heartbeats().length).toBeGreaterThan(78));
  await Promise.all(opened.splice(0).map((fleet) => fleet.stop()));
  await demo(0);
  await eventually(() => expect(heartbeats().length).toBeGreaterThan(157));
  const named = service.broker.told
    .filter(({ topic }) => topic.endsWith('/heartbeat'))
    .flatMap(({ topic, text }) => [JSON.parse(text)].flat().map(({ id }) => `${topic} ${id}`));
  expect(new Set(named).size).toBe(named.length);
});

test('a demo that forgot everything gives the bands new secrets and doubles nobody', async () => {
  await demo(0);
  await Promise.all(opened.splice(0).map((fleet) => fleet.stop()));
  const secrets = new Map(service.secrets);
  await rm(data(), { recursive: true });
  const before = heartbeats().length;
  await demo(0);
  expect(service.residents.size).toBe(79);
  expect(service.secrets.get('lamp-001')).not.toBe(secrets.get('lamp-001'));
  await eventually(() => expect(heartbeats().length).toBeGreaterThanOrEqual(before + 79));
});

test('a service that asks for patience gets it', async () => {
  service.busy = 3;
  await demo(0);
  expect(service.residents.size).toBe(79);
});

test('a service whose first start is not quite over is asked again', async () => {
  service.staff.delete('admin');
  setTimeout(() => service.staff.set('admin', PASSWORD), 300);
  await demo(0);
  expect(service.residents.size).toBe(79);
});

test('a wrong administrator’s password is said in a sentence', async () => {
  await expect(demo(0, 'wrong')).rejects.toThrow('has another password than the demo knows');
});

test('the words at the end hold a press that the service admits', async () => {
  await demo(0);
  const [, id = '', secret] = /-u (\S+) -P (\S+) -q 1/.exec(printed.join('\n')) ?? [];
  expect(service.secrets.get(id)).toBe(secret);
  expect(printed.join('\n')).toContain(service.http);
});

test('secrets are kept where only their owner reads them', async () => {
  await demo(0);
  expect((await stat(join(data(), 'demo.json'))).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(join(data(), 'demo.json'), 'utf8')).bands).toHaveLength(79);
});

test('fresh throws away what the demo made, and nothing that anybody else made', async () => {
  const ours = join(folder, 'ours');
  await keep(ours, { seed: 1, bornAt: instant(0), bands: [], history: 'missing' });
  await discard(ours);
  expect(existsSync(ours)).toBe(false);
  const theirs = join(folder, 'theirs');
  await mkdir(theirs);
  await writeFile(join(theirs, 'journal.db'), 'years of work');
  await expect(discard(theirs)).rejects.toThrow('did not make');
  await expect(recall(theirs)).rejects.toThrow('did not make');
  expect(existsSync(join(theirs, 'journal.db'))).toBe(true);
});

test('fresh leaves a folder alone that another demo runs on', async () => {
  const used = join(folder, 'used');
  await keep(used, {
    seed: 1,
    bornAt: instant(0),
    bands: [],
    history: 'missing',
    pid: process.ppid,
  });
  await expect(discard(used)).rejects.toThrow('still runs');
  expect(existsSync(used)).toBe(true);
});

test('the press by hand is another press each time', () => {
  const band = { id: 'lamp-040' as BandId, secret: 's3cret' };
  const command = pressCommand('mqtt://127.0.0.1:1883', band, 'mosquitto_pub');
  expect(command).toContain('-h 127.0.0.1 -p 1883 -i lamp-040 -u lamp-040 -P s3cret -q 1');
  expect(command).toContain('by-hand-$(date +%s)');
});

test('a line typed at the terminal is an act on that wrist', () => {
  const acts: unknown[] = [];
  const fleet = {
    perform: (id: BandId, act: unknown) => {
      acts.push([id, act]);
      return id === 'lamp-001';
    },
  };
  expect(obey(' press lamp-001 ', fleet)).toBe('press lamp-001');
  expect(obey('fall lamp-999', fleet)).toBe('there is no band lamp-999');
  expect(obey('constructor lamp-001', fleet)).toContain('press lamp-001');
  expect(acts).toMatchObject([
    ['lamp-001', { type: 'press' }],
    ['lamp-999', { type: 'fall' }],
  ]);
});

test('a wrong command line of the demo names every mistake', () => {
  const command = readDemoCommand(['--fresh', '--days', 'x', '--service', 'http://a']);
  expect(command.type === 'mistaken' && command.mistakes).toHaveLength(2);
  expect(readDemoCommand(['--help']).type).toBe('help');
  expect(readDemoCommand([])).toMatchObject({ type: 'run', options: { days: 30, fresh: false } });
});
