import type { Page } from 'playwright-core';
import { promoLead } from '../support/command/promo-lead.ts';
import { eventually } from '../support/poll.ts';

/** Texts squeezed into a column of few characters, as an endless word may do. */
function narrowCells(page: Page): Promise<readonly string[]> {
  return page
    .locator(':is(th, td).text')
    .evaluateAll((cells) =>
      cells
        .filter((cell) => cell.clientWidth > 0 && cell.clientWidth < 90)
        .map((cell) => cell.textContent),
    );
}

/** Whether a page scrolls sideways. */
function isWide(page: Page): Promise<boolean> {
  return page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
}

/** What does not fit in a page. */
export async function misfits(page: Page): Promise<readonly string[]> {
  const narrow = await narrowCells(page);
  return (await isWide(page)) ? narrow.concat('the page scrolls sideways') : narrow;
}

export async function signIn(page: Page, token: string): Promise<void> {
  await page.getByLabel('Owner’s token').fill(token);
  await page.getByLabel('Owner’s token').press('Enter');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}

/** Opens one of the owner's pages by its link. */
export async function openPage(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

/** The leads in a data folder, as the command line lists them. */
export async function leadsOf(
  data: string,
): Promise<readonly { readonly ref: string; readonly state: string }[]> {
  const { stdout } = await promoLead(['leads', 'list', '--data', data, '--json']);
  return JSON.parse(stdout) as { ref: string; state: string }[];
}

/** Waits until all leads are delivered: one that is being sent cannot be erased. */
export function untilDelivered(data: string): Promise<unknown> {
  return eventually(async () => {
    const leads = await leadsOf(data);
    return leads.every(({ state }) => state === 'delivered') || undefined;
  });
}

/** A file for a person to choose. */
export function csvFile(text: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name: 'codes.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
}

/** The overview's cells for a click source, once there are any. */
export async function cellsOfSource(page: Page, source: string): Promise<readonly string[]> {
  const table = page.getByRole('group', { name: 'Click source' });
  const row = table.getByRole('row', { name: source });
  await eventually(async () => {
    await page.reload();
    await page.getByRole('heading', { name: 'How far visitors come' }).waitFor();
    return (await row.count()) || undefined;
  });
  return row.getByRole('cell').allTextContents();
}

/** Every page of the console, including the one of this lead. */
export function hashesOf(ref: string): readonly string[] {
  return ['overview', 'leads', `leads/${ref}`, 'codes', 'contacts', 'audit', 'setUp'];
}

/** Types into a form that is completely loaded, so that it reports the step. */
export async function beginForm(page: Page): Promise<void> {
  await page.locator('lead-form [name=trap]').waitFor({ state: 'attached' });
  await page.locator('lead-form #phone').pressSequentially('62');
}

/** A lead with this text wherever it is accepted. */
export function leadOf(text: string): object {
  return {
    first_name: '=1+1',
    last_name: text,
    click_id: text,
    extra: { note: text },
    attribution: { last: { utm_source: text, utm_campaign: text, referrer: text } },
  };
}
