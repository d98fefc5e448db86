import type { Page } from 'playwright-core';
import { promoLead } from '../node/harness.ts';

/** Texts that stand in a column of few characters, as a word without end may leave it. */
export function narrowCells(page: Page): Promise<readonly string[]> {
  return page
    .locator(':is(th, td).text')
    .evaluateAll((cells) =>
      cells
        .filter((cell) => cell.clientWidth > 0 && cell.clientWidth < 90)
        .map((cell) => cell.textContent),
    );
}

/** Whether a page scrolls sideways. */
export function isWide(page: Page): Promise<boolean> {
  return page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
}

/** Goes to one of the owner's pages by its link. */
export async function openPage(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

/** What the command line says of the leads in a data folder. */
export async function leadsOf(
  data: string,
): Promise<readonly { readonly ref: string; readonly state: string }[]> {
  const { stdout } = await promoLead(['leads', 'list', '--data', data, '--json']);
  return JSON.parse(stdout) as { ref: string; state: string }[];
}

/** A file as a person chooses it. */
export function csvFile(text: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name: 'codes.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
}
