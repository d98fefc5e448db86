/** Retakes the README's picture of the demo: `npm run picture`, after a build. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, startServer } from '../../../src/node/index.ts';
import { launchChromium } from '../browsers/chromium.ts';

const file = 'demo/picture/landing.png';

const data = mkdtempSync(join(tmpdir(), 'promo-lead-picture-'));
const server = await startServer(loadConfig({ env: {}, flags: { port: '0', data }, demo: true }));
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 960 } });
  await page.goto(server.url);
  await page.getByRole('textbox', { name: 'First name' }).fill('Ana');
  await page.getByRole('textbox', { name: 'Last name' }).fill('Wijaya');
  await page.getByRole('textbox', { name: 'Phone' }).fill('+62 812-3456-789');
  await page.getByRole('textbox', { name: 'Promo code' }).fill('WELCOME10');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('Code WELCOME10 applied.').waitFor();
  // The card as a visitor sees it, below the sticky bar.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.locator('.columns').evaluate((element) => element.scrollIntoView());
  await page.screenshot({ path: file });
} finally {
  await browser.close();
  await server.close();
  rmSync(data, { recursive: true, force: true });
}
