import { expect } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { accepted, field, fill, submit, visitor } from './lead-form-stage.ts';
import { goOnline, lineOf, QueueStage, until } from './queue-stage.ts';

let stage: QueueStage;
beforeEach(async () => {
  stage = await QueueStage.open();
});
afterEach(() => stage.close());

/** As the routes of an app do, which leave the element where it is. */
async function offerAnother(el: LeadForm): Promise<void> {
  el.product = 'kettlebell';
  await el.updateComplete;
  await el.updateComplete;
}

function products(): readonly unknown[] {
  return stage.proxy.sent.map(({ body }) => body['product']);
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
