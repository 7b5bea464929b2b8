// Servers that are not at hand, imitated as their documentation describes them.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../domain/log.ts';
import { days, millis, plus } from '../../domain/time.ts';
import { createInfluxStore } from '../../ingest/adapters/influx.ts';
import type { InfluxConnection } from '../../ingest/adapters/influx-http.ts';
import type { TelemetryStore } from '../../ingest/port.ts';
import { band, many, nth, resident, START } from './points.ts';

interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Answer = (request: Request, response: ServerResponse) => void;

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
};
const nothing = (response: ServerResponse, status = 204): void =>
  void response.writeHead(status).end();

const version2: Answer = ({ path }, response) =>
  path === '/api/v2/write'
    ? nothing(response)
    : json(response, 404, { code: 'not found', message: 'path not found' });
const version1: Answer = ({ path }, response) => {
  if (path === '/write') return nothing(response);
  response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
};

describe('an InfluxDB that is', () => {
  let answer: Answer;
  let requests: Request[];
  let store: TelemetryStore;
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const body = incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', 'http://stub');
    const { method = '', headers } = incoming;
    const request = { method, path, query, headers, body: body.toString() };
    requests.push(request);
    answer(request, response);
  });
  const open = (options: Partial<InfluxConnection> = {}) => {
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const connection = { url, org: 'community', bucket: 'lamplight', token: 'secret', ...options };
    store = createInfluxStore({ ...connection, log: silentLog });
    return store;
  };
  const paths = () => requests.map(({ path }) => path);

  beforeEach(async () => {
    requests = [];
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterEach(async () => {
    await store.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  it('2.x or 3.x gets all of a batch in one request on its own path', async () => {
    answer = version2;
    expect(await open().write(many(3))).toEqual({ result: 'stored' });
    expect(paths()).toEqual(['/api/v2/write']);
    const [{ query, headers, body }] = requests as [Request];
    expect(Object.fromEntries(query)).toEqual({
      org: 'community',
      bucket: 'lamplight',
      precision: 'ms',
    });
    expect(headers.authorization).toBe('Token secret');
    expect(body.split('\n')).toEqual(
      [60, 61, 62].map(
        (rate, n) =>
          `reading,band=band-1,resident=resident-1 heartRate=${rate} ${START + n * 60_000}`,
      ),
    );
  });

  it('1.x is found out by the first write, and remembered', async () => {
    answer = version1;
    open();
    expect(await store.write(many(1))).toEqual({ result: 'stored' });
    expect(await store.write(many(1))).toEqual({ result: 'stored' });
    expect(paths()).toEqual(['/api/v2/write', '/write', '/write']);
    expect(requests[1]?.query.get('db')).toBe('lamplight');
  });

  it('replaced by a newer one is found out after the first failure', async () => {
    answer = version1;
    open();
    await store.write(many(1));
    answer = version2;
    expect(await store.write(many(1))).toMatchObject({ result: 'misconfigured' });
    expect(await store.write(many(1))).toEqual({ result: 'stored' });
    expect(paths().at(-1)).toBe('/api/v2/write');
  });

  it('without the bucket says so, and no bucket is created', async () => {
    answer = (_, response) =>
      json(response, 404, { code: 'not found', message: 'bucket "lamplight" not found' });
    expect(await open().write(many(1))).toEqual({
      result: 'misconfigured',
      reason: 'InfluxDB answered 404: bucket "lamplight" not found.',
    });
    expect(paths()).toEqual(['/api/v2/write']);
  });

  it.each([
    [400, 'refused'],
    [413, 'refused'],
    [422, 'refused'],
    [201, 'refused'],
    [401, 'misconfigured'],
    [403, 'misconfigured'],
    [302, 'misconfigured'],
    [200, 'misconfigured'],
    [429, 'unavailable'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ])('answering %i has %s the batch', async (status, result) => {
    answer = (_, response) => nothing(response, status);
    expect(await open().write(many(2))).toMatchObject({ result });
    expect(requests).toHaveLength(1);
  });

  it('quoting the line it does not like is not quoted', async () => {
    const error =
      "partial write: unable to parse 'reading heartRate=61 1': bad timestamp dropped=0";
    answer = (_, response) => json(response, 400, { error });
    expect(await open().write(many(1))).toEqual({
      result: 'refused',
      reason: 'InfluxDB answered 400: partial write: unable to parse.',
    });
  });

  it('hanging up in the middle is away', async () => {
    answer = (_, response) => response.destroy();
    expect(await open().write(many(1))).toMatchObject({ result: 'unavailable' });
  });

  it.each([
    ['says nothing', () => {}],
    [
      'trickles for ever',
      (_: Request, response: ServerResponse) => {
        response.writeHead(500, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 10);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('one that %s is given up, and its connection with it', async (_, silence) => {
    answer = silence;
    const deadlines = { write: millis(80), query: millis(80) };
    const question = { residentId: resident('r'), metric: 'spo2', from: START } as const;
    open({ deadlines });
    expect(await store.write(many(1))).toEqual({
      result: 'unavailable',
      reason: 'InfluxDB cannot be reached: it did not answer in time.',
    });
    await expect(
      store.range({ ...question, to: plus(START, days(1)), points: 10 }),
    ).rejects.toThrow();
    const connections = () =>
      new Promise((done) => server.getConnections((__, count) => done(count)));
    await vi.waitFor(async () => expect(await connections()).toBe(0));
  });

  it('not there at all is away', async () => {
    store = createInfluxStore({ url: 'http://127.0.0.1:9', bucket: 'x', log: silentLog });
    expect(await store.write(many(1))).toEqual({
      result: 'unavailable',
      reason: 'InfluxDB cannot be reached: ECONNREFUSED.',
    });
  });

  it('some other web server is not believed', async () => {
    answer = (_, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
    const question = { residentId: resident('r'), metric: 'spo2', from: START } as const;
    const asked = open().range({ ...question, to: plus(START, days(1)), points: 10 });
    await expect(asked).rejects.toThrow();
  });

  it('asked for a chart summarises it itself', async () => {
    answer = (_, response) =>
      json(response, 200, { results: [{ series: [{ values: [[START, 60, 61.5, 63, 4]] }] }] });
    const question = { residentId: resident('r-1'), metric: 'spo2', from: START } as const;
    open({ bucket: 'lamplight/forever', token: 'name:word' });
    const buckets = await store.range({ ...question, to: plus(START, days(1)), points: 24 });
    expect(buckets).toEqual([{ at: START, min: 60, mean: 61.5, max: 63, count: 4 }]);
    const [{ path, query, headers, body }] = requests as [Request];
    expect(path).toBe('/query');
    expect(Object.fromEntries(query)).toEqual({ db: 'lamplight', rp: 'forever', epoch: 'ms' });
    expect(headers.authorization).toBe(`Basic ${Buffer.from('name:word').toString('base64')}`);
    expect(new URLSearchParams(body).get('q')).toContain(
      `WHERE "resident" = 'r-1' AND time >= ${START}ms`,
    );
  });

  it('never sent a line that an id has broken in two', async () => {
    answer = version2;
    open();
    for (const text of ['a b', 'a,b=c', 'a\nreading x=1', 'a\\', '', '张三', 'x'.repeat(65)]) {
      expect(await store.write([nth(0, { bandId: text as never })])).toMatchObject({
        result: 'refused',
      });
    }
    expect(requests).toEqual([]);
    const { heartRate: _, ...empty } = nth(0, { bandId: band('b') });
    expect(await store.write([empty])).toEqual({ result: 'stored' });
    expect(requests).toEqual([]);
  });

  it('given a long backlog gets it compressed', async () => {
    answer = version2;
    expect(await open().write(many(5_000))).toEqual({ result: 'stored' });
    expect(requests[0]?.headers['content-encoding']).toBe('gzip');
    expect(requests[0]?.body.split('\n')).toHaveLength(5_000);
  });
});
