import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { describe, it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { leadForm as english } from '../../src/elements/locales/en.ts';
import type { Locale } from '../../src/elements/locales/messages.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { shiftObserver, takeShift } from './layout-shift.ts';
import { servePage } from './page-server.ts';
import { fillLead, screens, visit } from './visit.ts';

/** The README's page without a script. */
function snippetFor(proxyUrl: string): string {
  const readme = readFileSync('README.md', 'utf8');
  const [, snippet = ''] = /```html\n(<link [^]*?)```/.exec(readme) ?? [];
  assert.match(snippet, /<form method="post"/);
  return snippet.replaceAll('https://leads.example', proxyUrl);
}

/** A form with every field of the element. */
const whole = `<lead-form endpoint="/" promo consent>
  <form method="post" action="/v1/leads">
    <label>First name <input name="first_name" autocomplete="given-name" required /></label>
    <label>Last name <input name="last_name" autocomplete="family-name" required /></label>
    <label>Phone <input name="phone" type="tel" autocomplete="tel" required /></label>
    <label>Product
      <select name="product"><option value="">Please choose</option><option>mat</option></select>
    </label>
    <label>Promo code <input name="promo_code" autocomplete="off" /></label>
    <label>
      <input type="checkbox" name="consent" required /> I agree to be contacted about my request.
    </label>
    <button>Send</button>
  </form>
</lead-form>`;

/** By the name of the module and of the style sheet. */
const spoken = new Map<string, Locale>();
for (const file of globSync('src/elements/locales/!(messages).ts').toSorted()) {
  spoken.set(basename(file, '.ts'), (await import(resolve(file))) as Locale);
}

/** The same form once for each language, each with its style sheet. */
function inEveryLanguage(): string {
  const forms = Array.from(spoken, ([lang, { leadForm }]) => {
    const css = readFileSync(`dist/cdn/locales/${lang}.css`, 'utf8');
    const dir = /^(ar|fa|he)$/.test(lang) ? 'rtl' : 'ltr';
    const content = whole.replace(english.consent, leadForm.consent);
    return `<style>div[lang='${lang}'] { ${css} }</style>
      <div lang="${lang}" dir="${dir}">${content}</div>`;
  });
  return forms.join('');
}

interface Stage {
  readonly widget: string;
  /** The page without its script. */
  readonly pageUrl: string;
}

async function setUp(content: (proxyUrl: string) => string): Promise<Stage> {
  let proxyUrl = '';
  const pageUrl = await servePage(
    (path) => `<meta name="viewport" content="width=device-width">
      <link rel="stylesheet" href="${proxyUrl}/widget/lead-form.css">
      <style>body { font: 16px/1.5 sans-serif }</style>
      <div dir="${path.slice(1) || 'ltr'}">${content(proxyUrl)}<p>Below it.</p></div>`,
  );
  const env = { PROMO_LEAD_ORIGINS: pageUrl };
  ({ url: proxyUrl } = await spawnServer(['--demo', '--data', temporaryFolder()], env));
  return { widget: `${proxyUrl}/widget`, pageUrl };
}

async function takeOver(page: Page, widget: string): Promise<void> {
  await page.addScriptTag({ type: 'module', url: `${widget}/promo-lead.js` });
  await page.waitForFunction(() => document.querySelector('lead-form')?.shadowRoot);
}

/** In whole CSS pixels: a fraction cannot be seen to move. */
async function heightOf(page: Page): Promise<number> {
  return page.locator('lead-form').evaluate((form: HTMLElement) => form.offsetHeight);
}

/** The position and style of each field. */
function looksOf(fields: Locator): Promise<readonly unknown[]> {
  return fields.evaluateAll((all) =>
    all.map((field) => {
      const { x, y, width, height } = field.getBoundingClientRect();
      const { color, backgroundColor, border, font, padding } = getComputedStyle(field);
      // The two may round a fraction differently.
      const place = [x, y, width, height].map(Math.round);
      return { place, color, backgroundColor, border, font, padding };
    }),
  );
}

/** Runs in the page: whether each form names the phone in its own language. */
function areTranslated(phones: readonly string[]): boolean {
  return Array.from(document.querySelectorAll('lead-form')).every(
    ({ shadowRoot }, index) =>
      shadowRoot?.querySelector('[for=phone]')?.textContent === phones[index] &&
      shadowRoot?.querySelector('promo-code-input')?.shadowRoot?.querySelector('button'),
  );
}

async function heightsOf(page: Page): Promise<readonly number[]> {
  return page
    .locator('lead-form')
    .evaluateAll((forms) => forms.map((form) => form.getBoundingClientRect().height));
}

describe('The plain form inside <lead-form>', () => {
  for (const [screen, viewport] of Object.entries(screens)) {
    it(`is replaced without a shift on a ${screen}: the README's`, async () => {
      const { widget, pageUrl } = await setUp(snippetFor);
      const { page, complaints } = await visit(pageUrl, { viewport });
      await page.evaluate(shiftObserver);
      await takeOver(page, widget);
      assert.equal(await takeShift(page), 0);
      assert.deepEqual(complaints, []);
    });

    it(`is replaced without a shift on a ${screen}: with the page's own fields`, async () => {
      const fields = [
        (name: string) => `City <input name="${name}" required />`,
        (name: string) => `Wishes <textarea name="${name}" rows="3"></textarea>`,
        (name: string) => `Size <select name="${name}"><option>S</option></select>`,
        (name: string) => `<input name="${name}" type="checkbox" /> Gift wrap`,
      ];
      const plain = fields.map((field, at) => `<label>${field(`extra[f${at}]`)}</label>`).join('');
      const own = fields
        .map((field, at) => `<label slot="extra">${field(`f${at}`)}</label>`)
        .join('');
      const { widget, pageUrl } = await setUp((proxyUrl) =>
        snippetFor(proxyUrl).replace('<button', `${plain}$&`).replace('</form>', `$&${own}`),
      );
      const { page } = await visit(pageUrl, { viewport });
      await page.evaluate(shiftObserver);
      const before = await looksOf(page.locator('form label:has([name*=extra]) > *'));
      await takeOver(page, widget);
      assert.equal(await takeShift(page), 0);
      assert.deepEqual(await looksOf(page.locator('label[slot] > *')), before);
      assert.equal(before.length, fields.length);
    });

    it(`is replaced without a shift on a ${screen}: the landing page's`, async () => {
      const { url } = await spawnServer(['--demo', '--data', temporaryFolder()]);
      const { page } = await visit('about:blank', { viewport });
      await page.addInitScript(shiftObserver);
      const { promise: isRead, resolve: read } = Promise.withResolvers<void>();
      await page.route('**/*.js', async (route) => {
        await isRead;
        await route.continue();
      });
      await page.goto(`${url}/#order`, { waitUntil: 'commit' });
      await page.getByLabel('First name').waitFor();
      // The button and the content below the form are in view.
      await page.locator('lead-form button').scrollIntoViewIfNeeded();
      await page.mouse.wheel(0, 200);
      await takeShift(page);
      const before = await heightOf(page);
      read();
      await page.waitForFunction(() => document.querySelector('lead-form')?.shadowRoot);
      await page.getByRole('button', { name: 'Apply' }).waitFor();
      assert.equal(await takeShift(page), 0);
      assert.equal(await heightOf(page), before);
    });
  }

  it('has the size and position of its replacement, at every width and in both directions', async () => {
    const { widget, pageUrl } = await setUp(() => whole);
    const { page } = await visit('about:blank');
    const sizes: Record<string, readonly [before: string, after: string]> = {};
    const measure = async (): Promise<string> => {
      const box = await page.getByRole('checkbox').boundingBox();
      return `${await heightOf(page)} high, box at ${Math.round(box?.x ?? Number.NaN)}`;
    };
    for (const width of [320, 390, 480, 600, 700, 820, 1024, 1280]) {
      for (const dir of ['ltr', 'rtl']) {
        await page.setViewportSize({ width, height: 844 });
        await page.goto(`${pageUrl}/${dir}`);
        const before = await measure();
        await takeOver(page, widget);
        await page.getByRole('button', { name: 'Apply' }).waitFor();
        sizes[`${width} ${dir}`] = [before, await measure()];
      }
    }
    const moved = Object.entries(sizes).filter(([, [before, after]]) => before !== after);
    assert.deepEqual(moved, []);
  });

  it('has the size of its replacement, in every language', async () => {
    const { widget, pageUrl } = await setUp(inEveryLanguage);
    const { page } = await visit(pageUrl);
    const phones = Array.from(spoken.values(), ({ leadForm }) => leadForm.phone);
    const langs = [...spoken.keys()];
    const heights: (readonly number[])[] = [];
    for (const _ of ['before', 'after']) {
      for (const width of [320, 390, 1280]) {
        await page.setViewportSize({ width, height: 844 });
        heights.push(await heightsOf(page));
      }
      if (heights.length > 3) break;
      await page.addScriptTag({ type: 'module', url: `${widget}/promo-lead.js` });
      await page.waitForFunction(areTranslated, phones);
    }
    const moved = heights.slice(0, 3).map((before, width) =>
      before.flatMap((height, index) => {
        const after = heights[width + 3]?.[index] ?? 0;
        // The two may round a fraction differently.
        return Math.abs(after - height) > 0.5 ? [`${langs[index]} ${height} ${after}`] : [];
      }),
    );
    assert.deepEqual(moved, [[], [], []]);
  });

  it('is not shown if the page hides the element, with a script or without', async () => {
    const { widget, pageUrl } = await setUp(() => whole.replace('<lead-form', '$& hidden'));
    const { page } = await visit(pageUrl);
    assert.equal(await heightOf(page), 0);
    await takeOver(page, widget);
    assert.equal(await heightOf(page), 0);
  });

  it('tells the log and the visitor what is wrong if the page hides its origin', async () => {
    const guide = readFileSync('demo/docs/guides/without-script.md', 'utf8');
    const [named = ''] = /<meta name="referrer"[^>]*>/.exec(guide) ?? [];
    assert.notEqual(named, '');
    let proxyUrl = '';
    const pageUrl = await servePage(
      (path) => (path.endsWith('/named') ? named : '') + snippetFor(proxyUrl),
      (path) => ({ 'referrer-policy': path.split('/')[1] ?? '' }),
    );
    const env = { PROMO_LEAD_ORIGINS: pageUrl };
    const server = await spawnServer(['--demo', '--data', temporaryFolder()], env);
    proxyUrl = server.url;
    const send = async (path: string): Promise<string> => {
      const { page } = await visit(`${pageUrl}/${path}`, { javaScriptEnabled: false });
      await fillLead(page, { phone: '628123456789' });
      await page.getByRole('button', { name: 'Send' }).click();
      await page.waitForURL(`${proxyUrl}/v1/leads`);
      return page.getByRole('main').innerText();
    };
    for (const policy of ['no-referrer', 'same-origin']) {
      const refusal = await send(policy);
      assert.match(refusal, /not set up right[^]*referrer/);
      assert.doesNotMatch(refusal, /wait/);
      assert.match(await send(`${policy}/named`), /Thank you/);
    }
    assert.equal(server.stderr().split('origin.hidden').length, 2);
  });

  it('is answered in a frame too', async () => {
    let proxyUrl = '';
    const sandbox = 'allow-forms allow-same-origin';
    const pageUrl = await servePage((path) =>
      path === '/inside'
        ? snippetFor(proxyUrl)
        : `<iframe src="/inside" sandbox="${sandbox}" width="600" height="900"></iframe>`,
    );
    const env = { PROMO_LEAD_ORIGINS: pageUrl };
    ({ url: proxyUrl } = await spawnServer(['--demo', '--data', temporaryFolder()], env));
    const { page } = await visit(pageUrl, { viewport: screens.desktop });
    const frame = await (await page.waitForSelector('iframe')).contentFrame();
    assert(frame);
    await frame.getByRole('textbox', { name: 'First name' }).waitFor();
    await fillLead(frame, { phone: '62 81' });
    await frame.getByRole('button', { name: 'Send' }).click();
    await frame.getByText('This is too short').waitFor();
    await frame.getByRole('textbox', { name: 'Phone' }).fill('628123456789');
    await frame.getByRole('button', { name: 'Send' }).click();
    await frame.getByText('Thank you').waitFor();
  });

  it('loses nothing that an input method is composing in it', async () => {
    const { widget, pageUrl } = await setUp(() => whole);
    const { page } = await visit(pageUrl);
    const devTools = await page.context().newCDPSession(page);
    await page.getByLabel('Last name').click();
    const composition = { text: 'やまだ', selectionStart: 3, selectionEnd: 3 };
    await devTools.send('Input.imeSetComposition', composition);
    await takeOver(page, widget);
    const field = page.getByRole('textbox', { name: 'Last name' });
    assert.equal(await field.inputValue(), 'やまだ');
    // Further input continues after it.
    await devTools.send('Input.insertText', { text: '太郎' });
    assert.equal(await field.inputValue(), 'やまだ太郎');
  });
});
