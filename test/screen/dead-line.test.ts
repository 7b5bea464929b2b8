// A screen that looks alive and shows old values is worse than a dark one: here the line dies in every
// way it can, and the screen has to say so itself.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startBrowser, type Windows } from '../support/browser.ts';
import { needs } from '../support/debian.ts';
import { type ScreenFixture, startScreenFixture } from '../support/screen-fixture.ts';
import { measure, SOUND_SPY, soundsStarted, until } from './officer.ts';

needs('chromium', 'chromium')('when the line is dead', (chromium) => {
  let windows: Windows;
  let service: ScreenFixture;
  let page: Page;

  beforeAll(async () => {
    windows = await startBrowser(chromium);
  });
  afterAll(() => windows.close());
  beforeEach(async () => {
    service = await startScreenFixture();
    page = await windows.open(service.url, { initScript: SOUND_SPY });
    await page.locator('[data-link=live]').waitFor();
  });
  afterEach(async () => {
    await page.context().close();
    await service.stop();
  });

  const banner = () => page.getByTestId('link-banner');

  test('the page says within 7 seconds that it is blind, and forgets it when it sees again', async () => {
    service.tick();
    await until(() => page.getByText('已连接 · 0秒前').count());
    const froze = performance.now();
    service.freeze();
    await banner()
      .getByText(/数据已中断 \d+\s秒 · 最后更新 \d\d:\d\d:\d\d/)
      .waitFor();
    expect(performance.now() - froze).toBeLessThan(7_500);
    const color = () => measure(page, '.tile', '(tile) => getComputedStyle(tile).filter');
    expect(await color()).toBe('grayscale(1)');
    service.thaw();
    await banner().waitFor({ state: 'detached' });
    expect(await color()).toBe('none');
  });

  test('an open emergency stays with its clock running, and nobody can pretend to claim it', async () => {
    await page.getByTestId('clock').click();
    service.raise({ ago: 48 });
    await page.getByTestId('alarm-card').waitFor();
    const timer = page.getByRole('timer');
    service.freeze();
    await banner().waitFor();
    await page.getByTestId('promise').getByText('离线计时').waitFor();
    const before = await timer.textContent();
    await until(async () => (await timer.textContent()) !== before);
    expect(await page.getByTestId('primary-action').isDisabled()).toBe(true);
    await page.getByText('连接中断,暂不能操作').waitFor();
    await page.keyboard.press('F2');
    expect(service.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('after 15 seconds the line is lost: red, with a sound of its own and what to do', async () => {
    await page.getByTestId('clock').click();
    await page.getByText('声音正常').waitFor();
    service.freeze();
    await page.locator('[data-link=lost]').waitFor({ timeout: 20_000 });
    await banner()
      .getByText(/请改用备用电话/)
      .waitFor();
    await until(async () => (await soundsStarted(page)).at(-1) === 'loop 10s');
  });

  test('what was raised meanwhile is shown and heard at once, and says so', async () => {
    await page.getByTestId('clock').click();
    await page.getByText('声音正常').waitFor();
    service.freeze();
    await banner().waitFor();
    service.raise({ resident: 8 });
    service.thaw();
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
