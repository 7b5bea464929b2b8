// What an officer's eyes and ears would tell: is it there, can it be pressed, was there a sound.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Waits until `condition` gives something true. */
export const until = (
  condition: () => Promise<unknown> | unknown,
  timeout = 10_000,
): Promise<void> =>
  expect.poll(async () => Boolean(await condition()), { timeout, interval: 50 }).toBe(true);

/**
 * Put into a page before anything else: writes each sound that starts or stops on the document,
 * and to the console, which can be read without running code in the page: that counts as a gesture in
 * Chromium and would unlock the audio. Says the same way when the bar about the sound appears.
 */
export const SOUND_SPY = `
  const say = (what) => {
    const root = document.documentElement;
    root.dataset.sounds = (root.dataset.sounds ? root.dataset.sounds + ',' : '') + what;
    console.log(what);
  };
  new MutationObserver((_, observer) => {
    const bar = document.querySelector('[data-testid=sound-bar]');
    if (!bar) return;
    console.log('bar of ' + bar.clientWidth + ': ' + bar.textContent);
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
  const { start, stop } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...args) {
    if (this.context.state === 'running') say((this.loop ? 'loop ' : 'once ') + Math.round(this.buffer.duration) + 's');
    return start.apply(this, args);
  };
  AudioBufferSourceNode.prototype.stop = function (...args) {
    say('stop');
    return stop.apply(this, args);
  };
`;

export const soundsStarted = async (page: Page): Promise<readonly string[]> =>
  ((await page.locator('html').getAttribute('data-sounds')) ?? '').split(',').filter(Boolean);

/**
 * Runs a function, given as text, on the first element that matches: tests are checked without the
 * types of a browser. Counts as a gesture of the user.
 */
export const measure = <Value>(page: Page, selector: string, look: string): Promise<Value> =>
  page.evaluate<Value>(`(${look})(document.querySelector(${JSON.stringify(selector)}))`);

const WHERE = `(element) => {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) return 'cut off';
  const points = [
    [(left + right) / 2, (top + bottom) / 2],
    [left + 12, top + 12],
    [right - 12, bottom - 12],
  ];
  const covered = points.some(([x, y]) => !element.contains(document.elementFromPoint(x, y)));
  return covered ? 'covered' : 'visible';
}`;

/** Whether the first match lies inside the window and is what a click on it would hit. */
export const onScreen = (page: Page, selector: string): Promise<string> =>
  measure(page, selector, WHERE);

/** How often the background of an element changes within three seconds. */
export const CHANGES_IN_3_SECONDS = `async (element) => {
  const read = () => getComputedStyle(element).backgroundColor;
  let changes = 0;
  let last = read();
  const end = performance.now() + 3000;
  while (performance.now() < end) {
    await new Promise((frame) => requestAnimationFrame(frame));
    const color = read();
    if (color !== last) changes += 1;
    last = color;
  }
  return changes;
}`;

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** The rules of WCAG 2.2 AA that a machine can check and this page breaks. */
export async function accessViolations(page: Page): Promise<readonly string[]> {
  // Colours that flash are not measured in the middle of a flash.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = await page.evaluate<{ readonly violations: readonly Violation[] }>(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })",
  );
  return violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
  );
}
