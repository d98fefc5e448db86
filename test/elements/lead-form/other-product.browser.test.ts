import { expect, html } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { problem, reply, type Sent } from '../../support/elements/proxy-stub.ts';
import {
  accepted,
  errorOf,
  field,
  fill,
  promoOf,
  submit,
  textOf,
  visitor,
} from './lead-form-stage.ts';
import { down, goOnline, lineOf, QueueStage, until } from './queue-stage.ts';

const validatePath = '/v1/promo-codes/validate';
const code = 'WELCOME10';
const both = ['jump-rope', 'kettlebell'];

let stage: QueueStage;
beforeEach(async () => {
  stage = await QueueStage.open();
});
afterEach(() => stage.close());

/** As a route change of an app that keeps the element. */
async function offerAnother(el: LeadForm): Promise<void> {
  el.product = 'kettlebell';
  await el.updateComplete;
  await el.updateComplete;
}

function products(): readonly unknown[] {
  return stage.proxy.sent.flatMap(({ path, body }) =>
    path === validatePath ? [] : body['product'],
  );
}

/** Of the leads that the browser keeps, in any order. */
async function keptProducts(): Promise<readonly unknown[]> {
  return ((await stage.queue.list()) ?? []).flatMap(({ lead }) => lead?.product ?? []);
}

/** A form whose page switches to the other product while the lead for the first is being sent. */
async function formLeftWhileSending(answer: Response | Error): Promise<LeadForm> {
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  stage.proxy.answer(promise);
  const el = await stage.form();
  fill(el, visitor);
  const ordering = submit(el);
  await until(() => stage.proxy.sent.length > 0);
  await offerAnother(el);
  expect(el.status).to.equal('submitting');
  if (answer instanceof Error) {
    // The next attempts fail as the first one does.
    stage.proxy.answer(answer);
    reject(answer);
  } else resolve(answer);
  await ordering;
  await el.updateComplete;
  return el;
}

describe('<lead-form> that is for another product by now', () => {
  it('sends the lead that waits for the first as well', async () => {
    const el = await stage.queuedForm();
    await offerAnother(el);
    expect(el.status).to.equal('editing');
    expect(lineOf(el)).to.contain('saved here');
    expect(field(el, 'phone').value).to.equal(visitor.phone);
    stage.proxy.answer(accepted);
    await submit(el);
    goOnline();
    await until(() => products().length === 2);
    expect(products()).to.have.members(['jump-rope', 'kettlebell']);
    expect(stage.keys).to.have.length(2);
  });

  it('takes an order for it after the thanks for the first, with a consent of its own', async () => {
    stage.proxy.answer(accepted);
    const el = await stage.form({ consent: '' });
    fill(el, visitor);
    field(el, 'consent').click();
    await submit(el);
    await offerAnother(el);
    expect(el.status).to.equal('editing');
    expect(field(el, 'consent').checked).to.be.false;
    field(el, 'consent').click();
    await submit(el);
    expect(products()).to.deep.equal(['jump-rope', 'kettlebell']);
    expect(stage.keys).to.have.length(2);
  });
});

describe('<lead-form> that is for another product before the answer has come', () => {
  it('sends the lead that waits from then on as well', async () => {
    const el = await formLeftWhileSending(down);
    expect(el.status).to.equal('editing');
    expect(lineOf(el)).to.contain('saved here');
    stage.proxy.sent.length = 0;
    stage.proxy.answer(accepted);
    await submit(el);
    expect(el.status).to.equal('accepted');
    goOnline();
    await until(() => products().length === 2);
    expect(products()).to.have.members(both);
    expect(stage.keys).to.have.length(2);
  });

  it('says that the first was sent, and takes an order for the other', async () => {
    const el = await formLeftWhileSending(accepted);
    expect(el.status).to.equal('editing');
    expect(lineOf(el)).to.equal('Your earlier request has been sent.');
    await submit(el);
    expect(el.status).to.equal('accepted');
    expect(textOf(el, '[part=thanks]')).to.contain('Thank you!');
    expect(products()).to.deep.equal(both);
    expect(stage.keys).to.have.length(2);
    expect(stage.events).to.deep.equal(['lead-accepted', 'lead-accepted']);
  });

  it('keeps the first if its fields are refused, beside what is corrected', async () => {
    const errors = [{ field: 'phone', code: 'format' }];
    const el = await formLeftWhileSending(problem(422, 'invalid-fields', { errors }));
    expect(el.status).to.equal('editing');
    expect(errorOf(el, 'phone')).to.contain('digits only');
    stage.proxy.answer(accepted);
    fill(el, { phone: '0812 3456 780' });
    await submit(el);
    expect(products()).to.deep.equal(both);
    expect(await keptProducts()).to.deep.equal(['jump-rope']);
  });
});

describe('<lead-form> that is for another product after the first was not taken', () => {
  for (const status of [403, 404]) {
    it(`keeps the first for an hourly try: ${status}`, async () => {
      stage.proxy.answer(problem(status, 'refused'));
      const el = await stage.form();
      fill(el, visitor);
      await submit(el);
      expect(el.status).to.equal('failed');
      await offerAnother(el);
      await submit(el);
      expect(await keptProducts()).to.have.members(both);
      expect(stage.keys).to.have.length(2);
    });
  }

  it('keeps the first if a correction of it was held back', async () => {
    const el = await stage.queuedForm();
    fill(el, { phone: '' });
    await submit(el);
    expect(el.status).to.equal('editing');
    await offerAnother(el);
    stage.proxy.answer(down);
    fill(el, visitor);
    await submit(el);
    expect(el.status).to.equal('queued');
    expect(await keptProducts()).to.have.members(both);
  });
});

describe('<lead-form> that is for another product while a promo code is being checked', () => {
  /** A form whose visitor has pressed the button; its code is checked until `answerCode()`. */
  async function order(content?: unknown): Promise<{
    readonly el: LeadForm;
    readonly ordering: Promise<void>;
    readonly answerCode: () => void;
  }> {
    const { promise, resolve } = Promise.withResolvers<Response>();
    stage.proxy.answer(({ path }: Sent) => (path === validatePath ? promise : accepted));
    const el = await stage.form({ promo: '', consent: '' }, content);
    await until(() => promoOf(el)?.shadowRoot);
    fill(el, visitor);
    field(el, 'consent').click();
    Object.assign(promoOf(el) ?? {}, { value: code });
    return {
      el,
      ordering: submit(el),
      answerCode: () => resolve(reply({ status: 'valid', code })),
    };
  }

  for (const property of ['product', 'company'] as const) {
    it(`sends what was ordered: ${property}`, async () => {
      const { el, ordering, answerCode } = await order();
      Object.assign(el, { [property]: 'kettlebell' });
      await el.updateComplete;
      answerCode();
      await ordering;
      await el.updateComplete;
      const { body } = stage.proxy.sent.at(-1) ?? {};
      expect(body).to.include({ product: 'jump-rope', promo_code: code, consent: true });
      expect(body).not.to.have.property('company');
      expect(lineOf(el)).to.equal('Your earlier request has been sent.');
    });
  }

  it('sends what the page offered at the click itself', async () => {
    const { el, ordering, answerCode } = await order();
    el.product = 'kettlebell';
    answerCode();
    await ordering;
    expect(products()).to.deep.equal(['jump-rope']);
  });

  it('keeps what was ordered until then', async () => {
    const { el, ordering, answerCode } = await order();
    await offerAnother(el);
    while ((await keptProducts()).length === 0);
    expect(await keptProducts()).to.deep.equal(['jump-rope']);
    answerCode();
    await ordering;
    expect(stage.keys).to.have.length(2);
    expect(await keptProducts()).to.deep.equal([]);
  });

  it('drops it if the consent is withdrawn', async () => {
    const { el, ordering, answerCode } = await order();
    while ((await keptProducts()).length === 0);
    await offerAnother(el);
    field(el, 'consent').click();
    while ((await keptProducts()).length > 0);
    expect(el.status).to.equal('submitting');
    answerCode();
    await ordering;
    expect(el.status).to.equal('editing');
    expect(products()).to.deep.equal([]);
  });

  it('sends what the visitor has chosen from the list by then', async () => {
    const options = both.map((value) => html`<option value=${value}>${value}</option>`);
    const { el, ordering, answerCode } = await order(options);
    field(el, 'product').value = 'kettlebell';
    field(el, 'product').dispatchEvent(new Event('change', { bubbles: true }));
    answerCode();
    await ordering;
    expect(products()).to.deep.equal(['kettlebell']);
    expect(el.status).to.equal('accepted');
  });
});
