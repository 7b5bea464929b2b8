// Makes the pictures of the documentation from the demo itself: `npm run screenshots`. Needs Debian's
// chromium and fonts-noto-cjk. Look at them before you commit them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import mqtt from 'mqtt';
import { type Browser, chromium, type Page } from 'playwright-core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const IMAGES = join(ROOT, 'docs', 'images');
const CHROMIUM = '/usr/bin/chromium';
/** Heartbeats come once a minute; after a few the bars have a shape. SETTLE_SECONDS is for the hasty. */
const SETTLE = Number(process.env.SETTLE_SECONDS ?? 190) * 1_000;
const WALL = { width: 1920, height: 1080 };
const LAPTOP = { width: 1280, height: 720 };

interface Demo {
  readonly http: string;
  readonly mqtt: string;
  readonly officer: { readonly name: string; readonly password: string };
  readonly bands: readonly { readonly id: string; readonly secret: string }[];
  readonly stop: () => Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function startDemo(): Promise<Demo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lamplight-pictures-'));
  const [httpPort, mqttPort] = [await freePort(), await freePort()];
  const child: ChildProcess = spawn(process.execPath, ['simulator/demo.ts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      LAMPLIGHT_DATA_DIR: dataDir,
      LAMPLIGHT_HTTP_PORT: String(httpPort),
      LAMPLIGHT_MQTT_PORT: String(mqttPort),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the demo has no output');
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve) => {
    lines.on('line', (line) => line.includes('mosquitto_pub') && resolve());
  });
  const kept = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8'));
  return {
    http: `http://127.0.0.1:${httpPort}`,
    mqtt: `mqtt://127.0.0.1:${mqttPort}`,
    officer: kept.officer,
    bands: kept.bands,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(dataDir, { recursive: true });
    },
  };
}

async function signIn(browser: Browser, demo: Demo, viewport: typeof WALL): Promise<Page> {
  const page = await browser.newPage({ viewport, locale: 'zh-CN' });
  await page.goto(demo.http);
  await page.locator('input').nth(0).fill(demo.officer.name);
  await page.locator('input').nth(1).fill(demo.officer.password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^(听到了|是|Yes)/ }).click();
  return page;
}

const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(IMAGES, `${name}.png`) });

async function press(demo: Demo, n: number): Promise<void> {
  const band = demo.bands[n];
  if (!band) throw new Error(`there is no band number ${n}`);
  const client = await mqtt.connectAsync(demo.mqtt, {
    clientId: band.id,
    username: band.id,
    password: band.secret,
    reconnectPeriod: 0,
  });
  const message = JSON.stringify({ id: `picture-${Date.now()}`, at: Date.now() });
  await client.publishAsync(`v1/bands/${band.id}/sos`, message, { qos: 1 });
  await client.endAsync();
}

/** Themes follow the hour; for a picture the choice is made by hand, as an officer can. */
async function choose(page: Page, theme: 'day' | 'night', language: 'zh-CN' | 'en'): Promise<void> {
  const names = {
    settings: /^(设置|Settings)/,
    day: /^(白天|Day)/,
    night: /^(夜间|Night)/,
    'zh-CN': /^中文/,
    en: /^English/,
  };
  await page.getByRole('button', { name: names.settings }).click();
  await page.getByRole('button', { name: names[theme] }).click();
  await page.getByRole('button', { name: names[language] }).click();
  await page.keyboard.press('Escape');
}

const demo = await startDemo();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
const wall = await signIn(browser, demo, WALL);
const laptop = await signIn(browser, demo, LAPTOP);
await wall.waitForTimeout(SETTLE);

await choose(wall, 'day', 'zh-CN');
await picture(wall, 'calm-day');
await choose(wall, 'night', 'zh-CN');
await picture(wall, 'calm-night');

await press(demo, 30);
await wall.getByText('F2').first().waitFor();
await wall.waitForTimeout(1_500);
await picture(wall, 'alarm-night');
await choose(wall, 'day', 'zh-CN');
await picture(wall, 'alarm-day');
await choose(laptop, 'day', 'en');
await picture(laptop, 'alarm-day-en-1280x720');
await choose(wall, 'day', 'en');
await picture(wall, 'alarm-day-en');
await wall.keyboard.press('F2');
await wall.waitForTimeout(1_000);
await picture(wall, 'claimed-day-en');

await choose(wall, 'day', 'zh-CN');
await wall
  .getByRole('link', { name: /^住户页/ })
  .first()
  .click();
await wall.waitForTimeout(4_000);
await picture(wall, 'resident-day');

await browser.close();
await demo.stop();
