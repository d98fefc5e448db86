import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openSite, type Site } from './hard-pages-site.ts';
import { sendLead } from './hard-pages-visitor.ts';
import { visitAtDesk } from './visit.ts';

const classic = '<script src="/cdn/promo-lead.classic.js"></script>';
const module = '<script type="module" src="/cdn/promo-lead.js"></script>';

/** With everything that a page's own form can set on a lead form. */
const form = `<lead-form endpoint="/" lang="en" promo>
  <form method="post" action="/v1/leads">
    <input name="first_name"><input name="last_name"><input name="phone">
    <input name="click_id" type="hidden" value="CLICK-1">
    <input name="promo_code" value="WELCOME10">
    <select name="product"><option value="blackmask" selected>Black Mask</option></select>
    <button>Order</button>
  </form>
</lead-form>`;

/** By where the script is. */
const pages: Readonly<Record<string, string>> = {
  'in the head, classic': `<head>${classic}</head><body>${form}`,
  'in the head, classic and deferred': `<head>${classic.replace(' ', ' defer ')}</head><body>${form}`,
  'in the head, a module': `<head>${module}</head><body>${form}`,
  'in the head, a module that does not wait': `<head>${module.replace(' ', ' async ')}</head>
    <body>${form}`,
  'before the element': `<body>${classic}${form}`,
  'at the end of the body': `<body>${form}${classic}`,
  'inserted by a tag manager, after the page has loaded': `<body>${form}<script>
    addEventListener('load', () => setTimeout(() => {
      const script = document.createElement('script');
      script.src = '/cdn/promo-lead.classic.js';
      document.head.append(script);
    }));</script>`,
  'there before the element, which comes by innerHTML': `<body><main></main>${module}<script>
    addEventListener('load', () => {
      document.querySelector('main').innerHTML = ${JSON.stringify(form)};
    });</script>`,
};

async function openPage(html: string, headers: Record<string, string> = {}): Promise<Site> {
  return openSite({ '/page': { html, headers } });
}

describe('The script on a page', () => {
  for (const [where, html] of Object.entries(pages)) {
    it(`takes one lead, with the texts of the page’s own form: ${where}`, async () => {
      const site = await openPage(`<!doctype html><html lang="en">${html}`);
      const { page, complaints } = await visitAtDesk(`${site.url}/page`);
      await sendLead(page, site);
      assert.partialDeepStrictEqual(site.sent.at(-1)?.body, {
        product: 'blackmask',
        click_id: 'CLICK-1',
        promo_code: 'WELCOME10',
      });
      assert.deepEqual(complaints, []);
    });
  }

  for (const script of ['promo-lead.classic.js', 'promo-lead.js']) {
    it(`finds the languages beside ${script} on another origin`, async () => {
      const cdn = await openSite({});
      const type = script.includes('classic') ? '' : 'type="module"';
      const site = await openPage(`<!doctype html><html lang="de">
        <lead-form endpoint="/" product="blackmask"></lead-form>
        <script ${type} src="${cdn.url}/cdn/${script}"></script>`);
      const { page, complaints } = await visitAtDesk(`${site.url}/page`);
      await page.getByRole('button', { name: 'Absenden' }).waitFor();
      assert.deepEqual(complaints, []);
    });
  }
});
