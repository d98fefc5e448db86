import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import type { Site } from './hard-pages-site.ts';
import { fillLead, screens } from './visit.ts';

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
    page.setDefaultTimeout(45_000);
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

/** Fills the form and sends it, with an impatient click too many: one lead comes of it. */
export async function sendLead(page: Page | Frame, site: Site): Promise<void> {
  await fillLead(page, { phone: '62811111111' });
  await page.locator('lead-form [part=submit]').dblclick();
  await page.getByText('Thank you!').waitFor();
  const leads = site.sent.filter(({ path }) => path === '/v1/leads');
  assert.equal(new Set(leads.map(({ key }) => key)).size, 1);
  assert.equal(leads.length, 1);
  assert.equal(await site.storedLeads(), 1);
}
