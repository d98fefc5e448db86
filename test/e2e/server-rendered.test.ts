import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { html, type TemplateResult } from 'lit';
import type { Page } from 'playwright-core';
import type { LeadRequest } from '../../src/contract/index.ts';
import { loadLocale } from '../../src/index.ts';
import { shiftObserver, takeShift } from './layout-shift.ts';
import { hydrate, type ServedDocument, serveDocuments } from './served-site.ts';
import { screens, visit } from './visit.ts';

const products = JSON.stringify([
  { value: 'mat', label: 'Mat' },
  { value: 'rope', label: 'Rope' },
]);

function form(lang: string, promo: boolean): TemplateResult {
  return html`<lead-form
    endpoint="/"
    product="mat"
    products=${products}
    lang=${lang}
    ?promo=${promo}
    consent
  ></lead-form>`;
}

const documents: Readonly<Record<string, ServedDocument>> = {
  '/en': { content: form('en', false) },
  '/en/promo': { content: form('en', true) },
  '/ar': { lang: 'ar', dir: 'rtl', content: form('ar', false) },
  '/ar/promo': { lang: 'ar', dir: 'rtl', content: form('ar', true) },
  '/ja': { lang: 'ja', content: form('ja', false) },
};

/** The boxes that both the server's form and the element have, as `part: x y width height`. */
function boxes(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const list: string[] = [];
    const look = (root: ParentNode): void => {
      for (const one of root.querySelectorAll<HTMLElement>('*')) {
        // The trap is added by the script; so is the button in a promo code's field.
        const isOwn = one.matches(
          'label, .field, p, .submit, select, input:not([name=trap], #promo_code, #input)',
        );
        const { x, y, width, height } = one.getBoundingClientRect();
        const name = one.part.value || one.localName;
        if (isOwn) list.push(`${name}: ${[x, y, width, height].join(' ')}`);
        if (one.shadowRoot) look(one.shadowRoot);
      }
    };
    look(document);
    return list;
  });
}

async function takeOver(page: Page): Promise<void> {
  await page.evaluate(hydrate);
  await page.waitForFunction(() => document.querySelector('lead-form')?.isServed === false);
}

/** Repaints everything: for a part, Chromium rounds the pixels of a curve differently. */
async function paint(page: Page): Promise<Buffer> {
  for (const visibility of ['hidden', '']) {
    await page.evaluate(async (value) => {
      document.documentElement.style.visibility = value;
      await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)));
    }, visibility);
  }
  return page.screenshot({ fullPage: true });
}

describe('<lead-form> that a server rendered', () => {
  it('is hydrated without changing a pixel: phone and desktop, both directions', async () => {
    await Promise.all(['ar', 'ja'].map(loadLocale));
    const url = await serveDocuments(documents);
    const { page, complaints } = await visit(`${url}/en`);
    await page.addInitScript(shiftObserver);
    for (const viewport of Object.values(screens)) {
      await page.setViewportSize(viewport);
      for (const path of Object.keys(documents)) {
        const name = `${path} at ${viewport.width}`;
        await page.goto(url + path);
        const [before, picture] = [await boxes(page), await paint(page)];
        assert.ok(before.length > 12, name);
        await takeOver(page);
        // Hides the button that came with the script.
        await page.addStyleTag({ content: 'lead-form::part(button) { visibility: hidden }' });
        assert.deepEqual(await boxes(page), before, name);
        assert.ok(picture.equals(await paint(page)), `${name}: a pixel`);
        assert.equal(await takeShift(page), 0, name);
      }
    }
    assert.deepEqual(complaints, []);
  });

  it('keeps its texts if its language’s module does not arrive, and works', async () => {
    await loadLocale('ja');
    const url = await serveDocuments(documents);
    const { page } = await visit('about:blank');
    await page.addInitScript(shiftObserver);
    await page.route('**/locales/ja.js', (route) => route.abort());
    await page.goto(`${url}/ja`);
    const before = await boxes(page);
    await page.getByRole('textbox', { name: '姓' }).fill('山田');
    await takeOver(page);
    assert.deepEqual(await boxes(page), before);
    assert.equal(await takeShift(page), 0);
    await page.getByRole('textbox', { name: '名', exact: true }).fill('花子');
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: '送信' }).click();
    const phone = page.getByRole('textbox', { name: '電話' });
    assert.ok(await phone.evaluate((field) => field.matches(':focus')));
    await page.getByText('Please enter your phone number.').first().waitFor();
    await phone.fill('+81 90 1234 5678');
    const lead = await page.evaluate(async () => {
      const element = document.querySelector('lead-form');
      const { promise, resolve } = Promise.withResolvers<LeadRequest>();
      element?.addEventListener('lead-submit', (event) => {
        event.preventDefault();
        resolve(event.lead);
      });
      await element?.submit();
      return promise;
    });
    assert.partialDeepStrictEqual(lead, { last_name: '山田', first_name: '花子' });
  });

  it('lets an input method keep composing while it is hydrated', async () => {
    const url = await serveDocuments(documents);
    const { page } = await visit(`${url}/en`);
    const devTools = await page.context().newCDPSession(page);
    const field = page.getByRole('textbox', { name: 'Last name' });
    await field.click();
    const composition = { text: 'やまだ', selectionStart: 3, selectionEnd: 3 };
    await devTools.send('Input.imeSetComposition', composition);
    await takeOver(page);
    // Replaces the text being composed, if composing continues.
    await devTools.send('Input.insertText', { text: '山田' });
    assert.equal(await field.inputValue(), '山田');
  });
});
