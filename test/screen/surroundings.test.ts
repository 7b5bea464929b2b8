// What a browser gives or refuses: notifications, a screen that stays awake, a secure address, a new
// version. The alarm has to work without any of it, and the screen has to say what is missing.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { windowsOfThisFile } from '../support/browser.ts';
import { needs } from '../support/debian.ts';
import { standInOfThisFile } from '../support/stand-in/stand-in.ts';
import { letPass, SOUND_SPY, soundsStarted, stopUptime, UPTIME_IN_HAND, until } from './officer.ts';

/** A browser in which everything was allowed; what is asked of it is written on the document. */
const ALLOWED = `
  const note = (name) => (text) => {
    const root = document.documentElement;
    root.dataset[name] = (root.dataset[name] ? root.dataset[name] + '|' : '') + text;
  };
  window.Notification = class {
    static permission = 'granted';
    static requestPermission = async () => 'granted';
    constructor(title, options) { note('notified')(JSON.stringify({ title, ...options })); }
    close() { note('notified')('closed'); }
  };
  Object.defineProperty(navigator, 'wakeLock', {
    value: { request: async (type) => { note('awake')(type); return new EventTarget(); } },
  });
`;

needs('chromium', 'chromium')('around the page', () => {
  const service = standInOfThisFile();
  const windows = windowsOfThisFile();
  let page: Page;

  const open = async (initScript: string, host = '127.0.0.1'): Promise<void> => {
    page = await windows.open(`http://${host}:${service.port}`, { initScript });
    await page.locator('[data-link=live]').waitFor();
  };
  const noted = async (name: string): Promise<readonly string[]> =>
    ((await page.locator('html').getAttribute(`data-${name}`)) ?? '').split('|').filter(Boolean);

  test('the desktop is told who, where and what, without a diagnosis, until it is claimed', async () => {
    await open(ALLOWED);
    const { id } = service.raise({ resident: 8 });
    await until(async () => (await noted('notified')).length === 1);
    const [told = ''] = await noted('notified');
    expect(JSON.parse(told)).toEqual({
      title: '紧急 · 求助 SOS',
      body: '岔河南里 3号楼 3单元 303 周德福',
      tag: id,
      requireInteraction: true,
      icon: '/icon-alarm.svg',
    });
    expect(told).not.toContain('冠心病');
    await page.keyboard.press('F2');
    await until(async () => (await noted('notified')).at(-1) === 'closed');
  });

  test('the screen is kept awake, and again each time it comes back into view', async () => {
    await open(ALLOWED);
    await until(async () => (await noted('awake')).length === 1);
    await page.locator('html').dispatchEvent('visibilitychange', { bubbles: true });
    await until(async () => (await noted('awake')).length === 2);
  });

  test('over plain http in the house it says what is missing, and the alarm works all the same', async () => {
    await open(SOUND_SPY, 'duty.lan');
    await page.getByTestId('clock').click();
    await page.getByText('声音正常').waitFor();
    await page.getByText('缺少功能').click();
    await page.getByRole('dialog').getByText('屏幕常亮').waitFor();
    await page.getByText(/改用 https/).waitFor();
    service.raise({ resident: 8 });
    await page.getByTestId('alarm-card').waitFor();
    await until(async () => (await soundsStarted(page)).includes('loop 5s'));
    await page.getByRole('link', { name: '138 0000 0008' }).waitFor();
  });

  test('a newer screen is offered after a restart of the service, but not in the middle of an alarm', async () => {
    await open(UPTIME_IN_HAND);
    const offer = page.getByText(/系统已更新/);
    await page.route(/\/$/, (route) =>
      route.fulfill({ body: '<script type="module" src="/assets/newer.js"></script>' }),
    );
    service.raise({ resident: 8 });
    await page.getByTestId('alarm-card').waitFor();
    await stopUptime(page);
    service.freeze();
    service.thaw();
    await letPass(page, 6);
    await page.locator('[data-link=stale]').waitFor();
    await letPass(page, 0.5);
    await page.locator('[data-link=live]').waitFor();
    expect(await offer.count()).toBe(0);
    service.clear();
    await offer.waitFor();
  });
});
