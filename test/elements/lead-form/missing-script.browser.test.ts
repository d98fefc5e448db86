import { expect, fixture, html } from '@open-wc/testing';
import { scriptLoadMs } from '../../../src/elements/lead-form/later/page-warnings.ts';
import '../../../src/lead-form.ts';
import { loadLaterPart } from './lead-form-stage.ts';

describe('<lead-form promo>', () => {
  const { warn } = console;
  afterEach(() => {
    console.warn = warn;
  });

  it('warns once about the missing script, and not while it may still load', async () => {
    const warnings: string[] = [];
    console.warn = (text: string) => warnings.push(text);
    const forms = await fixture(
      html`<div><lead-form promo></lead-form><lead-form promo></lead-form></div>`,
    );
    for (const el of forms.querySelectorAll('lead-form')) await loadLaterPart(el);
    expect(warnings).to.be.empty;
    // Timers of one length end in the order in which they began (HTML, "run steps after a
    // timeout").
    await new Promise((resolve) => setTimeout(resolve, scriptLoadMs));
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('load promo-code-input.js');
  });
});
