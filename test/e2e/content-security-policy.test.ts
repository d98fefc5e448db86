import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { openSite, type Site } from './hard-pages-site.ts';
import { sendLead } from './hard-pages-visitor.ts';
import { visitAtDesk } from './visit.ts';

interface Page {
  /** `script-src` and its values. */
  readonly policy: string;
  readonly head: string;
}

const script = (file: string, attributes = ''): string =>
  `<script ${file.includes('classic') ? '' : 'type="module"'} src="${file}" ${attributes}></script>`;
const module = '/cdn/promo-lead.js';
const classic = '/cdn/promo-lead.classic.js';
const nonce = 'nonce="N"';

const strictly = "script-src 'nonce-N' 'strict-dynamic'";
const trusted = "script-src 'nonce-N'; require-trusted-types-for 'script'; trusted-types";

/** The npm modules as a page without a bundler loads them, with Lit as it is. */
const npm = `<script ${nonce} type="importmap">${JSON.stringify({
  imports: {
    lit: '/node_modules/lit/index.js',
    'lit-html': '/node_modules/lit-html/lit-html.js',
    'lit-html/': '/node_modules/lit-html/',
    'lit-element/': '/node_modules/lit-element/',
    '@lit/reactive-element': '/node_modules/@lit/reactive-element/reactive-element.js',
  },
})}</script>${script('/npm/index.js', nonce)}`;

const digests = Object.entries(
  JSON.parse(readFileSync('dist/cdn/sri.json', 'utf8')) as Record<string, string>,
).map(([file, digest]) => [`/cdn/${file}`, digest] as const);
const digestOf: ReadonlyMap<string, string> = new Map(digests);
/** An import map with the digests of what is loaded later. */
const integrity = JSON.stringify({ integrity: Object.fromEntries(digests) });
const integrityDigest = `sha256-${createHash('sha256').update(integrity).digest('base64')}`;
const byDigest = `script-src '${integrityDigest}' ${digests.map(([, digest]) => `'${digest}'`).join(' ')}`;
const pinned = (file: string): string => script(file, `integrity="${digestOf.get(file)}"`);

const pages: Readonly<Record<string, Page>> = {
  'the site’s own': { policy: "script-src 'self'", head: script(module) },
  'with a nonce': { policy: "script-src 'nonce-N'", head: script(module, nonce) },
  'with a nonce, a classic one': { policy: "script-src 'nonce-N'", head: script(classic, nonce) },
  'strict-dynamic': { policy: strictly, head: script(module, nonce) },
  'strict-dynamic, inserted by one with a nonce': {
    policy: strictly,
    head: `<script ${nonce}>
      const script = document.createElement('script');
      script.src = '${classic}';
      document.head.append(script);
    </script>`,
  },
  'of these digests': {
    policy: byDigest,
    head: `<script type="importmap">${integrity}</script>${pinned(module)}`,
  },
  'of these digests, a classic one': {
    policy: byDigest,
    head: `<script type="importmap">${integrity}</script>${pinned(classic)}`,
  },
  'Trusted Types, and no policy': { policy: `${trusted} 'none'`, head: script(classic, nonce) },
  'Trusted Types, no policy, several files': {
    policy: `${trusted} 'none'`,
    head: ['/cdn/promo-code-input.js', '/cdn/lead-form.js', module]
      .map((file) => script(file, nonce))
      .join(''),
  },
  'Trusted Types, Lit’s policy, from npm and once more by a script tag': {
    policy: `${trusted} lit-html`,
    head: npm + script(module, nonce),
  },
};

async function openPage({ policy, head }: Page): Promise<Site> {
  const own = '<form action="/v1/leads" method="post"><button>Order</button></form>';
  const fixed = "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'";
  return openSite({
    '/page': {
      html: `<!doctype html><html lang="en"><head>${head}</head><body>
        <lead-form endpoint="/" product="blackmask">${own}</lead-form>
        <promo-code-input lang="de" endpoint="/"></promo-code-input>`,
      headers: { 'content-security-policy': `${fixed}; ${policy}` },
    },
  });
}

describe('A page whose Content-Security-Policy allows scripts', () => {
  for (const [which, text] of Object.entries(pages)) {
    it(`takes one lead, speaks its language and violates nothing: ${which}`, async () => {
      const site = await openPage(text);
      const { page, complaints } = await visitAtDesk(`${site.url}/page`);
      await page.getByRole('button', { name: 'Anwenden' }).waitFor();
      await sendLead(page, site);
      assert.deepEqual(complaints, []);
    });
  }

  it('by a single digest takes one lead, in English: nothing can be loaded later', async () => {
    const policy = `script-src '${digestOf.get(module)}'`;
    const site = await openPage({ policy, head: pinned(module) });
    const { page, complaints } = await visitAtDesk(`${site.url}/page`);
    await sendLead(page, site);
    await page.getByRole('button', { name: 'Apply' }).waitFor();
    assert.match(complaints.join(), /locales\/de\.js.*lead-form\.later\.js/s);
  });

  it('keeps its own form if Lit’s policy is not allowed and the modules are npm’s', async () => {
    const site = await openPage({ policy: `${trusted} 'none'`, head: npm });
    const { page, complaints } = await visitAtDesk(`${site.url}/page`);
    await page.getByRole('button', { name: 'Order' }).waitFor();
    assert.match(complaints.join(), /"lit-html" disallowed/);
  });
});
