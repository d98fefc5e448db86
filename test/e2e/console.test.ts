import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import { postLead } from '../support/command/post-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { eventually } from '../support/poll.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { axePath, violations } from './axe-violations.ts';
import {
  beginForm,
  cellsOfSource,
  csvFile,
  hashesOf,
  leadOf,
  leadsOf,
  misfits,
  openPage as open,
  signIn,
  untilDelivered,
} from './console-visitor.ts';
import { screens, type Visit, visitAtDesk, type VisitorOptions } from './visit.ts';

const token = 'the-token-of-the-owner';
const hostile = '"><img src=x onerror=alert(1)>${7*7}{{7*7}}';
const data = temporaryFolder();
const env = { PROMO_LEAD_ADMIN_TOKEN: token };
const { url } = await spawnServer(['--demo', '--data', data], env);

const allDelivered = (): Promise<unknown> => untilDelivered(data);

before(async () => {
  await postLead(url, { phone: '6281230001', first_name: 'Ana', promo_code: 'WELCOME10' });
  await postLead(url, { phone: '6281230002', last_name: 'Şahin', click_id: hostile });
  await postLead(url, { phone: '6281230003', extra: { note: hostile } });
  await allDelivered();
});

async function signedIn(options: VisitorOptions = {}): Promise<Visit> {
  const tab = await visitAtDesk(`${url}/console/`, { locale: 'en', ...options });
  await signIn(tab.page, token);
  return tab;
}

describe('/console/', () => {
  it('signs nobody in without the token, and says what was wrong', async () => {
    const { page } = await visitAtDesk(`${url}/console/`, { locale: 'en' });
    await page.getByLabel('Owner’s token').fill('a wrong token');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('This is not the token').waitFor();
    assert.equal((await fetch(`${url}/v1/owner/leads`)).status, 401);
  });

  it('stays signed in over a reload, and not after signing out', async () => {
    const { page, complaints } = await signedIn();
    await page.reload();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Owner’s token').waitFor();
    await page.goto(`${url}/console/#/leads`);
    await page.reload();
    await page.getByLabel('Owner’s token').waitFor();
    assert.deepEqual(complaints, []);
  });

  it('walks through the chart by keyboard, and announces each bar', async () => {
    const { page } = await signedIn();
    const chart = page.getByRole('group', { name: /^Leads over time/ });
    await chart.focus();
    await page.keyboard.press('End');
    await chart.getByText(/: 3 \(3 delivered, 0 on the way, 0 not delivered, 0 in/).waitFor();
    await page.keyboard.press('ArrowLeft');
    await chart.getByText(/: 0 \(0 delivered/).waitFor();
    await page.getByText('As a table').click();
    const row = page.getByRole('table').getByRole('row').nth(1);
    assert.deepEqual(await row.getByRole('cell').allTextContents(), ['3', '3', '0', '0', '0']);
  });

  it('shows how far visitors get, from a form that came into view', async () => {
    const visitor = await visitAtDesk(`${url}/landing/gym.html?utm_source=tiktok`);
    await beginForm(visitor.page);
    const { page, complaints } = await signedIn();
    assert.deepEqual(await cellsOfSource(page, 'tiktok'), ['1', '1', '0', '0', '0%']);
    await page
      .getByRole('listitem')
      .filter({ hasText: /Begun\s*1\s*100%/ })
      .waitFor();
    await page.getByText('There are more leads than forms shown').waitFor();
    assert.deepEqual(complaints.concat(visitor.complaints), []);
  });

  it('finds a lead, shows its history, and shows hostile texts as texts', async () => {
    const { page, complaints } = await signedIn();
    await open(page, 'Leads');
    await page.getByRole('row').nth(3).waitFor();
    assert.equal(await page.getByRole('row').count(), 4);
    await page.getByRole('searchbox').fill('şahin');
    await page.getByRole('searchbox').press('Enter');
    await page.getByText('Search further back').waitFor({ state: 'detached' });
    await page.waitForFunction(() => location.hash.includes('search'));
    await page.getByRole('row').nth(2).waitFor({ state: 'detached' });
    await page.getByRole('row').nth(1).getByRole('link').click();
    await page.getByText(hostile).waitFor();
    await page.getByRole('table').getByText('delivered').waitFor();
    assert.deepEqual(complaints, []);
  });

  it('says how many leads came since, and shows them on request', async () => {
    const { page, complaints } = await signedIn();
    await page.clock.install();
    await open(page, 'Leads');
    await page.getByRole('row').nth(3).waitFor();
    await postLead(url, { phone: '6281230004', attribution: { last: { utm_source: 'google' } } });
    const news = page.getByRole('button', { name: 'Show what came since: 1' });
    await eventually(async () => {
      await page.clock.runFor(6000);
      return (await news.isVisible()) || undefined;
    });
    assert.equal(await page.getByRole('row').count(), 4, 'nothing moves under a finger');
    await news.click();
    await page.getByRole('row').nth(4).waitFor();
    await page.getByRole('combobox', { name: 'Click source' }).selectOption('google');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByRole('row').nth(2).waitFor({ state: 'detached' });
    await page.getByRole('row').nth(1).getByText('6281230004').waitFor();
    assert.deepEqual(complaints, []);
  });

  it('downloads the leads that the form selects', async () => {
    const { page } = await signedIn();
    await open(page, 'Leads');
    await page.getByRole('row').nth(3).waitFor();
    await page.getByRole('searchbox').fill('6281230001');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download CSV' }).click(),
    ]);
    assert.equal(download.suggestedFilename(), 'leads-search.csv');
    await page.getByText('The file is complete. Leads in it: 1').waitFor();
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    assert.equal(lines.length, 2);
    assert.match(lines[1] ?? '', /6281230001/);
  });

  it('erases a person only after saying what that means, by keyboard alone', async () => {
    await postLead(url, { phone: '6281239999', first_name: 'Gone' });
    await allDelivered();
    const { page } = await signedIn();
    await page.goto(`${url}/console/#/leads?search=gone`);
    await page.getByRole('row').nth(1).getByRole('link').press('Enter');
    const erase = page.getByRole('button', { name: 'Erase this person' });
    await erase.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Erase this person?' });
    await dialog.getByText('contact of 6281239999').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.equal((await leadsOf(data)).length, 5);
    await erase.press('Enter');
    await dialog.getByRole('button', { name: 'Erase this person' }).press('Enter');
    await page.getByRole('status').getByText('The person is erased here.').waitFor();
    assert.equal((await leadsOf(data)).length, 4);
  });

  it('says what needs the owner, and what to paste into a page', async () => {
    const { page, complaints } = await signedIn({
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await open(page, 'Set-up');
    await page.getByRole('status').getByText('Nothing needs you.').waitFor();
    await page.getByText(/^All right: \d+$/).click();
    await page.getByText('embedded backend: a token is granted').waitFor();
    await page.getByRole('combobox', { name: 'Product' }).selectOption({ label: 'Black Mask' });
    await page.getByLabel('With a field for a promo code').uncheck();
    await page.getByRole('button', { name: 'Copy: HTML' }).click();
    await page.getByRole('status').getByText('Copied.').waitFor();
    const pasted = await page.evaluate(() => navigator.clipboard.readText());
    const [script = '', form] = pasted.split('\n');
    assert.equal(form, `<lead-form endpoint="${url}" product="blackmask"></lead-form>`);
    const src = /src="([^"]+)" integrity="sha384-/.exec(script)?.[1] ?? '';
    assert.equal((await fetch(src)).status, 200);
    assert.deepEqual(complaints, []);
  });

  it('checks a file of codes before it writes any, and ends a code', async () => {
    const { page, complaints } = await signedIn();
    await open(page, 'Promo codes');
    await page.getByLabel('CSV file').setInputFiles(csvFile('code,limit\nGIFT-1,1\nGIFT-2,1\n'));
    await page.getByText(/^All is in order\. .*: 2\./).waitFor();
    const listed = page.getByRole('group', { name: 'Promo codes' }).getByRole('row');
    await listed.filter({ hasText: 'WELCOME10' }).waitFor();
    assert.equal(await listed.filter({ hasText: 'GIFT' }).count(), 0);
    await page.getByRole('button', { name: 'Add 2' }).click();
    await page.getByRole('status').getByText('2 codes were made.').waitFor();
    await page.getByRole('button', { name: 'End: GIFT-2' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End' }).press('Enter');
    await listed.filter({ hasText: 'GIFT-2' }).getByText('ended').waitFor();
    await page.getByText('What was used').click();
    await page.getByRole('row', { name: /WELCOME10 used\b/ }).waitFor();
    assert.deepEqual(complaints, []);
  });

  it('shows a token once, and revokes it after saying what that means', async () => {
    const { page, complaints } = await signedIn();
    await open(page, 'Contacts');
    await page.getByRole('row').filter({ hasText: '6281230001' }).waitFor();
    await page.getByLabel('Who is it for?').fill(hostile);
    await page.getByLabel('Who is it for?').press('Enter');
    const made = page.getByLabel(`Token for ${hostile}`, { exact: true });
    await made.and(page.locator(':focus')).waitFor();
    assert.match(await made.inputValue(), /^[A-Za-z0-9]{40}$/);
    await page.getByRole('button', { name: `Revoke: ${hostile}` }).click();
    const dialog = page.getByRole('dialog', { name: `Revoke the token for ${hostile}?` });
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await page
      .getByRole('row')
      .filter({ hasText: hostile })
      .getByText(/^revoked/)
      .waitFor();
    assert.equal(await made.count(), 0);
    assert.deepEqual(complaints, []);
  });

  it('keeps what was typed if the server cannot be reached', async () => {
    const { page } = await signedIn();
    await open(page, 'Promo codes');
    await page.getByRole('row').filter({ hasText: 'WELCOME10' }).waitFor();
    const title = page.getByLabel('Its name');
    await title.fill('Second company');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Add a company' }).click();
    await page.getByRole('alert').getByText('The server did not answer').waitFor();
    assert.equal(await title.inputValue(), 'Second company');
  });

  it('shows whatever strangers typed as text, and breaks no page by it', async () => {
    const text = `${hostile}${'W'.repeat(150)}`;
    await postLead(url, { ...leadOf(text), phone: '6281230006', promo_code: hostile });
    await allDelivered();
    const { page, complaints } = await signedIn({ viewport: screens.phone });
    page.on('dialog', () => complaints.push('a script ran'));
    await page.goto(`${url}/console/#/codes`);
    await page.getByLabel('Its name').fill(text);
    await page.getByRole('button', { name: 'Add a company' }).click();
    await page.getByRole('combobox', { name: 'Company' }).getByText(text).waitFor({
      state: 'attached',
    });
    const form = page.locator('form').filter({ hasText: 'Uses left' }).first();
    await form.getByLabel('Code', { exact: true }).fill(hostile);
    await form.getByRole('button', { name: 'Add a code' }).click();
    await page.getByRole('row').filter({ hasText: hostile }).waitFor();
    const reply = await page.evaluate(async () =>
      (await fetch('../v1/owner/leads/export?search=6281230006')).text(),
    );
    assert.match(reply, /,'=1\+1,/, 'a spreadsheet runs no formula');
    assert.deepEqual(complaints, []);
  });

  for (const [how, options] of [
    ['on a phone, dark, in Russian', { viewport: screens.phone, colorScheme: 'dark' }],
    ['on a desktop, light, in Indonesian', { viewport: screens.desktop, colorScheme: 'light' }],
  ] as const) {
    it(`passes axe, and scrolls no page sideways, ${how}`, async () => {
      // The policy of the pages forbids axe, which is a script.
      const { page } = await signedIn({ ...options, bypassCSP: true });
      await page.getByRole('combobox', { name: 'Language' }).selectOption({
        label: how.includes('Russian') ? 'Русский' : 'Bahasa Indonesia',
      });
      await page.addScriptTag({ path: axePath });
      // The lead with everything that strangers may type.
      const { ref } = (await leadsOf(data)).at(-1) ?? { ref: '' };
      for (const hash of hashesOf(ref)) {
        await page.evaluate((to) => (location.hash = `#/${to}`), hash);
        await page.locator('.page[aria-busy=false]').waitFor();
        assert.deepEqual(await violations(page), [], hash);
        assert.deepEqual(await misfits(page), [], hash);
      }
    });
  }
});
