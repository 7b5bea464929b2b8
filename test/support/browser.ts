// Debian's Chromium, driven by playwright-core. One browser for a file of tests, a fresh window for
// each test. Beware: whatever `page.evaluate` runs counts as a gesture of the user in Chromium, so a
// page whose sound must still be locked may only report by itself (`initScript`) or be read through
// locators.
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

export interface Windows {
  /** A page of its own profile, at the size of a wall screen unless said otherwise. */
  open(
    url: string,
    options?: BrowserContextOptions & { readonly initScript?: string },
  ): Promise<Page>;
  close(): Promise<void>;
}

/** @param executablePath as `needs('chromium', 'chromium')` found it. */
export async function startBrowser(
  executablePath: string,
  args: readonly string[] = [],
): Promise<Windows> {
  const browser: Browser = await chromium.launch({
    executablePath,
    // As root there is no sandbox to be had, and a container's /dev/shm is too small for Chromium.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--mute-audio', ...args],
  });
  return {
    open: async (url, { initScript, ...options } = {}) => {
      const context = await browser.newContext({
        viewport: { width: 1920, height: 1080 },
        locale: 'zh-CN',
        timezoneId: 'America/New_York',
        ...options,
      });
      if (initScript) await context.addInitScript(initScript);
      // Short, so that a test that waits in vain says what for.
      context.setDefaultTimeout(20_000);
      const page = await context.newPage();
      await page.goto(url);
      return page;
    },
    close: () => browser.close(),
  };
}
