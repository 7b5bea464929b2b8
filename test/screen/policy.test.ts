// The rules on the administrator's page, against the real service: what is typed there is what the service
// decides by from then on, with who and why on record; and before that it is tried on the past.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startBrowser, type Windows } from '../support/browser.ts';
import { needs } from '../support/debian.ts';
import {
  admit,
  connectBand,
  type Desk,
  type Service,
  signIn,
  startService,
} from '../support/service.ts';
import { accessViolations, until } from './officer.ts';

interface View {
  readonly version: number;
  readonly changes: object;
  readonly history: readonly { readonly by: string; readonly why: string }[];
}

needs('chromium', 'chromium')('the rules', (chromium) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lamplight-rules-'));
  let service: Service;
  let desk: Desk;
  let windows: Windows;
  let page: Page;

  beforeAll(async () => {
    [service, windows] = await Promise.all([startService(dataDir), startBrowser(chromium)]);
    desk = await signIn(service);
  });
  afterAll(async () => {
    await windows?.close();
    await service?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  afterEach(() => page.context().close());

  const open = async (path: string): Promise<void> => {
    const [name = '', value = ''] = desk.cookie.split('=');
    const cookies = [
      { name, value, domain: '127.0.0.1', path: '/', expires: -1, httpOnly: true, secure: false },
    ].map((each) => ({ ...each, sameSite: 'Strict' as const }));
    page = await windows.open(service.http + path, {
      viewport: { width: 1_600, height: 900 },
      storageState: { cookies, origins: [] },
    });
    await page.locator('[data-link=live]').waitFor();
  };
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const section = (name: string) => page.getByTestId(`policy-section-${name}`);
  const picture = async (name: string): Promise<void> => {
    const folder = process.env.LAMPLIGHT_TEST_PICTURES;
    if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
  };

  test('a number is changed with a reason; who and why stand in the history; what is out of range is said at once', async () => {
    await open('/#people=policy');
    await section('fall').locator('summary').click();
    const check = page.getByRole('textbox', { name: '检测到跌倒后,等待本人回应多久' });
    await check.fill('900');
    await page.getByTestId('wrong-fall.check').getByText('10 秒到 5 分钟').waitFor();
    await page.getByLabel('为什么改').fill('夜班反映核实时间太长');
    expect(await button('保存为新版本').isDisabled()).toBe(true);
    await check.fill('30');
    await picture('rules-changed');
    await button('保存为新版本').click();
    const history = page.getByTestId('policy-history');
    await history.getByText('夜班反映核实时间太长').waitFor();
    await history.getByText('admin').waitFor();
    const view = await desk.call<View>('GET', '/api/policy');
    expect(view).toMatchObject({ version: 1, changes: { fall: { checkSeconds: 30 } } });
  });

  test('rules of one person end by themselves, and are tried on the past before they hold', async () => {
    const band = await admit(desk, 'band-901', '林秀华');
    const wrist = await connectBand(service, band);
    const fall = JSON.stringify({ id: 'f1', at: Date.now(), phase: 'detected' });
    await wrist.publishAsync('v1/bands/band-901/fall', fall, { qos: 1 });
    await wrist.endAsync(true);
    await open('/#people');
    await button('林秀华 的规则').click();
    await page.getByText('与全社区相同').waitFor();
    await section('fall').locator('summary').click();
    await page.getByRole('textbox', { name: '检测到跌倒后,等待本人回应多久' }).fill('20');
    await button('试一试').click();
    const result = page.getByTestId('rehearsal-result');
    await result.waitFor({ timeout: 60_000 });
    await result.getByText('每个值班小时').waitFor();
    await result.scrollIntoViewIfNeeded();
    await picture('rules-rehearsed');
    expect(await accessViolations(page)).toEqual([]);
    await page.getByLabel('为什么改').fill('刚出院,步态不稳');
    await page.getByLabel('到哪天为止').fill('2099-01-31');
    await button('保存为新版本').click();
    await page.getByText(/与全社区不同,到 2099\/.* 为止/).waitFor();
    const path = `/api/residents/${band.residentId}/policy`;
    const view = await desk.call<View>('GET', path);
    expect(view).toMatchObject({ version: 1, until: '2099-01-31T16:00:00.000Z' });
    await until(async () => (await desk.call<View>('GET', path)).history[0]?.by === 'admin');
  });

  test('break no rule of accessibility that a machine can see, open or closed', async () => {
    await open('/#people=policy');
    await page.getByTestId('policy-form').waitFor();
    expect(await accessViolations(page)).toEqual([]);
    for (const summary of await page.locator('[data-testid=policy-form] summary').all()) {
      await summary.click();
    }
    await picture('rules-open');
    expect(await accessViolations(page)).toEqual([]);
  });
});
