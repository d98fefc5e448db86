import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { spawnServer } from '../support/command/spawn.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openPage, signIn } from './console-visitor.ts';
import { screens, type Visit, visitAtDesk, type VisitorOptions } from './visit.ts';

const token = 'the-token-of-the-owner';
const data = temporaryFolder();
const { url } = await spawnServer(['--demo', '--data', data], { PROMO_LEAD_ADMIN_TOKEN: token });

async function codesPage(options: VisitorOptions = {}): Promise<Visit> {
  const tab = await visitAtDesk(`${url}/console/`, { locale: 'en', ...options });
  await signIn(tab.page, token);
  await openPage(tab.page, 'Promo codes');
  return tab;
}

async function heightBetween(upper: Locator, lower: Locator): Promise<number> {
  const [above, below] = [await upper.boundingBox(), await lower.boundingBox()];
  assert(above && below);
  return below.y - above.y;
}

describe('/console/#/codes', () => {
  it('adds a code that visitors can use at once, and pauses it', async () => {
    const { page, complaints } = await codesPage();
    const form = page.locator('form').filter({ hasText: 'Uses left' }).first();
    await form.getByLabel('Code', { exact: true }).fill('AUTUMN');
    await form.getByLabel('Uses left').fill('5');
    await form.getByRole('button', { name: 'Add a code' }).click();
    await page.getByRole('status').getByText('AUTUMN can be used now').waitFor();
    const row = page.getByRole('row').filter({ hasText: 'AUTUMN' });
    await row.getByText('can be used').waitFor();
    await row.getByRole('button', { name: 'Pause' }).click();
    await row.getByText('paused').waitFor();
    await form.getByLabel('Code', { exact: true }).fill('autumn');
    await form.getByRole('button', { name: 'Add a code' }).click();
    await page.getByRole('alert').getByText('The server did not accept this').waitFor();
    assert.equal(await form.getByLabel('Code', { exact: true }).inputValue(), 'autumn');
    // The browser logs the refusal itself.
    assert.deepEqual(
      complaints.filter((text) => !text.includes('409')),
      [],
    );
  });

  it('pauses several codes by keyboard alone, and moves no row meanwhile', async () => {
    const { page, complaints } = await codesPage({ viewport: screens.phone });
    const box = (code: string): Locator => page.getByRole('checkbox', { name: `Choose ${code}` });
    const row = page.getByRole('row').filter({ hasText: 'ONCE' });
    const heading = page.getByRole('heading', { level: 1 });
    await row.waitFor();
    const height = await heightBetween(heading, row);
    await box('NEXTYEAR').focus();
    await page.keyboard.press('Space');
    await page.getByText('Chosen: 1').waitFor();
    assert.equal(await heightBetween(heading, row), height);
    await box('ONCE').press('Space');
    await page.getByRole('button', { name: 'Pause chosen' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Pause the chosen codes (2)?' });
    await dialog.getByRole('button', { name: 'Pause chosen' }).press('Enter');
    await page.getByRole('status').getByText('Codes paused: 2').waitFor();
    await row.getByText('paused').waitFor();
    await page.getByRole('button', { name: 'Pause chosen' }).and(page.locator(':focus')).waitFor();
    assert.equal(await box('ONCE').isChecked(), false);
    await openPage(page, 'History');
    const entry = page.getByRole('row').filter({ hasText: 'Promo codes paused' });
    await entry.getByText('demo-company: 2 (NEXTYEAR, ONCE)').waitFor();
    assert.deepEqual(complaints, []);
  });

  it('downloads the shown codes, and says when the file is complete', async () => {
    const { page, complaints } = await codesPage();
    await page.getByLabel('Begins with').fill('w');
    await page.getByLabel('Begins with').press('Enter');
    await page.getByRole('row').filter({ hasText: 'ONCE' }).waitFor({ state: 'detached' });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download CSV' }).click(),
    ]);
    assert.equal(download.suggestedFilename(), 'codes-demo-company-search.csv');
    const [head = '', ...rows] = (await readFile(await download.path(), 'utf8')).split('\r\n');
    assert.match(head, /^\ufeffcode,company,used,limit,/);
    assert.deepEqual(rows, ['WELCOME10,demo-company,0,,0,UTC,,,true,valid', '']);
    await page.getByText('The file is complete. Promo codes in it: 1').waitFor();
    assert.deepEqual(complaints, []);
  });
});
