import { expect, html, oneEvent } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadErrorEvent } from '../../../src/index.ts';
import { problem, ProxyStub } from '../../support/elements/proxy-stub.ts';
import { accepted, field, fill, renderForm, submit, textOf, visitor } from './lead-form-stage.ts';

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub();
});

describe('<lead-form>', () => {
  describe('when the lead does not get through', () => {
    for (const [failure, answer, words] of [
      ['unreachable', new TypeError('down'), 'What you typed is still here'],
      ['unavailable', problem(503, 'unavailable', {}, '30'), 'Try again in 30 seconds.'],
      ['too-many-requests', problem(429, 'too-many-requests', {}, '9'), 'Try again in 9 seconds.'],
      ['refused', problem(403, 'origin-not-allowed'), 'Please contact the shop directly.'],
      ['duplicate', problem(409, 'duplicate'), 'We already have a request'],
      ['bad-reply', new Response('<p>', { headers: { 'content-type': 'text/html' } }), 'typed'],
    ] as const) {
      it(`says so, keeps every field and offers another try: ${failure}`, async () => {
        proxy.answer(answer);
        const el = await renderForm(proxy);
        fill(el, visitor);
        const fired = oneEvent<LeadErrorEvent>(el, 'lead-error');
        await submit(el);
        expect((await fired).failure).to.equal(failure);
        expect(el.status).to.equal('failed');
        expect(textOf(el, '[part=alert]')).to.contain(words);
        expect(textOf(el, '[part=submit]')).to.equal('Try again');
        for (const [name, value] of Object.entries(visitor)) {
          expect(field(el, name).value).to.equal(value);
        }
      });
    }

    it('keeps the key through "try again", also with a corrected field', async () => {
      proxy.answer(new TypeError('down'));
      const el = await renderForm(proxy);
      fill(el, visitor);
      await submit(el);
      fill(el, { first_name: 'Ayu Dewi' });
      proxy.answer(accepted);
      await submit(el);
      expect(new Set(proxy.sent.map(({ key }) => key)).size).to.equal(1);
    });

    it('has a new key for a field that was corrected after the proxy’s refusal', async () => {
      proxy.answer(
        problem(422, 'invalid-fields', { errors: [{ field: 'phone', code: 'format' }] }),
      );
      const el = await renderForm(proxy);
      fill(el, visitor);
      await submit(el);
      fill(el, { phone: '0812 3456 780' });
      proxy.answer(accepted);
      await submit(el);
      const [first, second] = proxy.sent;
      expect(second?.key).not.to.equal(first?.key);
    });

    it('sends a corrected lead as another one if the first did arrive', async () => {
      proxy.answer(new TypeError('reply lost'));
      const el = await renderForm(proxy);
      fill(el, visitor);
      await submit(el);
      fill(el, { phone: '0812 3456 780' });
      proxy.answer(problem(422, 'idempotency-key-reused'), accepted);
      await submit(el);
      expect(el.status).to.equal('accepted');
      expect(proxy.sent.at(-1)?.key).not.to.equal(proxy.sent[0]?.key);
    });
  });

  describe('success', () => {
    it('is shown without a reference if the page’s own client has none', async () => {
      const el = await renderForm(proxy);
      const client = { ...proxy.client, submitLead: () => Promise.resolve() };
      Object.assign(el, { client });
      fill(el, visitor);
      await submit(el);
      expect(el.status).to.equal('accepted');
      const thanks = textOf(el, '[part=thanks]');
      expect(thanks).to.contain('Thank you!');
      expect(thanks).not.to.match(/reference|undefined/);
    });

    it('can be shown in the page’s own words', async () => {
      proxy.answer(accepted);
      const el = await renderForm(proxy, {}, html`<p slot="success">Cheers!</p>`);
      fill(el, visitor);
      await submit(el);
      const slot = el.shadowRoot?.querySelector<HTMLSlotElement>('slot[name=success]');
      expect(slot?.assignedElements()[0]?.textContent).to.equal('Cheers!');
    });

    it('moves nothing on the page', async () => {
      proxy.answer(accepted);
      const el = await renderForm(proxy);
      const height = el.offsetHeight;
      await submit(el);
      expect(el.offsetHeight).to.equal(height);
      fill(el, visitor);
      await submit(el);
      expect(el.offsetHeight).to.equal(height);
    });
  });
});
