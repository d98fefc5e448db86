import { after } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { type ChromiumBuild, launchChromium } from '../support/browsers/chromium.ts';

/** The two screens of all tests. */
export const screens = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
} as const;

export interface Visit {
  readonly page: Page;
  /** Errors of the page, and violations of its content security policy. */
  readonly complaints: string[];
}

const browsers = new Map<ChromiumBuild, Promise<Browser>>();
after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
});

export interface VisitorOptions extends BrowserContextOptions {
  readonly build?: ChromiumBuild;
}

/** A new visitor without any stored data. */
export async function newVisitor({
  build = 'shell',
  ...options
}: VisitorOptions = {}): Promise<BrowserContext> {
  const launched = browsers.get(build) ?? launchChromium(build);
  browsers.set(build, launched);
  const browser = await launched;
  // While a page scrolls smoothly, its button moves away from the click.
  const visitor = await browser.newContext({
    viewport: screens.phone,
    reducedMotion: 'reduce',
    ...options,
  });
  after(() => visitor.close());
  visitor.setDefaultTimeout(45_000);
  visitor.on('page', (page) => page.on('load', () => void drawFrame(page)));
  return visitor;
}

/**
 * The headless shell of Chromium calls a page idle only after a frame has been drawn since the
 * load. Without one, what a page loads in idle time comes four seconds later: too late for a test.
 */
async function drawFrame(page: Page): Promise<void> {
  const drawn = page.evaluate(() => new Promise(requestAnimationFrame));
  // The page may be closed by now.
  await drawn.catch(() => undefined);
}

/** Opens a page as a new visitor does. */
export async function visit(url: string, options: VisitorOptions = {}): Promise<Visit> {
  const page = await (await newVisitor(options)).newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints };
}

/** The same on a desktop. */
export function visitAtDesk(url: string, options: VisitorOptions = {}): Promise<Visit> {
  return visit(url, { viewport: screens.desktop, ...options });
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
