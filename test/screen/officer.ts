// What an officer's eyes and ears would tell: is it there, can it be pressed, was there a sound.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { PATIENCE } from '../support/browser.ts';

/** For what becomes true by and by: `await eventually(() => …).toEqual(…)`. */
export const eventually = <Value>(look: () => Promise<Value> | Value) =>
  expect.poll(look, { timeout: PATIENCE, interval: 50 });

/** Waits until `condition` gives something true. */
export const until = (condition: () => Promise<unknown> | unknown): Promise<void> =>
  eventually(async () => Boolean(await condition())).toBe(true);

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

/**
 * Put into a page before anything else: its uptime, the only clock the screen goes by, stands still when
 * told and moves as told. The beat by which the screen looks at it goes on in real time.
 */
export const UPTIME_IN_HAND = `
  const uptime = performance.now.bind(performance);
  let ahead = 0;
  let stopped;
  performance.now = () => (stopped ?? uptime()) + ahead;
  window.stopUptime = () => { stopped = uptime(); };
  window.letPass = (milliseconds) => { ahead += milliseconds; };
`;

/**
 * Clicks, so that the sound may play, and waits until nothing moves any more: the bar that asks for the
 * click goes away in its own time, and takes its height with it.
 */
export async function unlockSound(page: Page): Promise<void> {
  await page.getByTestId('clock').click();
  await page.locator('[data-sound=on]').waitFor();
  await page.getByTestId('sound-bar').waitFor({ state: 'detached' });
}

/** From now on only `letPass` makes the page older. Counts as a gesture of the user. */
export const stopUptime = (page: Page): Promise<void> => page.evaluate('stopUptime()');

/** So many seconds go by in the page. Counts as a gesture of the user. */
export const letPass = (page: Page, seconds: number): Promise<void> =>
  page.evaluate(`letPass(${seconds * 1_000})`);

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

/** How often the background of an element changes in three seconds of its animation, played by hand. */
export const CHANGES_IN_3_SECONDS = `(element) => {
  const [animation] = element.getAnimations();
  animation.pause();
  let changes = 0;
  let last;
  for (let moment = 0; moment < 3000; moment += 20) {
    animation.currentTime = moment;
    const color = getComputedStyle(element).backgroundColor;
    if (last !== undefined && color !== last) changes += 1;
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
