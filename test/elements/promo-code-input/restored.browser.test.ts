import { aTimeout, expect, fixture, html } from '@open-wc/testing';
import '../../../src/promo-code-input.ts';
import type { PromoCodeInput } from '../../../src/promo-code-input.ts';
import { ProxyStub, reply } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { type } from './promo-code-stage.ts';

const url: string = new URL('./restored.html', import.meta.url).href;

/** Resolves once the page that `leave` leads to has loaded. */
async function go(frame: HTMLIFrameElement, leave: (page: Window) => void): Promise<void> {
  const loaded = new Promise((resolve) => {
    frame.addEventListener('load', resolve, { once: true });
  });
  leave(frame.contentWindow as Window);
  await loaded;
  // During the event the page still loads: leaving it then would replace its history entry.
  await aTimeout(0);
}

async function fieldIn(frame: HTMLIFrameElement): Promise<PromoCodeInput> {
  const el = frame.contentDocument?.querySelector('promo-code-input') as PromoCodeInput;
  await waitUntil(() => el.shadowRoot?.querySelector('input'), 'the field');
  return el;
}

describe('A page with <promo-code-input consume> to which the visitor comes back', () => {
  afterEach(() => {
    Object.assign(globalThis, { clientOfVisit: undefined });
  });

  it('uses no code twice after a lost answer', async () => {
    const proxy = new ProxyStub().answer(new TypeError('the answer was lost'));
    Object.assign(globalThis, { clientOfVisit: proxy.client });
    const frame = await fixture<HTMLIFrameElement>(html`<iframe></iframe>`);
    await go(frame, (page) => page.location.assign(url));
    const first = await fieldIn(frame);
    type(first, 'ONCE');
    await first.apply();
    expect(first.status).to.equal('error');
    // The second time, nothing is touched in between.
    for (let times = 0; times < 2; times += 1) {
      await go(frame, (page) => page.location.assign(`${url}?${times}`));
      await go(frame, () => history.back());
    }
    const el = await fieldIn(frame);
    await waitUntil(() => el.value === 'ONCE', 'what was typed');
    proxy.answer(reply({ status: 'redeemed', code: 'ONCE' }));
    expect(await el.apply()).to.equal('redeemed');
    expect(new Set(proxy.sent.map(({ key }) => key)).size).to.equal(1);
  });

  it('uses no code twice that was used up before', async () => {
    const proxy = new ProxyStub().answer(reply({ status: 'redeemed', code: 'ONCE' }));
    Object.assign(globalThis, { clientOfVisit: proxy.client });
    const frame = await fixture<HTMLIFrameElement>(html`<iframe></iframe>`);
    await go(frame, (page) => page.location.assign(url));
    const first = await fieldIn(frame);
    type(first, 'ONCE');
    expect(await first.apply()).to.equal('redeemed');
    await go(frame, (page) => page.location.assign(`${url}?other`));
    await go(frame, () => history.back());
    const el = await fieldIn(frame);
    await waitUntil(() => el.value === 'ONCE', 'what was typed');
    expect(await el.apply()).to.equal('redeemed');
    expect(new Set(proxy.sent.map(({ key }) => key)).size).to.equal(1);
  });

  it('keeps the key before it is sent', async () => {
    const proxy = new ProxyStub();
    proxy.hold();
    Object.assign(globalThis, { clientOfVisit: proxy.client });
    const frame = await fixture<HTMLIFrameElement>(html`<iframe></iframe>`);
    await go(frame, (page) => page.location.assign(url));
    const first = await fieldIn(frame);
    type(first, 'ONCE');
    void first.apply();
    await waitUntil(() => proxy.sent.length > 0, 'a request');
    await go(frame, (page) => page.location.assign(`${url}?other`));
    await go(frame, () => history.back());
    const el = await fieldIn(frame);
    await waitUntil(() => el.value === 'ONCE', 'what was typed');
    proxy.answer(reply({ status: 'redeemed', code: 'ONCE' }));
    await el.apply();
    expect(new Set(proxy.sent.map(({ key }) => key)).size).to.equal(1);
  });
});

describe('<promo-code-input> that autofill puts a value into', () => {
  it('has it', () => {
    const el = document.createElement('promo-code-input');
    el.formStateRestoreCallback('SPRING');
    expect(el.value).to.equal('SPRING');
  });
});
