import { expect, nextFrame } from '@open-wc/testing';
import '../../../src/lead-form.ts';
import type { LeadForm } from '../../../src/lead-form.ts';
import { ProxyStub } from '../../support/elements/proxy-stub.ts';
import { accepted, field, fill, focusIn, renderForm, submit, textOf } from './lead-form-stage.ts';

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub();
});

const inputsOf = (el: LeadForm): readonly HTMLInputElement[] =>
  Array.from(el.shadowRoot?.querySelectorAll('form input') ?? []);
const namesOf = (el: LeadForm): string =>
  inputsOf(el)
    .map(({ id }) => id)
    .join(' ');
/** Waits for the texts of a language, and for what they change. */
async function speaks(el: LeadForm, lang: string, phone: string): Promise<void> {
  el.lang = lang;
  while (textOf(el, '[for=phone]') !== phone) await nextFrame();
}

describe('<lead-form> in a language whose family names come first', () => {
  const labels = {
    ja: ['電話番号', '姓', '名'],
    ko: ['전화번호', '성', '이름'],
    vi: ['Số điện thoại', 'Họ', 'Tên'],
    'zh-CN': ['手机号', '姓氏', '名字'],
    'zh-TW': ['聯絡電話', '姓氏', '名字'],
  } as const;
  for (const [lang, [phone, family, given]] of Object.entries(labels)) {
    it(`asks for them first: ${lang}`, async () => {
      const el = await renderForm(proxy);
      await speaks(el, lang, phone);
      const texts = Array.from(el.shadowRoot?.querySelectorAll('label') ?? [], (label) =>
        label.textContent?.trim(),
      );
      expect(texts).to.deep.equal([family, given, phone]);
      expect(inputsOf(el).map(({ autocomplete }) => autocomplete)).to.deep.equal([
        'family-name',
        'given-name',
        'tel',
      ]);
    });
  }

  it('names what is wrong in the order of the form, and leads there', async () => {
    const el = await renderForm(proxy);
    await speaks(el, 'ja', '電話番号');
    await submit(el);
    expect(textOf(el, '.hidden[role=status]')).to.equal('ご確認ください：姓、名、電話番号。');
    expect(focusIn(el)).to.equal('last_name');
  });

  it('sends each name under its own name', async () => {
    const el = await renderForm(proxy.answer(accepted));
    await speaks(el, 'ja', '電話番号');
    fill(el, { last_name: '山田', first_name: '花子', phone: '09012345678' });
    await submit(el);
    expect(proxy.sent[0]?.body).to.include({ last_name: '山田', first_name: '花子' });
  });

  it('reuses its fields for the new order, and keeps the focus', async () => {
    const el = await renderForm(proxy);
    const before = inputsOf(el);
    el.focus();
    await speaks(el, 'ja', '電話番号');
    expect(namesOf(el)).to.equal('last_name first_name phone');
    expect(inputsOf(el)).to.deep.equal(before);
    expect(focusIn(el)).to.equal('last_name');
    await speaks(el, 'en', 'Phone');
    expect(namesOf(el)).to.equal('first_name last_name phone');
  });

  it('keeps the order once something was typed, until the form is empty again', async () => {
    const el = await renderForm(proxy);
    fill(el, { first_name: 'Hanako' });
    await speaks(el, 'ja', '電話番号');
    expect(namesOf(el)).to.equal('first_name last_name phone');
    fill(el, { first_name: '' });
    await el.updateComplete;
    expect(namesOf(el)).to.equal('first_name last_name phone');
    el.reset();
    await el.updateComplete;
    expect(namesOf(el)).to.equal('last_name first_name phone');
    expect(field(el, 'first_name').autocomplete).to.equal('given-name');
  });
});
