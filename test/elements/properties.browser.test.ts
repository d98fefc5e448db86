import { expect, fixture, html } from '@open-wc/testing';
import { LeadForm, type PromoCodeInput } from '../../src/index.ts';
import { ProxyStub } from '../support/elements/proxy-stub.ts';
import {
  accepted,
  buttonOf,
  fill,
  renderForm,
  submit,
  visitor,
} from './lead-form/lead-form-stage.ts';
import { renderField, valid } from './promo-code-input/promo-code-stage.ts';

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub();
});

/** As frameworks and scripts do, without types. */
function set(element: Element, properties: Readonly<Record<string, unknown>>): void {
  Object.assign(element, properties);
}

/** The requests to the page's network while it gives this answer. */
async function asked(answer: Response, action: () => Promise<unknown>): Promise<readonly string[]> {
  const { fetch } = globalThis;
  const urls: string[] = [];
  globalThis.fetch = (input) => {
    urls.push(new Request(input).url);
    return Promise.resolve(answer.clone());
  };
  try {
    await action();
  } finally {
    globalThis.fetch = fetch;
  }
  return urls.filter((url) => !url.endsWith('/v1/views'));
}

const texts = {
  'lead-form': ['endpoint', 'company', 'product', 'clickId', 'clickIdParams', 'successUrl'],
  'promo-code-input': ['endpoint', 'company', 'label', 'placeholder', 'param'],
};

for (const [tag, names] of Object.entries(texts)) {
  describe(`A property of <${tag}> that is a text`, () => {
    const valuesOf = (element: Element): unknown[] =>
      names.map((name) => (element as unknown as Record<string, unknown>)[name]);

    it('is the text of whatever it is set to', () => {
      const element = document.createElement(tag);
      for (const [value, text] of [
        [7, '7'],
        [0, '0'],
        ['', ''],
        [new URL('https://proxy.example/x'), 'https://proxy.example/x'],
        [['aff', 'ref'], 'aff,ref'],
        [{ toString: () => 'T' }, 'T'],
      ]) {
        set(element, Object.fromEntries(names.map((name) => [name, value])));
        expect(valuesOf(element)).to.deep.equal(names.map(() => text));
      }
    });

    it('is not set by null or undefined, by the false of a condition, or by removing an attribute', () => {
      const element = document.createElement(tag);
      for (const value of [null, undefined, false]) {
        set(element, Object.fromEntries(names.map((name) => [name, 'x'])));
        set(element, Object.fromEntries(names.map((name) => [name, value])));
        expect(valuesOf(element)).to.deep.equal(names.map(() => undefined));
      }
      for (const name of names) {
        const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
        element.setAttribute(attribute, 'x');
        element.removeAttribute(attribute);
      }
      expect(valuesOf(element)).to.deep.equal(names.map(() => undefined));
    });
  });
}

describe('<lead-form>', () => {
  const before = location.href;
  afterEach(() => history.replaceState(null, '', before));

  it('sends as text what is set as a number', async () => {
    proxy.answer(accepted);
    const el = await renderForm(proxy);
    set(el, { company: 7, product: 8, clickId: 12_345 });
    fill(el, visitor);
    await submit(el);
    expect(el.status).to.equal('accepted');
    expect(proxy.sent[0]?.body).to.include({ company: '7', product: '8', click_id: '12345' });
  });

  it('leaves out what is not set', async () => {
    proxy.answer(accepted);
    const el = await renderForm(proxy, { company: 'acme', 'click-id': 'MINE' });
    set(el, { company: null, clickId: undefined, clickIdParams: null, endpoint: null });
    fill(el, visitor);
    await submit(el);
    expect(el.status).to.equal('accepted');
    expect(proxy.sent[0]?.body).not.to.have.any.keys('company', 'click_id');
  });

  it('looks for the click id in a list of names, whenever that is set', async () => {
    proxy.answer(accepted);
    history.replaceState(null, '', '?aff=A-1');
    const el = await renderForm(proxy);
    set(el, { clickIdParams: ['nope', 'aff'] });
    fill(el, visitor);
    await submit(el);
    const early = document.createElement('x-late-form') as LeadForm;
    set(early, { clickIdParams: ['aff'], product: 7, client: proxy.client });
    (await fixture<HTMLElement>(html`<div></div>`)).append(early);
    customElements.define('x-late-form', class extends LeadForm {});
    await early.updateComplete;
    fill(early, visitor);
    await submit(early);
    expect(proxy.sent.map(({ body }) => body['click_id'])).to.deep.equal(['A-1', 'A-1']);
  });

  it('calls the endpoint that is set as a URL', async () => {
    const urls = await asked(accepted, async () => {
      const el = await fixture<LeadForm>(
        html`<lead-form product="mat" no-queue .endpoint=${new URL('https://proxy.example/x')}>
        </lead-form>`,
      );
      expect(buttonOf(el).disabled).to.be.false;
      fill(el, visitor);
      await submit(el);
      expect(el.status).to.equal('accepted');
    });
    expect(urls).to.deep.equal(['https://proxy.example/x/v1/leads']);
  });
});

describe('<promo-code-input>', () => {
  it('calls the endpoint that is set as a URL, if a framework gives no client', async () => {
    const urls = await asked(valid, async () => {
      const el = await fixture<PromoCodeInput>(
        html`<promo-code-input
          value="ONE"
          .client=${null}
          .endpoint=${new URL('https://proxy.example/x')}
        ></promo-code-input>`,
      );
      expect(await el.apply()).to.equal('valid');
    });
    expect(urls).to.deep.equal(['https://proxy.example/x/v1/promo-codes/validate']);
  });

  it('has no name and no code if set to undefined, null or false', async () => {
    const el = await renderField(proxy, { name: 'code', value: 'ONE' });
    for (const value of [undefined, null, false]) {
      set(el, { name: 'code', defaultValue: 'ONE' });
      expect(el.outerHTML).to.contain('name="code"').and.contain('value="ONE"');
      set(el, { name: value, defaultValue: value });
      expect([el.name, el.value]).to.deep.equal(['', '']);
    }
  });

  it('takes the code from the usual parameter if none is named', async () => {
    const before = location.href;
    history.replaceState(null, '', '?promo=FROMURL');
    const el = document.createElement('promo-code-input');
    set(el, { param: undefined });
    (await fixture<HTMLElement>(html`<div></div>`)).append(el);
    history.replaceState(null, '', before);
    expect(el.value).to.equal('FROMURL');
  });
});
