import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { LitElement } from 'lit';
import type { Page } from 'playwright-core';
import { promoLead } from '../support/command/promo-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openSite, type Site } from './hard-pages-site.ts';
import { servePage } from './page-server.ts';
import { fillLead, visitAtDesk } from './visit.ts';

const setUp = 'data-endpoint="/" data-company="shop" data-lang="de"';
const classic = `<script src="/cdn/promo-lead.classic.js" ${setUp}></script>`;
const module = `<script type="module" src="/cdn/promo-lead.js" ${setUp}></script>`;
const element = '<lead-form product="blackmask" promo></lead-form>';

/** As a tag manager does: inserts a tag with `async`, some time after the page has loaded. */
const tagManager = (source: string): string => `<script>
  addEventListener('load', () => setTimeout(() => {
    const script = document.createElement('script');
    Object.assign(script, { src: '/cdn/${source}', async: true });
    if (!script.src.includes('classic')) script.type = 'module';
    Object.assign(script.dataset, { endpoint: '/', company: 'shop', lang: 'de' });
    document.head.append(script);
  }));</script>`;

/** As jQuery does with inserted HTML: the tag itself does not run, a new one runs its text. */
const jQuery = `<div id="slot"></div><script>
  document.getElementById('slot').innerHTML = \`${classic.replace('</', '<\\/')}\`;
  const [{ src }] = document.getElementById('slot').children;
  fetch(src).then((reply) => reply.text()).then((text) => {
    const script = Object.assign(document.createElement('script'), { text });
    document.head.append(script);
    script.remove();
  });</script>`;

const pages: Readonly<Record<string, string>> = {
  'classic, in the head': `<head>${classic}</head><body>${element}`,
  'classic, at the end': `<body>${element}${classic}`,
  'classic, by a tag manager': `<body>${element}${tagManager('promo-lead.classic.js')}`,
  'a module': `<head>${module}</head><body>${element}`,
  'a module, by a tag manager': `<body>${element}${tagManager('promo-lead.js')}`,
  'classic, by jQuery': `<body>${element}${jQuery}`,
  'a module that is redirected': `<head>${module.replace('/cdn/', '/latest/')}</head><body>${element}`,
  'classic, before an element that a script makes': `<head>${classic}</head><body><script>
    const made = document.createElement('lead-form');
    document.body.append(made);
    made.setAttribute('product', 'blackmask');
    made.setAttribute('promo', '');
  </script>`,
};

async function openPage(html: string): Promise<{ readonly page: Page; readonly site: Site }> {
  const site = await openSite({ '/page': { html: `<!doctype html>${html}` } });
  const { page, complaints } = await visitAtDesk(`${site.url}/page`);
  assert.deepEqual(complaints, []);
  return { page, site };
}

/** The endpoint of an element of ours in a page. */
function endpointOf(page: Page, selector: string): Promise<unknown> {
  return page.locator(selector).evaluate((found): unknown => Reflect.get(found, 'endpoint'));
}

describe('A script tag with data-endpoint, data-company and data-lang', () => {
  for (const [how, html] of Object.entries(pages)) {
    it(`sets up the elements of its page: ${how}`, async () => {
      const { page, site } = await openPage(html);
      await page.getByRole('textbox', { name: 'Vorname' }).fill('Ana');
      await page.getByRole('textbox', { name: 'Nachname' }).fill('Wijaya');
      await page.getByRole('textbox', { name: 'Telefon' }).fill('62811111111');
      await page.getByRole('textbox', { name: /code/i }).fill('welcome10');
      // The stage has no such company; the test checks that it is asked for.
      const valid = { status: 'valid', code: 'WELCOME10' };
      site.answer = ({ path }) => (path.endsWith('/validate') ? Response.json(valid) : undefined);
      await page.locator('[part=submit]').click();
      await page.locator('[part=thanks]').waitFor();
      const sent = site.sent.map(({ path, body }) => [path, body['company']]);
      assert.deepEqual(sent, [
        ['/v1/promo-codes/validate', 'shop'],
        ['/v1/leads', 'shop'],
      ]);
    });
  }

  it('does not override what an element, its form or the page sets', async () => {
    const { page, site } = await openPage(`<html lang="en"><body>${classic}
      <lead-form endpoint="/elsewhere" company="own" product="blackmask">
        <promo-code-input slot="promo"></promo-code-input>
      </lead-form>
      <promo-code-input id="alone" endpoint="/there"></promo-code-input>
      <script>
        const early = document.createElement('promo-code-input');
        Object.assign(early, { id: 'early', endpoint: '/mine' });
        document.body.append(early);
      </script>`);
    await page.getByRole('textbox', { name: 'First name' }).waitFor();
    assert.equal(await endpointOf(page, 'lead-form'), '/elsewhere');
    assert.equal(await endpointOf(page, 'lead-form promo-code-input'), '/elsewhere');
    const field = page.locator('lead-form promo-code-input');
    assert.equal(await field.evaluate((found): unknown => Reflect.get(found, 'company')), 'own');
    assert.equal(await endpointOf(page, '#alone'), '/there');
    assert.equal(await endpointOf(page, '#early'), '/mine');
    assert.equal(site.sent.length, 0);
  });

  it('applies again once an element no longer sets its own', async () => {
    const { page } = await openPage(`<body>${classic}
      <lead-form endpoint="/elsewhere" product="blackmask"></lead-form>
      <promo-code-input endpoint="/elsewhere"></promo-code-input>`);
    for (const tag of ['lead-form', 'promo-code-input']) {
      const found = page.locator(tag);
      const endpoints = await found.evaluate(async (el: LitElement): Promise<unknown> => {
        const own: unknown = Reflect.get(el, 'endpoint');
        el.removeAttribute('endpoint');
        await el.updateComplete;
        return [own, Reflect.get(el, 'endpoint')];
      });
      assert.deepEqual(endpoints, ['/elsewhere', '/'], tag);
    }
  });

  it('does not apply to a script with a tag of its own', async () => {
    const html = `<body><lead-form product="blackmask"></lead-form>
      <script type="module" src="/cdn-again/remember-touch.js" ${setUp}></script>
      <script type="module" src="/cdn/promo-lead.js"></script>`;
    const site = await openSite({ '/page': { html: `<!doctype html>${html}` } });
    const { page } = await visitAtDesk(`${site.url}/page`);
    await page.getByText('<lead-form> needs an endpoint').waitFor();
    assert.equal(await endpointOf(page, 'lead-form'), undefined);
  });
});

describe('The snippet of promo-lead init', () => {
  it('sends a lead to another origin, with the files of one release and their integrity', async () => {
    let snippet = '';
    const pageUrl = await servePage(() => snippet);
    const folder = temporaryFolder();
    const file = join(folder, 'promo-lead.json');
    const { url } = await spawnServer(['--demo', '--data', join(folder, 'data')], {
      PROMO_LEAD_ORIGINS: pageUrl,
    });
    const made = await promoLead(['init', '--json', '--config', file, '--url', url]);
    ({ snippet } = JSON.parse(made.stdout) as { readonly snippet: string });
    const place = /src="([^"]*\/)promo-lead\.js" integrity="sha384-/.exec(snippet)?.[1] ?? 'none';
    const { page, complaints } = await visitAtDesk(pageUrl);
    const loaded: string[] = [];
    page.on('response', (response) => loaded.push(response.url()));
    await fillLead(page, { phone: '62811111111' });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Thank you!').waitFor();
    assert.deepEqual(complaints, []);
    const widgets = loaded.filter((loadedFile) => loadedFile.includes('/widget/'));
    assert.deepEqual(
      widgets.filter((loadedFile) => !loadedFile.startsWith(place)),
      [],
    );
  });
});

describe('The classes', () => {
  it('can be extended and given other names, beside the elements of the package', async () => {
    const { page, site } = await openPage(`<body>
      <acme-form endpoint="/" product="blackmask"></acme-form>
      <script type="module">
        import { LeadForm } from '/cdn/promo-lead.js';
        customElements.define('acme-form', class extends LeadForm {
          static styles = LeadForm.styles;
          get status() { return super.status; }
        });
      </script>`);
    await fillLead(page, { phone: '62811111111' });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Thank you!').waitFor();
    assert.equal(site.sent.length, 1);
    assert.equal(
      await page.locator('acme-form').evaluate((form) => form.matches(':state(accepted)')),
      true,
    );
  });
});
