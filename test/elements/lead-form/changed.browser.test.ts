import { expect } from '@open-wc/testing';
import type { LeadQueue } from '../../../src/client/queue/lead-queue.ts';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { problem, type ProxyStub } from '../../support/elements/proxy-stub.ts';
import { accepted, field, fill, receipt, submit } from './lead-form-stage.ts';
import { comeBack, goOnline, lead, lineOf, QueueStage, until } from './queue-stage.ts';

let stage: QueueStage;
let proxy: ProxyStub;
let queue: LeadQueue;
let events: readonly string[];
beforeEach(async () => {
  stage = await QueueStage.open();
  ({ proxy, queue, events } = stage);
});
afterEach(() => stage.close());

describe('<lead-form> whose lead waits and is changed', () => {
  it('sends the changed lead instead of the first', async () => {
    const el = await stage.queuedForm();
    const [row] = (await queue.list()) ?? [];
    fill(el, { first_name: 'Ayu Dewi' });
    goOnline();
    comeBack();
    proxy.answer(accepted);
    await submit(el);
    expect(proxy.sent.map(({ body }) => body['first_name'])).to.deep.equal(['Ayu Dewi']);
    expect(stage.keys).to.deep.equal([row?.key]);
  });

  it('does not send on its own what the visitor is changing', async () => {
    const el = await stage.queuedForm();
    fill(el, { phone: '0812 3456 780' });
    proxy.answer(accepted);
    await queue.keep({ ...lead, first_name: 'Budi' }, 'other-key');
    goOnline();
    await until(() => events.includes('lead-accepted'));
    expect(proxy.sent.map(({ key }) => key)).to.deep.equal(['other-key']);
    expect(el.status).to.equal('queued');
  });

  it('does not send it if the change was held back either', async () => {
    const el = await stage.queuedForm();
    const [row] = (await queue.list()) ?? [];
    fill(el, { phone: '' });
    await submit(el);
    expect(el.status).to.equal('editing');
    proxy.answer(accepted);
    await queue.keep({ ...lead, first_name: 'Budi' }, 'other-key');
    goOnline();
    await until(() => events.includes('lead-accepted'));
    expect(stage.keys).to.deep.equal(['other-key']);
    fill(el, { phone: '0812 3456 780' });
    await submit(el);
    expect(proxy.sent.at(-1)?.key).to.equal(row?.key);
    expect(el.status).to.equal('accepted');
  });

  it('sends it as it was if the form that was being changed is closed', async () => {
    const el = await stage.queuedForm();
    fill(el, { phone: '' });
    await submit(el);
    el.style.display = 'none';
    proxy.answer(accepted);
    goOnline();
    await until(() => events.includes('lead-accepted'));
    expect(proxy.sent.map(({ body }) => body['phone'])).to.deep.equal(['628123456789']);
  });

  for (const [where, haveAnswer] of [
    [
      'here',
      async (el: LeadForm) => {
        // However long the proxy asked to wait before.
        proxy.answer(problem(429, 'too-many-requests', {}, '300'));
        await submit(el);
        proxy.sent.length = 0;
        const answer = proxy.hold();
        goOnline();
        await until(() => proxy.sent.length > 0);
        return async () => answer(accepted.clone());
      },
    ],
    [
      'in another tab',
      async () => {
        const [row] = (await queue.list()) ?? [];
        return async () => {
          if (row?.lead) await queue.settle(row, receipt);
          comeBack();
        };
      },
    ],
  ] as const) {
    it(`leaves to the visitor what is changed while the answer comes, ${where}`, async () => {
      const el = await stage.queuedForm();
      const [row] = (await queue.list()) ?? [];
      const answer = await haveAnswer(el);
      fill(el, { phone: '0812 3456 780' });
      await answer();
      await until(() => lineOf(el) === 'Your earlier request has been sent.');
      expect(el.status).to.equal('editing');
      expect(field(el, 'phone').value).to.equal('0812 3456 780');
      proxy.answer(accepted);
      await submit(el);
      expect(el.status).to.equal('accepted');
      const { key, body } = proxy.sent.at(-1) ?? {};
      expect(body?.['phone']).to.equal('08123456780');
      expect(key).not.to.equal(row?.key);
    });
  }
});
