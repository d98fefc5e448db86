import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { LeadForm } from '../../src/index.ts';

/** Something that a framework has to do with our elements. All run on one page. */
export interface Scenario {
  readonly fact: string;
  readonly holds: (page: Page) => Promise<void>;
}

/** The sixteen of custom-elements-everywhere.com, in their order, with our two elements. */
export const scenarios: readonly Scenario[] = [
  {
    fact: 'shows an element without children',
    holds: (page) => page.getByRole('textbox', { name: 'Promo code' }).waitFor(),
  },
  {
    fact: 'shows an element with children of the page’s own',
    async holds(page) {
      await page.locator('lead-form').getByText('Asked for 0 times.').waitFor();
      await page.getByRole('textbox', { name: 'First name' }).waitFor();
    },
  },
  {
    fact: 'rerenders the children, and leaves the element and what is typed alone',
    async holds(page) {
      const firstName = page.getByRole('textbox', { name: 'First name' });
      await firstName.fill('Ana');
      const element = await page.locator('lead-form').evaluateHandle((form) => form);
      await page.getByRole('button', { name: 'Ask again' }).click();
      await page.locator('lead-form').getByText('Asked for 1 times.').waitFor();
      assert.equal(await firstName.inputValue(), 'Ana');
      assert.ok(await element.evaluate((one) => one.isConnected));
    },
  },
  {
    fact: 'goes from the element to another view, and back to a new one',
    async holds(page) {
      const toggle = page.getByRole('button', { name: 'Show or hide' });
      await toggle.click();
      await page.getByText('Nothing to order.').waitFor();
      assert.equal(await page.locator('lead-form').count(), 0);
      await toggle.click();
      const firstName = page.getByRole('textbox', { name: 'First name' });
      await firstName.waitFor();
      assert.equal(await firstName.inputValue(), '');
    },
  },
  { fact: 'passes a boolean', holds: (page) => hasProperties(page, { noQueue: true }) },
  {
    fact: 'passes a number',
    async holds(page) {
      const form = page.locator('lead-form');
      assert.equal(await form.evaluate((one: LeadForm) => Number(one.remember)), 30);
    },
  },
  { fact: 'passes a string', holds: (page) => hasProperties(page, { product: 'blackmask' }) },
  {
    fact: 'listens to an event by script',
    async holds(page) {
      await page.getByRole('textbox', { name: 'Promo code' }).fill('welcome10');
      await page.getByRole('button', { name: 'Apply' }).click();
      await hears(page, 'check');
    },
  },
  {
    fact: 'passes an array as a property',
    async holds(page) {
      const products = [
        { value: 'blackmask', label: 'Black mask' },
        { value: 'hallupro', label: 'HalluPro' },
      ];
      await hasProperties(page, { products });
      const choice = page.getByRole('combobox', { name: 'Product' });
      assert.equal(await choice.inputValue(), 'blackmask');
    },
  },
  {
    fact: 'passes an object as a property',
    async holds(page) {
      await hasProperties(page, { messages: { submit: 'Order now' } });
      await page.getByRole('button', { name: 'Order now' }).waitFor();
    },
  },
  {
    fact: 'passes a property with a name in camel case',
    holds: (page) => hasProperties(page, { clickIdParams: 'aff' }),
  },
  {
    fact: 'hears an event in lower case from its template',
    async holds(page) {
      const code = page.getByRole('textbox', { name: 'Promo code' });
      await code.fill('');
      await code.pressSequentially('ab');
      await page.locator('#code').getByText('ab', { exact: true }).waitFor();
      assert.equal(await code.inputValue(), 'ab');
    },
  },
  {
    fact: 'hears an event in kebab case from its template',
    async holds(page) {
      await page.getByRole('textbox', { name: 'Promo code' }).fill('no-such-code');
      await page.getByRole('button', { name: 'Apply' }).click();
      await hears(page, 'verdict:invalid');
    },
  },
  ...['camelEvent', 'CAPSEvent', 'PascalEvent'].map((name) => ({
    fact: `hears ${name}, in its own case of letters`,
    async holds(page: Page) {
      await page
        .locator('promo-code-input')
        .evaluate((element, type) => element.dispatchEvent(new Event(type)), name);
      await hears(page, name);
    },
  })),
];

/** The events that the app has recorded, in order. */
export async function heard(page: Page): Promise<readonly string[]> {
  return ((await page.locator('#heard').textContent()) ?? '').trim().split(/\s+/);
}

/** Waits until the app has recorded this event. */
export async function hears(page: Page, what: string): Promise<void> {
  await page.locator('#heard').getByText(what).waitFor();
}

async function hasProperties(page: Page, expected: Partial<LeadForm>): Promise<void> {
  const names = Object.keys(expected);
  const found = await page
    .locator('lead-form')
    .evaluate(
      (form, wanted) => Object.fromEntries(wanted.map((name) => [name, Reflect.get(form, name)])),
      names,
    );
  assert.deepEqual(found, expected);
}
