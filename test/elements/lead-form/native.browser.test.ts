import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { ProxyStub } from '../../support/elements/proxy-stub.ts';
import {
  accepted,
  errorOf,
  field,
  fill,
  focusIn,
  renderForm,
  submit,
  visitor,
} from './lead-form-stage.ts';

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub();
  proxy.answer(accepted);
});

const products = [
  { value: 'mat', label: 'Mat' },
  { value: 'rope', label: 'Rope' },
];

/** As a visitor does. */
function choose(el: LeadForm, value: string): void {
  field(el, 'product').value = value;
  field(el, 'product').dispatchEvent(new Event('change', { bubbles: true }));
}

describe('<lead-form>, as a native form', () => {
  it('takes what a browser fills in with only a change event', async () => {
    const el = await renderForm(proxy);
    await submit(el);
    expect(errorOf(el, 'first_name')).to.equal('Please enter your first name.');
    field(el, 'first_name').value = 'Ayu';
    field(el, 'first_name').dispatchEvent(new Event('change', { bubbles: true }));
    field(el, 'first_name').dispatchEvent(new FocusEvent('blur'));
    await el.updateComplete;
    expect(errorOf(el, 'first_name')).to.equal('');
  });

  it('tells the browser what each field is for', async () => {
    const el = await renderForm(proxy, { promo: '', consent: '' });
    const settings = ['first_name', 'last_name', 'phone'].map((name) => {
      const attributes = ['autocomplete', 'inputmode', 'enterkeyhint', 'type'];
      return attributes.map((attribute) => field(el, name).getAttribute(attribute));
    });
    expect(settings).to.deep.equal([
      ['given-name', 'text', 'next', 'text'],
      ['family-name', 'text', 'next', 'text'],
      ['tel', 'tel', 'send', 'tel'],
    ]);
  });

  it('is not invalid for a browser, whose screen readers would say so, before it is sent', async () => {
    const el = await fixture<LeadForm>(
      html`<lead-form .client=${proxy.client} .products=${products} consent promo></lead-form>`,
    );
    const found = el.shadowRoot?.querySelectorAll(':invalid, [aria-required=true]') ?? [];
    const invalid = Array.from(found, (control) => [control.id, control.matches(':invalid')]);
    expect(invalid).to.deep.equal([
      ['first_name', false],
      ['last_name', false],
      ['phone', false],
      ['product', false],
      ['consent', false],
    ]);
  });

  it('is as it was at first after reset(): texts, choice, box and code', async () => {
    const el = await fixture<LeadForm>(
      html`<lead-form .client=${proxy.client} .products=${products} consent promo></lead-form>`,
    );
    const promo = el.shadowRoot?.querySelector('promo-code-input');
    for (const round of ['first', 'second']) {
      fill(el, visitor);
      choose(el, 'rope');
      field(el, 'consent').click();
      if (promo) promo.value = 'WELCOME10';
      await el.updateComplete;
      el.reset();
      await el.updateComplete;
      const values = ['first_name', 'phone', 'product'].map((name) => field(el, name).value);
      expect(values, round).to.deep.equal(['', '', '']);
      expect(field(el, 'consent').checked, round).to.be.false;
      expect(promo?.value, round).to.equal('');
    }
  });

  it('starts in its first field with autofocus', async () => {
    const el = await fixture<LeadForm>(
      html`<lead-form autofocus product="mat" .client=${proxy.client}></lead-form>`,
    );
    expect(focusIn(el)).to.equal('first_name');
  });
});
