// A screen that looks alive and shows old values is worse than a dark one: here the line dies in every
// way it can, and the screen has to say so itself.
import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { windowsOfThisFile } from '../support/browser.ts';
import { needs } from '../support/debian.ts';
import { standInOfThisFile } from '../support/stand-in/stand-in.ts';
import {
  letPass,
  measure,
  SOUND_SPY,
  soundsStarted,
  stopUptime,
  UPTIME_IN_HAND,
  unlockSound,
  until,
} from './officer.ts';

/** Says where the button is, while the bar that asks for a click is there. */
const CLAIM_SPY = `setInterval(() => {
  const button = document.querySelector('[data-testid=primary-action]');
  if (!button || !document.querySelector('[data-testid=sound-bar]')) return;
  const { left, bottom } = button.getBoundingClientRect();
  console.log('claim with its corner at ' + Math.round(left) + ' ' + Math.round(bottom));
}, 200);`;

needs('chromium', 'chromium')('when the line is dead', () => {
  const service = standInOfThisFile();
  const windows = windowsOfThisFile();
  let page: Page;
  beforeEach(async () => {
    page = await windows.open(service.url, { initScript: SOUND_SPY + UPTIME_IN_HAND });
    await page.locator('[data-link=live]').waitFor();
  });

  const banner = () => page.getByTestId('link-banner');

  /** Nothing comes any more, and nothing but the test makes time go by. */
  const cut = async (): Promise<void> => {
    await stopUptime(page);
    service.tick();
    await page.getByText('已连接 · 0秒前').waitFor();
    service.freeze();
  };
  /** The line is tried again within half a second of being given up. */
  const reconnect = async (): Promise<void> => {
    service.thaw();
    await letPass(page, 0.5);
  };

  test('six seconds after the last word the page says that it is blind, and forgets it when it sees again', async () => {
    await cut();
    await letPass(page, 5.9);
    await page.getByText('已连接 · 5秒前').waitFor();
    expect(await banner().count()).toBe(0);
    await letPass(page, 0.1);
    await banner()
      .getByText(/数据已中断 6\s秒 · 最后更新 \d\d:\d\d:\d\d/)
      .waitFor();
    const color = () => measure(page, '.tile', '(tile) => getComputedStyle(tile).filter');
    expect(await color()).toBe('grayscale(1)');
    await reconnect();
    await banner().waitFor({ state: 'detached' });
    expect(await color()).toBe('none');
  });

  test('an open emergency stays with its clock running, and nobody can pretend to claim it', async () => {
    await unlockSound(page);
    service.raise({ ago: 48 });
    await page.getByTestId('alarm-card').waitFor();
    await cut();
    await letPass(page, 6);
    await banner().waitFor();
    await page.getByTestId('promise').getByText('离线计时').waitFor();
    const timer = page.getByRole('timer');
    const before = await timer.textContent();
    await letPass(page, 1);
    await until(async () => (await timer.textContent()) !== before);
    expect(await page.getByTestId('primary-action').isDisabled()).toBe(true);
    await page.getByText('连接中断,暂不能操作').waitFor();
    await page.keyboard.press('F2');
    expect(service.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('after 15 seconds the line is lost: red, with a sound of its own and what to do', async () => {
    await unlockSound(page);
    await cut();
    await letPass(page, 14.9);
    await banner()
      .getByText(/数据已中断 14\s秒/)
      .waitFor();
    expect(await page.locator('[data-link=lost]').count()).toBe(0);
    await letPass(page, 0.1);
    await page.locator('[data-link=lost]').waitFor();
    await banner()
      .getByText(/请改用备用电话/)
      .waitFor();
    await until(async () => (await soundsStarted(page)).at(-1) === 'loop 10s');
  });

  test('what was raised meanwhile is shown and heard at once, and says so', async () => {
    await unlockSound(page);
    await cut();
    service.raise({ resident: 8 });
    await letPass(page, 6);
    await banner().waitFor();
    await reconnect();
    await page.getByTestId('alarm-card').getByText('断线期间触发').waitFor();
    await until(async () => (await soundsStarted(page)).includes('loop 5s'));
  });

  test('a missing frame is fetched with everything else', async () => {
    service.raise({ resident: 8 });
    await page.getByTestId('alarm-card').waitFor();
    service.skip();
    service.raise({ resident: 20 });
    await page.getByTestId('compact-alarm').waitFor();
    expect(await page.getByTestId('compact-alarm').count()).toBe(1);
  });

  test('a reload without a click says that there is no sound, and tells the service', async () => {
    // Until the click nothing may be looked up in the page: that would count as the click.
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.reload();
    await until(() => said.includes('bar of 1920: 声音未启用 — 点击任意处启用'));
    service.raise();
    await until(() => service.received.some(({ type }) => type === 'seen'));
    await until(() => service.received.some((frame) => 'audible' in frame && !frame.audible));
    expect(said.filter((words) => words.startsWith('loop'))).toEqual([]);
    await page.mouse.click(5, 900);
    await until(() => said.includes('loop 5s'));
    await page.getByTestId('sound-bar').waitFor({ state: 'detached' });
  });

  test('the click that unlocks the sound is not lost to the button it was meant for', async () => {
    const corner = Promise.withResolvers<readonly number[]>();
    page.on('console', (message) => {
      const found = /^claim with its corner at (\d+) (\d+)$/.exec(message.text());
      if (found) corner.resolve(found.slice(1).map(Number));
    });
    service.raise();
    await page.addInitScript(CLAIM_SPY);
    await page.reload();
    const [left = 0, bottom = 0] = await corner.promise;
    await page.mouse.move(left + 9, bottom - 9);
    await page.mouse.down();
    // As long as a hand takes; the bar above must not go away meanwhile, and the button with it.
    await new Promise((up) => setTimeout(up, 400));
    await page.mouse.up();
    await until(() => service.requests.some(({ path }) => path.endsWith('/claim')));
  });

  test('what is out of order while alarms work is named by itself', async () => {
    service.state.degraded = ['band-line', 'history'];
    service.state.backlog = { readings: 12_345, at: '2026-11-20T06:03:00Z' };
    service.tick();
    await page.getByTestId('degraded-banner').getByText('设备接入中断').waitFor();
    await page.getByText('历史曲线不可用,报警不受影响').waitFor();
    await page.getByText('12345 条读数待写入,最早 11/20 14:03').waitFor();
    expect(await banner().count()).toBe(0);
  });
});
