// "Why?" on the page of a resident: of now, of the minute of an incident, of any moment somebody picks.
import type { Page } from 'playwright-core';
import { describe, expect, it, test } from 'vitest';
import {
  askedMoment,
  fieldText,
  momentInField,
  whyHref,
} from '../../dashboard/web/resident/why-moment.ts';
import type { ResidentId } from '../../domain/ids.ts';
import {
  days,
  formatRfc3339,
  hours,
  type Instant,
  instant,
  minus,
  parseRfc3339,
} from '../../domain/time.ts';
import { windowsOfThisFile } from '../support/browser.ts';
import { needs } from '../support/debian.ts';
import { must } from '../support/given.ts';
import { standInOfThisFile } from '../support/stand-in/stand-in.ts';
import { accessViolations, onScreen, unlockSound, until } from './officer.ts';

const at = (written: string): Instant => must(parseRfc3339(written));

describe('the moment that is asked about', () => {
  it.each([
    ['2026-11-21T08:05', 'Asia/Shanghai', '2026-11-21T00:05:59.999Z'],
    ['2026-11-21T00:00', 'Asia/Kathmandu', '2026-11-20T18:15:59.999Z'],
    ['2026-07-01T12:00', 'Europe/Berlin', '2026-07-01T10:00:59.999Z'],
    ['2026-12-01T12:00', 'Europe/Berlin', '2026-12-01T11:00:59.999Z'],
    ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:59.999Z'],
    ['2026-10-25T12:00', 'America/Santiago', '2026-10-25T15:00:59.999Z'],
  ])('%s in %s is the end of that minute of the community’s clock', (text, zone, expected) => {
    const moment = must(momentInField(text, zone));
    expect(formatRfc3339(moment)).toBe(expected);
    expect(fieldText(moment, zone)).toBe(text);
  });

  it.each(['', 'yesterday', '2026-13-01T00:00'])('is none when the field says %j', (text) => {
    expect(momentInField(text, 'Asia/Shanghai')).toBeUndefined();
  });

  it('is now when the address names none, nonsense, or a moment to come', () => {
    const now = at('2026-11-21T08:00:00Z');
    expect(askedMoment(null, now)).toBeUndefined();
    expect(askedMoment('soon', now)).toBeUndefined();
    expect(askedMoment('2026-11-21T08:00:01Z', now)).toBeUndefined();
    expect(askedMoment('2026-11-21T07:59:59Z', now)).toBe(instant(now - 1_000));
  });

  it('stands in the address, where a link and a curve put it', () => {
    const id = 'r9' as ResidentId;
    expect(whyHref(id)).toBe('#resident=r9');
    const there = new URLSearchParams(whyHref(id, '2026-11-21T07:59:59+08:00').slice(1));
    expect(there.get('why')).toBe('2026-11-21T07:59:59+08:00');
  });
});

needs('chromium', 'chromium')('why, on the page of a resident', () => {
  const service = standInOfThisFile();
  const windows = windowsOfThisFile();
  let page: Page;

  const LARGE = { viewport: { width: 1_280, height: 720 }, size: 'largest' };
  const USUAL = { viewport: { width: 1_920, height: 1_080 }, size: 'normal' };
  const open = async (
    path: string,
    language = 'zh-CN',
    theme = 'day',
    { viewport, size } = USUAL,
  ): Promise<void> => {
    const preferences = JSON.stringify({ language, theme, size });
    page = await windows.open(service.url + path, {
      viewport,
      initScript: `localStorage.setItem('lamplight.preferences', '${preferences}');`,
    });
    await page.locator('[data-link=live]').waitFor();
    await unlockSound(page);
  };
  const row = (code: string) => page.locator(`[data-testid=why-table] tr[data-code="${code}"]`);
  const moment = () => page.getByTestId('why-moment').textContent();
  /** That minute of the community's day: what was yesterday is told with its day, and without seconds. */
  const said = (when: Instant): string =>
    new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: 'Asia/Shanghai', hourCycle: 'h23' },
      ...{ hour: '2-digit', minute: '2-digit' },
    }).format(when);

  test.each([
    ['zh-CN', '电量 8%', '注意', '房颤,医嘱', '心率 72'],
    ['en', 'Battery 8%', 'Attention', '房颤,医嘱', 'Heart rate 72'],
  ])('each rule has its word, and what is open because of it (%s)', async (language, ...words) => {
    const low = { kind: 'battery', priority: 'attention' } as const;
    service.raise({ resident: 8, ...low, reason: { code: 'battery-low', percent: 8 } });
    service.raise({ resident: 8, ago: 60 });
    await open('/#resident=r9', language);
    await row('battery.low-attention').waitFor();
    const [sentence = '', priority = '', policy = '', reading = ''] = words;
    expect(await row('battery.low-attention').textContent()).toContain(sentence);
    expect(await row('battery.low-attention').textContent()).toContain(priority);
    expect(await row('silence.heard').textContent()).not.toContain(priority);
    // A press is nobody's verdict: it stands above them.
    expect(await page.locator('[data-testid=why-table] tbody tr').first().textContent()).toContain(
      'SOS',
    );
    const section = await page.getByTestId('why').textContent();
    expect([section?.includes(policy), section?.includes(reading)]).toEqual([true, true]);
  });

  test('the card of an incident leads to the moment it was raised', async () => {
    const { openedAt } = service.raise({ resident: 8, ago: 1_900 });
    await open('/');
    await page.getByTestId('alarm-card').getByRole('link', { name: '为什么?' }).click();
    await row('silence.heard').waitFor();
    await until(async () => (await moment())?.includes(said(at(openedAt))));
    await until(async () => (await onScreen(page, '#why-title')) === 'visible');
    expect(await page.evaluate('document.activeElement.id')).toBe('why-title');
  });

  test('only the page moves to the answer, and nothing of the frame around it', async () => {
    service.raise({ resident: 8, kind: 'battery', priority: 'attention' });
    const { openedAt } = service.raise({ resident: 8, ago: 1_900 });
    await open('/#resident=r9', 'zh-CN', 'day', LARGE);
    await row('silence.heard').waitFor();
    await page.getByTestId('alarm-card').getByRole('link', { name: '为什么?' }).click();
    await until(async () => (await moment())?.includes(said(at(openedAt))));
    await until(async () => (await onScreen(page, '#why-title')) === 'visible');
    const top = 'Math.round(document.querySelector("header").getBoundingClientRect().top)';
    expect(await page.evaluate(top)).toBe(0);
  });

  test('a line of the history leads to its moment, and the way back leads to now', async () => {
    const { openedAt } = service.raise({ resident: 8, ago: 4_000 });
    await open('/#resident=r9');
    const line = page.getByTestId('past-incident').first();
    await line.getByRole('link', { name: '为什么?' }).click();
    await until(async () => (await moment())?.includes(said(at(openedAt))));
    await page.getByTestId('why').getByRole('button', { name: '现在' }).click();
    await until(async () => !(await moment())?.includes(said(at(openedAt))));
    expect(new URL(page.url()).hash).toBe('#resident=r9');
    await page.goBack();
    await until(async () => (await moment())?.includes(said(at(openedAt))));
  });

  test('any minute can be asked for with the keyboard alone', async () => {
    await open('/#resident=r9');
    await row('silence.heard').waitFor();
    const asked = instant(Math.floor((service.now() - hours(3)) / 60_000) * 60_000);
    const field = page.getByLabel('时刻');
    await field.focus();
    await field.fill(fieldText(asked, 'Asia/Shanghai'));
    await page.keyboard.press('Enter');
    await until(async () => (await moment())?.includes(said(asked)));
    // The next stop of the Tab key after the parts of the field.
    for (let stop = 0; stop < 12; stop += 1) {
      if ((await page.evaluate('document.activeElement.textContent')) === '现在') break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await until(() => new URL(page.url()).hash === '#resident=r9');
  });

  test('a point of a curve can be asked about', async () => {
    await open('/#resident=r9');
    const chart = page.getByTestId('chart-heartRate').locator('.recharts-wrapper');
    await chart.scrollIntoViewIfNeeded();
    await page.getByTestId('chart-heartRate').locator('.recharts-line-curve').waitFor();
    const box = must((await chart.boundingBox()) ?? undefined);
    await chart.click({ position: { x: box.width * 0.3, y: box.height / 2 } });
    await until(() => new URL(page.url()).hash.includes('why='));
    const written = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('why');
    const age = service.now() - at(written ?? '');
    // Three tenths of the way through a day, give or take the axis.
    expect(age / hours(1)).toBeGreaterThan(14);
    expect(age / hours(1)).toBeLessThan(20);
    await until(async () => (await onScreen(page, '#why-title')) === 'visible');
  });

  test('what is not kept any more is said to be so, and what was never judged, too', async () => {
    const now = service.now();
    const none = { verdicts: [], incidents: [], keptFrom: formatRfc3339(minus(now, days(90))) };
    service.state.why = { ...none, at: formatRfc3339(minus(now, days(91))) };
    await open(whyHref('r9' as ResidentId, formatRfc3339(minus(now, days(91)))).replace('#', '/#'));
    await page.getByTestId('why').getByText('更早的已经删除').waitFor();
    service.state.why = { ...none, at: formatRfc3339(now) };
    await page.getByTestId('why').getByRole('button', { name: '现在' }).click();
    await page.getByTestId('why').getByText('这一刻没有判断').waitFor();
  });

  test.each(['day', 'night'])('breaks no rule of accessibility by %s', async (theme) => {
    const low = { kind: 'battery', priority: 'attention' } as const;
    const { openedAt } = service.raise({ resident: 8, ago: 2_000, ...low });
    await open(whyHref('r9' as ResidentId, openedAt).replace('#', '/#'), 'zh-CN', theme, LARGE);
    await row('battery.low-attention').waitFor();
    expect(await accessViolations(page)).toEqual([]);
  });
});
