import { expect } from '@open-wc/testing';
import type { WaitingLead } from '../../../src/client/queue/lead-record.ts';
import '../../../src/index.ts';
import { reply } from '../../support/elements/proxy-stub.ts';
import { PageClock } from '../page-clock.ts';
import { accepted, fill, promoOf, submit, visitor } from './lead-form-stage.ts';
import { lead, QueueStage, until } from './queue-stage.ts';

let stage: QueueStage;
let clock: PageClock;
beforeEach(async () => {
  stage = await QueueStage.open();
  clock = new PageClock();
});
afterEach(() => {
  clock.restore();
  stage.close();
});

describe('<lead-form> whose submission is held back', () => {
  it('still sends a lead of an earlier visit that became due', async () => {
    const { proxy, queue } = stage;
    await queue.postpone((await queue.keep(lead, 'earlier')) as WaitingLead, undefined);
    const el = await stage.form({ promo: '' });
    await until(() => promoOf(el));
    // After its own look into the queue; it then waits for that lead.
    for (let times = 0; times < 3; times += 1) await queue.list();
    fill(el, { ...visitor, phone: '0812 000 000' });
    Object.assign(promoOf(el) ?? {}, { value: 'NOPE' });
    const answer = proxy.hold();
    const ended = submit(el);
    await until(() => proxy.sent.length === 1);
    clock.putAhead(10_000);
    answer(reply({ status: 'invalid', reason: 'unknown' }));
    await ended;
    expect(el.status).to.equal('editing');
    proxy.answer(accepted);
    await until(() => {
      clock.putAhead(1_000);
      return proxy.sent.some(({ key }) => key === 'earlier');
    });
    expect(proxy.sent).to.have.length(2);
  });
});
