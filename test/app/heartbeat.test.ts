import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startHeartbeat } from '../../app/heartbeat.ts';
import type { Log } from '../../domain/log.ts';
import { millis } from '../../domain/time.ts';

const closings: (() => void)[] = [];
afterEach(() => {
  for (const close of closings.splice(0)) close();
});

/** Somebody who watches from outside. */
async function watcher(status = 200) {
  const calls: string[] = [];
  const waiting: (() => void)[] = [];
  const answers = { status };
  const server = createServer((request, response) => {
    calls.push(request.url ?? '');
    response.writeHead(answers.status).end();
    waiting.shift()?.();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closings.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return {
    calls,
    answers,
    url: `http://127.0.0.1:${port}/ping/a-secret-token`,
    call: () => new Promise<void>((resolve) => waiting.push(resolve)),
  };
}

function logged(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const note = (event: string, fields?: object) =>
    void lines.push(`${event} ${JSON.stringify(fields ?? {})}`);
  return { lines, info: note, warn: note, error: note };
}

describe('the heartbeat', () => {
  it('calls at once and again and again while all is well', async () => {
    const outside = await watcher();
    closings.push(
      startHeartbeat({ url: outside.url, isWell: () => true, log: logged(), every: millis(20) }),
    );
    await outside.call();
    await outside.call();
    expect(outside.calls.slice(0, 2)).toEqual(['/ping/a-secret-token', '/ping/a-secret-token']);
  });

  it('is silent while an emergency could not be taken: that is the alarm', async () => {
    const outside = await watcher();
    const state = { isWell: false, asked: 0 };
    const isWell = () => {
      state.asked += 1;
      return state.isWell;
    };
    closings.push(startHeartbeat({ url: outside.url, isWell, log: logged(), every: millis(5) }));
    while (state.asked < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(outside.calls).toEqual([]);
    const called = outside.call();
    state.isWell = true;
    await called;
  });

  it('that is not taken is logged once, without the address', async () => {
    const outside = await watcher(500);
    const log = logged();
    closings.push(startHeartbeat({ url: outside.url, isWell: () => true, log, every: millis(10) }));
    for (let call = 0; call < 4; call += 1) await outside.call();
    outside.answers.status = 200;
    while (log.lines.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(log.lines).toEqual([
      'heartbeat-not-sent {"reason":"it answered 500"}',
      'heartbeat-sent-again {}',
    ]);
    expect(log.lines.join()).not.toContain('a-secret-token');
  });

  it('to nobody says why, without the address', async () => {
    const log = logged();
    const url = 'http://127.0.0.1:1/a-secret-token';
    closings.push(startHeartbeat({ url, isWell: () => true, log, every: millis(10_000) }));
    while (log.lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(log.lines[0]).toMatch(/heartbeat-not-sent/);
    expect(log.lines[0]).not.toContain('a-secret-token');
  });
});
