import { expect } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadAcceptedEvent, LeadForm } from '../../../src/index.ts';
import { storedRows } from '../../client/queue/stored-rows.ts';
import { problem, type ProxyStub } from '../../support/elements/proxy-stub.ts';
import { PageClock } from '../page-clock.ts';
import { accepted, errorOf, fill, textOf, visitor } from './lead-form-stage.ts';
import { comeBack, goOnline, lineOf, QueueStage, until } from './queue-stage.ts';

const refusal = problem(422, 'invalid-fields', { errors: [{ field: 'phone', code: 'format' }] });

let stage: QueueStage;
let proxy: ProxyStub;
let events: readonly string[];
let clock: PageClock;
/** Between the deadline for the browser's storage and the pause before the next attempt. */
const fromMs = 4_000;

beforeEach(async () => {
  stage = await QueueStage.open();
  ({ proxy, events } = stage);
  clock = new PageClock(fromMs);
});
afterEach(() => {
  clock.restore();
  stage.close();
});

/** In a page that is left open, second by second. */
function inTime(isTrue: () => unknown): Promise<void> {
  return until(() => {
    clock.putAhead(1_000);
    return isTrue();
  });
}

/** The events of stored leads on the form itself. */
function listenTo(el: LeadForm): readonly string[] {
  const heard: string[] = [];
  el.addEventListener('lead-accepted', ({ receipt }: LeadAcceptedEvent) => {
    heard.push(receipt.ref);
  });
  return heard;
}

describe('<lead-form> taken out of the page while its lead is sent', () => {
  it('tells the document, once', async () => {
    const answer = proxy.hold();
    const el = await stage.form();
    const heard = listenTo(el);
    fill(el, visitor);
    const ended = el.submit();
    await until(() => proxy.sent.length === 1);
    el.remove();
    answer(accepted);
    await ended;
    expect(heard).to.deep.equal(['REF-1']);
    expect(events).to.deep.equal(['lead-accepted']);
  });
});

describe('<lead-form> whose lead waits, taken out of the page', () => {
  it('sends it once the network is back, fires one event, and stops listening', async () => {
    const el = await stage.queuedForm();
    const heard = listenTo(el);
    el.remove();
    proxy.answer(accepted);
    for (let times = 0; times < 10; times += 1) goOnline();
    await until(() => el.status === 'accepted');
    expect(proxy.sent).to.have.length(1);
    expect(heard).to.deep.equal(['REF-1']);
    expect(JSON.stringify(await storedRows())).not.to.contain('628123456789');

    await stage.queue.keep({ first_name: 'B', last_name: 'B', phone: '62', product: 'mat' }, 'k');
    goOnline();
    comeBack();
    await stage.queue.list();
    expect(proxy.sent).to.have.length(1);
  });

  it('sends it although it was taken out before anybody knew that it has to wait', async () => {
    const answer = proxy.hold();
    const el = await stage.form();
    fill(el, visitor);
    const ended = el.submit();
    await until(() => proxy.sent.length === 1);
    el.remove();
    answer(problem(503, 'unavailable'));
    await ended;
    expect(el.status).to.equal('queued');
    await el.updateComplete;
    proxy.answer(accepted);
    goOnline();
    await until(() => el.status === 'accepted');
  });

  it('sends it as it was if the visitor had begun to change it', async () => {
    const el = await stage.queuedForm();
    fill(el, { phone: '0812 3' });
    el.remove();
    proxy.answer(accepted);
    goOnline();
    await until(() => el.status === 'accepted');
    expect(proxy.sent.map(({ body }) => body['phone'])).to.deep.equal(['628123456789']);
  });

  it('leaves the leads of others to a form that is in the page', async () => {
    const el = await stage.queuedForm();
    await stage.queue.keep({ first_name: 'B', last_name: 'B', phone: '62', product: 'mat' }, 'k');
    const own = (await stage.queue.list())?.find(({ key }) => key !== 'k');
    el.remove();
    proxy.answer(accepted);
    goOnline();
    await until(() => el.status === 'accepted');
    expect(stage.keys).to.deep.equal([own?.key]);
  });

  for (const [other, attributes] of [
    ['another form', {}],
    ['one that keeps nothing', { 'no-queue': '' }],
  ] as const) {
    it(`sends it on its own once the proxy is back, beside ${other}`, async () => {
      await stage.form(attributes);
      // After its own two looks into the queue, which found nothing.
      for (let times = 0; times < 3; times += 1) await stage.queue.list();
      const el = await stage.queuedForm();
      el.remove();
      proxy.answer(accepted);
      await inTime(() => el.status === 'accepted');
    });
  }

  it('thanks, without a second event, if another form of the page has sent it', async () => {
    const el = await stage.queuedForm();
    const heard = listenTo(el);
    el.remove();
    proxy.answer(accepted);
    const other = await stage.form();
    goOnline();
    await inTime(() => el.status === 'accepted');
    const isHeard = heard.length === 1;
    expect(events.filter((name) => name === 'lead-accepted')).to.have.length(isHeard ? 0 : 1);
    expect(proxy.sent).to.have.length(1);
    expect(other.status).to.equal('editing');
  });

  it('keeps what was refused for a form that is in the page, where it can be corrected', async () => {
    const el = await stage.queuedForm();
    el.remove();
    proxy.answer(refusal);
    goOnline();
    await until(() => proxy.sent.length === 1);
    expect(await storedRows()).to.have.length(1);
    const other = await stage.form();
    goOnline();
    await until(() => errorOf(other, 'phone').includes('digits only'));
    expect(lineOf(other)).to.equal('');
    comeBack();
    await until(() => el.status !== 'queued');
  });

  it('continues, and shows the outcome, when it is put into the page again', async () => {
    const el = await stage.queuedForm();
    const { parentElement } = el;
    el.remove();
    parentElement?.append(el);
    proxy.answer(accepted);
    goOnline();
    await until(() => el.status === 'accepted');
    await el.updateComplete;
    expect(textOf(el, '[part=thanks]')).to.contain('REF-1');
    expect(proxy.sent).to.have.length(1);
    expect(events).to.deep.equal(['lead-queued', 'lead-accepted']);
  });

  it('tries again on its own, without any event', async () => {
    const el = await stage.queuedForm();
    el.remove();
    proxy.answer(accepted);
    await inTime(() => el.status === 'accepted');
  });
});
