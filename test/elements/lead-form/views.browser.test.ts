import { expect } from '@open-wc/testing';
import { waitUntil } from '../../support/elements/wait-until.ts';
import {
  HardPage,
  inputOf,
  type PageOptions,
  type Sent,
  turn,
  type,
} from '../hard-pages/hard-page.ts';

let page: HardPage;
afterEach(() => page.close());

/** Its second passes when the test decides. */
interface Seconds extends Window {
  readonly passSecond?: () => void;
}
const seconds = `<script>{
  const begin = setTimeout;
  const end = clearTimeout;
  const running = new Map();
  let last = 0;
  window.setTimeout = (work, ms) => {
    if (ms !== 1000) return begin(work, ms);
    running.set(--last, work);
    return last;
  };
  window.clearTimeout = (timer) => running.delete(timer) || end(timer);
  window.passSecond = () => {
    for (const [timer, work] of running) {
      running.delete(timer);
      work();
    }
  };
}</script>`;

function passSecond(): void {
  (page.window as Seconds).passSecond?.();
}

/** A page whose forms have their later part, and were in view for a second, if at all. */
async function open({ head = '', ...options }: PageOptions, isTouched = true): Promise<void> {
  page = await HardPage.open({
    script: '<script type="module" src="/dist/cdn/lead-form.js"></script>',
    head: seconds + head,
    ...options,
  });
  const forms = [...page.document.querySelectorAll('lead-form')];
  for (const form of isTouched ? forms : []) {
    form.dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed: true }));
  }
  await waitUntil(() => {
    const isThere = forms.every((form) => form.shadowRoot?.querySelector('[name=trap]'));
    // WebKit does not say when a page is idle: there the later part loads after a second.
    if (!isThere) passSecond();
    return isThere;
  }, 'the later part has loaded');
  for (const each of forms) await seen(each);
}

async function views(): Promise<readonly Sent[]> {
  return (await page.recorder.sent()).filter(({ path }) => path === 'v1/views');
}

async function reported(count: number): Promise<readonly string[]> {
  await waitUntil(async () => (await views()).length >= count, 'it is reported');
  return (await views()).map(({ body }) => String(body['step']));
}

/** An observer like the form's has been called by now, and the form's before it. */
async function seen(element: Element): Promise<void> {
  await new Promise((resolve) => {
    new page.window.IntersectionObserver(resolve).observe(element);
  });
  await turn();
}

const form = '<lead-form endpoint="ENDPOINT" product="mat"></lead-form>';

describe('<lead-form> has the proxy count', () => {
  it('that it was shown and begun, once a page, without anything about the visitor', async () => {
    const query = '?utm_source=google&click_id=7&utm_term=Ana';
    const headers = { 'referrer-policy': 'no-referrer' };
    await open({ body: form + form, query, headers });
    passSecond();
    expect(await reported(1)).to.deep.equal(['shown']);
    const phone = inputOf(page.form, '#phone');
    type(phone, '6281');
    type(phone, '62812');
    expect(await reported(2)).to.deep.equal(['shown', 'started']);
    await seen(page.form);
    const sent = await views();
    const way = { utm_source: 'google', click_id_source: 'click_id' };
    const view = { product: 'mat', locale: 'en', attribution: { first: way, last: way } };
    expect(sent.map(({ body }) => body)).to.deep.equal([
      { step: 'shown', ...view },
      { step: 'started', ...view },
    ]);
    for (const { headers: given } of sent) {
      expect(given).to.include({ 'content-type': 'text/plain;charset=UTF-8' });
      expect(given['origin'], 'the proxy lets it in').to.equal(location.origin);
      expect(given).not.to.have.any.keys('referer', 'cookie');
    }
    expect(page.complaints).to.deep.equal([]);
  });

  it('that it was shown even if nobody enters it, with how the visitor came', async () => {
    await open({ body: form, query: '?utm_source=google' }, false);
    passSecond();
    expect(await reported(1)).to.deep.equal(['shown']);
    const [shown] = await views();
    const way = { utm_source: 'google' };
    expect(shown?.body['attribution']).to.deep.equal({ first: way, last: way });
  });

  it('nothing before it comes into view', async () => {
    await open({ body: `<div style="height: 3000px"></div>${form}` });
    passSecond();
    expect(await views()).to.be.empty;
    page.form.scrollIntoView();
    await seen(page.form);
    passSecond();
    expect(await reported(1)).to.deep.equal(['shown']);
  });

  it('nothing if it was scrolled past', async () => {
    await open({ body: `${form}<div style="height: 3000px"></div>` });
    page.window.scrollTo(0, 2500);
    await seen(page.form);
    passSecond();
    expect(await views()).to.be.empty;
  });

  it('that it was shown if somebody began before a second was over', async () => {
    await open({ body: form });
    type(inputOf(page.form, '#phone'), '62812');
    // Both are sent at once, and may arrive in either order.
    expect(await reported(2)).to.have.members(['shown', 'started']);
    passSecond();
    await turn();
    expect(await views()).to.have.length(2);
  });

  it('nothing with no-count, and nothing without an endpoint', async () => {
    await open({
      body: `<lead-form endpoint="ENDPOINT" product="mat" no-count></lead-form>
        <lead-form product="rope"></lead-form>`,
    });
    type(inputOf(page.form, '#phone'), '62812');
    passSecond();
    await turn();
    expect(await views()).to.be.empty;
    expect(page.complaints).to.deep.equal([]);
  });

  it('nothing if a client of the page’s own takes the leads', async () => {
    await open({ body: form });
    const never = (): Promise<never> => new Promise(() => {});
    page.form.client = { validate: never, redeem: never, submitLead: never };
    passSecond();
    type(inputOf(page.form, '#phone'), '62812');
    await turn();
    expect(await views()).to.be.empty;
  });

  it('nothing while the page is prerendered', async () => {
    const head = `<script>
      let state = 'hidden';
      Object.defineProperty(document, 'visibilityState', { get: () => state });
      show = () => {
        state = 'visible';
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      };
    </script>`;
    await open({ head, body: form });
    passSecond();
    expect(await views()).to.be.empty;
    (page.window as Window & { show?: () => void }).show?.();
    await seen(page.form);
    passSecond();
    expect(await reported(1)).to.deep.equal(['shown']);
  });
});
