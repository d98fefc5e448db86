import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import type { LeadForm } from '../../../src/index.ts';

/** The page as it is before the script has come. */
const page = html`
  <lead-form endpoint="/" promo consent>
    <form method="post" action="/v1/leads">
      <input name="first_name" value="Ayu" />
      <input name="last_name" />
      <input name="phone" type="tel" />
      <input name="promo_code" value="WELCOME10" />
      <input name="click_id" type="hidden" value="CLICK" />
      <input name="consent" type="checkbox" value="true" checked />
      <select name="product">
        <option value="">Choose</option>
        <option value="rope">Jump rope</option>
        <option value="mat" selected>Mat</option>
      </select>
      <button>Send</button>
    </form>
  </lead-form>
`;

describe('<lead-form> with a <form> inside', () => {
  it('shows that form, then takes over what was typed, the focus and the caret', async () => {
    const el = await fixture<LeadForm>(page);
    const phone = el.querySelector<HTMLInputElement>('[name=phone]') as HTMLInputElement;
    expect(phone.checkVisibility()).to.be.true;
    phone.value = '0812 3456';
    phone.focus();
    phone.setSelectionRange(2, 4);

    await import('../../../src/index.ts');
    await el.updateComplete;
    await nextFrame();

    const field = (name: string): HTMLInputElement =>
      el.shadowRoot?.querySelector(`#${name}`) as HTMLInputElement;
    expect(phone.checkVisibility()).to.be.false;
    expect(field('first_name').value).to.equal('Ayu');
    expect(field('phone').value).to.equal('0812 3456');
    expect(field('product').value).to.equal('mat');
    expect(field('consent').checked).to.be.true;
    expect(el.shadowRoot?.querySelector('promo-code-input')?.value).to.equal('WELCOME10');
    expect(el.shadowRoot?.activeElement).to.equal(field('phone'));
    expect([field('phone').selectionStart, field('phone').selectionEnd]).to.deep.equal([2, 4]);
  });
});
