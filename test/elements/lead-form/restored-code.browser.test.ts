import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm, PromoCodeInput } from '../../../src/index.ts';
import { ProxyStub } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { type } from '../promo-code-input/promo-code-stage.ts';
import { typeText } from '../shared/form-control/stage.ts';
import { field, loadLaterPart, promoOf } from './lead-form-stage.ts';
import { Visit } from './visit.ts';

const url: string = new URL('./restored.html', import.meta.url).href;
const lateUrl: string = new URL('./restored-late.html', import.meta.url).href;

/** Types into the promo code, and resolves to the form of the next visit. */
async function comeBack(visit: Visit, address: string, code: string): Promise<LeadForm> {
  const first = await visit.form();
  typeText(field(first, 'first_name'), 'Ayu');
  await waitUntil(() => promoOf(first)?.value === 'WELCOME10', 'the code of the address');
  const promo = promoOf(first) as PromoCodeInput;
  await promo.updateComplete;
  type(promo, code);
  await visit.go((page) => page.location.assign(`${address}?other`));
  await visit.go(() => history.back());
  const el = await visit.form();
  await waitUntil(() => field(el, 'first_name').value === 'Ayu');
  return el;
}

describe('<lead-form> to which the visitor comes back', () => {
  it('has no code from its URL that the visitor removed', async () => {
    const el = await comeBack(await Visit.to(`${url}?promo=WELCOME10`), url, '');
    await waitUntil(() => promoOf(el)?.value === '');
  });

  it('has the code that was typed over the one in its URL, also if its script loads late', async () => {
    const el = await comeBack(await Visit.to(`${lateUrl}?promo=WELCOME10`), lateUrl, 'TYPED');
    await waitUntil(() => promoOf(el)?.value !== undefined, 'the promo code');
    expect(promoOf(el)?.value).to.equal('TYPED');
  });

  it('keeps what the visitor has chosen since', async () => {
    const products = [
      { value: 'mat', label: 'Mat' },
      { value: 'rope', label: 'Rope' },
      { value: 'bell', label: 'Bell' },
    ];
    const { client } = new ProxyStub();
    const el = await fixture<LeadForm>(
      html`<lead-form product="mat" .products=${products} .client=${client}></lead-form>`,
    );
    el.formStateRestoreCallback(JSON.stringify({ first_name: 'Ayu', product: 'rope' }));
    field(el, 'product').value = 'bell';
    field(el, 'product').dispatchEvent(new Event('change', { bubbles: true }));
    await loadLaterPart(el);
    await waitUntil(() => field(el, 'first_name').value === 'Ayu');
    expect(field(el, 'product').value).to.equal('bell');
  });
});
