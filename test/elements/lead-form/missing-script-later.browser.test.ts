import { expect, fixture, html } from '@open-wc/testing';
import { patienceMs } from '../../../src/elements/lead-form/page-warnings.ts';
import '../../../src/lead-form.ts';
import type { LeadForm } from '../../../src/lead-form.ts';
import { haveLaterHalf } from './lead-form-stage.ts';

// In a page of its own, which is told once.
describe('<lead-form> that shows a promo code later', () => {
  const { warn } = console;
  afterEach(() => {
    console.warn = warn;
  });

  it('tells the page too which script it lacks', async () => {
    const warnings: string[] = [];
    console.warn = (text: string) => warnings.push(text);
    const el = await fixture<LeadForm>(html`<lead-form></lead-form>`);
    await haveLaterHalf(el);
    el.promo = true;
    await new Promise((resolve) => setTimeout(resolve, patienceMs));
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('load promo-code-input.js');
  });
});
