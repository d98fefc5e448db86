import { after } from 'node:test';
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { type ChromiumBuild, launchChromium } from '../support/chromium.ts';

/** The two screens that everything is looked at on. */
export const screens = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
} as const;

export interface Visit {
  readonly page: Page;
  /** What the page complained of: errors, and violations of its content security policy. */
  readonly complaints: readonly string[];
}

const browsers = new Map<ChromiumBuild, Promise<Browser>>();
after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
});

/** Opens a page as a new visitor does: the browser is the test file's, and all it knows is new. */
export async function visit(
  url: string,
  { build = 'shell', ...options }: BrowserContextOptions & { readonly build?: ChromiumBuild } = {},
): Promise<Visit> {
  const launched = browsers.get(build) ?? launchChromium(build);
  browsers.set(build, launched);
  const browser = await launched;
  // A page that is still scrolling smoothly has its button elsewhere by the time of the click.
  const page = await browser.newPage({
    viewport: screens.phone,
    reducedMotion: 'reduce',
    ...options,
  });
  after(() => page.close());
  page.setDefaultTimeout(45_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints };
}

/** Types a lead into the visible form. */
export async function fillLead(
  page: Page | Frame,
  lead: { readonly phone: string; readonly code?: string },
): Promise<void> {
  await page.getByRole('textbox', { name: 'First name' }).fill('Ana');
  await page.getByRole('textbox', { name: 'Last name' }).fill('Wijaya');
  await page.getByRole('textbox', { name: 'Phone' }).fill(lead.phone);
  const code = page.getByRole('textbox', { name: 'Promo code' });
  if (lead.code !== undefined) await code.fill(lead.code);
}
