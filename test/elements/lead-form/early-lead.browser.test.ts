import { expect } from '@open-wc/testing';
import { LeadQueue } from '../../../src/client/queue/lead-queue.ts';
import type { WaitingLead } from '../../../src/client/queue/lead-record.ts';
import '../../../src/index.ts';
import type { LeadForm, PromoCodeInput } from '../../../src/index.ts';
import { reply } from '../../support/elements/proxy-stub.ts';
import { accepted, field, fill, promoOf, submit, visitor } from './lead-form-stage.ts';
import { comeBack, down, endpoint, lead, QueueStage, until } from './queue-stage.ts';

const code = 'WELCOME10';
const validatePath = '/v1/promo-codes/validate';
const valid = reply({ status: 'valid', code });
const refused = reply({ status: 'invalid', reason: 'expired' });

let stage: QueueStage;
let answerCode: (verdict: Response) => void;
beforeEach(async () => {
  stage = await QueueStage.open();
  const { promise, resolve } = Promise.withResolvers<Response>();
  answerCode = resolve;
  stage.proxy.answer(({ path }) => (path === validatePath ? promise : accepted));
});
afterEach(() => stage.close());

/** A form whose visitor has typed a code and pressed the button. */
async function order(
  attributes: Record<string, string> = {},
): Promise<{ el: LeadForm; ordering: Promise<void> }> {
  const el = await stage.form({ promo: '', ...attributes });
  await until(() => promoOf(el)?.shadowRoot);
  fill(el, visitor);
  field(el, 'consent')?.click();
  (promoOf(el) as PromoCodeInput).value = code;
  return { el, ordering: submit(el) };
}

async function kept(): Promise<readonly WaitingLead[]> {
  const records = (await stage.queue.list()) ?? [];
  return records.filter((record): record is WaitingLead => record.lead !== undefined);
}

async function untilKept(): Promise<WaitingLead> {
  let records: readonly WaitingLead[] = [];
  while (records.length === 0) records = await kept();
  return records[0] as WaitingLead;
}

const leadsSent = (): readonly (string | null)[] =>
  stage.proxy.sent.filter(({ path }) => path !== validatePath).map(({ key }) => key);

describe('<lead-form> whose promo code is still being checked', () => {
  it('keeps the lead, and sends it with the key that it was kept with', async () => {
    const { el, ordering } = await order();
    const early = await untilKept();
    expect(early.lead).to.include({ ...lead, promo_code: code });
    expect(early.endpoint).to.equal(endpoint);
    answerCode(valid);
    await ordering;
    expect(el.status).to.equal('accepted');
    expect(leadsSent()).to.deep.equal([early.key]);
    expect(await kept()).to.deep.equal([]);
  });

  it('is not overtaken by another form of the page', async () => {
    const { ordering } = await order();
    await untilKept();
    const other = await stage.form();
    comeBack();
    await other.updateComplete;
    await stage.queue.list();
    expect(leadsSent()).to.deep.equal([]);
    answerCode(valid);
    await ordering;
    expect(leadsSent()).to.have.length(1);
  });

  it('drops the lead if the code is refused', async () => {
    const { el, ordering } = await order();
    await untilKept();
    answerCode(refused);
    await ordering;
    expect(el.status).to.equal('editing');
    expect(await kept()).to.deep.equal([]);
  });

  it('drops the lead if the page cancels it', async () => {
    const { el, ordering } = await order();
    el.addEventListener('lead-submit', (event) => event.preventDefault());
    await untilKept();
    answerCode(valid);
    await ordering;
    await el.updateComplete;
    expect(await kept()).to.deep.equal([]);
    expect(leadsSent()).to.deep.equal([]);
  });

  it('drops the lead if the consent is withdrawn', async () => {
    const { el, ordering } = await order({ consent: '' });
    await untilKept();
    field(el, 'consent').click();
    while ((await kept()).length > 0);
    expect(el.status, 'the code is not asked for any more').to.equal('submitting');
    answerCode(valid);
    await ordering;
    expect(el.status).to.equal('editing');
    expect(leadsSent()).to.deep.equal([]);
  });

  it('drops nothing that is sent after the page has emptied the form', async () => {
    const { keepEarly } = LeadQueue.prototype;
    const written = Promise.withResolvers<void>();
    LeadQueue.prototype.keepEarly = async function (...early) {
      const record = await keepEarly.apply(this, early);
      await written.promise;
      return record;
    };
    const { el, ordering } = await order();
    await untilKept();
    LeadQueue.prototype.keepEarly = keepEarly;
    el.reset();
    stage.proxy.answer(down);
    answerCode(valid);
    // As long as it takes to keep the lead that is sent, and more.
    for (let turn = 0; turn < 20; turn += 1) await kept();
    written.resolve();
    await ordering;
    expect((await kept()).map(({ lead: waiting }) => waiting.phone)).to.deep.equal([lead.phone]);
  });
});
