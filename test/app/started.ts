// A service that does not outlive its tests, however they end. Killed after all of a file, because some
// of them run at the same time.
import { afterAll } from 'vitest';
import { type Service, startService } from '../support/service.ts';

const services: Service[] = [];
afterAll(async () => {
  await Promise.all(services.map((service) => service.kill()));
});

export async function started(...how: Parameters<typeof startService>): Promise<Service> {
  const service = await startService(...how);
  services.push(service);
  return service;
}
