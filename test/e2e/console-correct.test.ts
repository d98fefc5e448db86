import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { postLead } from '../support/command/post-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { eventually } from '../support/poll.ts';
import { rawServer, reply } from '../support/sockets/raw-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { axePath, violations } from './axe-violations.ts';
import { leadsOf, misfits, signIn } from './console-visitor.ts';
import { screens, visitAtDesk } from './visit.ts';

const token = 'the-token-of-the-owner';

/** A vendor that rejects the first phone. */
const vendor = await rawServer((socket, request) => {
  if (request.includes('generate')) reply('{"status":"ok","token":"t"}')(socket, request);
  else if (request.includes('6281234567890')) {
    reply('{"status":"invalid phone format"}')(socket, request);
  } else reply('{"status":"contact: 617 created","id":"617"}')(socket, request);
});
after(() => vendor.close());
const data = temporaryFolder();
const { url } = await spawnServer(['--demo', '--data', data], {
  PROMO_LEAD_ADMIN_TOKEN: token,
  PROMOS_SERU_URL: vendor.baseUrl,
  PROMOS_SERU_NAME: 'shop',
});

describe('/console/, a lead that the vendor refused', () => {
  it('is corrected by keyboard alone and sent again, on a phone and in dark mode too', async () => {
    await postLead(url, { phone: '6281234567890', first_name: 'Ana', promo_code: 'WELCOME10' });
    const { ref } = await eventually(async () =>
      (await leadsOf(data)).find(({ state }) => state === 'rejected'),
    );
    // The policy of the pages forbids axe, which is a script.
    const looks = { viewport: screens.phone, colorScheme: 'dark', bypassCSP: true } as const;
    const { page, complaints } = await visitAtDesk(`${url}/console/`, { locale: 'en', ...looks });
    await signIn(page, token);
    await page.goto(`${url}/console/#/leads/${ref}`);
    await page.getByRole('button', { name: 'Correct' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Correct this lead' });
    const phone = dialog.getByLabel('Phone');
    await dialog.getByLabel('Product').selectOption('garcinia-cambogia');
    await phone.fill('62812');
    await phone.press('Enter');
    await dialog.getByText('A phone has 8 to 14 digits.').waitFor();
    assert(await phone.evaluate((field) => field.matches(':focus')));
    await page.addScriptTag({ path: axePath });
    assert.deepEqual([await violations(page), await misfits(page)], [[], []]);
    await phone.fill('+62 812 3456 78');
    await phone.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('corrected by hand: phone, product').first().waitFor();
    await eventually(async () => (await leadsOf(data))[0]?.state === 'delivered' || undefined);
    // The browser itself logs the call that was answered with 422.
    assert.deepEqual(complaints.length, 1, complaints.join('\n'));
  });
});
