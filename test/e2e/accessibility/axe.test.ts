import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openGallery, startGallery, type GalleryOptions } from './gallery.ts';

const colours: readonly Parameters<Page['emulateMedia']>[0][] = [
  { colorScheme: 'light' },
  { colorScheme: 'dark' },
  { colorScheme: 'light', forcedColors: 'active' },
  { colorScheme: 'dark', forcedColors: 'active' },
];
const languages: Readonly<Record<string, GalleryOptions>> = {
  'in Arabic, from right to left': { lang: 'ar', dir: 'rtl' },
  'in Bangla': { lang: 'bn' },
  'in German': { lang: 'de' },
  'in Japanese': { lang: 'ja' },
};

/** As far as it is read here. */
interface Axe {
  run(): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly help: string;
      readonly nodes: readonly { readonly target: readonly (string | readonly string[])[] }[];
    }[];
  }>;
}

/** What axe finds in the page, each with where it is. */
async function violations(page: Page): Promise<readonly string[]> {
  // It comes with @open-wc/testing, whose `accessible()` runs it in the other engines.
  await page.addScriptTag({ path: 'node_modules/axe-core/axe.min.js' });
  const { violations: found } = await page.evaluate(() =>
    (globalThis as unknown as { readonly axe: Axe }).axe.run(),
  );
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target.flat().join(' ')})`),
  );
}

describe('axe', () => {
  it('finds nothing in any state: light, dark, in forced colours of both kinds', async () => {
    const page = await openGallery(await startGallery());
    for (const media of colours) {
      await page.emulateMedia(media);
      assert.deepEqual(await violations(page), [], JSON.stringify(media));
    }
  });
  for (const [language, options] of Object.entries(languages)) {
    it(`finds nothing in any state ${language}`, async () => {
      const page = await openGallery(await startGallery(), options);
      assert.deepEqual(await violations(page), []);
    });
  }
});
