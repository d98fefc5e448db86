import { expect } from '@open-wc/testing';
import { LeadQueue } from '../../../src/client/queue/lead-queue.ts';
import type { LeadForm } from '../../../src/index.ts';
import { deleteRows, storedRows } from '../../client/queue/stored-rows.ts';
import { ProxyStub } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { typeText } from '../shared/form-control/stage.ts';
import { accepted, field, fill, promoOf, submit, visitor } from './lead-form-stage.ts';
import { down, endpoint, lead, lineOf } from './queue-stage.ts';
import { Visit } from './visit.ts';

const url: string = new URL('./restored.html', import.meta.url).href;

const sharedUrl: string = new URL('./restored-shared.html', import.meta.url).href;

async function fillIn(el: LeadForm): Promise<void> {
  typeText(field(el, 'first_name'), 'Ayu');
  typeText(field(el, 'phone'), '0812 34');
  field(el, 'consent').click();
  field(el, 'product').value = 'rope';
  field(el, 'product').dispatchEvent(new Event('change', { bubbles: true }));
  typeText(promoOf(el)?.shadowRoot?.querySelector('input') as HTMLInputElement, 'WELCOME10');
  await el.updateComplete;
}

/** The page's own fields. */
function ownFields(el: LeadForm): readonly HTMLInputElement[] {
  return Array.from(el.querySelectorAll('[name]'));
}

function ownOf(el: LeadForm): readonly unknown[] {
  return ownFields(el).map(({ type, checked, value }) => (type === 'checkbox' ? checked : value));
}

function typeOwn(el: LeadForm): void {
  const [city, note, size, gift] = ownFields(el) as [
    HTMLInputElement,
    HTMLInputElement,
    HTMLInputElement,
    HTMLInputElement,
  ];
  typeText(city, 'Jakarta');
  typeText(note, 'Ring twice');
  size.value = 'xl';
  size.dispatchEvent(new Event('change', { bubbles: true }));
  gift.click();
}

/** A visit whose lead waits in the browser; without an endpoint, the browser keeps none. */
async function visitWithUnsentLead(at?: string): Promise<{
  readonly proxy: ProxyStub;
  readonly first: LeadForm;
  readonly visit: Visit;
}> {
  sessionStorage.setItem('offer', JSON.stringify({ endpoint: at }));
  const proxy = new ProxyStub().answer(down);
  Object.assign(globalThis, { clientOfVisit: proxy.client });
  const visit = await Visit.to(url);
  const first = await visit.form();
  fill(first, visitor);
  field(first, 'consent').click();
  await submit(first);
  expect(first.status).to.equal(at === undefined ? 'failed' : 'queued');
  return { proxy, first, visit };
}

function contentOf(el: LeadForm): readonly unknown[] {
  const texts = ['first_name', 'last_name', 'phone', 'product'].map(
    (name) => field(el, name).value,
  );
  return [...texts, field(el, 'consent').checked, promoOf(el)?.value];
}

const isChromium = 'userAgentData' in navigator;
const isFirefox = 'mozInnerScreenX' in window;

describe('A page with a half-filled <lead-form>', () => {
  afterEach(() => {
    sessionStorage.removeItem('offer');
    Object.assign(globalThis, { clientOfVisit: undefined });
  });

  it('has what was typed when the visitor comes back', async () => {
    const visit = await Visit.to(url);
    await fillIn(await visit.form());
    const typed = ['Ayu', '', '0812 34', 'rope', true, 'WELCOME10'];
    expect(contentOf(await visit.form())).to.deep.equal(typed);
    await visit.go((page) => page.location.assign(`${url}?other`));
    expect(contentOf(await visit.form())).to.deep.equal(['', '', '', 'mat', false, '']);
    await visit.go(() => history.back());
    expect(contentOf(await visit.form())).to.deep.equal(typed);
    // Left again without touching anything.
    await visit.go((page) => page.location.assign(`${url}?another`));
    await visit.form();
    await visit.go(() => history.back());
    expect(contentOf(await visit.form())).to.deep.equal(typed);
  });

  for (const [what, offer] of [
    ['another product', { product: 'kettlebell' }],
    ['other words to agree to', { terms: 'I agree to all of it.' }],
  ] as const) {
    it(`has what was typed, and no consent, where it has ${what} by then`, async () => {
      const visit = await Visit.to(url);
      const first = await visit.form();
      await fillIn(first);
      await visit.go((page) => page.location.assign(`${url}?other`));
      sessionStorage.setItem('offer', JSON.stringify(offer));
      await visit.go(() => history.back());
      const el = await visit.form();
      await waitUntil(() => field(el, 'phone').value === '0812 34');
      expect(promoOf(el)?.value).to.equal('WELCOME10');
      expect(field(el, 'consent').checked).to.be.false;
      const proxy = new ProxyStub().answer(accepted);
      el.client = proxy.client;
      fill(el, visitor);
      field(el, 'consent').click();
      await submit(el);
      const { product = 'rope' } = offer as { readonly product?: string };
      expect(proxy.sent.at(-1)?.body['product']).to.equal(product);
    });
  }

  it('says that its lead waits, and sends a correction instead of it', async () => {
    await deleteRows();
    const { proxy, first, visit } = await visitWithUnsentLead(endpoint);
    await first.updateComplete;
    await visit.go((page) => page.location.assign('about:blank'));
    await visit.go(() => history.back());
    const el = await visit.form();
    await waitUntil(() => el.status === 'queued');
    await el.updateComplete;
    expect(lineOf(el)).to.contain('Your request is saved here, but not sent yet.');
    proxy.answer(accepted);
    fill(el, { phone: '0812 3456 780' });
    await submit(el);
    expect(el.status).to.equal('accepted');
    const { key, body } = proxy.sent.at(-1) ?? {};
    expect(body?.['phone']).to.equal('08123456780');
    expect(key).to.equal(proxy.sent[0]?.key);
    expect(await storedRows()).to.have.length(1);
  });

  it('thanks for a lead that was under way when the page was left', async () => {
    await deleteRows();
    sessionStorage.setItem('offer', JSON.stringify({ endpoint }));
    const proxy = new ProxyStub();
    proxy.hold();
    Object.assign(globalThis, { clientOfVisit: proxy.client });
    const visit = await Visit.to(url);
    const first = await visit.form();
    fill(first, visitor);
    field(first, 'consent').click();
    void first.submit();
    await waitUntil(() => proxy.sent.length > 0);
    proxy.answer(accepted);
    await visit.go((page) => page.location.assign('about:blank'));
    await visit.go(() => history.back());
    const el = await visit.form();
    await waitUntil(() => el.status === 'accepted');
    expect(new Set(proxy.sent.map(({ key }) => key)).size).to.equal(1);
  });

  it('sends the same lead with the same key again if the browser keeps none', async () => {
    const { proxy, first, visit } = await visitWithUnsentLead();
    await first.updateComplete;
    await visit.go((page) => page.location.assign('about:blank'));
    await visit.go(() => history.back());
    const el = await visit.form();
    await waitUntil(() => field(el, 'phone').value === visitor['phone']);
    proxy.answer(accepted);
    await submit(el);
    expect(el.status).to.equal('accepted');
    expect(new Set(proxy.sent.map(({ key }) => key)).size).to.equal(1);
  });

  it('leaves its lead alone on a page that is for another product by then', async () => {
    const other = `${endpoint}gone-on/`;
    const { proxy, visit } = await visitWithUnsentLead(other);
    const { length } = proxy.sent;
    await visit.go((page) => page.location.assign('about:blank'));
    sessionStorage.setItem('offer', JSON.stringify({ endpoint: other, product: 'kettlebell' }));
    await visit.go(() => history.back());
    const el = await visit.form();
    await waitUntil(() => field(el, 'phone').value === visitor['phone']);
    // As long as it takes the form to look for its lead, and more.
    for (let turn = 0; turn < 3; turn += 1) await new LeadQueue(other).list();
    expect(el.status).to.equal('editing');
    field(el, 'consent').click();
    await submit(el);
    expect(el.status).to.equal('queued');
    const leads = (await new LeadQueue(other).list()) ?? [];
    expect(leads.map(({ lead: one }) => one?.product)).to.have.members(['mat', 'kettlebell']);
    expect(proxy.sent.at(-1)?.key).not.to.equal(proxy.sent[length - 1]?.key);
  });

  it('sends no lead without the code that was added since, before it is asked to', async () => {
    // An endpoint of its own: a removed frame may still have the database open, and block it.
    const other = `${endpoint}other/`;
    const { proxy, first, visit } = await visitWithUnsentLead(other);
    typeText(promoOf(first)?.shadowRoot?.querySelector('input') as HTMLInputElement, 'WELCOME10');
    await first.updateComplete;
    await visit.go((page) => page.location.assign('about:blank'));
    await visit.go(() => history.back());
    const el = await visit.form();
    await waitUntil(() => el.status === 'queued');
    const { length } = proxy.sent;
    proxy.answer(accepted);
    // A lead that would be sent after it.
    await new LeadQueue(other).keep(lead, 'another-key');
    el.ownerDocument.defaultView?.dispatchEvent(new Event('online'));
    await waitUntil(() => proxy.sent.length > length, 'it does not look');
    expect(proxy.sent.slice(length).map(({ key }) => key)).to.deep.equal(['another-key']);
    await submit(el);
    expect(proxy.sent.at(-1)?.body['promo_code']).to.equal('WELCOME10');
    expect(el.status).to.equal('accepted');
  });

  it('has nothing of it if the screen is shared: no-queue', async () => {
    const visit = await Visit.to(url);
    const el = await visit.form();
    el.noQueue = true;
    await fillIn(el);
    await visit.go((page) => page.location.assign(`${url}?other`));
    await visit.go(() => history.back());
    expect(contentOf(await visit.form())).to.deep.equal(['', '', '', 'mat', false, '']);
  });

  for (const isSent of [false, true]) {
    it(`has nothing in its own fields either, ${isSent ? 'accepted' : 'typed'}: no-queue`, async () => {
      const proxy = new ProxyStub().answer(accepted);
      Object.assign(globalThis, { clientOfVisit: proxy.client });
      const visit = await Visit.to(sharedUrl);
      const el = await visit.form();
      const typed = ['Jakarta', 'Ring twice', 'xl', true];
      const before = ownOf(el);
      typeOwn(el);
      await el.updateComplete;
      expect(ownOf(el)).to.deep.equal(typed);
      if (isSent) {
        fill(el, visitor);
        await submit(el);
        expect(el.status).to.equal('accepted');
        expect(proxy.sent.at(-1)?.body['extra']).to.include({ city: 'Jakarta', size: 'xl' });
        await el.updateComplete;
        expect(ownOf(el)).to.deep.equal(before);
      }
      await visit.go((page) => page.location.assign(`${sharedUrl}?other`));
      await visit.go(() => history.back());
      // Firefox only heeds `autocomplete` in the markup, and WebKit only that of inputs.
      const kept = isFirefox ? typed : isChromium ? before : ['', 'Ring twice', 'xl', false];
      expect(ownOf(await visit.form())).to.deep.equal(isSent ? before : kept);
    });
  }
});
