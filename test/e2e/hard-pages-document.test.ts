import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openSite, type PageText, type Site } from './hard-pages-site.ts';
import { sendLead } from './hard-pages-visitor.ts';
import { fillLead, visitAtDesk } from './visit.ts';

const classic = '<script src="/cdn/promo-lead.classic.js"></script>';
const module = '<script type="module" src="/cdn/promo-lead.js"></script>';
const element = '<lead-form endpoint="/" product="blackmask" promo></lead-form>';

/** Encodes as Windows-1251, for ASCII and Cyrillic letters. */
function windows1251(text: string): Buffer {
  const bytes = Array.from(text, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    return codePoint >= 0x410 && codePoint <= 0x44f ? codePoint - 0x350 : codePoint;
  });
  return Buffer.from(bytes);
}

const documents: Readonly<Record<string, PageText>> = {
  'in quirks mode': { html: `<html lang="en"><body>${element}${module}` },
  'that changes its address and its title': {
    html: `<!doctype html><html lang="en">${element}${module}<script>
      addEventListener('load', () => history.pushState({}, '', '/somewhere/else?x=1#y'));
    </script>`,
  },
  'whose clock is broken': {
    html: `<!doctype html><html lang="en"><script>
      Date.now = () => NaN;
    </script>${element}${module}`,
  },
  'whose clock is in the year 275760': {
    html: `<!doctype html><html lang="en"><script>Date.now = () => 8.64e15;</script>${element}${module}`,
  },
  'that believes to be offline': {
    html: `<!doctype html><html lang="en"><script>
      Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false });
    </script>${element}${module}`,
  },
  'without storage': {
    html: `<!doctype html><html lang="en"><script>
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
        const get = () => { throw new DOMException('Denied', 'SecurityError'); };
        Object.defineProperty(window, name, { get });
      }
      Object.defineProperty(Document.prototype, 'cookie', {
        get() { throw new DOMException('Denied', 'SecurityError'); },
        set() { throw new DOMException('Denied', 'SecurityError'); },
      });
      delete Navigator.prototype.locks;
    </script>${element}${module}`,
  },
};

async function openPage(page: PageText): Promise<Site> {
  return openSite({ '/page': page });
}

describe('A page', () => {
  for (const [what, text] of Object.entries(documents)) {
    it(`takes one lead from a document ${what}`, async () => {
      const site = await openPage(text);
      const { page, complaints } = await visitAtDesk(`${site.url}/page?utm_source=a&gclid=G-1`);
      await sendLead(page, site);
      assert.equal(site.sent.at(-1)?.body['click_id'], 'G-1');
      assert.deepEqual(complaints, []);
    });
  }

  it('takes one lead, in Cyrillic letters, from a document in Windows-1251', async () => {
    const html = windows1251(`<!doctype html><html lang="ru"><meta charset="windows-1251">
      <lead-form endpoint="/" product="blackmask"><b slot="submit">Заказать</b></lead-form>
      ${classic}`);
    const headers = { 'content-type': 'text/html' };
    const site = await openPage({ html, headers });
    const { page, complaints } = await visitAtDesk(`${site.url}/page`);
    await page.getByRole('textbox', { name: 'Имя' }).fill('Анна');
    await page.getByRole('textbox', { name: 'Фамилия' }).fill('Иванова');
    await page.getByRole('textbox', { name: 'Телефон' }).fill('79161234567');
    await page.getByRole('button', { name: 'Заказать' }).click();
    await page.getByText('Спасибо').waitFor();
    assert.partialDeepStrictEqual(site.sent[0]?.body, { first_name: 'Анна', locale: 'ru' });
    assert.deepEqual(complaints, []);
  });

  it('takes one lead from an XHTML document, which refuses HTML that is not XML', async () => {
    const site = await openPage({
      html: `<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>X</title></head><body>
        <lead-form endpoint="/" product="blackmask" promo=""></lead-form>
        <script src="/cdn/promo-lead.classic.js"></script></body></html>`,
      headers: { 'content-type': 'application/xhtml+xml' },
    });
    const { page, complaints } = await visitAtDesk(`${site.url}/page`);
    await sendLead(page, site);
    assert.deepEqual(complaints, []);
  });

  it('resolves its endpoint against the base URL, as a native form does', async () => {
    const elsewhere = await openSite({});
    const site = await openPage({
      html: `<!doctype html><base href="${elsewhere.url}/shop/"><lead-form lang="en" endpoint="leads"
        product="blackmask"></lead-form>
        <script type="module" src="${elsewhere.url}/cdn/promo-lead.js"></script>`,
    });
    elsewhere.answer = () => new Response(null, { status: 500 });
    const { page } = await visitAtDesk(`${site.url}/page`);
    const [request] = await Promise.all([
      page.waitForRequest(
        (candidate) => candidate.method() === 'OPTIONS' || candidate.url().includes('v1/leads'),
      ),
      fillLead(page, { phone: '62811111111' }).then(() =>
        page.getByRole('button', { name: 'Send' }).click(),
      ),
    ]);
    assert.equal(request.url(), `${elsewhere.url}/shop/leads/v1/leads`);
  });

  it('keeps the lead if it has no origin that a proxy could know: a file', async () => {
    const site = await openSite({});
    const file = join(temporaryFolder(), 'page.html');
    writeFileSync(
      file,
      `<!doctype html><html lang="en">
      <lead-form endpoint="${site.url}" product="blackmask"></lead-form>
      <script src="${site.url}/cdn/promo-lead.classic.js"></script>`,
    );
    const { page } = await visitAtDesk(pathToFileURL(file).href);
    await fillLead(page, { phone: '62811111111' });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('button', { name: 'Send now' }).waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Phone' }).inputValue(), '62811111111');
    assert.equal(await site.storedLeads(), 0);
  });

  it('takes one lead from a document that a script made: a blob: URL', async () => {
    const site = await openPage({ html: '<!doctype html>' });
    const { page, complaints } = await visitAtDesk(`${site.url}/page`);
    const html = `<!doctype html><html lang="en">
      <lead-form endpoint="${site.url}" product="blackmask"></lead-form>
      <script type="module" src="${site.url}/cdn/promo-lead.js"></script>`;
    await page.evaluate(`location.href = URL.createObjectURL(
      new Blob([${JSON.stringify(html)}], { type: 'text/html' }))`);
    await sendLead(page, site);
    assert.deepEqual(complaints, []);
  });
});

describe('A network', () => {
  it('with a service worker that answers with a page leaves the lead kept', async () => {
    const site = await openSite({
      '/page': { html: `<!doctype html><html lang="en">${element}${module}` },
      '/worker.js': {
        html: `addEventListener('fetch', (event) => {
          if (event.request.method === 'POST') event.respondWith(
            new Response('<h1>Welcome back</h1>', { headers: { 'content-type': 'text/html' } }));
        });
        addEventListener('activate', (event) => event.waitUntil(clients.claim()));`,
        headers: { 'content-type': 'text/javascript' },
      },
    });
    const { page } = await visitAtDesk(`${site.url}/page`);
    await page.evaluate(`navigator.serviceWorker.register('/worker.js').then(() =>
      navigator.serviceWorker.ready)`);
    await page.reload();
    await fillLead(page, { phone: '62811111111' });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('button', { name: 'Send now' }).waitFor();
    assert.equal(site.sent.length, 0);
    await page.evaluate(`navigator.serviceWorker.getRegistration().then((it) => it.unregister())`);
  });

  it('with a blocker that refuses the call leaves the lead kept until it may be sent', async () => {
    const site = await openPage({ html: `<!doctype html><html lang="en">${element}${module}` });
    const { page } = await visitAtDesk(`${site.url}/page`);
    await page.route('**/v1/leads', (route) => route.abort('blockedbyclient'));
    await fillLead(page, { phone: '62811111111' });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('button', { name: 'Send now' }).waitFor();
    await page.unroute('**/v1/leads');
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('Thank you!').waitFor();
    assert.equal(await site.storedLeads(), 1);
  });
});
