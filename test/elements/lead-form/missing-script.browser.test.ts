import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/lead-form.ts';

describe('<lead-form promo>', () => {
  const { warn } = console;
  afterEach(() => {
    console.warn = warn;
  });

  it('tells the page once which script it lacks, and not while that may still come', async () => {
    const warnings: string[] = [];
    const told = new Promise<void>((resolve) => {
      console.warn = (text: string) => {
        warnings.push(text);
        resolve();
      };
    });
    await fixture(html`<div><lead-form promo></lead-form><lead-form promo></lead-form></div>`);
    expect(warnings).to.be.empty;
    await told;
    // The second form's patience has come to its end by then.
    await new Promise((resolve) => setTimeout(resolve));
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('load promo-code-input.js');
  });
});
