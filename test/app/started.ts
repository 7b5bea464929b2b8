// A service that does not outlive its tests, however they end. Killed after all of a file, because some
// of them run at the same time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type Service, startService } from '../support/service.ts';

const services: Service[] = [];
const folders: string[] = [];
afterAll(async () => {
  await Promise.all(services.map((service) => service.kill()));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** For one of these services. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-'));
  folders.push(folder);
  return folder;
}

export async function started(...how: Parameters<typeof startService>): Promise<Service> {
  const service = await startService(...how);
  services.push(service);
  return service;
}
