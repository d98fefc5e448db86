import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import { promoCode } from '../../../src/elements/locales/en.ts';
import type { Locale, PromoCodeMessages } from '../../../src/elements/locales/messages.ts';
import { languages } from '../../../src/elements/shared/languages.ts';
import { Texts } from '../../../src/elements/shared/texts.ts';

class TextProbe extends LitElement {
  static override properties: PropertyDeclarations = { messages: {} };
  declare messages: Partial<PromoCodeMessages> | undefined;
  readonly texts: Texts<'promoCode'> = new Texts(this, 'promoCode', promoCode);

  protected override render(): TemplateResult {
    return html`${this.texts.get('label')}`;
  }
}
customElements.define('text-probe', TextProbe);

const indonesian = 'Kode promo';
const japanese = 'クーポンコード';

/** What is shown once modules have loaded and the element has rendered. */
const shown = (el: TextProbe): string => el.shadowRoot?.textContent ?? '';
async function shows(el: TextProbe, text: string): Promise<void> {
  while (shown(el) !== text) await nextFrame();
}

async function probeIn(lang: string): Promise<TextProbe> {
  return fixture<TextProbe>(html`<text-probe lang=${lang}></text-probe>`);
}

/** A shadow root of a new element in `root`. */
function shadowIn(root: Element | ShadowRoot): ShadowRoot {
  const host = root.appendChild(document.createElement('div'));
  return host.attachShadow({ mode: 'open' });
}

describe('Texts', () => {
  it('follow the nearest lang through every shadow tree around, and its change', async () => {
    const page = await fixture(html`<div lang="id"></div>`);
    const outer = shadowIn(page);
    const inner = shadowIn(outer);
    const el = inner.appendChild(new TextProbe());
    await shows(el, indonesian);
    // In the tree between the document and the element's own.
    outer.host.setAttribute('lang', 'ja');
    await shows(el, japanese);
    inner.host.setAttribute('lang', 'id');
    await shows(el, indonesian);
    el.lang = 'en';
    await shows(el, promoCode.label);
    el.removeAttribute('lang');
    await shows(el, indonesian);
  });

  it('follow the element to another place', async () => {
    const el = await probeIn('');
    el.removeAttribute('lang');
    const [page, other] = [document.createElement('div'), document.createElement('div')];
    page.lang = 'id';
    other.lang = 'ja';
    document.body.append(page, other);
    page.append(el);
    await shows(el, indonesian);
    other.append(el);
    await shows(el, japanese);
    page.remove();
    other.remove();
  });

  it('stop where lang is empty, which says that the language is unknown', async () => {
    const page = await fixture(html`<div lang="id"><text-probe></text-probe></div>`);
    const el = page.firstElementChild as TextProbe;
    await shows(el, indonesian);
    el.lang = '';
    await shows(el, promoCode.label);
  });

  describe('of a language that does not come', () => {
    const loaders = languages as Record<string, () => Promise<Locale>>;
    // A loaded language stays loaded.
    const { th, ko } = loaders as Record<'th' | 'ko', () => Promise<Locale>>;
    afterEach(() => Object.assign(loaders, { th, ko }));

    it('stay English, and try it again at the next change', async () => {
      let calls = 0;
      loaders['th'] = () => {
        calls += 1;
        return Promise.reject(new TypeError('Failed to fetch'));
      };
      const el = await probeIn('th');
      await nextFrame();
      expect(shown(el)).to.equal(promoCode.label);
      expect(el.texts.lang).to.equal('en');
      expect(calls).to.equal(1);
      loaders['th'] = th;
      el.lang = 'th-TH';
      await shows(el, 'โค้ดส่วนลด');
      expect(el.texts.lang).to.equal('th');
    });

    it('are of the language that was asked for last, whichever comes last', async () => {
      const { promise, resolve } = Promise.withResolvers<Locale>();
      loaders['ko'] = () => promise;
      const el = await probeIn('ko');
      el.lang = 'id';
      await shows(el, indonesian);
      resolve(await ko());
      await nextFrame();
      expect(shown(el)).to.equal(indonesian);
    });
  });

  describe('of the page', () => {
    const said = (messages: unknown, key: keyof PromoCodeMessages = 'label'): string => {
      const el = new TextProbe();
      el.messages = messages as Partial<PromoCodeMessages>;
      return el.texts.get(key, { code: '<i>$&</i>' });
    };

    it('take the place of ours one by one, for one element, and live', async () => {
      const [el, other] = [await probeIn('id'), await probeIn('id')];
      el.messages = { label: 'Voucher' };
      await shows(el, 'Voucher');
      await shows(other, indonesian);
      expect(el.texts.get('apply')).to.equal('Pakai');
      el.lang = 'ja';
      while (el.texts.lang !== 'ja') await nextFrame();
      await shows(el, 'Voucher');
      el.messages = undefined;
      await shows(el, japanese);
    });

    it('may be empty, and are ours where there is nothing', () => {
      expect(said({ label: '' })).to.equal('');
      expect(said({ label: undefined })).to.equal(promoCode.label);
      expect(said({ label: null })).to.equal(promoCode.label);
      for (const messages of [null, undefined, 0, 7, '', 'label', [], () => 'label']) {
        expect(said(messages)).to.equal(promoCode.label);
      }
    });

    it('are text, whatever they are', () => {
      expect(said({ label: 0 })).to.equal('0');
      expect(said({ label: ['<b>', 2] })).to.equal('<b>,2');
      expect(said({ valid: '<b>{code}</b>' }, 'valid')).to.equal('<b><i>$&</i></b>');
    });

    it('put in what there is to put in, and nothing of a prototype', () => {
      expect(said({ valid: '{code} {date} {constructor} {code}' }, 'valid')).to.equal(
        '<i>$&</i> {date} {constructor} <i>$&</i>',
      );
      expect(said(JSON.parse('{"__proto__":{"label":"Polluted"}}'))).to.equal(promoCode.label);
      expect(said(Object.create({ label: 'Inherited' }))).to.equal(promoCode.label);
    });
  });
});
