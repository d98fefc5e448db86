import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { promoLead } from '../support/command/promo-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { servePage } from './page-server.ts';
import { visit } from './visit.ts';

/** By Chromium's names of field types. */
const address = {
  NAME_FIRST: 'Ana',
  NAME_LAST: 'Wijaya',
  PHONE_HOME_WHOLE_NUMBER: '+6281234567890',
  EMAIL_ADDRESS: 'ana@example.com',
  ADDRESS_HOME_CITY: 'Jakarta',
};

/** An event that the page got, and its field. */
interface Heard {
  readonly heard: Set<string>;
}

/** Lets Chromium fill in the form of a field from this address, as after a visitor's click. */
async function autofill(page: Page, field: string): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  const { result } = await devTools.send('Runtime.evaluate', { expression: field });
  const { node } = await devTools.send('DOM.describeNode', { objectId: result.objectId ?? '' });
  const fields = Object.entries(address).map(([name, value]) => ({ name, value }));
  await devTools.send('Autofill.enable');
  // The types of the protocol have only credit cards.
  const request = { fieldId: node.backendNodeId, address: { fields } };
  await devTools.send('Autofill.trigger', request);
}

describe("The browser's own autofill", () => {
  it('fills in the form, fires events, clears its errors, and is what is sent', async () => {
    const data = temporaryFolder();
    let proxyUrl = '';
    const pageUrl = await servePage(
      () => `<lead-form endpoint="${proxyUrl}" product="blackmask"></lead-form>
        <script type="module" src="${proxyUrl}/widget/promo-lead.js"></script>`,
    );
    const origins = { PROMO_LEAD_ORIGINS: pageUrl };
    proxyUrl = (await spawnServer(['--demo', '--data', data], origins)).url;
    const { page, complaints } = await visit(pageUrl, { build: 'whole' });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Please enter your first name.').last().waitFor();
    await page.locator('lead-form').evaluate((form) => {
      const heard = new Set<string>();
      Object.assign(globalThis, { heard });
      for (const type of ['input', 'change']) {
        form.shadowRoot?.addEventListener(type, ({ target }) => {
          heard.add(`${type} ${(target as Element).id}`);
        });
      }
    });

    await autofill(page, "document.querySelector('lead-form').shadowRoot.querySelector('#phone')");
    await page.locator('lead-form :autofill').nth(2).waitFor();
    await page.waitForFunction(() => (globalThis as unknown as Heard).heard.size === 6);
    const { filled, heard, wrong } = await page.locator('lead-form').evaluate((form) => ({
      filled: Array.from(form.shadowRoot?.querySelectorAll('input') ?? [], (field) => [
        field.name,
        field.value,
      ]),
      heard: [...(globalThis as unknown as Heard).heard],
      wrong: form.shadowRoot?.querySelectorAll('[aria-invalid=true]').length,
    }));
    assert.deepEqual(filled, [
      ['first_name', 'Ana'],
      ['last_name', 'Wijaya'],
      ['phone', '+6281234567890'],
      ['trap', ''],
    ]);
    const names = ['first_name', 'last_name', 'phone'];
    const told = names.flatMap((name) => [`input ${name}`, `change ${name}`]);
    assert.deepEqual(heard.toSorted(), told.toSorted());
    assert.equal(wrong, 0);

    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Thank you!').waitFor();
    const { stdout } = await promoLead(['leads', 'list', '--json', '--data', data]);
    const lead = { first_name: 'Ana', last_name: 'Wijaya', phone: '6281234567890' };
    assert.partialDeepStrictEqual(JSON.parse(stdout), [lead]);
    assert.deepEqual(complaints, []);
  });
});
