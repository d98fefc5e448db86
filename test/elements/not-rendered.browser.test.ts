import { expect, fixture, html } from '@open-wc/testing';
import '../../src/index.ts';
import type { LeadForm, PromoCodeInput } from '../../src/index.ts';
import { ProxyStub } from '../support/elements/proxy-stub.ts';
import { accepted, field, fill, submit, visitor } from './lead-form/lead-form-stage.ts';
import { valid } from './promo-code-input/promo-code-stage.ts';

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub();
});

/** Elements that have not rendered yet: one outside the page, and one that was just added. */
async function each<T extends Element>(element: () => T, check: (el: T) => unknown): Promise<void> {
  await check(element());
  const connected = element();
  (await fixture<HTMLElement>(html`<div></div>`)).append(connected);
  await check(connected);
}

describe('<lead-form> that is not rendered yet', () => {
  const create = (): LeadForm => {
    const { client } = proxy;
    return Object.assign(document.createElement('lead-form'), { client, product: 'mat' });
  };

  it('takes no focus, and can be reset', async () => {
    await each(create, (el) => {
      el.focus();
      el.blur();
      el.reset();
      expect(el.status).to.equal('editing');
    });
  });

  it('sends nothing outside the page, and says nothing', async () => {
    const el = create();
    await el.submit();
    expect(el.status).to.equal('editing');
    expect(proxy.sent).to.be.empty;
  });

  it('says what it needs when it has just been added', async () => {
    const el = create();
    (await fixture<HTMLElement>(html`<div></div>`)).append(el);
    await submit(el);
    expect(field(el, 'first_name').getAttribute('aria-invalid')).to.equal('true');
    expect(el.status).to.equal('editing');
  });

  it('works after calls before its first render', async () => {
    proxy.answer(accepted);
    const el = create();
    el.focus();
    await el.submit();
    el.reset();
    (await fixture<HTMLElement>(html`<div></div>`)).append(el);
    await el.updateComplete;
    fill(el, visitor);
    await submit(el);
    expect(proxy.sent[0]?.body['product']).to.equal('mat');
  });
});

describe('<promo-code-input> that is not rendered yet', () => {
  const create = (): PromoCodeInput => {
    const { client } = proxy;
    return Object.assign(document.createElement('promo-code-input'), { client, value: 'ONE' });
  };

  it('keeps its value, whatever is asked of its field', async () => {
    await each(create, (el) => {
      el.focus();
      el.select();
      el.setSelectionRange(0, 1);
      el.setRangeText('TWO', 0, 1, 'end');
      el.selectionStart = el.selectionEnd = 1;
      el.selectionDirection = 'forward';
      expect(el.value).to.equal('ONE');
    });
  });

  it('knows its validity, checks its code and removes it', async () => {
    proxy.answer(valid);
    await each(create, async (el) => {
      el.setCustomValidity('No.');
      expect([el.checkValidity(), el.reportValidity()]).to.deep.equal([false, false]);
      el.setCustomValidity('');
      expect(el.checkValidity()).to.be.true;
      await el.settle(AbortSignal.timeout(1000));
      expect(await el.apply()).to.equal('valid');
      el.clear();
      expect(el.status).to.equal('empty');
    });
  });
});
