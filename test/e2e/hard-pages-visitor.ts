import { after, before } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { screens } from './visit.ts';

export interface Tab {
  readonly page: Page;
  /** Errors, unhandled rejections, warnings and violations of a policy, as the console has them. */
  readonly complaints: string[];
}

/** One browser for the tests of a file, and in it a new visitor for each call. */
export function shareBrowser(): (url: string, options?: BrowserContextOptions) => Promise<Tab> {
  let browser: Browser | undefined;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser?.close());
  return async (url, options) => {
    if (!browser) throw new Error('Cannot open a page: no browser yet');
    const context = await browser.newContext({ viewport: screens.desktop, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      const isComplaint = message.type() === 'error' || message.type() === 'warning';
      if (isComplaint) complaints.push(message.text());
    });
    await page.goto(url);
    return { page, complaints };
  };
}
