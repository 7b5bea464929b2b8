// One Chromium for a whole run of the tests, started when the first file asks for it, and again should it
// ever end: starting one for each file costs more than most of the tests in it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BrowserServer, chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { find } from './debian.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers with the address of the browser, as `chromium.connect` takes it. */
    readonly chromiumAt: string;
  }
}

const ARGS = [
  // As root there is no sandbox to be had, and a container's /dev/shm is too small for Chromium.
  ...['--no-sandbox', '--disable-dev-shm-usage', '--mute-audio'],
  // All windows of a profile share a process: the screen is compiled and its fonts are loaded once.
  '--process-per-site',
  '--host-resolver-rules=MAP duty.lan 127.0.0.1',
];

async function launch(): Promise<BrowserServer> {
  const executablePath = find('chromium');
  if (executablePath === undefined) throw new Error('there is no chromium');
  return chromium.launchServer({ executablePath, args: ARGS });
}

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  let browser: Promise<BrowserServer> | undefined;
  const running = async (): Promise<string> => {
    browser ??= launch();
    const started = await browser;
    started.once('close', () => {
      browser = undefined;
    });
    return started.wsEndpoint();
  };
  const server = createServer((_, response) => {
    running().then(
      (address) => response.end(address),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  provide('chromiumAt', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    server.close();
    await (await browser)?.close();
  };
}
