import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { version } from '../../src/elements/shared/version.ts';
import { openSite, type Site } from './hard-pages-site.ts';
import { fillLead, visitAtDesk } from './visit.ts';

/** The npm modules as loaded without a bundler. */
const importMap = `<script type="importmap">${JSON.stringify({
  imports: {
    lit: '/node_modules/lit/index.js',
    'lit-html': '/node_modules/lit-html/lit-html.js',
    'lit-html/': '/node_modules/lit-html/',
    'lit-element/': '/node_modules/lit-element/',
    '@lit/reactive-element': '/node_modules/@lit/reactive-element/reactive-element.js',
    '@lit/reactive-element/': '/node_modules/@lit/reactive-element/',
  },
})}</script>`;
const module = (path: string): string => `<script type="module" src="${path}"></script>`;
const classic = (path: string): string => `<script src="${path}"></script>`;

const copies: Readonly<Record<string, readonly string[]>> = {
  'as a module, by two URLs': [module('/cdn/promo-lead.js'), module('/cdn-again/promo-lead.js')],
  'as a classic script and as a module': [
    classic('/cdn/promo-lead.classic.js'),
    module('/cdn/promo-lead.js'),
  ],
  'as a classic script, twice': [
    classic('/cdn/promo-lead.classic.js'),
    classic('/cdn-again/promo-lead.classic.js'),
  ],
  'from npm and from a CDN': [importMap, module('/npm/index.js'), module('/cdn/promo-lead.js')],
  'from a CDN and from npm': [importMap, module('/cdn/promo-lead.js'), module('/npm/index.js')],
  'as each element alone, and both in one': [
    module('/cdn/lead-form.js'),
    module('/cdn/promo-code-input.js'),
    module('/cdn-again/promo-lead.js'),
  ],
};

const versions: Readonly<Record<string, readonly string[]>> = {
  'an older one first': [module('/cdn/promo-lead.js'), module('/cdn-next/promo-lead.js')],
  'a newer one first': [module('/cdn-next/promo-lead.js'), module('/cdn/promo-lead.js')],
  'the field of the newer one': [
    module('/cdn-next/promo-code-input.js'),
    module('/cdn/promo-lead.js'),
  ],
  'the form of the newer one': [module('/cdn-next/lead-form.js'), module('/cdn/promo-lead.js')],
};

const form = '<lead-form endpoint="/" product="blackmask" promo></lead-form>';

async function openPage(scripts: readonly string[]): Promise<Site> {
  return openSite({ '/page': { html: `<!doctype html>${form}${scripts.join('')}` } });
}

/** The whole journey of a visitor with a code: one check, one lead. */
async function order(page: Page, site: Site): Promise<void> {
  await fillLead(page, { phone: '62811111111', code: 'welcome10' });
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('Code WELCOME10 applied.').waitFor();
  await page.getByRole('button', { name: 'Send' }).dblclick();
  await page.getByText('Thank you!').waitFor();
  assert.deepEqual(
    site.sent.map(({ path }) => path),
    ['/v1/promo-codes/validate', '/v1/leads'],
  );
  assert.equal(await site.storedLeads(), 1);
}

describe('A page with two copies of the script', () => {
  for (const [how, scripts] of Object.entries(copies)) {
    it(`takes one lead: ${how}`, async () => {
      const site = await openPage(scripts);
      const { page, complaints } = await visitAtDesk(`${site.url}/page`);
      await order(page, site);
      assert.deepEqual(complaints, []);
    });
  }

  for (const [how, scripts] of Object.entries(versions)) {
    it(`takes one lead from two versions, and warns: ${how}`, async () => {
      const site = await openPage(scripts);
      const { page, complaints } = await visitAtDesk(`${site.url}/page`);
      await order(page, site);
      assert.ok(complaints.length > 0);
      for (const complaint of complaints) {
        assert.match(complaint, /^Cannot define <[a-z-]+> of promo-lead [\d.]+: promo-lead [\d.]+/);
      }
      assert.ok(complaints.join().includes(version));
    });
  }

  it('shows the field errors that a client of the other copy reports', async () => {
    const site = await openPage([
      importMap,
      module('/cdn/promo-lead.js'),
      `<script type="module">
        import { createClient } from '/npm/client/index.js';
        document.querySelector('lead-form').client = createClient({ endpoint: '/' });
      </script>`,
    ]);
    const errors = [{ field: 'phone', code: 'format' }];
    site.answer = () =>
      Response.json(
        { type: 'invalid-fields', title: '', status: 422, errors },
        { status: 422, headers: { 'content-type': 'application/problem+json' } },
      );
    const { page } = await visitAtDesk(`${site.url}/page`);
    await fillLead(page, { phone: '62811111111' });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Please use digits only').first().waitFor();
    assert.equal(site.sent.length, 1);
  });

  it('takes one lead from classes in a scoped registry, beside the defined ones', async () => {
    const site = await openSite({
      '/page': {
        html: `<!doctype html>${importMap}<div id="scope"></div>${module('/cdn-next/promo-lead.js')}
          <script type="module">
            import { LeadForm, PromoCodeInput } from '/npm/elements/index.js';
            const customElementRegistry = new CustomElementRegistry();
            customElementRegistry.define('lead-form', LeadForm);
            customElementRegistry.define('promo-code-input', PromoCodeInput);
            const root = scope.attachShadow({ mode: 'open', customElementRegistry });
            root.innerHTML = '<lead-form endpoint="/" product="blackmask">' +
              '<promo-code-input slot="promo"></promo-code-input></lead-form>';
            if (root.firstChild.constructor !== LeadForm) throw new Error('not of this registry');
          </script>`,
      },
    });
    const { page, complaints } = await visitAtDesk(`${site.url}/page`);
    await order(page, site);
    assert.deepEqual(complaints, []);
  });

  it('obeys a Trusted Types policy that allows duplicates', async () => {
    const policy = "require-trusted-types-for 'script'; trusted-types lit-html 'allow-duplicates'";
    const site = await openSite({
      '/page': {
        html: `<!doctype html>${form}${[
          module('/cdn/lead-form.js'),
          module('/cdn/promo-code-input.js'),
        ].join('')}`,
        headers: { 'content-security-policy': policy },
      },
    });
    const { page, complaints } = await visitAtDesk(`${site.url}/page`);
    await order(page, site);
    assert.deepEqual(complaints, []);
  });
});
