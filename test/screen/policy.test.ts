// The rules on the administrator's page, against the real service: what is typed there is what the service
// decides by from then on, with who and why on record; and before that it is tried on the past.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { needs } from '../support/debian.ts';
import { admit } from '../support/service.ts';
import { officeOfThisFile, publish } from './office.ts';
import { accessViolations } from './officer.ts';

interface View {
  readonly version: number;
  readonly changes: object;
  readonly history: readonly { readonly by: string; readonly why: string }[];
}

needs('chromium', 'chromium')('the rules', () => {
  const office = officeOfThisFile();
  const { button, enter, push } = office;
  const section = (name: string) => office.page.getByTestId(`policy-section-${name}`);
  const picture = async (name: string): Promise<void> => {
    const folder = process.env.LAMPLIGHT_TEST_PICTURES;
    if (folder) await office.page.screenshot({ path: join(folder, `${name}.png`) });
  };

  test('a number is changed with a reason; who and why stand in the history; what is out of range is said at once', async () => {
    await enter('/#people=policy');
    await section('fall').locator('summary').press('Enter');
    const check = office.page.getByRole('textbox', { name: '检测到跌倒后,等待本人回应多久' });
    await check.fill('900');
    await office.page.getByTestId('wrong-fall.check').getByText('10 秒到 5 分钟').waitFor();
    await office.page.getByLabel('为什么改').fill('夜班反映核实时间太长');
    expect(await button('保存为新版本').isDisabled()).toBe(true);
    await check.fill('30');
    await picture('rules-changed');
    await push('保存为新版本');
    const history = office.page.getByTestId('policy-history');
    await history.getByText('夜班反映核实时间太长').waitFor();
    await history.getByText('admin').waitFor();
    const view = await office.desk.call<View>('GET', '/api/policy');
    expect(view).toMatchObject({ version: 1, changes: { fall: { checkSeconds: 30 } } });
  });

  /** The form with the rules of one person, in which a fall is to be answered within 20 seconds. */
  const draftFor = async (name: string): Promise<void> => {
    await enter('/#people');
    await push(`${name} 的规则`);
    await office.page.getByText('与全社区相同').waitFor();
    await section('fall').locator('summary').press('Enter');
    await office.page.getByRole('textbox', { name: '检测到跌倒后,等待本人回应多久' }).fill('20');
  };

  test('rules of one person are tried on the past before they hold', async () => {
    const band = await admit(office.desk, 'band-901', '林秀华');
    const fall = { id: 'f1', at: Date.now(), phase: 'detected' };
    await publish(office.service, band, 'fall', fall);
    await draftFor('林秀华');
    await office.page.getByTestId('rehearsal').getByRole('combobox').selectOption('7');
    await push('试一试');
    const result = office.page.getByTestId('rehearsal-result');
    await result.getByText('每个值班小时').waitFor();
    await result.scrollIntoViewIfNeeded();
    await picture('rules-rehearsed');
    expect(await accessViolations(office.page)).toEqual([]);
  });

  test('rules of one person end by themselves', async () => {
    const { residentId } = await admit(office.desk, 'band-902', '赵玉珍');
    await draftFor('赵玉珍');
    await office.page.getByLabel('为什么改').fill('刚出院,步态不稳');
    await office.page.getByLabel('到哪天为止').fill('2099-01-31');
    await push('保存为新版本');
    await office.page.getByText(/与全社区不同,到 2099\/.* 为止/).waitFor();
    const path = `/api/residents/${residentId}/policy`;
    const view = await office.desk.call<View>('GET', path);
    expect(view).toMatchObject({ version: 1, until: '2099-01-31T16:00:00.000Z' });
    expect(view.history[0]).toMatchObject({ by: 'admin', why: '刚出院,步态不稳' });
  });

  test('break no rule of accessibility that a machine can see, open or closed', async () => {
    await enter('/#people=policy');
    await office.page.getByTestId('policy-form').waitFor();
    expect(await accessViolations(office.page)).toEqual([]);
    for (const summary of await office.page.locator('[data-testid=policy-form] summary').all()) {
      await summary.press('Enter');
    }
    await picture('rules-open');
    expect(await accessViolations(office.page)).toEqual([]);
  });
});
