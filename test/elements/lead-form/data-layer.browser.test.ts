import { expect, oneEvent } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadAcceptedEvent } from '../../../src/index.ts';
import { problem, ProxyStub, reply } from '../../support/elements/proxy-stub.ts';
import {
  accepted,
  fill,
  promoOf,
  receipt,
  renderWholeForm,
  submit,
  textOf,
  visitor,
} from './lead-form-stage.ts';
import { down, goOnline, lead, QueueStage } from './queue-stage.ts';

const page = globalThis as unknown as Record<string, unknown>;
const names = ['dataLayer', 'myLayer'];

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub();
});
afterEach(() => {
  for (const name of names) delete page[name];
});

/** The submit entry of a lead without a code. */
const submitted = { event: 'promo_lead_submit', product: 'jump-rope', has_promo_code: false };

describe('<lead-form data-layer>', () => {
  it('reports each step of a lead, with the receipt’s reference to count it once', async () => {
    const status = { status: 'valid', code: 'WELCOME10' };
    proxy.answer(reply(status), reply({ ...receipt, promo_code: status }, 202));
    const el = await renderWholeForm(proxy, { 'data-layer': '', promo: '', company: 'acme' });
    const promo = promoOf(el);
    if (promo) promo.value = 'WELCOME10';
    await submit(el);
    expect(page['dataLayer']).to.deep.equal([
      // A tag manager keeps a value until it gets undefined for it.
      {
        event: 'promo_lead_promo_code',
        product: undefined,
        promo_code_status: 'valid',
        promo_code_reason: undefined,
      },
      { ...submitted, has_promo_code: true },
      {
        event: 'promo_lead_accepted',
        product: 'jump-rope',
        event_id: 'REF-1',
        promo_code_status: 'valid',
      },
    ]);
  });

  it('reports what was refused, and what failed', async () => {
    page['dataLayer'] = ['of the page'];
    const errors = [{ field: 'phone', code: 'format' }];
    proxy.answer(problem(422, 'invalid-fields', { errors }), problem(403, 'origin-not-allowed'));
    const el = await renderWholeForm(proxy, { 'data-layer': '' });
    await submit(el);
    await submit(el);
    expect(page['dataLayer']).to.deep.equal([
      'of the page',
      submitted,
      { event: 'promo_lead_refused', product: 'jump-rope', fields: ['phone'] },
      submitted,
      { event: 'promo_lead_error', product: 'jump-rope', failure: 'refused' },
    ]);
  });

  it('reports why a code was refused', async () => {
    proxy.answer(reply({ status: 'invalid', reason: 'expired' }));
    const el = await renderWholeForm(proxy, { 'data-layer': '', promo: '' });
    const promo = promoOf(el);
    if (promo) promo.value = 'LASTYEAR';
    await promo?.apply();
    expect(page['dataLayer']).to.deep.equal([
      {
        event: 'promo_lead_promo_code',
        product: undefined,
        promo_code_status: 'invalid',
        promo_code_reason: 'expired',
      },
    ]);
  });

  it('reports nothing of a lead that the page cancelled', async () => {
    const el = await renderWholeForm(proxy, { 'data-layer': '' });
    document.addEventListener('lead-submit', (event) => event.preventDefault(), { once: true });
    await submit(el);
    expect(page['dataLayer']).to.equal(undefined);
  });

  it('reports a lead that has to wait, and again once it is sent', async () => {
    const stage = await QueueStage.open();
    stage.proxy.answer(down);
    const el = await stage.form({ 'data-layer': '' });
    fill(el, visitor);
    await submit(el);
    stage.proxy.answer(accepted);
    const fired = oneEvent(el, 'lead-accepted');
    goOnline();
    await fired;
    stage.close();
    const events = (page['dataLayer'] as { event: string }[]).map(({ event }) => event);
    expect(events).to.deep.equal(['submit', 'queued', 'accepted'].map((it) => `promo_lead_${it}`));
  });

  it('names the product of a lead that had to wait, whatever the form is for', async () => {
    const stage = await QueueStage.open();
    stage.proxy.answer(accepted);
    const el = await stage.form({ 'data-layer': '' });
    fill(el, visitor);
    await submit(el);
    await stage.queue.keep({ ...lead, product: 'mat' }, 'first-key');
    const fired = oneEvent<LeadAcceptedEvent>(el, 'lead-accepted');
    goOnline();
    expect((await fired).lead.product).to.equal('mat');
    stage.close();
    const products = (page['dataLayer'] as { event: string; product: string }[])
      .filter(({ event }) => event === 'promo_lead_accepted')
      .map(({ product }) => product);
    expect(products).to.deep.equal(['jump-rope', 'mat']);
  });

  it('says nothing about the visitor', async () => {
    proxy.answer(accepted);
    history.replaceState(null, '', '?gclid=SECRET-CLICK');
    const el = await renderWholeForm(proxy, { 'data-layer': '' });
    await submit(el);
    const pushed = JSON.stringify(page['dataLayer']);
    expect(pushed).to.contain('REF-1');
    expect(pushed).not.to.match(/Ayu|Lestari|812|SECRET/);
  });

  it('uses another array if it names one, and none if it is absent', async () => {
    proxy.answer(accepted);
    const el = await renderWholeForm(proxy, { 'data-layer': 'myLayer' });
    await submit(el);
    expect(page['myLayer']).to.have.length(2);
    await submit(await renderWholeForm(proxy));
    expect(page['dataLayer']).to.equal(undefined);
    expect(page['myLayer']).to.have.length(2);
  });

  for (const [what, layer] of [
    [
      'throws',
      {
        push: () => {
          throw new Error('hostile');
        },
      },
    ],
    ['is none', 7],
  ] as const) {
    it(`sends the lead whatever the page’s data layer does: ${what}`, async () => {
      page['dataLayer'] = layer;
      proxy.answer(accepted);
      const el = await renderWholeForm(proxy, { 'data-layer': '' });
      const fired = oneEvent(el, 'lead-accepted');
      await submit(el);
      await fired;
      expect(textOf(el, '[part=thanks]')).to.contain('REF-1');
    });
  }
});
