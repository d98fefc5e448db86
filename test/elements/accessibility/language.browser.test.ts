import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm, PromoCodeInput } from '../../../src/index.ts';
import { ProxyStub } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { renderForm } from '../lead-form/lead-form-stage.ts';

/** The `lang` of the elements with the texts of a promo code field, or `null` if there is none. */
function langsOf(el: Element): readonly (string | null)[] {
  const parts = el.shadowRoot?.querySelectorAll('label, .optional, button, p') ?? [];
  return Array.from(parts, (part) => part.getAttribute('lang'));
}

describe('The language of the texts', () => {
  it('is marked if we have no texts in the page’s language, or it names none', async () => {
    for (const lang of ['sw', '']) {
      const page = await fixture(
        html`<div lang=${lang}><promo-code-input></promo-code-input></div>`,
      );
      const el = page.querySelector('promo-code-input') as PromoCodeInput;
      await el.updateComplete;
      expect(langsOf(el), lang).to.deep.equal(['en', 'en', 'en', 'en']);
    }
  });

  it('is the page’s own if we have texts in it, and changes with it', async () => {
    const page = await fixture(html`<div lang="en-GB"><promo-code-input></promo-code-input></div>`);
    const el = page.querySelector('promo-code-input') as PromoCodeInput;
    expect(langsOf(el)).to.deep.equal([null, null, null, null]);
    page.setAttribute('lang', 'de-AT');
    const label = (): string => el.shadowRoot?.querySelector('label')?.textContent ?? '';
    await waitUntil(() => label().includes('Gutscheincode'));
    expect(langsOf(el)).to.deep.equal([null, null, null, null]);
  });

  it('is the page’s where the texts are', async () => {
    const page = await fixture(
      html`<div lang="sw">
        <promo-code-input messages='{"label": "Kuponi"}'></promo-code-input>
      </div>`,
    );
    const el = page.querySelector('promo-code-input') as PromoCodeInput;
    expect(langsOf(el)).to.deep.equal([null, null, null, null]);
  });

  it('is marked once for a whole lead form, and what is for the developer is English', async () => {
    const page = await fixture(html`<div lang="sw"><lead-form></lead-form></div>`);
    const el = page.querySelector('lead-form') as LeadForm;
    await el.updateComplete;
    expect(el.shadowRoot?.querySelector('.stack')?.getAttribute('lang')).to.equal('en');
    expect(el.shadowRoot?.querySelector('[role=alert]')?.getAttribute('lang')).to.equal('en');
    const faultless = await renderForm(new ProxyStub());
    expect(faultless.shadowRoot?.querySelector('[role=alert]')?.hasAttribute('lang')).to.be.false;
  });
});

describe('What may stay empty', () => {
  const labelOf = (el: Element): string =>
    el.shadowRoot?.querySelector('label')?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

  it('says so in its label, and in its name', async () => {
    const el = await fixture<PromoCodeInput>(html`<promo-code-input></promo-code-input>`);
    expect(labelOf(el)).to.equal('Promo code (optional)');
    el.required = true;
    await el.updateComplete;
    expect(labelOf(el)).to.equal('Promo code');
  });

  it('says so behind a label of the page’s own, which is in the page’s language', async () => {
    const page = await fixture(
      html`<div lang="sw"><promo-code-input label="Kuponi"></promo-code-input></div>`,
    );
    const el = page.querySelector('promo-code-input') as PromoCodeInput;
    await el.updateComplete;
    expect(labelOf(el)).to.equal('Kuponi (optional)');
    expect(langsOf(el)).to.deep.equal([null, 'en', 'en', 'en']);
  });
});
