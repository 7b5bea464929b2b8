import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BandId, MessageId } from '../../domain/ids.ts';
import { PAYLOAD_LIMIT, type Reading } from '../../domain/message.ts';
import { instant, millis, minutes } from '../../domain/time.ts';
import { type BandClient, type ClientEvent, makeBandClient } from '../../simulator/client.ts';
import { givenBroker, type TestBroker } from './broker.ts';
import { eventually } from './support.ts';

const ID = 'lamp-001' as BandId;
const press = (id: string) =>
  ({ type: 'sos', id: id as MessageId, at: instant(1_780_000_000_000) }) as const;
const reading = (n: number): Reading => ({
  id: `1-${n}` as MessageId,
  at: instant(1_780_000_000_000 + n * minutes(1)),
  heartRate: 70,
  spo2: 97,
  temperature: 34.2,
  steps: n,
  battery: 80,
  worn: true,
  charging: false,
  signal: -71,
  still: minutes(2),
});

let broker: TestBroker;
let events: ClientEvent[];
let client: BandClient;

beforeEach(async () => {
  events = [];
  broker = await givenBroker();
  broker.admits = (_id, secret) => secret === 'secret';
  client = makeClient();
});

afterEach(async () => {
  await client.stop();
  await broker.stop();
});

function makeClient(
  more: { readonly secret?: string; readonly capacity?: number } = {},
): BandClient {
  return makeBandClient({
    broker: broker.url,
    id: ID,
    secret: 'secret',
    observe: (_id, event) => events.push(event),
    ackWithin: millis(250),
    backoff: { first: millis(20), longest: millis(60) },
    ...more,
  });
}

const on = (channel: string): readonly string[] => broker.on(channel, ID);
const idsOn = (channel: string): readonly string[] =>
  on(channel).flatMap((text) => [JSON.parse(text)].flat().map(({ id }) => id));
const connections = (): number => events.filter(({ type }) => type === 'connected').length;

test('a band says online when it is there, and offline when it is switched off', async () => {
  client.start();
  await eventually(() => expect(on('status')).toEqual(['{"state":"online"}']));
  await client.stop();
  expect(on('status')).toEqual(['{"state":"online"}', '{"state":"offline"}']);
});

test('a press whose connection is cut before the acknowledgement comes again with the same id', async () => {
  let cuts = 2;
  broker.treat = (topic) => (topic.endsWith('/sos') && cuts-- > 0 ? 'cut' : 'take');
  client.start();
  client.postUrgent(press('1-7'));
  await client.delivered();
  expect(idsOn('sos')).toEqual(['1-7', '1-7', '1-7']);
  expect(new Set(on('sos')).size).toBe(1);
  expect(connections()).toBe(3);
});

test('a press that a silent broker never acknowledges is sent again on a new connection', async () => {
  let hangs = 1;
  broker.treat = (topic) => (topic.endsWith('/sos') && hangs-- > 0 ? 'hang' : 'take');
  client.start();
  client.postUrgent(press('1-8'));
  await client.delivered();
  expect(idsOn('sos')).toEqual(['1-8', '1-8']);
  expect(events).toContainEqual({ type: 'disconnected', reason: 'no acknowledgement in time' });
});

test('a press that was acknowledged is never sent again', async () => {
  client.start();
  client.postUrgent(press('1-9'));
  await client.delivered();
  broker.cutAll();
  await eventually(() => expect(connections()).toBe(2));
  client.postUrgent(press('1-10'));
  await client.delivered();
  expect(idsOn('sos')).toEqual(['1-9', '1-10']);
});

test('presses made out of coverage arrive in their order, before the backlog', async () => {
  client.start();
  await eventually(() => expect(connections()).toBe(1));
  client.leaveCoverage();
  client.postReadings([reading(1)]);
  client.postUrgent(press('1-2'));
  client.postUrgent(press('1-3'));
  await eventually(() => expect(on('status')).toContain('{"state":"offline"}'));
  client.enterCoverage();
  await client.delivered();
  const channels = broker.told.map(({ topic }) => topic.split('/').at(-1));
  expect(channels.filter((channel) => channel !== 'status')).toEqual(['sos', 'sos', 'heartbeat']);
  expect(idsOn('sos')).toEqual(['1-2', '1-3']);
});

test('a backlog comes in arrays within 8 KiB, marked as buffered, complete and in order', async () => {
  client.start();
  await eventually(() => expect(connections()).toBe(1));
  client.leaveCoverage();
  for (let n = 0; n < 300; n++) client.postReadings([reading(n)]);
  client.enterCoverage();
  await client.delivered();
  const arrays = on('heartbeat').map((text) => JSON.parse(text) as { buffered?: boolean }[]);
  expect(arrays.length).toBeGreaterThan(2);
  for (const text of on('heartbeat')) {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(PAYLOAD_LIMIT);
  }
  expect(arrays.flat().every(({ buffered }) => buffered === true)).toBe(true);
  expect(idsOn('heartbeat')).toEqual(Array.from({ length: 300 }, (_, n) => `1-${n}`));
});

test('a heartbeat in coverage is one reading, in the contract’s own units', async () => {
  client.start();
  await eventually(() => expect(connections()).toBe(1));
  client.postReadings([reading(4)]);
  await client.delivered();
  expect(JSON.parse(on('heartbeat')[0] ?? '')).toMatchObject({
    id: '1-4',
    at: '2026-05-28T20:30:40.000Z',
    still: 120,
    steps: 4,
  });
});

test('a backlog longer than the band can hold loses its oldest readings and no press', async () => {
  await client.stop();
  client = makeClient({ capacity: 10 });
  client.postUrgent(press('1-99'));
  for (let n = 0; n < 25; n++) client.postReadings([reading(n)]);
  expect(client.waiting).toEqual({ urgent: 1, readings: 10 });
  client.start();
  await client.delivered();
  expect(idsOn('heartbeat')).toEqual(Array.from({ length: 10 }, (_, n) => `1-${n + 15}`));
  expect(idsOn('sos')).toEqual(['1-99']);
});

test('a band whose secret was rotated keeps trying and delivers nothing', async () => {
  await client.stop();
  client = makeClient({ secret: 'old' });
  client.start();
  client.postUrgent(press('1-1'));
  const refusals = () =>
    events.filter((event) => event.type === 'disconnected' && /not authorized/i.test(event.reason));
  await eventually(() => expect(refusals().length).toBeGreaterThan(1));
  expect(broker.told).toEqual([]);
  expect(client.waiting.urgent).toBe(1);
});

test('a hand that borrows the band’s name for a moment does not keep it away for long', async () => {
  client.start();
  await eventually(() => expect(connections()).toBe(1));
  const other = makeClient();
  other.start();
  await eventually(() => expect(connections()).toBeGreaterThanOrEqual(2));
  await other.stop();
  client.postReadings([reading(1)]);
  await client.delivered();
  expect(idsOn('heartbeat')).toContain('1-1');
});

test('a cue of the service reaches the band', async () => {
  client.start();
  await eventually(() => {
    broker.cue(ID, { cue: 'received', id: '1-7' });
    expect(events).toContainEqual({ type: 'cue', cue: { cue: 'received', id: '1-7' } });
  });
});
