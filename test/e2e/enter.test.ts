import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { spawnServer } from '../support/command/spawn.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { servePage } from './page-server.ts';
import { fillLead, visit } from './visit.ts';

/** Lets the page count the leads in its title instead of sending them. */
async function countInTitle(page: Page): Promise<void> {
  await page.evaluate(() => {
    let count = 0;
    document.title = '0';
    addEventListener('lead-submit', (event) => {
      event.preventDefault();
      document.title = String(++count);
    });
  });
}

async function reads(page: Page, title: string): Promise<void> {
  await page.waitForFunction((wanted) => document.title === wanted, title);
}

describe('Enter in a lead form', () => {
  it('sends the lead from each field, but applies the code from the promo code', async () => {
    const { url } = await spawnServer(['--demo', '--data', temporaryFolder()]);
    const { page } = await visit(url);
    await countInTitle(page);
    await fillLead(page, { phone: '+62 812-3456-789' });
    await page.getByRole('checkbox').check();
    for (const [index, name] of ['First name', 'Last name', 'Phone'].entries()) {
      await page.getByRole('textbox', { name }).press('Enter');
      await reads(page, String(index + 1));
    }
    await page.getByRole('checkbox').press('Enter');
    await reads(page, '4');
    await page.getByRole('textbox', { name: 'Promo code' }).fill('WELCOME10');
    await page.keyboard.press('Enter');
    await page.getByText('Code WELCOME10 applied.').waitFor();
    await reads(page, '4');
  });

  it('moves through the empty fields, and sends from the last', async () => {
    const { url } = await spawnServer(['--demo', '--data', temporaryFolder()]);
    const { page } = await visit(url);
    await countInTitle(page);
    await page.locator('[name=trap]').waitFor({ state: 'attached' });
    await page.getByRole('checkbox').check();
    await page.getByRole('textbox', { name: 'First name' }).click();
    for (const text of ['Ana', 'Wijaya', '+62 812-3456-789']) {
      await reads(page, '0');
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    }
    await reads(page, '1');
  });

  it('sends the lead from the page’s own field too, but not the form around it', async () => {
    let widget = '';
    const pageUrl = await servePage(
      () => `<form action="/gone"><lead-form endpoint="${widget}" product="blackmask">
          <label slot="extra">City <input name="city"></label>
        </lead-form></form>
        <script type="module" src="${widget}/widget/lead-form.js"></script>`,
    );
    ({ url: widget } = await spawnServer(['--demo', '--data', temporaryFolder()]));
    const { page } = await visit(pageUrl);
    await countInTitle(page);
    await fillLead(page, { phone: '+62 812-3456-789' });
    await page.locator('[name=trap]').waitFor({ state: 'attached' });
    await page.getByRole('textbox', { name: 'City' }).press('Enter');
    await reads(page, '1');
    assert.equal(new URL(page.url()).pathname, '/');
  });
});

describe('Enter in a promo code field', () => {
  it('fires one change event, as in a native field', async () => {
    let widget = '';
    const pageUrl = await servePage(
      () => `<promo-code-input endpoint="${widget}"></promo-code-input>
        <script type="module" src="${widget}/widget/promo-code-input.js"></script>`,
    );
    ({ url: widget } = await spawnServer(['--demo', '--data', temporaryFolder()]));
    const { page } = await visit(pageUrl);
    const code = page.getByRole('textbox', { name: 'Promo code' });
    await code.waitFor();
    await page.evaluate(() => {
      document.title = '0';
      addEventListener('change', () => (document.title = String(Number(document.title) + 1)));
    });
    await code.pressSequentially('WELCOME10');
    await reads(page, '0');
    await page.keyboard.press('Enter');
    await reads(page, '1');
    await code.blur();
    await reads(page, '1');
  });
});
