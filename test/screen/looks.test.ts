// Readable and usable for whoever sits there: sizes of screens, languages, hours, and the rules of
// WCAG 2.2 that a machine can check.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { windowsOfThisFile } from '../support/browser.ts';
import { needs } from '../support/debian.ts';
import { standInOfThisFile } from '../support/stand-in/stand-in.ts';
import { accessViolations, measure, unlockSound, until } from './officer.ts';

/** Texts of the wall that are wider or higher than the tile that holds them, and tiles cut off. */
const CUT_OFF = `() => {
  const wall = document.querySelector('[data-testid=wall]').getBoundingClientRect();
  return [...document.querySelectorAll('[data-testid=tile], .heading')].filter((cell) => {
    const box = cell.getBoundingClientRect();
    const outside = box.bottom > wall.bottom + 1 || box.right > wall.right + 1;
    const inner = [...cell.querySelectorAll('span span, :scope > span')];
    return outside || inner.some((text) => {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      return left < box.left || right > box.right + 0.5 || top < box.top - 1 || bottom > box.bottom + 1;
    });
  }).map((cell) => cell.textContent);
}`;

/** Pairs of things in the frame of the page that lie on each other. */
const OVERLAPS = `() => {
  const boxes = ['header', '.room-banners', 'main', 'aside', 'footer'].map((name) => {
    return [name, document.querySelector(name).getBoundingClientRect()];
  });
  const children = [...document.querySelectorAll('header > *, header > div > *, [data-testid=alarm-card] > *')]
    .filter((element) => !element.matches('header > div, script'))
    .map((element) => [element.textContent, element.getBoundingClientRect()]);
  const clash = (list) => list.flatMap(([a, x], i) => list.slice(i + 1)
    .filter(([, y]) => x.left < y.right - 1 && y.left < x.right - 1 && x.top < y.bottom - 1 && y.top < x.bottom - 1)
    .map(([b]) => a + ' / ' + b));
  const beyond = [...boxes, ...children].filter(([, box]) => box.right > innerWidth + 1 || box.bottom > innerHeight + 1);
  return [...clash(boxes), ...clash(children), ...beyond.map(([name]) => name + ' beyond the edge')];
}`;

const preferring = (language: string, theme: string, size = 'normal'): string =>
  `localStorage.setItem('lamplight.preferences', '${JSON.stringify({ language, theme, size })}');`;

needs('chromium', 'chromium')('the screen', () => {
  const service = standInOfThisFile();
  const windows = windowsOfThisFile();
  let page: Page;
  const open = async (path: string, width: number, initScript: string): Promise<void> => {
    const viewport = { width, height: (width * 9) / 16 };
    page = await windows.open(service.url + path, { viewport, initScript });
    await page.locator('[data-link=live]').waitFor();
    await unlockSound(page);
  };

  /** What a bad night looks like. */
  const trouble = async (): Promise<void> => {
    service.raise({ resident: 40, kind: 'no-sign-of-life', priority: 'attention', ago: 130 });
    service.raise({
      resident: 19,
      kind: 'battery',
      priority: 'notice',
      reason: { code: 'battery-low', percent: 8 },
    });
    service.raise({
      resident: 24,
      kind: 'silence',
      priority: 'technical',
      reason: { code: 'silent', lastHeardAt: '2026-11-21T01:00:00Z' },
    });
    service.raise({ resident: 60, owner: '值班员乙', ago: 300 });
    service.raise({ resident: 8, ago: 912, presses: 3, escalated: true });
    await page.getByTestId('alarm-card').waitFor();
  };

  describe.each([
    ['zh-CN', 1_920],
    ['zh-CN', 1_280],
    ['en', 1_920],
    ['en', 1_280],
  ])('in %s at %i pixels', (language, width) => {
    test('shows 79 people whole, and nothing lies on anything else', async () => {
      await open('/', width, preferring(language, 'day'));
      expect(await page.getByTestId('tile').count()).toBe(79);
      await until(
        async () =>
          !(await page.getByTestId('wall').getAttribute('data-scrolls'))?.includes('true'),
      );
      expect(await page.evaluate(`(${CUT_OFF})()`)).toEqual([]);
      await trouble();
      expect(await page.evaluate(`(${CUT_OFF})()`)).toEqual([]);
      expect(await page.evaluate(`(${OVERLAPS})()`)).toEqual([]);
    });
  });

  test('from four metres the room and the name are 72 pixels, and nothing is under 18', async () => {
    await open('/?view=wall', 1_920, preferring('zh-CN', 'day'));
    await trouble();
    const size = (selector: string) =>
      measure<number>(
        page,
        selector,
        '(element) => parseFloat(getComputedStyle(element).fontSize)',
      );
    expect(await size('.card-room')).toBeGreaterThanOrEqual(72);
    expect(await size('.tile-room')).toBeGreaterThanOrEqual(28);
    expect(await size('.tile-vital')).toBeGreaterThanOrEqual(18);
    expect(await page.evaluate(`(${CUT_OFF})()`)).toEqual([]);
  });

  test('actions of an alarm are 64 pixels high, before and after the claim', async () => {
    await open('/', 1_280, preferring('zh-CN', 'night'));
    service.raise({ resident: 8 });
    const heights = async (): Promise<readonly number[]> => {
      const boxes = await page.locator('.alarm-action').all();
      return Promise.all(boxes.map(async (box) => (await box.boundingBox())?.height ?? 0));
    };
    await page.getByTestId('primary-action').waitFor();
    expect(Math.min(...(await heights()))).toBeGreaterThanOrEqual(64);
    await page.keyboard.press('F2');
    await page.getByText('记录', { exact: true }).waitFor();
    expect(Math.min(...(await heights()))).toBeGreaterThanOrEqual(64);
  });

  test('all times are the community’s, whatever the PC believes', async () => {
    await open('/', 1_920, preferring('zh-CN', 'auto'));
    const shown = (await page.getByTestId('clock').textContent())!;
    const hour = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Asia/Shanghai',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    expect(shown.slice(0, 2)).toBe(hour.format(service.now()));
  });

  test('a resident’s page draws a curve for each metric and a gap where the band lay on the table', async () => {
    await open('/#resident=r9', 1_920, preferring('zh-CN', 'day'));
    for (const metric of ['heartRate', 'spo2', 'temperature', 'steps', 'battery']) {
      const line = page.getByTestId(`chart-${metric}`).locator('.recharts-line-curve');
      await line.waitFor({ state: 'attached' });
      // One stroke before the gap and one after it.
      expect((await line.getAttribute('d'))?.match(/M/g)).toHaveLength(2);
    }
  });

  test.each([
    ['the wall in an alarm by day', '/', 'day', undefined],
    ['the wall in an alarm by night', '/', 'night', undefined],
    ['a resident’s page', '/#resident=r9', 'night', undefined],
    ['the form that closes an incident', '/', 'day', '办结'],
    ['the settings', '/', 'night', '设置'],
  ])('%s breaks no rule of accessibility that a machine can see', async (_, path, theme, click) => {
    await open(path, 1_920, preferring('zh-CN', theme));
    await trouble();
    if (click === '办结') {
      await page.keyboard.press('F2');
      await page.getByText('记录', { exact: true }).waitFor();
    }
    if (click) await page.getByText(click, { exact: true }).first().click();
    expect(await accessViolations(page)).toEqual([]);
  });
});
