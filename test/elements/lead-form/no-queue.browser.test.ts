import { expect } from '@open-wc/testing';
import type { LeadQueue } from '../../../src/client/queue/lead-queue.ts';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { faults } from '../../client/queue/broken-storage.ts';
import { storedRows } from '../../client/queue/stored-rows.ts';
import { reply, type ProxyStub } from '../../support/elements/proxy-stub.ts';
import { PageClock } from '../page-clock.ts';
import { accepted, fill, receipt, submit, textOf, visitor } from './lead-form-stage.ts';
import { comeBack, down, lead, QueueStage } from './queue-stage.ts';

let stage: QueueStage;
let proxy: ProxyStub;
let queue: LeadQueue;
let events: readonly string[];
beforeEach(async () => {
  stage = await QueueStage.open();
  ({ proxy, queue, events } = stage);
});
afterEach(() => stage.close());

describe('<lead-form no-queue>', () => {
  it('keeps nothing, and offers another try', async () => {
    proxy.answer(down);
    const el = await stage.form({ 'no-queue': '' });
    fill(el, visitor);
    await submit(el);
    expect(el.status).to.equal('failed');
    expect(textOf(el, '[part=submit]')).to.equal('Try again');
    expect(await storedRows()).to.be.empty;
  });

  it('sends nothing of an earlier visit', async () => {
    const el = await stage.form({ 'no-queue': '' });
    await queue.keep(lead, 'first-key');
    proxy.answer(accepted);
    comeBack();
    fill(el, { ...visitor, first_name: 'Budi' });
    await submit(el);
    expect(stage.keys).not.to.include('first-key');
  });
});

describe('<lead-form> if the browser keeps nothing', () => {
  let clock: PageClock;
  beforeEach(() => {
    clock = new PageClock();
  });
  afterEach(() => clock.restore());

  for (const [fault, breakStorage] of Object.entries(faults)) {
    it(`sends, and offers another try: storage ${fault}`, async () => {
      const sendOff = (el: LeadForm): Promise<void> =>
        fault === 'hangs' ? clock.pass(submit(el)) : submit(el);
      breakStorage();
      proxy.answer(down);
      const el = await stage.form();
      fill(el, visitor);
      await sendOff(el);
      expect(el.status).to.equal('failed');
      expect(textOf(el, '[part=submit]')).to.equal('Try again');
      proxy.answer(reply(receipt, 202));
      await sendOff(el);
      expect(el.status).to.equal('accepted');
      expect(stage.keys).to.have.length(1);
      expect(events).to.deep.equal(['lead-error', 'lead-accepted']);
    });
  }
});
