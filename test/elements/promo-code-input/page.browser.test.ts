import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import '../../../src/promo-code-input.ts';
import type { PromoCodeInput } from '../../../src/promo-code-input.ts';
import { problem, ProxyStub, reply } from '../../support/elements/proxy-stub.ts';
import { buttonOf, renderField } from './promo-code-stage.ts';

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub();
});

describe('<promo-code-input>', () => {
  describe('texts', () => {
    it('follow the nearest lang, and its change', async () => {
      const root = await fixture(
        html`<div lang="id-ID"><promo-code-input></promo-code-input></div>`,
      );
      const el = root.querySelector('promo-code-input') as PromoCodeInput;
      await textOf(el, 'Kode promo');
      root.setAttribute('lang', 'en');
      await textOf(el, 'Promo code');
      el.setAttribute('lang', 'id');
      await textOf(el, 'Kode promo');
    });

    it('keep a code in one piece among letters that run from right to left', async () => {
      const el = await renderField(proxy, { lang: 'ar-EG' });
      await textOf(el, 'كود الخصم');
      proxy.answer(reply({ status: 'valid', code: '10-SPRING' }));
      el.value = '10-spring';
      await el.apply();
      await el.updateComplete;
      expect(el.shadowRoot?.querySelector('[role=status]')?.textContent).to.include(
        '\u206810-SPRING\u2069',
      );
    });

    it('hold a form back, and throw nothing, if the page has emptied them', async () => {
      const el = await renderField(proxy, { required: '' });
      el.messages = { required: '', reason_expired: '', correct_or_remove: '' };
      await el.updateComplete;
      expect(el.validity.valueMissing).to.be.true;
      proxy.answer(reply({ status: 'invalid', reason: 'expired' }));
      el.value = 'OLD';
      expect(await el.apply()).to.equal('invalid');
      await el.updateComplete;
      expect(el.validity.customError).to.be.true;
      el.value = '';
      expect(el.checkValidity()).to.be.false;
    });

    it('have a time in Kazakh words, which Chromium does not have', async () => {
      const el = await renderField(proxy, { lang: 'kk' });
      await textOf(el, 'Промокод');
      const messageOf = async (answer: Response): Promise<string> => {
        proxy.answer(answer);
        el.value = 'SPRING';
        await el.apply();
        await el.updateComplete;
        return el.shadowRoot?.querySelector('.message')?.textContent ?? '';
      };
      const valid = { status: 'valid', code: 'SPRING', ends_at: '2030-12-31T12:00:00Z' };
      expect(await messageOf(reply(valid)))
        .to.match(/31.+2030|2030.+31/)
        .and.not.match(/M12/);
      const tooMany = problem(429, 'too-many-requests', {}, '30');
      expect(await messageOf(tooMany)).to.match(/\d секунд өткен соң/);
    });

    it('are English if the language is unknown or not a language', async () => {
      const el = await renderField(proxy, { lang: '../../x' });
      expect(el.shadowRoot?.querySelector('label')?.textContent).to.equal('Promo code (optional)');
    });

    it('can be the page’s own, and are text', async () => {
      const el = await renderField(proxy, {
        messages: '{"label":"<b>Voucher</b>","__proto__":{"apply":"Polluted"}}',
      });
      expect(el.shadowRoot?.querySelector('label')?.textContent).to.equal(
        '<b>Voucher</b> (optional)',
      );
      expect(buttonOf(el).textContent?.trim()).to.equal('Apply');
      el.setAttribute('messages', '{broken');
      await el.updateComplete;
      expect(el.shadowRoot?.querySelector('label')?.textContent).to.equal('Promo code (optional)');
    });

    it('shows a label as text', async () => {
      const el = await renderField(proxy, { label: '<img src=x onerror=alert(1)>' });
      expect(el.shadowRoot?.querySelector('img')).to.equal(null);
    });
  });

  it('takes a code from the page’s URL, but not over one that is there', async () => {
    const before = location.href;
    history.replaceState(null, '', '?promo=FROMURL&voucher=OTHER');
    const el = await fixture<PromoCodeInput>(html`<promo-code-input></promo-code-input>`);
    const other = await fixture<PromoCodeInput>(
      html`<promo-code-input param="voucher"></promo-code-input>`,
    );
    const filled = await fixture<PromoCodeInput>(
      html`<promo-code-input value="MINE"></promo-code-input>`,
    );
    history.replaceState(null, '', before);
    expect(el.value).to.equal('FROMURL');
    expect(el.status).to.equal('typed');
    expect(other.value).to.equal('OTHER');
    expect(filled.value).to.equal('MINE');
  });

  it('breaks no word of its button, whatever the page does with long ones', async () => {
    const div = await fixture<HTMLElement>(
      html`<div style="width: 240px; font-size: 32px; overflow-wrap: anywhere"></div>`,
    );
    const el = document.createElement('promo-code-input');
    div.append(el);
    await el.updateComplete;
    const { offsetHeight } = buttonOf(el);
    buttonOf(el).style.whiteSpace = 'nowrap';
    expect(offsetHeight).to.equal(buttonOf(el).offsetHeight);
  });

  it('moves nothing on the page from state to state', async () => {
    const el = await renderField(proxy);
    el.style.width = '340px';
    const height = el.offsetHeight;
    for (const body of [{ status: 'unchecked' }, { status: 'invalid', reason: 'inactive' }]) {
      proxy.answer(reply(body));
      el.value = body.status;
      await el.apply();
      await el.updateComplete;
      expect(el.offsetHeight).to.equal(height);
    }
  });

  it('has no button to remove what only the page may change', async () => {
    proxy.answer(reply({ status: 'valid', code: 'ONCE' }));
    const el = await renderField(proxy, { value: 'ONCE', readonly: '' });
    expect(buttonOf(el).disabled).to.equal(false);
    await el.apply();
    await el.updateComplete;
    expect(buttonOf(el).disabled).to.equal(true);
    el.readOnly = false;
    await el.updateComplete;
    expect(buttonOf(el).disabled).to.equal(false);
  });
});

/** Waits for a label, frame by frame: a language is a module that has to load. */
async function textOf(el: PromoCodeInput, label: string): Promise<void> {
  const shown = (): string => el.shadowRoot?.querySelector('label')?.textContent ?? '';
  while (!shown().startsWith(label)) await nextFrame();
}
