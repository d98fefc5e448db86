import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
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

/** As far as it is read here. */
interface Axe {
  run(options: { readonly resultTypes: readonly ['violations'] }): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly help: string;
      readonly nodes: readonly { readonly target: readonly (string | readonly string[])[] }[];
    }[];
  }>;
}

/** What axe finds in the page, each with where it is. */
async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await page.evaluate(() => {
    const { axe } = globalThis as unknown as { readonly axe: Axe };
    return axe.run({ resultTypes: ['violations'] });
  });
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target.flat().join(' ')})`),
  );
}

it('axe finds nothing in any state', async (t) => {
  // One page for all of it: to bring the states about takes longer than to look at them.
  const page = await openGallery(await startGallery());
  // It comes with @open-wc/testing, whose `accessible()` runs it in the other engines.
  await page.addScriptTag({ path: 'node_modules/axe-core/axe.min.js' });
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
