// Opening the ports: what the installer is told when it fails, and TLS.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect as connectTcp, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { millis } from '../../domain/time.ts';
import { band, connectBand } from '../contracts/bus.ts';
import { needs } from '../support/debian.ts';
import { afterwards, openRoom } from './given.ts';

describe('the installer is told what to do', () => {
  it('when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    afterwards(() => other.close());
    const { port } = other.address() as AddressInfo;
    await expect(openRoom({ port })).rejects.toThrow(
      new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use .* set LAMPLIGHT_MQTT_PORT`),
    );
  });

  it('when the address is not of this machine', async () => {
    await expect(openRoom({ host: '192.0.2.1' })).rejects.toThrow(/Set LAMPLIGHT_HOST/);
  });

  it('when certificate and key do not fit, and the plain port is closed again', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, 'close');
    const tls = { port: 0, cert: 'no certificate', key: 'no key' };
    await expect(openRoom({ port, tls })).rejects.toThrow(/LAMPLIGHT_TLS_CERT.*LAMPLIGHT_TLS_KEY/);
    await openRoom({ port });
  });
});

it('an address of IPv6 is written as a URL wants it', async () => {
  const room = await openRoom({ host: '::1' });
  expect(room.url).toMatch(/^mqtt:\/\/\[::1\]:\d+$/);
  const wang = await connectBand(room.url, 'wang-1');
  expect(room.bus.connected()).toBe(1);
  await wang.endAsync(true);
});

needs('openssl', 'openssl')('over TLS', (openssl) => {
  const certificate = () => {
    const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    const about = ['-nodes', '-subj', '/CN=localhost', '-days', '2', '-keyout', key, '-out', cert];
    execFileSync(openssl, [...request, ...about], { stdio: 'ignore' });
    const pair = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
    rmSync(folder, { recursive: true });
    return pair;
  };
  const pair = certificate();

  it('a band presses, hears a cue, and goes; the plain port is open as well', async () => {
    const room = await openRoom({ tls: { port: 0, ...pair } });
    const [plain, secure] = room.urls as [string, string];
    expect(secure).toMatch(/^mqtts:\/\/127\.0\.0\.1:\d+$/);
    const li = await connectBand(plain, 'li-2');
    const wang = await connectBand(secure, 'wang-1', { ca: pair.cert, servername: 'localhost' });
    await wang.subscribeAsync('v1/bands/wang-1/cue', { qos: 1 });
    const heard = new Promise((resolve) => {
      wang.once('message', (_topic, payload) => resolve(`${payload}`));
    });
    await wang.publishAsync('v1/bands/wang-1/sos', 'x'.repeat(12_000), { qos: 1 });
    expect(await room.desk.next()).toMatchObject({ bandId: 'wang-1', channel: 'sos' });
    expect(await room.bus.tell(band('wang-1'), { cue: 'received' })).toBe(true);
    expect(await heard).toBe('{"cue":"received"}');
    await wang.endAsync();
    await expect.poll(() => room.bus.connected()).toBe(1);
    await li.endAsync();
  });

  it('nothing older than TLS 1.2 is spoken', async () => {
    const room = await openRoom({ tls: { port: 0, ...pair } });
    const port = Number(new URL(room.urls[1] as string).port);
    const old = connectTls({
      port,
      host: '127.0.0.1',
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
      rejectUnauthorized: false,
    });
    const [error] = await once(old, 'error');
    expect(String(error)).toMatch(/protocol version|ECONNRESET|disconnected/);
  });

  it('who does not finish the handshake is hung up on, and who speaks no TLS', async () => {
    const limits = { connectWithin: millis(50) };
    const room = await openRoom({ tls: { port: 0, ...pair }, limits });
    const port = Number(new URL(room.urls[1] as string).port);
    for (const words of ['', 'GET / HTTP/1.1\r\n\r\n']) {
      const socket = connectTcp(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(words);
      socket.resume();
      await once(socket, 'close');
    }
    const wang = await connectBand(room.urls[1] as string, 'wang-1', {
      ca: pair.cert,
      servername: 'localhost',
    });
    expect(room.bus.connected()).toBe(1);
    await wang.endAsync(true);
  });
});
