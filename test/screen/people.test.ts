// The administrator's page against the real service: what is typed there is what the wristbands and the
// alarms go by. And what an officer does with an incident that is not over.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import type { IncidentView } from '../../domain/frame.ts';
import { needs } from '../support/debian.ts';
import { admit, type Desk, type RegisteredBand, signIn } from '../support/service.ts';
import { officeOfThisFile, publish } from './office.ts';
import { accessViolations, SOUND_SPY, soundsStarted, until } from './officer.ts';

const OFFICER = '值班员甲';
const OFFICER_PASSWORD = 'a quiet night to you';
const shell = promisify(execFile);

needs('chromium', 'chromium')('people and bands', () => {
  const office = officeOfThisFile();
  const { button, push } = office;

  beforeAll(async () => {
    const officer = { name: OFFICER, role: 'duty-officer', password: OFFICER_PASSWORD };
    await office.desk.call('POST', '/api/staff', officer);
  });

  const enter = (path: string, as: Desk = office.desk) =>
    office.enter(path, { as, viewport: { width: 1_280, height: 720 }, initScript: SOUND_SPY });
  const card = () => office.page.getByTestId('alarm-card');
  const rings = () => until(async () => (await soundsStarted(office.page)).includes('loop 5s'));

  /** As the wearer would, with what was shown. */
  const press = (band: Pick<RegisteredBand, 'id' | 'secret'>): Promise<void> =>
    publish(office.service, band, 'sos', { id: `press-${Date.now()}`, at: Date.now() });
  const closeAll = async (): Promise<void> => {
    const { items } = await office.desk.call<{ items: { id: string }[] }>('GET', '/api/incidents');
    for (const { id } of items) {
      await office.desk.call('POST', `/api/incidents/${id}/close`, { outcome: 'test' });
    }
  };

  test('an administrator registers somebody and a band, and a press with the shown secret rings there', async () => {
    await enter('/#people');
    await push('登记住户');
    await office.page.getByLabel('姓名(必填)').fill('林秀华');
    await office.page.getByLabel('性别').selectOption('女');
    await office.page.getByLabel('出生年份').fill('1941');
    await office.page.getByLabel('楼号').fill('3');
    await office.page.getByLabel('单元').fill('2');
    await office.page.getByLabel('房号').fill('501');
    await office.page.getByLabel('用药').fill('阿司匹林\n硝苯地平\n');
    await push('+ 添加联系人');
    const contact = office.page.getByRole('group', { name: '第 1 联系人' });
    await contact.getByLabel('姓名').fill('林晓梅');
    await contact.getByLabel('关系').fill('长女');
    await contact.getByLabel('电话').fill('138 0000 1004');
    await contact.getByLabel('有钥匙').check();
    await push('保存');
    await office.page.getByText('已保存:林秀华').waitFor();

    await office.page.getByRole('link', { name: '手环', exact: true }).press('Enter');
    await office.page.getByLabel('手环编号').fill('band-501');
    await office.page.getByLabel('佩戴者').selectOption('3号楼 2-501 林秀华');
    await push('登记手环');
    const secret = (await office.page.getByTestId('secret').textContent()) ?? '';
    const port = new URL(office.service.mqtt).port;
    await office.page
      .getByTestId('secret-panel')
      .getByText(port, { exact: false })
      .first()
      .waitFor();
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
    expect(await office.page.getByTestId('secret').textContent()).toBe(secret);
    await office.page.reload();
    await office.page.getByTestId('band-band-501').waitFor();
    expect(await office.page.content()).not.toContain(secret);
    await closeAll();
  });

  test('what the service finds wrong stands at its field, and what was typed is kept', async () => {
    await enter('/#people');
    await push('登记住户');
    await office.page.getByLabel('本人电话').fill('问居委会');
    await push('+ 添加联系人');
    await push('保存');
    await office.page.getByTestId('wrong-phone').getByText('请写电话号码').waitFor();
    await office.page.getByTestId('wrong-name').getByText('不能为空').waitFor();
    await office.page.getByTestId('wrong-contacts.0.name').getByText('不能为空').waitFor();
    expect(await office.page.getByLabel('本人电话').getAttribute('aria-invalid')).toBe('true');
    expect(await office.page.getByLabel('本人电话').inputValue()).toBe('问居委会');
    await push('删除');
    await office.page.getByLabel('姓名(必填)').fill('周德福');
    await office.page.getByLabel('本人电话').fill('138 0000 0008');
    await push('保存');
    await office.page.getByText('已保存:周德福').waitFor();
    await office.page.getByRole('searchbox').fill('德福');
    await push('修改 周德福');
    await office.page.getByLabel('本人电话').fill('');
    await push('保存');
    await office.page.getByText('已保存:周德福').waitFor();
    const { items } = await office.desk.call<{ items: { name: string }[] }>(
      'GET',
      '/api/residents',
    );
    expect(items.find(({ name }) => name === '周德福')).not.toHaveProperty('phone');
  });

  test('a band changes hands and is retired, each time after saying what it means', async () => {
    const { id, residentId } = await admit(office.desk, 'band-601', '何建国');
    await admit(office.desk, 'band-602', '吴玉珍');
    await enter('/#people=bands');
    const row = office.page.getByTestId(`band-${id}`);
    await push(`管理手环 ${id}`);
    await row
      .getByLabel('交给谁')
      .selectOption({ label: '岔河南里 3 号楼 2-501 吴玉珍(现戴 band-602)' });
    await row.getByText('将从 何建国 处收回').waitFor();
    await row.getByText('吴玉珍 现戴手环 band-602,将换下').waitFor();
    await row.getByRole('button', { name: '交给' }).press('Enter');
    await row.locator('tr').first().getByText('吴玉珍').waitFor();
    await office.page.getByTestId('band-band-602').getByText('未分配').waitFor();
    await row.getByRole('button', { name: '收回(不再分配)' }).press('Enter');
    await row.getByText('未分配').waitFor();
    await row.getByRole('button', { name: '报废…' }).press('Enter');
    await row.getByRole('button', { name: `确定报废 ${id}` }).press('Enter');
    await row.waitFor({ state: 'detached' });
    const band = await office.desk.call<object>('GET', `/api/bands/${id}`);
    expect(band).toHaveProperty('retiredAt');
    expect(await office.desk.call('GET', `/api/residents/${residentId}`)).not.toHaveProperty(
      'bandId',
    );
  });

  test('a duty officer does not see the page, is told why, and cannot go around it', async () => {
    const officer = await signIn(office.service, OFFICER, OFFICER_PASSWORD);
    await enter('/', officer);
    await push('设置');
    await office.page.getByText('退出值班').waitFor();
    expect(await office.page.getByText('住户与手环').count()).toBe(0);
    await office.page.goto(`${office.service.http}/#people=staff`);
    await office.page.getByText('只有管理员可以登记').waitFor();
    expect(await office.page.getByTestId('add-staff').count()).toBe(0);
    expect((await officer.ask('POST', '/api/bands', { id: 'mine' })).status).toBe(403);
  });

  test('a colleague who is disabled is signed out at once', async () => {
    await enter('/#people=staff');
    await office.page.getByLabel('姓名').fill('王芳');
    await office.page.getByLabel('首次密码').fill('short');
    await push('添加人员');
    await office.page.getByTestId('wrong-password').getByText('至少 8 个字符').waitFor();
    await office.page.getByLabel('首次密码').fill('long enough for a shift');
    await push('添加人员');
    await office.page.getByTestId('staff-王芳').waitFor();
    const wang = await signIn(office.service, '王芳', 'long enough for a shift');
    await push('停用 王芳');
    await button('启用 王芳').waitFor();
    expect((await wang.ask('GET', '/api/session')).status).toBe(401);
  });

  test('an incident is held with an end and a reason, closed, and opened again from the person’s page', async () => {
    const band = await admit(office.desk, 'band-701', '赵云');
    await enter('/');
    await press(band);
    await card().waitFor();
    await office.page.keyboard.press('F2');
    await push('暂缓');
    await push('15 分钟');
    await office.page.getByLabel('原因').fill('等女儿回电');
    await push('暂缓 15 分钟');
    await card().getByText('暂缓至').waitFor();
    const { items } = await office.desk.call<{ items: IncidentView[] }>('GET', '/api/incidents');
    const held = items[0]?.timeline.find((entry) => entry.type === 'held');
    expect(held?.type === 'held' && Date.parse(held.until) - Date.parse(held.at)).toBe(900_000);
    await closeAll();
    await office.page.getByTestId('calm').waitFor();

    await office.page.goto(`${office.service.http}/#resident=${band.residentId}`);
    const past = office.page.getByTestId('past-incident');
    await past.getByRole('button', { name: '全部经过' }).press('Enter');
    const entry = office.page
      .getByTestId('timeline')
      .getByRole('row')
      .filter({ hasText: '等女儿回电' });
    await entry.getByText(/暂缓至.*等女儿回电/).waitFor();
    await entry.getByText('admin').waitFor();
    await office.page.getByLabel('为什么重新打开?').fill('女儿说没有人接');
    await push('重新打开');
    await card().getByText('admin 已接警').waitFor();
    expect(await past.getAttribute('data-state')).toBe('claimed');
    await office.page.getByTestId('timeline').getByText('女儿说没有人接').waitFor();
    await closeAll();
  });

  test('residents, their form, bands and staff break no rule of accessibility that a machine can see', async () => {
    await enter('/#people');
    for (const hash of ['people', 'people=bands', 'people=staff']) {
      await office.page.goto(`${office.service.http}/#${hash}`);
      if (hash === 'people') await push('登记住户');
      await office.page.getByTestId('people-page').locator('form').waitFor();
      expect(await accessViolations(office.page)).toEqual([]);
    }
  });

  needs('mosquitto-clients', 'mosquitto_pub')('with a shell at hand', () => {
    test('a new secret is shown with a line that, pasted as it is, is a press of the button', async () => {
      const { id } = await admit(office.desk, 'band-801', '郭桂英');
      await enter('/#people=bands');
      await push(`管理手环 ${id}`);
      await push('换新密钥');
      const line = (await office.page.getByTestId('test-line').textContent()) ?? '';
      await shell('sh', ['-c', line], { timeout: 5_000 });
      await card().getByText('郭桂英').waitFor();
      await closeAll();
    });
  });
});
