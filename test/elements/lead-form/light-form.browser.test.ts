import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import type { LeadForm } from '../../../src/index.ts';
import { ProxyStub } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { accepted, field, fill, loadLaterPart, submit, trapOf } from './lead-form-stage.ts';

/** The page before the script has loaded. */
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
      <input name="trap" />
      <input name="extra[city]" />
      <button>Send</button>
    </form>
    <label slot="extra">City <input name="city" /></label>
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

    expect(phone.checkVisibility()).to.be.false;
    expect(field(el, 'first_name').value).to.equal('Ayu');
    expect(field(el, 'phone').value).to.equal('0812 3456');
    expect(field(el, 'product').value).to.equal('mat');
    expect(field(el, 'consent').checked).to.be.true;
    expect(el.shadowRoot?.querySelector('promo-code-input')?.value).to.equal('WELCOME10');
    expect(el.shadowRoot?.activeElement).to.equal(field(el, 'phone'));
    expect([field(el, 'phone').selectionStart, field(el, 'phone').selectionEnd]).to.deep.equal([
      2, 4,
    ]);
  });

  it('resets that form once all is carried over, so that the browser keeps nothing stale', async () => {
    const el = await fixture<LeadForm>(page);
    const typed = el.cloneNode(true) as LeadForm;
    const find = (name: string): HTMLInputElement =>
      typed.querySelector(`form [name="${name}"]`) as HTMLInputElement;
    find('phone').value = '0812 3456';
    find('first_name').value = 'Budi';
    find('trap').value = 'http://spam.example';
    find('consent').checked = false;
    find('product').value = 'rope';
    find('extra[city]').value = 'Bandung';
    el.replaceWith(typed);
    await loadLaterPart(typed);
    await waitUntil(() => find('phone').value === '');
    expect(find('first_name').value).to.equal('Ayu');
    expect(find('trap').value).to.equal('');
    expect(find('consent').checked).to.be.true;
    expect(find('product').value).to.equal('mat');
    expect(find('click_id').value).to.equal('CLICK');
    expect(find('extra[city]').value).to.equal('');

    const proxy = new ProxyStub().answer(accepted);
    typed.client = proxy.client;
    fill(typed, { last_name: 'Lestari' });
    field(typed, 'consent').click();
    await submit(typed);
    expect(proxy.sent[0]?.body).to.deep.include({
      first_name: 'Budi',
      phone: '08123456',
      product: 'rope',
      click_id: 'CLICK',
      extra: { city: 'Bandung' },
    });
    expect(proxy.sent[0]?.body['signals']).to.include({ trap: true });
  });

  for (const name of ['', 'extra[post code]', 'extra[1]']) {
    it(`takes over what was typed where the focus is in ${name || 'what has no name'}`, async () => {
      const el = await fixture<LeadForm>(page);
      const typed = el.cloneNode(true) as LeadForm;
      const code = typed.querySelector<HTMLInputElement>('[name=promo_code]');
      if (code) code.value = 'TYPED';
      const other = document.createElement('button');
      other.name = name;
      typed.querySelector('form')?.append(other);
      // Where the form is taken over when it comes into the page, and so has the focus by then.
      typed.querySelector('form')?.addEventListener('formdata', () => other.focus());
      el.replaceWith(typed);
      await typed.updateComplete;
      const promo = (): string | undefined =>
        typed.shadowRoot?.querySelector('promo-code-input')?.value;
      await waitUntil(() => promo() === 'TYPED', 'the promo code');
      typed.remove();
    });
  }

  it('prefers a code that was typed there to the one in the address, not one of the markup', async () => {
    const before = location.href;
    for (const [typed, kept, inAddress] of [
      ['TYPED', 'TYPED', 'OF-THE-URL'],
      // A mail program's dash, and a space that was copied with it.
      ['TYPED', 'TYPED', 'OF\u2013THE\u2013URL '],
      ['WELCOME10', 'OF-THE-URL', 'OF-THE-URL'],
    ] as const) {
      history.replaceState(null, '', `?${new URLSearchParams({ promo: inAddress })}`);
      const el = (await fixture<LeadForm>(page)).cloneNode(true) as LeadForm;
      const code = el.querySelector<HTMLInputElement>('[name=promo_code]');
      if (code) code.value = typed;
      const wrapper = await fixture<HTMLElement>(html`<div></div>`);
      wrapper.append(el);
      await loadLaterPart(el);
      await nextFrame();
      expect(el.shadowRoot?.querySelector('promo-code-input')?.value).to.equal(kept);
    }
    history.replaceState(null, '', before);
  });

  it('takes the focus over from its button, but not from a link in it', async () => {
    for (const [place, focused] of [
      ['<button>Send</button>', 'submit'],
      ['<a href="#terms">Terms</a>', undefined],
    ] as const) {
      const el = document.createElement('lead-form');
      Object.assign(el, { endpoint: '/', product: 'mat', innerHTML: `<form>${place}</form>` });
      const form = el.querySelector('form');
      // Where the form is taken over when it comes into the page, and so has the focus by then.
      form?.addEventListener('formdata', () => (form.firstElementChild as HTMLElement).focus());
      const wrapper = await fixture<HTMLElement>(html`<div></div>`);
      wrapper.append(el);
      await waitUntil(() => trapOf(el), 'the later part');
      const active = el.shadowRoot?.activeElement ?? undefined;
      expect(active?.getAttribute('part') ?? undefined).to.equal(focused);
    }
  });
});
