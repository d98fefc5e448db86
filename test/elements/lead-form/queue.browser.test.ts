import { expect, oneEvent } from '@open-wc/testing';
import type { LeadQueue } from '../../../src/client/queue/lead-queue.ts';
import '../../../src/index.ts';
import type { LeadQueuedEvent } from '../../../src/index.ts';
import { deleteDatabase, storedRows } from '../../client/queue/stored-rows.ts';
import { problem, type ProxyStub } from '../../support/elements/proxy-stub.ts';
import {
  accepted,
  buttonOf,
  errorOf,
  field,
  fill,
  focusIn,
  receipt,
  submit,
  textOf,
  visitor,
} from './lead-form-stage.ts';
import {
  comeBack,
  down,
  endpoint,
  goOnline,
  lead,
  lineOf,
  until,
  QueueStage,
} from './queue-stage.ts';

const queued = 'Your request is saved here, but not sent yet.';

let stage: QueueStage;
let proxy: ProxyStub;
let queue: LeadQueue;
let events: readonly string[];
beforeEach(async () => {
  stage = await QueueStage.open();
  ({ proxy, queue, events } = stage);
});
afterEach(() => stage.close());

describe('<lead-form> whose lead cannot be sent', () => {
  it('keeps it, says so, and tells the page', async () => {
    proxy.answer(down);
    const el = await stage.form();
    fill(el, visitor);
    const event = oneEvent<LeadQueuedEvent>(el, 'lead-queued');
    await submit(el);
    expect((await event).failure).to.equal('unreachable');
    expect(el.matches(':state(queued)')).to.be.true;
    expect(lineOf(el)).to.equal(`${queued} We’ll try for 7 days whenever this page is open.`);
    expect(textOf(el, '[role=alert]')).to.equal('');
    expect(textOf(el, '[part=submit]')).to.equal('Send now');
    expect(field(el, 'phone').value).to.equal(visitor.phone);
    expect(events).to.deep.equal(['lead-queued']);
  });

  for (const [failure, answer] of [
    ['timeout', problem(408, 'timeout')],
    ['unavailable', problem(503, 'unavailable', {}, '30')],
    ['too-many-requests', problem(429, 'too-many-requests', {}, '30')],
    ['in-progress', problem(409, 'in-progress')],
    ['bad-reply', new Response('<p>', { headers: { 'content-type': 'text/html' } })],
  ] as const) {
    it(`keeps it: ${failure}`, async () => {
      proxy.answer(answer);
      const el = await stage.form();
      fill(el, visitor);
      await submit(el);
      expect(el.status).to.equal('queued');
      expect(await storedRows()).to.have.length(1);
    });
  }

  it('has it in the browser before its first byte leaves', async () => {
    let rows: readonly unknown[] = [];
    proxy.answer(async () => {
      rows = await storedRows();
      return accepted;
    });
    const el = await stage.form();
    fill(el, visitor);
    await submit(el);
    expect(JSON.stringify(rows)).to.contain('628123456789');
  });

  it('leaves nothing of the visitor behind once it is accepted', async () => {
    proxy.answer(accepted);
    const el = await stage.form();
    fill(el, visitor);
    await submit(el);
    expect(JSON.stringify(await storedRows())).not.to.match(/628123456789|Ayu|Lestari/);
  });

  it('sends it once, with its key, however often the network is back, and thanks once', async () => {
    const el = await stage.queuedForm();
    const [row] = (await queue.list()) ?? [];
    proxy.answer(accepted);
    for (let times = 0; times < 10; times += 1) goOnline();
    await until(() => el.status === 'accepted');
    await el.updateComplete;
    expect(textOf(el, '[part=thanks]')).to.contain('REF-1');
    expect(proxy.sent.map(({ key }) => key)).to.deep.equal([row?.key]);
    expect(events).to.deep.equal(['lead-queued', 'lead-accepted']);
  });

  it('takes the focus to the thanks from inside the form, and from nowhere else', async () => {
    const el = await stage.queuedForm();
    proxy.answer(accepted);
    goOnline();
    await until(() => el.status === 'accepted');
    await el.updateComplete;
    expect(focusIn(el)).to.equal(undefined);
    expect(textOf(el, '.hidden[role=status]')).to.equal('Thank you!');

    const other = await stage.queuedForm({ ...visitor, first_name: 'Budi' });
    buttonOf(other).focus();
    proxy.answer(accepted);
    goOnline();
    await until(() => focusIn(other) === 'thanks');
  });

  it('sends it with its key by the button', async () => {
    const el = await stage.queuedForm();
    const [row] = (await queue.list()) ?? [];
    proxy.answer(accepted);
    buttonOf(el).click();
    await until(() => el.status === 'accepted');
    expect(stage.keys).to.deep.equal([row?.key]);
  });

  it('sends it as it was if a script of the page has changed a field since', async () => {
    proxy.answer(down);
    const own = document.createElement('input');
    Object.assign(own, { type: 'hidden', name: 'clock', value: '1', slot: 'extra' });
    const el = await stage.form({}, own);
    fill(el, visitor);
    await submit(el);
    own.value = '2';
    proxy.sent.length = 0;
    proxy.answer(accepted);
    goOnline();
    await until(() => el.status === 'accepted');
    expect(proxy.sent.map(({ body }) => body['extra'])).to.deep.equal([{ clock: '1' }]);
  });

  it('waits as long as the proxy asks', async () => {
    proxy.answer(problem(429, 'too-many-requests', {}, '30'));
    const el = await stage.form();
    fill(el, visitor);
    await submit(el);
    expect(textOf(el, '[part=alert]')).to.contain('Try again in 30 seconds.');
    proxy.sent.length = 0;
    proxy.answer(accepted);
    await queue.keep({ ...lead, first_name: 'Budi' }, 'other-key');
    comeBack();
    await until(() => events.includes('lead-accepted'));
    await queue.list();
    expect(stage.keys).to.deep.equal(['other-key']);
    expect(el.status).to.equal('queued');
  });

  it('says what is final: a known phone', async () => {
    const el = await stage.queuedForm();
    proxy.answer(problem(409, 'duplicate'));
    goOnline();
    await until(() => el.status === 'failed');
    await el.updateComplete;
    expect(textOf(el, '[role=alert]:not(.hidden)')).to.contain('We already have a request');
    expect(JSON.stringify(await storedRows())).not.to.contain('628123456789');
  });

  it('puts refused fields beside the fields', async () => {
    const el = await stage.queuedForm();
    proxy.answer(problem(422, 'invalid-fields', { errors: [{ field: 'phone', code: 'format' }] }));
    goOnline();
    await until(() => el.status === 'editing');
    await el.updateComplete;
    expect(errorOf(el, 'phone')).to.contain('digits only');
    expect(await storedRows()).to.be.empty;
  });

  it('ends the wait once the proxy has refused it', async () => {
    const el = await stage.queuedForm();
    proxy.answer(problem(429, 'too-many-requests', {}, '300'));
    await submit(el);
    expect(textOf(el, '[part=alert]')).to.contain('Try again in');
    proxy.answer(problem(422, 'invalid-fields', { errors: [{ field: 'phone', code: 'format' }] }));
    goOnline();
    await until(() => el.status === 'editing');
    proxy.answer(accepted);
    fill(el, { phone: '0812 3456 780' });
    await submit(el);
    expect(el.status).to.equal('accepted');
  });

  it('sends it again with a new key if its own was used for other fields', async () => {
    const el = await stage.queuedForm();
    const [row] = (await queue.list()) ?? [];
    proxy.answer(problem(422, 'idempotency-key-reused'), accepted);
    goOnline();
    await until(() => el.status === 'accepted');
    expect(proxy.sent).to.have.length(2);
    expect(proxy.sent[0]?.key).to.equal(row?.key);
    expect(proxy.sent[1]?.key).not.to.equal(row?.key);
    expect(await storedRows()).to.have.length(1);
  });

  it('learns from the browser what another tab has sent, and fires no second event', async () => {
    const el = await stage.queuedForm();
    const [row] = (await queue.list()) ?? [];
    if (!row?.lead) throw new Error('nothing waits');
    await queue.settle(row, receipt);
    comeBack();
    await until(() => el.status === 'accepted');
    await el.updateComplete;
    expect(textOf(el, '[part=thanks]')).to.contain('REF-1');
    expect(proxy.sent).to.be.empty;
    expect(events).to.deep.equal(['lead-queued']);
  });

  it('finds it under the key that another tab gave it, sent or not', async () => {
    const el = await stage.queuedForm();
    const [row] = (await queue.list()) ?? [];
    if (!row?.lead) throw new Error('nothing waits');
    await queue.renew(row, 'a-key-of-another-tab');
    proxy.answer(down);
    goOnline();
    await until(() => proxy.sent.length > 0);
    expect(el.status).to.equal('queued');
    await queue.settle({ ...row, key: 'a-key-of-another-tab' }, receipt);
    comeBack();
    await until(() => el.status === 'accepted');
    expect(stage.keys).to.deep.equal(['a-key-of-another-tab']);
    expect(events).to.deep.equal(['lead-queued']);
  });

  it('thanks, without an event, if another tab had the answer a moment before', async () => {
    const el = await stage.queuedForm();
    const [row] = (await queue.list()) ?? [];
    proxy.answer(async () => {
      if (row?.lead) await queue.settle(row, receipt);
      return accepted;
    });
    goOnline();
    await until(() => el.status === 'accepted');
    expect(events).to.deep.equal(['lead-queued']);
  });

  it('offers another try if the browser has lost it', async () => {
    const el = await stage.queuedForm();
    await deleteDatabase();
    comeBack();
    await until(() => el.status === 'failed');
    await el.updateComplete;
    expect(field(el, 'phone').value).to.equal(visitor.phone);
    expect(textOf(el, '[role=alert]')).to.contain('That didn’t go through.');
    expect(textOf(el, '[part=submit]')).to.equal('Try again');
  });

  it('sends it if the page has no locks, as over plain http', async () => {
    Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
    const el = await stage.queuedForm();
    proxy.answer(accepted);
    goOnline();
    await until(() => el.status === 'accepted').finally(() => {
      delete (navigator as unknown as Record<string, unknown>)['locks'];
    });
    expect(proxy.sent).to.have.length(1);
  });

  it('leaves it to the tab that is sending already', async () => {
    const el = await stage.queuedForm();
    let free = (): void => undefined;
    const taken = new Promise<void>((resolve) => {
      void navigator.locks.request(`promo-lead ${endpoint}`, () => {
        resolve();
        return new Promise<void>((release) => (free = release));
      });
    });
    await taken;
    proxy.answer(accepted);
    goOnline();
    const [row] = (await queue.list()) ?? [];
    if (!row?.lead) throw new Error('nothing waits');
    await queue.settle(row, receipt);
    await until(() => el.status === 'accepted').finally(free);
    expect(proxy.sent).to.be.empty;
  });
});
