import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { launchChromium } from '../support/browsers/chromium.ts';
import { bundlers } from './apps.ts';
import { Site } from './site.ts';

const site = new Site([bundlers]);
const origin = await site.start();
site.proxyUrl = origin;
const browser = await launchChromium();

after(async () => {
  await browser.close();
  site[Symbol.dispose]();
});

describe("import 'promo-lead/lead-form.js'", () => {
  for (const name of ['esbuild', 'parcel', 'rollup', 'vite', 'webpack']) {
    it(`defines only that element when bundled by ${name}`, async () => {
      const page = await browser.newPage();
      page.setDefaultTimeout(30_000);
      await page.goto(`${origin}/bundlers/${name}/index.html`);
      await page.getByRole('textbox', { name: 'First name' }).waitFor();
      const other = await page.evaluate(() => customElements.get('promo-code-input'));
      assert.equal(other, undefined);
      await page.close();
    });
  }
});
