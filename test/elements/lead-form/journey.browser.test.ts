import { expect } from '@open-wc/testing';
import type { Attribution, Touch } from '../../../src/contract/index.ts';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { forgetTouches, rememberTouch } from '../../../src/remember-touch.ts';
import { problem, ProxyStub } from '../../support/elements/proxy-stub.ts';
import { accepted, fill, renderWholeForm, submit, visitor } from './lead-form-stage.ts';

const key = 'promo-lead:touches';
const before = location.href;
const earlier: Touch = { at: new Date(Date.now() - 1_000).toISOString(), click_id: 'EARLIER' };

/** What a form sends on a page with this query. */
interface Told {
  readonly clickId: unknown;
  readonly first: unknown;
  readonly last: unknown;
}

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub().answer(accepted);
});
afterEach(() => {
  history.replaceState(null, '', before);
  forgetTouches();
});

async function formOn(query: string, attributes: Record<string, string> = {}): Promise<LeadForm> {
  history.replaceState(null, '', query);
  return renderWholeForm(proxy, attributes);
}

async function send(el: LeadForm): Promise<Told> {
  await submit(el);
  const { click_id, attribution } = proxy.sent.at(-1)?.body ?? {};
  const { first, last } = (attribution ?? {}) as Attribution;
  return { clickId: click_id, first: first?.click_id, last: last?.click_id };
}

const stored = (): readonly boolean[] =>
  [sessionStorage, localStorage].map((storage) => storage.getItem(key) !== null);

describe('<lead-form remember>', () => {
  it('remembers over the visit how the visitor came, and sends the first touch and the last', async () => {
    await formOn('?gclid=G-1', { remember: '' });
    expect(stored()).to.deep.equal([true, false]);
    const el = await formOn('?gclid=G-2', { remember: '' });
    expect(await send(el)).to.deep.equal({ clickId: 'G-2', first: 'G-1', last: 'G-2' });
    const plain = await formOn('?', { remember: '' });
    expect(await send(plain)).to.deep.equal({ clickId: 'G-2', first: 'G-1', last: 'G-2' });
  });

  it('remembers for days if it says how many', async () => {
    await formOn('?gclid=G-1', { remember: '30' });
    expect(stored()).to.deep.equal([false, true]);
  });

  it('stores nothing if it is absent, and neither reads nor erases what there is', async () => {
    sessionStorage.setItem(key, JSON.stringify([earlier]));
    const el = await formOn('?utm_source=mail');
    const kept = sessionStorage.getItem(key);
    expect(await send(el)).to.deep.equal({ clickId: undefined, first: undefined, last: undefined });
    expect(sessionStorage.getItem(key)).to.equal(kept);
    expect(stored()).to.deep.equal([true, false]);
  });

  it('writes when it is set, and erases and forgets when it is removed', async () => {
    sessionStorage.setItem(key, JSON.stringify([earlier]));
    const el = await formOn('?utm_source=mail');
    el.setAttribute('remember', '7');
    await el.updateComplete;
    expect(stored()).to.deep.equal([false, true]);
    expect(await send(el)).to.deep.equal({
      clickId: 'EARLIER',
      first: 'EARLIER',
      last: undefined,
    });
    el.removeAttribute('remember');
    await el.updateComplete;
    expect(stored()).to.deep.equal([false, false]);
    el.reset();
    const again = await formOn('?utm_source=mail', { remember: '' });
    expect((await send(again)).clickId).to.equal(undefined);
  });

  it('sends what is remembered when the lead is sent, not when the consent was given', async () => {
    sessionStorage.setItem(key, JSON.stringify([earlier]));
    const el = await formOn('?', { consent: '' });
    const box = el.shadowRoot?.querySelector<HTMLInputElement>('#consent');
    box?.click();
    await el.updateComplete;
    el.setAttribute('remember', '');
    await el.updateComplete;
    expect((await send(el)).clickId).to.equal('EARLIER');
    el.reset();
    await el.updateComplete;
    fill(el, visitor);
    box?.click();
    el.removeAttribute('remember');
    await el.updateComplete;
    expect((await send(el)).clickId).to.equal(undefined);
  });

  it('sends with each attempt what is remembered by then', async () => {
    sessionStorage.setItem(key, JSON.stringify([earlier]));
    const el = await formOn('?');
    proxy.answer(problem(503, 'unavailable'));
    expect((await send(el)).clickId).to.equal(undefined);
    el.setAttribute('remember', '');
    await el.updateComplete;
    expect(await send(el)).to.include({ clickId: 'EARLIER', first: 'EARLIER' });
  });

  it('finds what a page without a form remembered', async () => {
    history.replaceState(null, '', '?ref=R-1&utm_source=mail');
    const attribution = rememberTouch({ days: 30, clickIdParams: ['ref'] });
    expect(attribution?.last).to.include({ click_id: 'R-1', utm_source: 'mail' });
    expect(stored()).to.deep.equal([false, true]);
    expect((await send(await formOn('?', { remember: '30' }))).clickId).to.equal('R-1');
    forgetTouches();
    expect(stored()).to.deep.equal([false, false]);
  });

  it('is not needed for the URL that the page had when the form came', async () => {
    const el = await formOn('?gclid=G-1');
    history.pushState(null, '', '?step=2');
    expect(await send(el)).to.deep.equal({ clickId: 'G-1', first: 'G-1', last: 'G-1' });
  });
});
