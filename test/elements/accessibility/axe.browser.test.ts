import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm, PromoCodeInput, PromoCodeStatus } from '../../../src/index.ts';
import { problem, ProxyStub, reply } from '../../support/elements/proxy-stub.ts';

const receipt = { ref: 'REF-1', received_at: '2026-11-21T20:00:00Z' };

const codeStates: Readonly<Record<PromoCodeStatus, Response | undefined>> = {
  empty: undefined,
  typed: undefined,
  checking: undefined,
  valid: reply({ status: 'valid', code: 'A' }),
  invalid: reply({ status: 'invalid', reason: 'expired' }),
  unchecked: reply({ status: 'unchecked' }),
  redeemed: reply({ status: 'redeemed', code: 'A' }),
  error: problem(429, 'too-many-requests', {}, '25'),
};

async function promoCode(status: PromoCodeStatus): Promise<PromoCodeInput> {
  const proxy = new ProxyStub();
  if (status === 'checking') proxy.hold();
  else proxy.answer(codeStates[status] ?? new TypeError());
  const el = await fixture<PromoCodeInput>(
    html`<promo-code-input .client=${proxy.client} placeholder="WELCOME10"></promo-code-input>`,
  );
  el.consume = status === 'redeemed';
  if (status !== 'empty') el.value = 'A';
  if (status === 'checking') void el.apply();
  else if (status !== 'typed') await el.apply();
  await el.updateComplete;
  expect(el.status).to.equal(status);
  return el;
}

async function leadForm(answer: Response | undefined, isFilled: boolean): Promise<LeadForm> {
  const proxy = new ProxyStub();
  if (answer) proxy.answer(answer);
  const products = [{ value: 'rope', label: 'Jump rope' }];
  const el = await fixture<LeadForm>(
    html`<lead-form promo consent .products=${products} .client=${proxy.client}></lead-form>`,
  );
  const filled = { first_name: 'Ayu', last_name: 'Lestari', phone: '0812345678', product: 'rope' };
  for (const [name, value] of Object.entries(isFilled ? filled : {})) {
    const field = el.shadowRoot?.querySelector(`#${name}`) as HTMLInputElement;
    field.value = value;
    field.dispatchEvent(new Event(name === 'product' ? 'change' : 'input', { bubbles: true }));
  }
  if (isFilled) el.shadowRoot?.querySelector<HTMLInputElement>('#consent')?.click();
  if (answer) await el.submit();
  await el.updateComplete;
  return el;
}

for (const scheme of ['light', 'dark']) {
  describe(`axe finds nothing, ${scheme}`, () => {
    before(() => {
      document.documentElement.style.colorScheme = scheme;
      // axe assumes that a page without a background is white.
      document.body.style.background = 'Canvas';
    });
    after(() => {
      document.documentElement.style.colorScheme = '';
      document.body.style.background = '';
    });

    for (const status of Object.keys(codeStates) as PromoCodeStatus[]) {
      it(`<promo-code-input> ${status}`, async () => {
        await expect(await promoCode(status)).to.be.accessible();
      });
    }

    it('<lead-form> editing', async () => {
      await expect(await leadForm(undefined, false)).to.be.accessible();
    });
    it('<lead-form> with errors beside its fields', async () => {
      const el = await leadForm(reply(receipt, 202), false);
      expect(el.status).to.equal('editing');
      await expect(el).to.be.accessible();
    });
    it('<lead-form> failed', async () => {
      const el = await leadForm(problem(503, 'unavailable', {}, '30'), true);
      expect(el.status).to.equal('failed');
      await expect(el).to.be.accessible();
    });
    it('<lead-form> accepted', async () => {
      const el = await leadForm(reply(receipt, 202), true);
      expect(el.status).to.equal('accepted');
      await expect(el).to.be.accessible();
    });
  });
}
