import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { html, type TemplateResult } from 'lit';
import { loadLocale } from '../../../src/elements/index.ts';
import '../../../src/index.ts';

/** The markup that a server sends, without its styles and Lit's marks. */
async function rendered(content: TemplateResult): Promise<string> {
  const markup = await collectResult(render(content));
  return markup
    .replaceAll(/<style>[^]*?<\/style>|<!--.*?-->/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[<>])|(?<=>) /g, '');
}

const complaints: unknown[] = [];
before(() => {
  for (const name of ['error', 'warn'] as const) {
    console[name] = (...args: unknown[]) => complaints.push(...args);
  }
});

describe('<promo-code-input> on a server', () => {
  it('is rendered with its value and its states, to declarative shadow DOM', async () => {
    const markup = await rendered(
      html`<promo-code-input value="SPRING" placeholder="WELCOME10" required></promo-code-input>`,
    );
    assert.match(markup, /<template [^>]*shadowrootmode="open" shadowrootdelegatesfocus>/);
    assert.match(markup, /<label part="label" for="input">Promo code<\/label>/);
    assert.match(
      markup,
      /<input [^>]*aria-required="true"[^>]*placeholder="WELCOME10" value="SPRING"/,
    );
    assert.deepEqual(complaints, []);
  });

  it('is disabled by its own attribute', async () => {
    const markup = await rendered(html`<promo-code-input disabled></promo-code-input>`);
    assert.match(markup, /<input [^>]* disabled[ >]/);
    assert.match(markup, /<button [^>]* disabled[ >]/);
  });

  it('leaves its label to the page if it is empty', async () => {
    const markup = await rendered(html`<promo-code-input label=""></promo-code-input>`);
    assert.doesNotMatch(markup, /<label/);
  });

  it('needs no DOM except what @lit-labs/ssr brings', () => {
    for (const name of ['window', 'document', 'location', 'MutationObserver', 'matchMedia']) {
      assert.equal(Object.hasOwn(globalThis, name), false, name);
    }
  });
});

describe('<lead-form> on a server', () => {
  it('is a form that posts to the proxy, with all that it would send', async () => {
    const markup = await rendered(
      html`<lead-form endpoint="https://leads.example/" product="mat" click-id="C-1"></lead-form>`,
    );
    assert.match(markup, /<form [^>]*method="post" action="https:\/\/leads\.example\/v1\/leads"/);
    assert.match(markup, /<input type="hidden" name="product" value="mat"/);
    assert.match(markup, /<input type="hidden" name="click_id" value="C-1"/);
    assert.doesNotMatch(markup, /<button [^>]* disabled[ >]/);
    assert.deepEqual(complaints, []);
  });

  for (const [endpoint, action] of [
    ['/', '/v1/leads'],
    ['/shop?a=1#b', '/shop/v1/leads'],
    ['https://leads.example//', 'https://leads.example/v1/leads'],
    ['javascript:alert(1)', undefined],
    ['//evil.example', undefined],
    ['https://user:secret@leads.example', undefined],
  ] as const) {
    it(`goes to ${action ?? 'nowhere'} for the endpoint ${endpoint}`, async () => {
      const markup = await rendered(
        html`<lead-form endpoint=${endpoint} product="mat"></lead-form>`,
      );
      assert.equal(/<form [^>]*\baction="([^"]*)"/.exec(markup)?.[1], action);
      assert.equal(markup.includes('method="post"'), action !== undefined);
    });
  }

  it('gives no consent for the visitor', async () => {
    const markup = await rendered(html`<lead-form endpoint="/" product="mat" consent></lead-form>`);
    assert.match(markup, /type="checkbox"/);
    assert.doesNotMatch(markup, /\bchecked\b/);
  });
});

describe('loadLocale()', () => {
  it('lets a server render in the language of lang, beside others', async () => {
    const page = html`<promo-code-input lang="fr"></promo-code-input>
      <promo-code-input lang="en"></promo-code-input>`;
    assert.doesNotMatch(await rendered(page), /Code promo/);
    await loadLocale('fr-CA');
    assert.match(await rendered(page), /Code promo<.*Promo code</);
  });

  it('does nothing for English and for an unknown language', async () => {
    await loadLocale('en-GB');
    await loadLocale('tlh');
    await loadLocale('../../x');
  });
});
