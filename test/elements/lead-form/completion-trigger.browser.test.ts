import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { forgetTouches } from '../../../src/remember-touch.ts';
import { ProxyStub, reply } from '../../support/elements/proxy-stub.ts';
import { field, promoOf, renderForm, untilLaterPart } from './lead-form-stage.ts';

const before = location.href;
beforeEach(() => history.replaceState(null, '', '?gclid=G-1'));
afterEach(() => {
  history.replaceState(null, '', before);
  forgetTouches();
});

async function untouchedForm(
  attributes: Record<string, string> = {},
  content?: unknown,
): Promise<LeadForm> {
  const el = await renderForm(new ProxyStub(), attributes, content);
  await untilLaterPart(el);
  return el;
}

const isRemembered = (): boolean => sessionStorage.getItem('promo-lead:touches') !== null;

describe('<lead-form> that nobody enters', () => {
  it('still remembers how the visitor came', async () => {
    await untouchedForm({ remember: '' });
    expect(isRemembered()).to.be.true;
  });

  it('remembers it once the visitor has agreed', async () => {
    const el = await untouchedForm();
    expect(isRemembered()).to.be.false;
    el.setAttribute('remember', '');
    await el.updateComplete;
    expect(isRemembered()).to.be.true;
  });

  it('carries over what was typed into the page’s own fields before', async () => {
    const city = document.createElement('input');
    city.name = 'extra[city]';
    city.value = 'Bandung';
    await untouchedForm(
      {},
      html`<form>${city}</form>
        <input slot="extra" name="city" />`,
    );
    expect(document.querySelector<HTMLInputElement>('[slot=extra]')?.value).to.equal('Bandung');
  });

  for (const moment of ['before', 'after']) {
    it(`reports to a tag manager a code that a script has checked ${moment} that`, async () => {
      const page = globalThis as unknown as { dataLayer?: { readonly event: string }[] };
      const { client } = new ProxyStub().answer(reply({ status: 'invalid', reason: 'expired' }));
      // If set later, an attribute would be a change.
      const el = await fixture<LeadForm>(
        html`<lead-form promo product="mat" data-layer .client=${client}></lead-form>`,
      );
      if (moment === 'after') await untilLaterPart(el);
      Object.assign(promoOf(el) ?? {}, { value: 'WELCOME10' });
      await promoOf(el)?.apply();
      await untilLaterPart(el);
      const { dataLayer } = page;
      delete page.dataLayer;
      expect(dataLayer?.map(({ event }) => event)).to.deep.equal(['promo_lead_promo_code']);
      expect(dataLayer?.[0]).to.include({ promo_code_status: 'invalid' });
    });
  }

  it('keeps what a script types for when the visitor comes back', async () => {
    const el = await untouchedForm();
    const states: unknown[] = [];
    const { setFormValue } = ElementInternals.prototype;
    ElementInternals.prototype.setFormValue = function keep(...values) {
      states.push(values[1]);
      setFormValue.apply(this, values);
    };
    field(el, 'first_name').value = 'Ayu';
    field(el, 'first_name').dispatchEvent(new Event('change'));
    await el.updateComplete;
    ElementInternals.prototype.setFormValue = setFormValue;
    expect(JSON.parse(String(states.at(-1)))).to.include({ first_name: 'Ayu' });
  });
});
