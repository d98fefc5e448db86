import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openGallery, startGallery } from './gallery.ts';
import { misfits, spaceText } from './misfits.ts';

/** 1280 by 1024 at 400 %: WCAG 2.2, 1.4.10. */
const magnified = { width: 320, height: 256 };
const phone = { width: 390, height: 844 };
const largeText = 'html, body { font-size: 32px !important }';

/** English, and languages with long words, tall letters or another direction. */
const languages = ['en', 'de', 'ru', 'bn', 'ar'] as const;

describe('Every state fits', () => {
  for (const lang of languages) {
    it(`in 320 pixels, with text of twice the size, with more space in it: ${lang}`, async () => {
      const dir = lang === 'ar' ? 'rtl' : 'ltr';
      const page = await openGallery(await startGallery(), { lang, dir }, { viewport: magnified });
      assert.deepEqual(await misfits(page), [], '320 pixels');
      await page.setViewportSize(phone);
      const style = await page.addStyleTag({ content: largeText });
      assert.deepEqual(await misfits(page), [], 'twice the size, on a phone');
      await style.evaluate((element) => element.parentNode?.removeChild(element));
      await page.setViewportSize(magnified);
      await spaceText(page);
      assert.deepEqual(await misfits(page), [], 'more space, in 320 pixels');
    });
  }
});
