import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/index.ts';

/** The position of a character of a text. */
function leftOf(words: Node, at: number): number {
  const range = document.createRange();
  range.setStart(words, at);
  range.setEnd(words, at + 1);
  return range.getBoundingClientRect().left;
}

describe('From right to left', () => {
  for (const tag of ['promo-code-input', 'lead-form'] as const) {
    it(`what is typed into <${tag}> begins on the right, and runs as its own letters do`, async () => {
      const page = await fixture(html`<div dir="rtl"></div>`);
      const el = document.createElement<'lead-form' | 'promo-code-input'>(tag);
      page.append(el);
      await el.updateComplete;
      for (const input of el.shadowRoot?.querySelectorAll('input') ?? []) {
        const { textAlign, unicodeBidi } = getComputedStyle(input);
        expect([input.id, textAlign, unicodeBidi]).to.deep.equal([input.id, 'right', 'plaintext']);
      }
    });
  }

  it('a sentence in English ends on its right', async () => {
    const page = await fixture(html`<div dir="rtl"></div>`);
    const el = document.createElement('promo-code-input');
    el.required = true;
    page.append(el);
    el.reportValidity();
    await el.updateComplete;
    const message = el.shadowRoot?.querySelector('#message');
    const words = Array.from(message?.childNodes ?? []).find(
      (node) => node instanceof Text && node.data.trim(),
    );
    const stop = (words?.textContent?.length ?? 0) - 1;
    expect(leftOf(words as Node, stop)).to.be.greaterThan(leftOf(words as Node, 0));
  });
});
