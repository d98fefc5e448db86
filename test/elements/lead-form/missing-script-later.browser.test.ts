import { expect, fixture, html } from '@open-wc/testing';
import { scriptLoadMs } from '../../../src/elements/lead-form/later/page-warnings.ts';
import '../../../src/lead-form.ts';
import type { LeadForm } from '../../../src/lead-form.ts';
import { loadLaterPart } from './lead-form-stage.ts';

// In a page of its own, because the warning appears once a page.
describe('<lead-form> that shows a promo code later', () => {
  const { warn } = console;
  afterEach(() => {
    console.warn = warn;
  });

  it('warns about the missing script too', async () => {
    const warnings: string[] = [];
    console.warn = (text: string) => warnings.push(text);
    const el = await fixture<LeadForm>(html`<lead-form></lead-form>`);
    await loadLaterPart(el);
    el.promo = true;
    await new Promise((resolve) => setTimeout(resolve, scriptLoadMs));
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('load promo-code-input.js');
  });
});
