// The administrator's office, for a file of tests: the real service with an account signed in, a window on
// it, and wristbands to press.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type WindowOptions, type Windows, windowsOfThisFile } from '../support/browser.ts';
import {
  connectBand,
  type Desk,
  type RegisteredBand,
  type Service,
  signIn,
  startService,
} from '../support/service.ts';
import { unlockSound } from './officer.ts';

export interface Office {
  readonly service: Service;
  /** The administrator's session. */
  readonly desk: Desk;
  /** The window that was opened last. */
  readonly page: Page;
  /** Opens a window in which somebody, the administrator unless said otherwise, is signed in and has clicked. */
  enter(path: string, options?: WindowOptions & { readonly as?: Desk }): Promise<void>;
  button(name: string): Locator;
  /** By keyboard: whatever comes or goes above it, a banner or an alarm, cannot move it from under a mouse. */
  push(name: string): Promise<void>;
  /** The service is killed, and started again at the same address when `meanwhile` is over. */
  restart(meanwhile: () => Promise<void>): Promise<void>;
}

/** @param windows opened for each test anew, unless others are handed in. */
export function officeOfThisFile(windows: Windows = windowsOfThisFile()): Office {
  const dataDir = mkdtempSync(join(tmpdir(), 'lamplight-office-'));
  let service: Service;
  let desk: Desk;
  let page: Page;

  const button = (name: string) => page.getByRole('button', { name, exact: true });

  beforeAll(async () => {
    service = await startService(dataDir);
    desk = await signIn(service);
  });
  afterAll(async () => {
    await service?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  return {
    get service() {
      return service;
    },
    get desk() {
      return desk;
    },
    get page() {
      return page;
    },
    enter: async (path, { as = desk, ...options } = {}) => {
      page = await windows.open(service.http + path, { cookie: as.cookie, ...options });
      await page.locator('[data-link=live]').waitFor();
      await unlockSound(page);
    },
    button,
    push: (name) => button(name).press('Enter'),
    restart: async (meanwhile) => {
      const { port } = new URL(service.http);
      await service.kill();
      await meanwhile();
      service = await startService(dataDir, { LAMPLIGHT_HTTP_PORT: port });
    },
  };
}

/** What a band says while it has its secret. */
export async function publish(
  service: Pick<Service, 'mqtt'>,
  band: Pick<RegisteredBand, 'id' | 'secret'>,
  topic: string,
  said: object,
): Promise<void> {
  const wrist = await connectBand(service, band);
  await wrist.publishAsync(`v1/bands/${band.id}/${topic}`, JSON.stringify(said), { qos: 1 });
  await wrist.endAsync(true);
}
