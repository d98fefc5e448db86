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
    assert.match(markup, /<input [^>]*\bdisabled\b/);
    assert.match(markup, /<button [^>]*\bdisabled\b/);
  });

  it('leaves its label to the page where that is empty', async () => {
    const markup = await rendered(html`<promo-code-input label=""></promo-code-input>`);
    assert.doesNotMatch(markup, /<label/);
  });

  it('needs no DOM but what @lit-labs/ssr brings', () => {
    for (const name of ['window', 'document', 'location', 'MutationObserver', 'matchMedia']) {
      assert.equal(Object.hasOwn(globalThis, name), false, name);
    }
  });
});

describe('loadLocale()', () => {
  it('has a server render in the language of lang, beside others', async () => {
    const page = html`<promo-code-input lang="fr"></promo-code-input>
      <promo-code-input lang="en"></promo-code-input>`;
    assert.doesNotMatch(await rendered(page), /Code promo/);
    await loadLocale('fr-CA');
    assert.match(await rendered(page), /Code promo<.*Promo code</);
  });

  it('has nothing to do for English and for a language that there is none of', async () => {
    await loadLocale('en-GB');
    await loadLocale('tlh');
    await loadLocale('../../x');
  });
});
