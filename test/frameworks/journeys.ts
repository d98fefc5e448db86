import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { heard, hears } from './scenarios.ts';

/** What a visitor does in an app, each on a page of its own. */
export interface Journey {
  readonly fact: string;
  readonly leads: number;
  readonly goes: (page: Page, phone: string) => Promise<void>;
}

export const journeys: readonly Journey[] = [
  {
    fact: 'sends a lead, fires its events once, and none again from a new element',
    leads: 1,
    async goes(page, phone) {
      await page.getByRole('textbox', { name: 'First name' }).fill('Ana');
      await page.getByRole('textbox', { name: 'Last name' }).fill('Wijaya');
      await page.getByRole('textbox', { name: 'Phone' }).fill(phone);
      await page.getByRole('button', { name: 'Order now' }).click();
      await page.getByText('Thank you!').waitFor();
      await hears(page, 'accepted:');
      const before = await heard(page);
      assert.match(before.join(' '), new RegExp(`^submit:${phone} accepted:\\w+$`));

      const toggle = page.getByRole('button', { name: 'Show or hide' });
      await toggle.click();
      await page.getByText('Nothing to order.').waitFor();
      await toggle.click();
      const firstName = page.getByRole('textbox', { name: 'First name' });
      await firstName.waitFor();
      await page.getByRole('button', { name: 'Ask again' }).click();
      await page.getByText('Asked for 1 times.').waitFor();
      assert.equal(await firstName.inputValue(), '');
      assert.deepEqual(await heard(page), before);
    },
  },
  {
    fact: 'keeps the value of the field, and submits it with the native form around it',
    leads: 0,
    async goes(page) {
      const code = page.getByRole('textbox', { name: 'Promo code' });
      await page.getByRole('button', { name: 'Use WELCOME10' }).click();
      await page.locator('#code').getByText('WELCOME10').waitFor();
      assert.equal(await code.inputValue(), 'WELCOME10');
      await code.press('End');
      await code.pressSequentially('0');
      await page.locator('#code').getByText('WELCOME100').waitFor();
      assert.equal(await code.inputValue(), 'WELCOME100');
      await page.getByRole('button', { name: 'Pay' }).click();
      await page.locator('#sent').getByText('[["code","WELCOME100"]]').waitFor();
      assert.deepEqual(await heard(page), ['']);
    },
  },
];
