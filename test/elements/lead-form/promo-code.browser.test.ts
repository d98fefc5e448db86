import { expect, html } from '@open-wc/testing';
import '../../../src/index.ts';
import type { PromoCodeInput } from '../../../src/index.ts';
import { ProxyStub, reply } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import {
  accepted,
  errorOf,
  field,
  fill,
  focusIn,
  loadLaterPart,
  promoOf,
  receipt,
  renderForm,
  submit,
  textOf,
  visitor,
} from './lead-form-stage.ts';

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub();
});

describe('<lead-form>', () => {
  describe('promo', () => {
    const valid = reply({ status: 'valid', code: 'WELCOME10' });
    const answerBoth =
      (verdict: Response | Error) =>
      ({ path }: { path: string }): Response | Error =>
        path === '/v1/leads' ? accepted : verdict;

    it('has a <promo-code-input>, whose code is sent with the lead', async () => {
      proxy.answer(answerBoth(valid));
      const el = await renderForm(proxy, { promo: '' });
      fill(el, visitor);
      const promo = promoOf(el) as PromoCodeInput;
      promo.value = 'welcome10';
      await promo.apply();
      await submit(el);
      expect(proxy.sent.map(({ path }) => path)).to.deep.equal([
        '/v1/promo-codes/validate',
        '/v1/leads',
      ]);
      expect(proxy.sent[1]?.body['promo_code']).to.equal('welcome10');
    });

    it('makes the code read-only while it is checked with the lead', async () => {
      const verdict = Promise.withResolvers<Response>();
      proxy.answer(({ path }) => (path === '/v1/leads' ? accepted : verdict.promise));
      const el = await renderForm(proxy, { promo: '' });
      fill(el, visitor);
      const promo = promoOf(el) as PromoCodeInput;
      promo.value = 'WELCOME10';
      const sent = el.submit();
      await waitUntil(() => promo.status === 'checking');
      await promo.updateComplete;
      const input = promo.shadowRoot?.querySelector('input');
      expect(input?.readOnly).to.be.true;
      verdict.resolve(valid);
      await sent;
      await promo.updateComplete;
      expect([input?.readOnly, promo.readOnly]).to.deep.equal([false, false]);
      expect(proxy.sent[1]?.body['promo_code']).to.equal('WELCOME10');
    });

    it('asks where the form asks, also after that has changed', async () => {
      const el = await renderForm(proxy, { promo: '' });
      const other = new ProxyStub().answer(valid);
      el.client = other.client;
      await el.updateComplete;
      const promo = promoOf(el) as PromoCodeInput;
      promo.value = 'welcome10';
      await promo.apply();
      expect([proxy.sent, other.sent].map(({ length }) => length)).to.deep.equal([0, 1]);
    });

    it('checks again if the form is now of another company', async () => {
      proxy.answer(reply({ status: 'invalid', reason: 'unknown' }));
      const el = await renderForm(proxy, { promo: '', company: '1' });
      await loadLaterPart(el);
      const promo = promoOf(el) as PromoCodeInput;
      promo.value = 'SPRING';
      await promo.apply();
      el.company = '2';
      await el.updateComplete;
      proxy.answer(answerBoth(valid));
      fill(el, visitor);
      await submit(el);
      expect(el.status).to.equal('accepted');
      expect(proxy.sent.map(({ body }) => body['company'])).to.deep.equal(['1', '2', '2']);
    });

    it('checks with the form’s company, and sends the lead to that of a field that has its own', async () => {
      proxy.answer(answerBoth(valid));
      for (const [own, company] of [
        [undefined, 'acme'],
        ['other', 'other'],
      ] as const) {
        const slotted = html`<promo-code-input slot="promo" .company=${own}></promo-code-input>`;
        const el = await renderForm(proxy, { company: 'acme' }, slotted);
        fill(el, visitor);
        const promo = el.querySelector('promo-code-input');
        if (promo) promo.value = 'WELCOME10';
        await submit(el);
        const asked = proxy.sent.splice(0).map(({ body }) => body['company']);
        expect(asked).to.deep.equal([company, company]);
      }
    });

    it('leaves a field of the page’s own with the client that the page gave it', async () => {
      const own = new ProxyStub().answer(valid);
      const slotted = html`<promo-code-input
        slot="promo"
        .client=${own.client}
      ></promo-code-input>`;
      const el = await renderForm(proxy, {}, slotted);
      el.client = new ProxyStub().client;
      await el.updateComplete;
      const promo = el.querySelector('promo-code-input');
      expect(promo?.client).to.equal(own.client);
    });

    it('does not let a field consume a code that the lead is to use', async () => {
      proxy.answer(answerBoth(valid));
      const slotted = html`<promo-code-input slot="promo" consume></promo-code-input>`;
      const el = await renderForm(proxy, {}, slotted);
      fill(el, visitor);
      const promo = el.querySelector('promo-code-input');
      if (promo) promo.value = 'WELCOME10';
      await promo?.apply();
      await submit(el);
      expect(proxy.sent.map(({ path }) => path)).to.deep.equal([
        '/v1/promo-codes/validate',
        '/v1/leads',
      ]);
    });

    it('sends no code if none is typed', async () => {
      proxy.answer(accepted);
      const el = await renderForm(proxy, { promo: '' });
      fill(el, visitor);
      await submit(el);
      expect(proxy.sent[0]?.body).not.to.have.property('promo_code');
    });

    it('asks for a code that was typed and not applied, and holds a refused one back', async () => {
      proxy.answer(answerBoth(reply({ status: 'invalid', reason: 'expired' })));
      const el = await renderForm(proxy, { promo: '' });
      fill(el, visitor);
      const promo = promoOf(el) as PromoCodeInput;
      promo.value = 'LASTYEAR';
      await submit(el);
      expect(promo.status).to.equal('invalid');
      expect(el.status).to.equal('editing');
      expect(el.shadowRoot?.activeElement).to.equal(promo);
      expect(proxy.sent).to.have.length(1);
      promo.clear();
      await submit(el);
      expect(el.status).to.equal('accepted');
    });

    it('sends no code of a disabled field, whether by its own attribute or a fieldset', async () => {
      proxy.answer(accepted);
      for (const slotted of [
        html`<promo-code-input slot="promo" value="WELCOME10" disabled></promo-code-input>`,
        html`<fieldset slot="promo" disabled>
          <promo-code-input value="WELCOME10"></promo-code-input>
        </fieldset>`,
      ]) {
        const el = await renderForm(proxy, {}, slotted);
        fill(el, visitor);
        await submit(el);
        expect(proxy.sent.at(-1)?.path).to.equal('/v1/leads');
        expect(proxy.sent.at(-1)?.body).not.to.have.property('promo_code');
      }
    });

    it('unfolds a refused code that the page has folded away', async () => {
      proxy.answer(answerBoth(reply({ status: 'invalid', reason: 'expired' })));
      const folded = html`<details slot="promo">
        <summary>More</summary>
        <details>
          <summary>Have a promo code?</summary>
          <promo-code-input value="LASTYEAR"></promo-code-input>
        </details>
      </details>`;
      const el = await renderForm(proxy, {}, folded);
      fill(el, visitor);
      await submit(el);
      const promo = el.querySelector('promo-code-input');
      expect(promo?.checkVisibility()).to.be.true;
      expect(document.activeElement).to.equal(promo);
    });

    for (const style of ['display: none', 'visibility: hidden']) {
      it(`sends a lead whose visitor cannot see what is wrong: ${style}`, async () => {
        proxy.answer(answerBoth(reply({ status: 'invalid', reason: 'expired' })));
        const el = await renderForm(
          proxy,
          {},
          html`<promo-code-input slot="promo" style=${style} required></promo-code-input>`,
        );
        fill(el, visitor);
        await submit(el);
        expect(el.status).to.equal('accepted');
        el.reset();
        fill(el, visitor);
        const promo = el.querySelector('promo-code-input');
        if (promo) promo.value = 'LASTYEAR';
        await submit(el);
        expect(el.status).to.equal('accepted');
        expect(proxy.sent.at(-1)?.body['promo_code']).to.equal('LASTYEAR');
      });
    }

    it('sends nothing if the consent is withdrawn while the code is checked', async () => {
      const answer = proxy.hold();
      const el = await renderForm(proxy, { promo: '', consent: '' });
      fill(el, visitor);
      field(el, 'consent').click();
      (promoOf(el) as PromoCodeInput).value = 'welcome10';
      const sending = submit(el);
      await waitUntil(() => proxy.sent.length > 0, 'the code is asked for');
      field(el, 'consent').click();
      answer(valid);
      await sending;
      expect(proxy.sent.map(({ path }) => path)).to.deep.equal(['/v1/promo-codes/validate']);
      expect(el.status).to.equal('editing');
      expect(focusIn(el)).to.equal('consent');
      expect(errorOf(el, 'consent')).to.contain('Please tick this box');
    });

    for (const [what, verdict] of [
      ['unchecked', reply({ status: 'unchecked' })],
      ['not answered', new TypeError('down')],
    ] as const) {
      it(`sends a code along that was ${what}`, async () => {
        proxy.answer(answerBoth(verdict));
        const el = await renderForm(proxy, { promo: '' });
        fill(el, visitor);
        (promoOf(el) as PromoCodeInput).value = 'A';
        await submit(el);
        expect(el.status).to.equal('accepted');
        expect(proxy.sent.at(-1)?.body['promo_code']).to.equal('A');
      });
    }

    it('can be an element of the page’s own, which asks where the form does', async () => {
      proxy.answer(answerBoth(valid));
      const el = await renderForm(
        proxy,
        {},
        html`<promo-code-input slot="promo" company="other" value="MINE"></promo-code-input>`,
      );
      fill(el, visitor);
      await submit(el);
      expect(proxy.sent[1]?.body).to.include({ promo_code: 'MINE', company: 'other' });
    });

    it('has its verdict in the thanks', async () => {
      const verdict = { status: 'valid', code: 'WELCOME10' };
      proxy.answer(({ path }) =>
        path === '/v1/leads' ? reply({ ...receipt, promo_code: verdict }, 202) : valid,
      );
      const el = await renderForm(proxy, { promo: '' });
      fill(el, visitor);
      (promoOf(el) as PromoCodeInput).value = 'welcome10';
      await submit(el);
      expect(textOf(el, '[part=thanks]')).to.contain('Promo code WELCOME10 is noted.');
    });
  });
});
