import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { instant } from '../../domain/time.ts';
import { temporaryFolder } from '../registry/given.ts';
import { needs } from '../support/debian.ts';
import { knock, openDesk, openStaffedDesk, PASSWORD } from './given.ts';

describe('what machines ask', () => {
  test('healthz says alive, readyz whether an emergency can be stored and what is out of order', async () => {
    const desk = await openStaffedDesk();
    expect(await desk.stranger('GET', '/healthz')).toMatchObject({
      status: 200,
      json: { alive: true },
    });
    const backlog = { readings: 3, at: instant(Date.parse('2026-11-20T03:41:00Z')) };
    desk.state.readiness = { ready: true, degraded: ['history'], backlog };
    const waits = { readings: 3, at: '2026-11-20T03:41:00.000Z' };
    expect(await desk.stranger('GET', '/readyz')).toMatchObject({
      status: 200,
      json: { ready: true, degraded: ['history'], backlog: waits },
    });
    desk.state.readiness = { ready: false, degraded: ['journal'] };
    expect(await desk.stranger('GET', '/readyz')).toMatchObject({
      status: 503,
      json: { ready: false, degraded: ['journal'] },
    });
  });

  test('metrics come as Prometheus reads them, the descriptions as YAML', async () => {
    const desk = await openStaffedDesk();
    const metrics = await desk.stranger('GET', '/metrics');
    expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(metrics.text).toContain('lamplight_up 1');
    for (const name of ['asyncapi', 'openapi']) {
      const description = await desk.stranger('GET', `/${name}.yaml`);
      expect(description.status).toBe(200);
      expect(description.headers.get('content-type')).toMatch('application/yaml');
      expect(description.text).toMatch(new RegExp(`^(#.*\\n)*${name}: `));
    }
  });

  test('a bug in a route is a 500 without its message, and the desk goes on', async () => {
    const metrics = async () => {
      throw new Error('canary-detail');
    };
    const desk = await openDesk({ options: { metrics } });
    const answer = await fetch(`${desk.url}/metrics`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('canary-detail');
    expect((await fetch(`${desk.url}/healthz`)).status).toBe(200);
  });
});

describe('the screen', () => {
  test('is served at every address of its own, and asked about every time', async () => {
    const desk = await openStaffedDesk();
    for (const path of ['/', '/?view=wall', '/residents/x1']) {
      const page = await desk.stranger('GET', path);
      expect([path, page.status, page.headers.get('cache-control')]).toEqual([
        path,
        200,
        'no-cache',
      ]);
      expect(page.text).toContain('一盏灯');
      expect(page.headers.get('content-type')).toMatch('text/html');
    }
  });

  test('its hashed files are kept for ever; a missing file is no page', async () => {
    const desk = await openStaffedDesk();
    const asset = await desk.stranger('GET', '/assets/index-abc123.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-type')).toMatch('javascript');
    for (const path of [
      '/assets/index-old.js',
      '/favicon.ico',
      '/.env',
      '/../package.json',
      '/%2e%2e/package.json',
    ]) {
      const answer = await desk.stranger('GET', path);
      expect([path, answer.status]).toEqual([path, 404]);
    }
    expect((await desk.stranger('POST', '/', {})).status).toBe(404);
  });

  test('that is not built is a sentence, while the API works', async () => {
    const desk = await openDesk({ options: { webRoot: '/nowhere' } });
    const page = await fetch(desk.url);
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('npm run build:screen');
  });
});

describe('the headers', () => {
  test('over plain HTTP on a LAN name nothing upgrades, nothing is pinned, no inline script runs', async () => {
    const desk = await openStaffedDesk();
    const { headers } = await desk.stranger('GET', '/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain(`connect-src 'self' ${desk.url.replace('http', 'ws')};`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('cross-origin-opener-policy')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('starting and stopping', () => {
  test('a port in use is named, with the setting that changes it', async () => {
    const first = await openDesk();
    const port = Number(new URL(first.url).port);
    await expect(openDesk({ options: { port } })).rejects.toThrow(
      new RegExp(`Port ${port} of 127.0.0.1 is in use.*LAMPLIGHT_HTTP_PORT`),
    );
  });

  test('stopping twice, or before the start, is no mistake', async () => {
    const desk = await openDesk();
    await desk.server.stop();
    await desk.server.stop();
    await expect(fetch(desk.url)).rejects.toThrow();
  });
});

needs('openssl', 'openssl')('with TLS', (openssl) => {
  /** A certificate of our own making, for this test only. */
  function certificate(): { cert: string; key: string } {
    const folder = temporaryFolder();
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=duty.lan', '-days', '2', '-nodes'];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    execFileSync(openssl, ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  }

  function post(url: string, body: unknown, origin: string) {
    return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }>(
      (resolve, reject) => {
        const headers = { origin, 'content-type': 'application/json' };
        request(url, { method: 'POST', headers, rejectUnauthorized: false }, (response) => {
          response.resume();
          resolve({ status: response.statusCode ?? 0, headers: response.headers });
        })
          .on('error', reject)
          .end(JSON.stringify(body));
      },
    );
  }

  test('the cookie is Secure and bound to this host, HSTS is on, and a plain page is foreign', async () => {
    const desk = await openDesk({ options: { tls: certificate() } });
    expect(desk.url).toMatch(/^https:/);
    await desk.registry.staff.add('admin' as never, 'administrator', PASSWORD);
    const body = { name: 'admin', password: PASSWORD };
    const answer = await post(`${desk.url}/api/session`, body, desk.url);
    expect(answer.status).toBe(204);
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(
      /^__Host-lamplight-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    expect(answer.headers['strict-transport-security']).toMatch(/max-age/);
    const plain = desk.url.replace('https', 'http');
    expect((await post(`${desk.url}/api/session`, body, plain)).status).toBe(403);
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    const open = (origin: string) =>
      knock(desk.url, { origin, headers, rejectUnauthorized: false });
    expect(await open(desk.url)).toBe(101);
    expect(await open(plain)).toBe(403);
  });
});
