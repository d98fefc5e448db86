import type { Page } from 'playwright-core';

/** The members used here. */
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
export async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await page.evaluate(() => {
    const { axe } = globalThis as unknown as { readonly axe: Axe };
    return axe.run({ resultTypes: ['violations'] });
  });
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target.flat().join(' ')})`),
  );
}

/** Comes with @open-wc/testing, whose `accessible()` runs it in the other engines. */
export const axePath = 'node_modules/axe-core/axe.min.js';
