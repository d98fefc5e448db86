import { expect, fixture, html } from '@open-wc/testing';

/** As in Tailwind 3, whose reset many pages have. */
const reset = `button, [type='submit'] { background-color: transparent }`;
const buttons = [
  html`<button>Send</button>`,
  html`<button type="submit">Send</button>`,
  html`<input type="submit" value="Send" />`,
];

describe('The style sheet of the plain form', () => {
  it('has a button that can be seen if the page makes its buttons transparent', async () => {
    const file = new URL('../../../src/lead-form.css', import.meta.url);
    const css = await (await fetch(file)).text();
    for (const button of buttons) {
      const page = await fixture<HTMLElement>(html`
        <div>
          <style>
            ${css}
            ${reset}
          </style>
          <lead-form>
            <form style="--promo-lead-accent-color: rgb(0, 0, 255)">${button}</form>
          </lead-form>
        </div>
      `);
      const shown = page.querySelector('form > *') as HTMLElement;
      expect(getComputedStyle(shown).backgroundColor).to.equal('rgb(0, 0, 255)');
    }
  });
});
