import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { axePath, violations } from '../axe-violations.ts';
import { type Language, openGallery, speak, startGallery } from './gallery.ts';

const colours: Readonly<Record<string, Parameters<Page['emulateMedia']>[0]>> = {
  light: {},
  dark: { colorScheme: 'dark' },
  'in forced colours': { forcedColors: 'active' },
  'in forced colours, dark': { colorScheme: 'dark', forcedColors: 'active' },
};
const languages: Readonly<Record<string, Language>> = {
  'in Arabic, from right to left': { lang: 'ar', dir: 'rtl' },
  'in Bangla': { lang: 'bn', dir: 'ltr' },
  'in German': { lang: 'de', dir: 'ltr' },
  'in Japanese': { lang: 'ja', dir: 'ltr' },
};

it('axe finds nothing in any state', async (t) => {
  // One page for all of it: reaching the states takes longer than checking them.
  const page = await openGallery(await startGallery());
  await page.addScriptTag({ path: axePath });
  for (const [how, media] of Object.entries(colours)) {
    await t.test(how, async () => {
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', ...media });
      assert.deepEqual(await violations(page), []);
    });
  }
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  for (const [how, language] of Object.entries(languages)) {
    await t.test(how, async () => {
      await speak(page, language);
      assert.deepEqual(await violations(page), []);
    });
  }
});
