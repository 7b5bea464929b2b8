// An InfluxDB that does what it is told: takes, refuses, dawdles, fails, or is not there. It counts what
// it holds the way the real one does: a point is known by its series and its instant.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface InfluxStub {
  readonly url: string;
  /** `away`: every connection is reset. */
  mood: 'well' | 'away' | 'failing' | 'locked' | { readonly slowBy: number };
  /** Lines of this band are refused, and whatever comes with them in one request. */
  readonly poisonedBand: string;
  /** Points it holds. */
  count(): number;
  /** Lines that changed what was held under the same series and instant: the same point, said otherwise. */
  contradicted(): number;
  stop(): void;
}

export async function startInfluxStub(poisonedBand: string): Promise<InfluxStub> {
  const held = new Map<string, string>();
  let contradictions = 0;

  function take(lines: readonly string[]): void {
    for (const line of lines) {
      const [series = '', fields = '', at = ''] = line.split(' ');
      const key = `${series} ${at}`;
      const known = held.get(key);
      if (known !== undefined && known !== fields) contradictions += 1;
      held.set(key, fields);
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (stub.mood === 'away') return void request.socket.resetAndDestroy();
    const body = await bodyOf(request);
    const { mood } = stub;
    if (typeof mood === 'object') await new Promise((done) => setTimeout(done, mood.slowBy));
    if (mood === 'failing') return end(response, 500, 'engine: out of memory');
    if (mood === 'locked') return end(response, 401, 'unauthorized access');
    if (!request.url?.includes('/write')) return end(response, 200);
    const lines = body.split('\n').filter((line) => line !== '');
    if (lines.some((line) => line.includes(`band=${poisonedBand}`))) {
      return end(response, 400, 'field type conflict');
    }
    take(lines);
    end(response, 204);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stub: InfluxStub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mood: 'well',
    poisonedBand,
    count: () => held.size,
    contradicted: () => contradictions,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  return stub;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const isZipped = request.headers['content-encoding'] === 'gzip';
  return (isZipped ? gunzipSync(bytes) : bytes).toString('utf8');
}

function end(response: ServerResponse, status: number, error?: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(error === undefined ? '' : JSON.stringify({ error }));
}
