// The administrator's page against the real service: what is typed there is what the wristbands and the
// alarms go by. And what an officer does with an incident that is not over.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { IncidentView } from '../../domain/frame.ts';
import { startBrowser, type Windows } from '../support/browser.ts';
import { needs } from '../support/debian.ts';
import {
  admit,
  connectBand,
  type Desk,
  type RegisteredBand,
  type Service,
  signIn,
  startService,
} from '../support/service.ts';
import { accessViolations, SOUND_SPY, soundsStarted, until } from './officer.ts';

const OFFICER = '值班员甲';
const OFFICER_PASSWORD = 'a quiet night to you';
const shell = promisify(execFile);

needs('chromium', 'chromium')('people and bands', (chromium) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lamplight-people-'));
  let service: Service;
  let desk: Desk;
  let windows: Windows;
  let page: Page;

  beforeAll(async () => {
    [service, windows] = await Promise.all([startService(dataDir), startBrowser(chromium)]);
    desk = await signIn(service);
    const officer = { name: OFFICER, role: 'duty-officer', password: OFFICER_PASSWORD };
    await desk.call('POST', '/api/staff', officer);
  });
  afterAll(async () => {
    await windows?.close();
    await service?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  afterEach(() => page.context().close());

  /** A screen on which somebody has signed in already. */
  const open = async (path: string, { cookie }: Desk = desk): Promise<void> => {
    const [name = '', value = ''] = cookie.split('=');
    const cookies = [
      { name, value, domain: '127.0.0.1', path: '/', expires: -1, httpOnly: true, secure: false },
    ].map((each) => ({ ...each, sameSite: 'Strict' as const }));
    page = await windows.open(service.http + path, {
      viewport: { width: 1_280, height: 720 },
      storageState: { cookies, origins: [] },
      initScript: SOUND_SPY,
    });
    await page.locator('[data-link=live]').waitFor();
  };
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const card = () => page.getByTestId('alarm-card');
  const rings = () => until(async () => (await soundsStarted(page)).includes('loop 5s'));

  /** As the wearer would, with what was shown. */
  const press = async (band: Pick<RegisteredBand, 'id' | 'secret'>): Promise<void> => {
    const wrist = await connectBand(service, band);
    const said = JSON.stringify({ id: `press-${Date.now()}`, at: Date.now() });
    await wrist.publishAsync(`v1/bands/${band.id}/sos`, said, { qos: 1 });
    await wrist.endAsync(true);
  };
  const closeAll = async (): Promise<void> => {
    const { items } = await desk.call<{ items: { id: string }[] }>('GET', '/api/incidents');
    for (const { id } of items) {
      await desk.call('POST', `/api/incidents/${id}/close`, { outcome: 'test' });
    }
  };

  test('an administrator registers somebody and a band, and a press with the shown secret rings there', async () => {
    await open('/#people');
    await button('登记住户').click();
    await page.getByLabel('姓名(必填)').fill('林秀华');
    await page.getByLabel('性别').selectOption('女');
    await page.getByLabel('出生年份').fill('1941');
    await page.getByLabel('楼号').fill('3');
    await page.getByLabel('单元').fill('2');
    await page.getByLabel('房号').fill('501');
    await page.getByLabel('用药').fill('阿司匹林\n硝苯地平\n');
    await button('+ 添加联系人').click();
    const contact = page.getByRole('group', { name: '第 1 联系人' });
    await contact.getByLabel('姓名').fill('林晓梅');
    await contact.getByLabel('关系').fill('长女');
    await contact.getByLabel('电话').fill('138 0000 1004');
    await contact.getByLabel('有钥匙').check();
    await button('保存').click();
    await page.getByText('已保存:林秀华').waitFor();

    await page.getByRole('link', { name: '手环', exact: true }).click();
    await page.getByLabel('手环编号').fill('band-501');
    await page.getByLabel('佩戴者').selectOption('3号楼 2-501 林秀华');
    await button('登记手环').click();
    const secret = (await page.getByTestId('secret').textContent()) ?? '';
    const port = new URL(service.mqtt).port;
    await page.getByTestId('secret-panel').getByText(port, { exact: false }).first().waitFor();
    await press({ id: 'band-501', secret });

    await card().getByText('林秀华').waitFor();
    for (const known of [
      '3号楼 2单元 501',
      '138 0000 1004',
      '长女',
      '有钥匙',
      '阿司匹林、硝苯地平',
    ]) {
      await card().getByText(known).first().waitFor();
    }
    await rings();
    // The alarm came beside the page and took nothing from it.
    expect(await page.getByTestId('secret').textContent()).toBe(secret);
    await page.reload();
    await page.getByTestId('band-band-501').waitFor();
    expect(await page.content()).not.toContain(secret);
    await closeAll();
  });

  test('what the service finds wrong stands at its field, and what was typed is kept', async () => {
    await open('/#people');
    await button('登记住户').click();
    await page.getByLabel('本人电话').fill('问居委会');
    await button('+ 添加联系人').click();
    await button('保存').click();
    await page.getByTestId('wrong-phone').getByText('请写电话号码').waitFor();
    await page.getByTestId('wrong-name').getByText('不能为空').waitFor();
    await page.getByTestId('wrong-contacts.0.name').getByText('不能为空').waitFor();
    expect(await page.getByLabel('本人电话').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('本人电话').inputValue()).toBe('问居委会');
    await button('删除').click();
    await page.getByLabel('姓名(必填)').fill('周德福');
    await page.getByLabel('本人电话').fill('138 0000 0008');
    await button('保存').click();
    await page.getByText('已保存:周德福').waitFor();
    await page.getByRole('searchbox').fill('德福');
    await button('修改 周德福').click();
    await page.getByLabel('本人电话').fill('');
    await button('保存').click();
    await page.getByText('已保存:周德福').waitFor();
    const { items } = await desk.call<{ items: { name: string }[] }>('GET', '/api/residents');
    expect(items.find(({ name }) => name === '周德福')).not.toHaveProperty('phone');
  });

  test('a band changes hands and is retired, each time after saying what it means', async () => {
    const { id, residentId } = await admit(desk, 'band-601', '何建国');
    await admit(desk, 'band-602', '吴玉珍');
    await open('/#people=bands');
    const row = page.getByTestId(`band-${id}`);
    await button(`管理手环 ${id}`).click();
    await row
      .getByLabel('交给谁')
      .selectOption({ label: '岔河南里 3 号楼 2-501 吴玉珍(现戴 band-602)' });
    await row.getByText('将从 何建国 处收回').waitFor();
    await row.getByText('吴玉珍 现戴手环 band-602,将换下').waitFor();
    await row.getByRole('button', { name: '交给' }).click();
    await row.locator('tr').first().getByText('吴玉珍').waitFor();
    await page.getByTestId('band-band-602').getByText('未分配').waitFor();
    await row.getByRole('button', { name: '收回(不再分配)' }).click();
    await row.getByText('未分配').waitFor();
    await row.getByRole('button', { name: '报废…' }).click();
    await row.getByRole('button', { name: `确定报废 ${id}` }).click();
    await row.waitFor({ state: 'detached' });
    const band = await desk.call<object>('GET', `/api/bands/${id}`);
    expect(band).toHaveProperty('retiredAt');
    expect(await desk.call('GET', `/api/residents/${residentId}`)).not.toHaveProperty('bandId');
  });

  test('a duty officer does not see the page, is told why, and cannot go around it', async () => {
    const officer = await signIn(service, OFFICER, OFFICER_PASSWORD);
    await open('/', officer);
    await button('设置').click();
    await page.getByText('退出值班').waitFor();
    expect(await page.getByText('住户与手环').count()).toBe(0);
    await page.goto(`${service.http}/#people=staff`);
    await page.getByText('只有管理员可以登记').waitFor();
    expect(await page.getByTestId('add-staff').count()).toBe(0);
    expect((await officer.ask('POST', '/api/bands', { id: 'mine' })).status).toBe(403);
  });

  test('a colleague who is disabled is signed out at once', async () => {
    await open('/#people=staff');
    await page.getByLabel('姓名').fill('王芳');
    await page.getByLabel('首次密码').fill('short');
    await button('添加人员').click();
    await page.getByTestId('wrong-password').getByText('至少 8 个字符').waitFor();
    await page.getByLabel('首次密码').fill('long enough for a shift');
    await button('添加人员').click();
    await page.getByTestId('staff-王芳').waitFor();
    const wang = await signIn(service, '王芳', 'long enough for a shift');
    await button('停用 王芳').click();
    await button('启用 王芳').waitFor();
    expect((await wang.ask('GET', '/api/session')).status).toBe(401);
  });

  test('an incident is held with an end and a reason, closed, and opened again from the person’s page', async () => {
    const band = await admit(desk, 'band-701', '赵云');
    await open('/');
    await press(band);
    await card().waitFor();
    await page.keyboard.press('F2');
    await button('暂缓').click();
    await button('15 分钟').click();
    await page.getByLabel('原因').fill('等女儿回电');
    await button('暂缓 15 分钟').click();
    await card().getByText('暂缓至').waitFor();
    const { items } = await desk.call<{ items: IncidentView[] }>('GET', '/api/incidents');
    const held = items[0]?.timeline.find((entry) => entry.type === 'held');
    expect(held?.type === 'held' && Date.parse(held.until) - Date.parse(held.at)).toBe(900_000);
    await closeAll();
    await page.getByTestId('calm').waitFor();

    await page.goto(`${service.http}/#resident=${band.residentId}`);
    const past = page.getByTestId('past-incident');
    await past.getByRole('button', { name: '全部经过' }).click();
    const entry = page.getByTestId('timeline').getByRole('row').filter({ hasText: '等女儿回电' });
    await entry.getByText(/暂缓至.*等女儿回电/).waitFor();
    await entry.getByText('admin').waitFor();
    await page.getByLabel('为什么重新打开?').fill('女儿说没有人接');
    await button('重新打开').click();
    await card().getByText('admin 已接警').waitFor();
    expect(await past.getAttribute('data-state')).toBe('claimed');
    await page.getByTestId('timeline').getByText('女儿说没有人接').waitFor();
    await closeAll();
  });

  test('residents, their form, bands and staff break no rule of accessibility that a machine can see', async () => {
    await open('/#people');
    for (const hash of ['people', 'people=bands', 'people=staff']) {
      await page.goto(`${service.http}/#${hash}`);
      if (hash === 'people') await button('登记住户').click();
      await page.getByTestId('people-page').locator('form').waitFor();
      expect(await accessViolations(page)).toEqual([]);
    }
  });

  needs('mosquitto-clients', 'mosquitto_pub')('with a shell at hand', () => {
    test('a new secret is shown with a line that, pasted as it is, is a press of the button', async () => {
      const { id } = await admit(desk, 'band-801', '郭桂英');
      await open('/#people=bands');
      await button(`管理手环 ${id}`).click();
      await button('换新密钥').click();
      const line = (await page.getByTestId('test-line').textContent()) ?? '';
      await shell('sh', ['-c', line], { timeout: 5_000 });
      await card().getByText('郭桂英').waitFor();
      await closeAll();
    });
  });
});
