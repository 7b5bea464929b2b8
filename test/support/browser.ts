// Debian's Chromium, driven by playwright-core. One browser for a run of the tests, one profile for a file,
// fresh windows for each test. Beware: whatever `page.evaluate` runs counts as a gesture of the user in
// Chromium, so a page whose sound must still be locked may only report by itself (`initScript`) or be read
// through locators.
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject, vi } from 'vitest';

/** Beside a busy neighbour a window takes its time; who waits in vain still says what for. */
export const PATIENCE = 60_000;

export interface Windows {
  /** A window at the size of a wall screen unless said otherwise. */
  open(url: string, options?: WindowOptions): Promise<Page>;
}

export interface WindowOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Run in the page before anything of its own. */
  readonly initScript?: string;
  /** Of somebody who has signed in already: `name=value`. */
  readonly cookie?: string;
}

async function connect(): Promise<Browser> {
  const response = await fetch(inject('chromiumAt'));
  const answer = await response.text();
  if (!response.ok) throw new Error(`Chromium does not start: ${answer}`);
  return chromium.connect(answer);
}

async function openProfile(browser: Browser): Promise<BrowserContext> {
  const profile = await browser.newContext({
    viewport: { width: 1920, height: 1080 },
    locale: 'zh-CN',
    timezoneId: 'America/New_York',
  });
  profile.setDefaultTimeout(PATIENCE);
  return profile;
}

/** An empty window that stays, for with the last window of a site its process ends. */
async function stay(profile: BrowserContext): Promise<void> {
  const page = await profile.newPage();
  await page.route('**', (route) => route.fulfill({ body: '' }));
  await page.goto('http://127.0.0.1/');
}

async function leave(page: Page): Promise<void> {
  await page.evaluate('localStorage.clear()');
  await page.close();
}

/**
 * @param staying for how long: after each test all windows are closed and what they kept is forgotten, or
 * only after the last, where the tests of a file are chapters of one story.
 */
export function windowsOfThisFile(staying: 'for a test' | 'for the file' = 'for a test'): Windows {
  let browser: Browser | undefined;
  let profile: BrowserContext;
  const opened: Page[] = [];
  vi.setConfig({ testTimeout: 2 * PATIENCE, hookTimeout: 2 * PATIENCE });

  beforeAll(async () => {
    browser = await connect();
    profile = await openProfile(browser);
    await stay(profile);
  });
  afterAll(() => browser?.close());
  const whenOver = staying === 'for a test' ? afterEach : afterAll;
  whenOver(async () => {
    await Promise.all(opened.splice(0).map(leave));
    await profile.clearCookies();
  });

  return {
    open: async (url, { viewport, initScript, cookie } = {}) => {
      const [name, value = ''] = cookie?.split('=') ?? [];
      if (name) await profile.addCookies([{ name, value, url: new URL(url).origin }]);
      const page = await profile.newPage();
      opened.push(page);
      if (viewport) await page.setViewportSize(viewport);
      if (initScript) await page.addInitScript(initScript);
      await page.goto(url);
      return page;
    },
  };
}
