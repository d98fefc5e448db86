import { after } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { type ChromiumBuild, launchChromium } from '../support/browsers/chromium.ts';

/** The two screens that everything is looked at on. */
export const screens = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
} as const;

export interface Visit {
  readonly page: Page;
  /** What the page complained of: errors, and violations of its content security policy. */
  readonly complaints: string[];
}

const browsers = new Map<ChromiumBuild, Promise<Browser>>();
after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
});

export interface VisitorOptions extends BrowserContextOptions {
  readonly build?: ChromiumBuild;
}

/** A new visitor, of whom the test file's browser knows nothing yet. */
export async function newVisitor({
  build = 'shell',
  ...options
}: VisitorOptions = {}): Promise<BrowserContext> {
  const launched = browsers.get(build) ?? launchChromium(build);
  browsers.set(build, launched);
  const browser = await launched;
  // A page that is still scrolling smoothly has its button elsewhere by the time of the click.
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
 * Without a browser around it, Chromium calls a page idle only when it has drawn a frame since it
 * was loaded: what a page loads then would come four seconds later, when no one waits any longer.
 */
async function drawFrame(page: Page): Promise<void> {
  const drawn = page.evaluate(() => new Promise(requestAnimationFrame));
  // It may be gone by now.
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

/** The same at a desk. */
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
