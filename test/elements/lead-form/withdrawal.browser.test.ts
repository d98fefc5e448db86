import { expect } from '@open-wc/testing';
import { LeadQueue } from '../../../src/client/queue/lead-queue.ts';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { problem, type ProxyStub } from '../../support/elements/proxy-stub.ts';
import { accepted, field, fill, submit, textOf, visitor } from './lead-form-stage.ts';
import { down, endpoint, goOnline, lead, lineOf, QueueStage, until } from './queue-stage.ts';
import { Visit } from './visit.ts';

let stage: QueueStage;
let proxy: ProxyStub;
beforeEach(async () => {
  stage = await QueueStage.open();
  ({ proxy } = stage);
});
afterEach(() => stage.close());

async function agreedForm(): Promise<LeadForm> {
  const el = await stage.form({ consent: '' });
  fill(el, visitor);
  field(el, 'consent').click();
  return el;
}

async function queuedForm(): Promise<LeadForm> {
  proxy.answer(down);
  const el = await agreedForm();
  await submit(el);
  expect(el.status).to.equal('queued');
  return el;
}

async function untick(el: LeadForm): Promise<void> {
  field(el, 'consent').click();
  await el.updateComplete;
}

/** The phones of all leads that are sent automatically, including somebody else's. */
async function phonesSent(queue: LeadQueue = stage.queue, page: Window = window): Promise<unknown> {
  proxy.sent.length = 0;
  proxy.answer(accepted);
  await queue.keep({ ...lead, phone: '628000000000' }, 'other');
  page.dispatchEvent(new Event('online'));
  await until(async () => !(await queue.list())?.some((record) => record.lead));
  return proxy.sent.map(({ body }) => body['phone']);
}

describe('<lead-form> whose visitor withdraws the consent', () => {
  it('does not send the lead that waits, and keeps what was typed', async () => {
    const el = await queuedForm();
    const { key } = proxy.sent[0] ?? {};
    await untick(el);
    await el.updateComplete;
    expect(el.status).to.equal('editing');
    expect(lineOf(el)).to.equal('');
    expect(textOf(el, '[part=submit]')).to.equal('Send');
    expect(field(el, 'phone').value).to.equal(visitor.phone);
    expect(await phonesSent()).to.deep.equal(['628000000000']);

    field(el, 'consent').click();
    await submit(el);
    expect(el.status).to.equal('accepted');
    expect(proxy.sent.at(-1)).to.deep.include({ key });
  });

  it('does not send it even if the form has been held back since', async () => {
    const el = await queuedForm();
    fill(el, { phone: '' });
    await submit(el);
    expect(el.status).to.equal('editing');
    fill(el, { phone: visitor.phone });
    await untick(el);
    expect(await phonesSent()).to.deep.equal(['628000000000']);
  });

  it('keeps no lead that fails after that', async () => {
    const answer = proxy.hold();
    const el = await agreedForm();
    const ended = submit(el);
    await until(() => proxy.sent.length === 1);
    await untick(el);
    answer(problem(503, 'unavailable'));
    await ended;
    expect(el.status).to.equal('failed');
    expect(await phonesSent()).to.deep.equal(['628000000000']);
  });

  it('ends the attempt that another form of the page makes with it', async () => {
    const el = await queuedForm();
    const other = await stage.form();
    proxy.answer(down, () => {
      field(el, 'consent').click();
      return down;
    });
    proxy.sent.length = 0;
    goOnline();
    await until(() => el.status === 'editing');
    expect(other.status).to.equal('editing');
    expect(await phonesSent()).to.deep.equal(['628000000000']);
  });

  it('sends the one that waits if the form was emptied for another', async () => {
    const el = await queuedForm();
    el.reset();
    await el.updateComplete;
    expect(await phonesSent()).to.have.members(['628123456789', '628000000000']);
  });

  it('does not send it if the page was left before the browser had dropped it', async () => {
    // An endpoint of its own: a removed frame may still have the database open.
    const own = `${endpoint}withdrawn/`;
    const queue = new LeadQueue(own);
    sessionStorage.setItem('offer', JSON.stringify({ endpoint: own }));
    proxy.answer(down);
    Object.assign(globalThis, { clientOfVisit: proxy.client });
    const visit = await Visit.to(new URL('./restored.html', import.meta.url).href);
    const first = await visit.form();
    fill(first, visitor);
    field(first, 'consent').click();
    await submit(first);
    const [kept] = (await queue.list()) ?? [];
    await untick(first);
    await first.updateComplete;
    await visit.go((page) => page.location.assign('about:blank'));
    await queue.keep(kept?.lead ?? lead, String(kept?.key));
    await visit.go(() => history.back());
    const el = await visit.form();
    await until(() => field(el, 'phone').value === visitor.phone);
    const view = el.ownerDocument.defaultView as Window;
    await until(async () => ((await queue.list()) ?? []).length === 0);
    expect(el.status).to.equal('editing');
    expect(await phonesSent(queue, view)).to.deep.equal(['628000000000']);
    sessionStorage.removeItem('offer');
    Object.assign(globalThis, { clientOfVisit: undefined });
  });
});
