import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { languages } from '../../src/elements/shared/languages.ts';
import { openGallery, startGallery } from './accessibility/gallery.ts';
import { type State, states } from './accessibility/states.ts';

const only: readonly State[] = states.filter(({ name }) => name === 'promo-code-empty');

function speak(page: Page, lang: string): Promise<void> {
  return page.evaluate((tag) => document.documentElement.setAttribute('lang', tag), lang);
}

describe('The script-tag files', () => {
  it('load each language from beside them if the page is in it', async () => {
    const page = await openGallery(await startGallery(), { only });
    for (const [lang, load] of Object.entries(languages)) {
      await speak(page, lang);
      const { label, optional } = (await load()).promoCode;
      await page.getByText(`${label} ${optional}`, { exact: true }).waitFor();
    }
  });

  it('stay English until a language arrives', async () => {
    const page = await openGallery(await startGallery(), { only });
    await page.route('**/locales/ja.js', (route) => route.abort());
    const failed = page.waitForEvent('requestfailed');
    await speak(page, 'ja');
    await failed;
    assert.equal(await page.locator('label').textContent(), 'Promo code (optional)');
    await page.unroute('**/locales/ja.js');
    await speak(page, 'ja-JP');
    await page.getByText('クーポンコード').waitFor();
  });
});
