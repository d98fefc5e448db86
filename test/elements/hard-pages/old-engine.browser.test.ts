import { expect } from '@open-wc/testing';
import { HardPage } from './hard-page.ts';

const withoutStates = `<script>{
  const find = Document.prototype.querySelectorAll;
  Document.prototype.querySelectorAll = function (selector) {
    if (selector.includes(':state(')) throw new SyntaxError('not a valid selector');
    return find.call(this, selector);
  };
  delete ElementInternals.prototype.states;
}</script>`;
const body = `<lead-form endpoint="ENDPOINT" product="mat">
  <form method="post" action="ENDPOINTv1/leads">
    <input name="phone"><button>Send</button>
  </form>
</lead-form><promo-code-input endpoint="ENDPOINT"></promo-code-input>`;

describe('A browser that has no :state()', () => {
  it('keeps the page’s own form, and reports no error', async () => {
    const page = await HardPage.open({ head: withoutStates, body });
    const { customElements, document } = page.window;
    // chai cannot print objects of another realm.
    expect(customElements.get('lead-form') === undefined).to.be.true;
    expect(document.querySelector('button')?.offsetHeight).to.be.above(0);
    expect(page.complaints).to.deep.equal([]);
    page.close();
  });
});
