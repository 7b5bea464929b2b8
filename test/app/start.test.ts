// How a start fails: with a sentence that says what to do, and nothing half open left behind.

import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import { failToStart, signIn, startService } from '../support/service.ts';

describe('a start', () => {
  it('with wrong settings names all of them and does not begin', async () => {
    const { code, output } = await failToStart(join(temporaryFolder(), 'data'), {
      LAMPLIGHT_HTTP_PORT: 'eighty',
      LAMPLIGHT_NONSENSE: '1',
    });
    expect(code).toBe(1);
    expect(output).toMatch(/LAMPLIGHT_HTTP_PORT/);
    expect(output).toMatch(/LAMPLIGHT_NONSENSE is not a setting/);
  });

  it.each(['LAMPLIGHT_HTTP_PORT', 'LAMPLIGHT_MQTT_PORT'])(
    'on a port in use says which, and that %s changes it',
    async (setting) => {
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const { port } = taken.address() as AddressInfo;
      const { code, output } = await failToStart(temporaryFolder(), { [setting]: String(port) });
      taken.close();
      expect(code).toBe(1);
      expect(output).toContain(String(port));
      expect(output).toContain(setting);
    },
  );

  it.each(['journal.db', 'registry.db'])(
    'with a %s that is no database says so and leaves it untouched',
    async (name) => {
      const dataDir = temporaryFolder();
      mkdirSync(dataDir, { recursive: true });
      const path = join(dataDir, name);
      writeFileSync(path, 'not a database, but somebody may still want it'.repeat(200));
      const before = readFileSync(path);
      const { code, output } = await failToStart(dataDir, {});
      expect(code).toBe(1);
      expect(output).toContain(name);
      expect(output).toContain('left untouched');
      expect(readFileSync(path).equals(before)).toBe(true);
    },
  );

  it('beside a running service on the same folder is refused', async () => {
    const dataDir = temporaryFolder();
    const service = await startService(dataDir);
    const { code, output } = await failToStart(dataDir, {});
    expect(code).toBe(1);
    expect(output).toContain('Another Lamplight is running on the folder');
    await service.stop();
  });

  it('for the first time without a password prints a link that makes the first account, once', async () => {
    const dataDir = temporaryFolder();
    const service = await startService(dataDir, { LAMPLIGHT_ADMIN_PASSWORD: undefined });
    const token = /\/setup#(\S+)/.exec(service.output())?.[1];
    const body = JSON.stringify({ token, name: '社区书记', password: 'eine lange Losung 15' });
    const setUp = () =>
      fetch(`${service.http}/api/setup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: service.http },
        body,
      });
    expect((await setUp()).ok).toBe(true);
    expect((await setUp()).ok).toBe(false);
    await signIn(service, '社区书记', 'eine lange Losung 15');
    await service.stop();
  });

  it('after an orderly stop has nothing to repair, and the stop takes no force', async () => {
    const dataDir = temporaryFolder();
    const service = await startService(dataDir);
    expect(await service.stop()).toBe(0);
    const again = await startService(dataDir);
    expect(again.output()).not.toMatch(/"level":(40|50)/);
    expect(await again.stop()).toBe(0);
  });
});
