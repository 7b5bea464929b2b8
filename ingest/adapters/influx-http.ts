// Talking to InfluxDB through its client, without the client's own ideas of patience: it retries
// nothing and keeps nothing (its retry buffer loses readings), every request has a deadline, and
// what went wrong comes back as a value.
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import {
  AbortError,
  HttpError,
  InfluxDB,
  RequestTimedOutError,
  type Transport,
} from '@influxdata/influxdb-client';
import { type Millis, seconds } from '../../domain/time.ts';
import type { WriteOutcome } from '../port.ts';

export interface InfluxConnection {
  readonly url: string;
  /** A token of 2.x and 3.x, or `name:password` of 1.x. */
  readonly token?: string;
  readonly org?: string;
  /** The bucket; for 1.x the database, or `database/retention-policy`. */
  readonly bucket: string;
  readonly deadlines?: Deadlines;
}

/** When a request is given up, from its first byte on. */
interface Deadlines {
  readonly write: Millis;
  readonly query: Millis;
}

/** A server that takes half a minute for a full batch is slow and not away. */
const DEFAULT_DEADLINES: Deadlines = { write: seconds(60), query: seconds(15) };

/** `v2`: `/api/v2/write`, which 1.8, 2.x and 3.x have. `v1`: `/write`, which 1.x has. */
export const WRITE_PATHS = ['v2', 'v1'] as const;
export type WritePath = (typeof WRITE_PATHS)[number];

export interface InfluxHttp {
  /** One request. Resolves `undefined` when the server has it all. */
  post(path: WritePath, lines: readonly string[]): Promise<InfluxFailure | undefined>;
  /** The rows of an InfluxQL statement. Rejects with a sentence when there is no answer. */
  query(influxQl: string): Promise<readonly (readonly unknown[])[]>;
  close(): void;
}

type Failed = Exclude<WriteOutcome, { readonly result: 'stored' }>;
export type InfluxFailure = Failed & {
  /** `path`: this server does not know the way it was written to. */
  readonly missing?: 'path' | 'database';
};

/** The daily trickle is not worth compressing, a backlog is. */
const GZIP_FROM_BYTES = 64 * 1024;

export function createInfluxHttp(connection: InfluxConnection): InfluxHttp {
  const { url, token, org = '', bucket, deadlines = DEFAULT_DEADLINES } = connection;
  const agent = url.startsWith('https:')
    ? new HttpsAgent({ keepAlive: true })
    : new HttpAgent({ keepAlive: true });
  const { transport } = new InfluxDB({
    url,
    ...(token !== undefined && { token }),
    timeout: deadlines.write,
    transportOptions: { agent },
  });
  const client = new InfluxDB({ url, transport: impatient(transport, deadlines) });
  const inV1 = v1Address(bucket);
  const v1Headers = basicAuthorization(token);

  return {
    async post(path, lines) {
      const api = client.getWriteApi(org, bucket, 'ms', {
        maxRetries: 0,
        // The batch leaves as one request, when it is told to and not before.
        batchSize: lines.length + 1,
        maxBatchBytes: Number.POSITIVE_INFINITY,
        flushInterval: 0,
        gzipThreshold: GZIP_FROM_BYTES,
        // Without this answer the client would print the error, and the readings with it.
        writeFailed: (error) => Promise.reject(error),
        ...(path === 'v1' && { headers: v1Headers }),
      });
      if (path === 'v1') api.path = `/write?${inV1}&precision=ms`;
      api.writeRecords([...lines]);
      try {
        await api.flush();
        return undefined;
      } catch (error) {
        return failureFrom(error);
      } finally {
        api.dispose();
      }
    },
    async query(influxQl) {
      const answer: unknown = await client.transport.request(
        `/query?${inV1}&epoch=ms`,
        `q=${encodeURIComponent(influxQl)}`,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            accept: 'application/json',
            ...v1Headers,
          },
        },
      );
      return rowsOf(answer);
    },
    close: () => agent.destroy(),
  };
}

/** `db=…`, or `db=…&rp=…` for `database/retention-policy`, as 2.x maps its bucket names too. */
function v1Address(bucket: string): string {
  const [database = '', ...policy] = bucket.split('/');
  const db = `db=${encodeURIComponent(database)}`;
  return policy.length === 0 ? db : `${db}&rp=${encodeURIComponent(policy.join('/'))}`;
}

/** Before 1.8 a name and a password are only understood as Basic; a token never holds a colon. */
function basicAuthorization(token = ''): Record<string, string> {
  if (!token.includes(':')) return {};
  return { authorization: `Basic ${Buffer.from(token).toString('base64')}` };
}

/** The client's own timeout only ends the wait; this ends the request too, and a trickle as well. */
function impatient(transport: Transport, deadlines: Deadlines): Transport {
  const within = (deadline: Millis) => ({ signal: AbortSignal.timeout(deadline) });
  return {
    chunkCombiner: transport.chunkCombiner,
    send(path, body, options, callbacks = {}) {
      transport.send(
        path,
        body,
        { ...options, ...within(deadlines.write) },
        {
          ...callbacks,
          // 201 says that a part was not taken (InfluxDB 3); the client would call that a success.
          responseStarted: (headers, status) =>
            callbacks.responseStarted?.(headers, status === 201 ? 422 : status),
        },
      );
    },
    request: (path, body, options, started) =>
      transport.request(path, body, { ...options, ...within(deadlines.query) }, started),
    iterate: (path, body, options) =>
      transport.iterate(path, body, { ...options, ...within(deadlines.query) }),
  };
}

function failureFrom(error: unknown): InfluxFailure {
  if (!(error instanceof HttpError)) {
    return { result: 'unavailable', reason: `InfluxDB cannot be reached: ${whyNot(error)}.` };
  }
  const said = serverSaid(error);
  const reason = `InfluxDB answered ${error.statusCode}${said ? `: ${said}` : ''}.`;
  return { result: resultOf(error.statusCode), reason, ...missingFrom(error, said) };
}

function whyNot(error: unknown): string {
  if (error instanceof AbortError || error instanceof RequestTimedOutError) {
    return 'it did not answer in time';
  }
  const { code, message } = error as Error & { code?: string };
  return code ?? message;
}

function resultOf(status: number): Failed['result'] {
  if (status === 400 || status === 413 || status === 422) return 'refused';
  if (status >= 500 || status === 408 || status === 425 || status === 429) return 'unavailable';
  // 401, 403, 404; and a redirect or a cheerful page, which is some other server's.
  return 'misconfigured';
}

function missingFrom(error: HttpError, said: string): { missing?: 'path' | 'database' } {
  if (error.statusCode === 404 && said.startsWith('database not found')) {
    return { missing: 'database' };
  }
  // A server that knows the path says in JSON what else it did not find.
  const unknownPath = error.statusCode === 404 || error.statusCode === 405;
  return unknownPath && error.json === undefined ? { missing: 'path' } : {};
}

/** What the server said up to the first `'`, in which it quotes the line, values and all. */
function serverSaid(error: HttpError): string {
  const json: unknown = error.json;
  const { error: one, message: other } = (json ?? {}) as { error?: unknown; message?: unknown };
  const text = typeof one === 'string' ? one : typeof other === 'string' ? other : '';
  return text.split("'", 1)[0]?.slice(0, 200).trim() ?? '';
}

interface Answer {
  readonly error?: string;
  readonly results?: readonly {
    readonly error?: string;
    readonly series?: readonly { readonly values?: readonly (readonly unknown[])[] }[];
  }[];
}

function rowsOf(answer: unknown): readonly (readonly unknown[])[] {
  if (typeof answer !== 'object' || answer === null) {
    throw new Error('What answered is not InfluxDB');
  }
  const { error, results = [] } = answer as Answer;
  const failed = error ?? results.find((result) => result.error)?.error;
  if (failed !== undefined) throw new Error(`InfluxDB cannot answer: ${failed}`);
  return results.flatMap(({ series = [] }) => series.flatMap(({ values = [] }) => values));
}
