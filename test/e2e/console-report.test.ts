import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { postLead } from '../support/command/post-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { eventually } from '../support/poll.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { hashesOf, leadsOf, misfits, openPage, signIn } from './console-visitor.ts';
import { screens, visitAtDesk } from './visit.ts';

const token = 'the-token-of-the-owner';
const data = temporaryFolder();
const { url } = await spawnServer(['--data', data], { PROMO_LEAD_ADMIN_TOKEN: token });

before(async () => {
  await postLead(url, { phone: '6281230001' });
  await postLead(url, { phone: '6281230002', first_name: 'www.casino.example' });
  await eventually(async () => {
    const leads = await leadsOf(data);
    return leads.some(({ state }) => state === 'delivered') || undefined;
  });
});

describe("the console's history", () => {
  it('marks what was refused as refused', async () => {
    const { page, complaints } = await visitAtDesk(`${url}/console/`, { locale: 'en' });
    await signIn(page, token);
    const answer = await page.request.get(`${url}/v1/owner/leads/no-such-lead`);
    assert.equal(answer.status(), 404);
    await openPage(page, 'History');
    const row = page.getByRole('row').filter({ hasText: 'no-such-lead' });
    assert.match(
      (await row.getByRole('rowheader').textContent()) ?? '',
      /Lead looked at\s+refused/,
    );
    assert.deepEqual(complaints, []);
  });

  it('is not waited for for good, and is read once the server answers', async () => {
    const { page, complaints } = await visitAtDesk(`${url}/console/`, { locale: 'en' });
    await signIn(page, token);
    const call = '**/v1/owner/audit';
    await page.route(call, () => {});
    await page.clock.install();
    await Promise.all([page.waitForRequest(call), openPage(page, 'History')]);
    await page.clock.runFor(90_000);
    await page.getByRole('alert').getByText('The server did not answer.').waitFor();
    await page.unroute(call);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('row').filter({ hasText: 'Signed in' }).first().waitFor();
    assert.deepEqual(complaints, []);
  });
});

describe("the console's overview", () => {
  it('shows leads in quarantine as such, and links to them', async () => {
    const { page, complaints } = await visitAtDesk(`${url}/console/`, { locale: 'en' });
    await signIn(page, token);
    const chart = page.getByRole('group', { name: /^Leads over time/ });
    await chart.focus();
    await page.keyboard.press('End');
    const said = /: 2 \(1 delivered, 0 on the way, 0 not delivered, 1 in quarantine\)$/;
    await chart.getByText(said).waitFor();
    await page.getByText('As a table').click();
    const row = page.getByRole('table').getByRole('row').nth(1);
    assert.deepEqual(await row.getByRole('cell').allTextContents(), ['2', '1', '0', '0', '1']);
    const term = page.getByRole('term').filter({ hasText: 'In quarantine' });
    await term.locator('+ dd').getByRole('link', { name: '1' }).click();
    await page.getByText('www.casino.example').waitFor();
    assert.match(page.url(), /#\/leads\?state=quarantined$/);
    assert.deepEqual(complaints, []);
  });
});

describe('the console on a phone', () => {
  it('has room for text at twice the size, in Russian', async () => {
    const options = { locale: 'en', viewport: screens.phone };
    const { page, complaints } = await visitAtDesk(`${url}/console/`, options);
    await signIn(page, token);
    await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'Русский' });
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    const { ref } = (await leadsOf(data)).at(-1) ?? { ref: '' };
    for (const hash of hashesOf(ref)) {
      await page.evaluate((to) => (location.hash = `#/${to}`), hash);
      await page.locator('.page[aria-busy=false]').waitFor();
      assert.deepEqual(await misfits(page), [], hash);
    }
    assert.deepEqual(complaints, []);
  });
});
