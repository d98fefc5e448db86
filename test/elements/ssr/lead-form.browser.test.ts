import { expect } from '@open-wc/testing';
import { typeText } from '../shared/form-control/stage.ts';
import { ServedVisit } from './served-visit.ts';

const tag = 'lead-form';

/** What the form of a server posts, as it would now. */
function posted(visit: ServedVisit): Record<string, FormDataEntryValue> {
  const form = visit.inside(tag, 'form') as unknown as HTMLFormElement;
  return Object.fromEntries(new FormData(form));
}

describe('<lead-form>, rendered by a server', () => {
  it('posts a complete lead to the proxy if no script ever loads', async () => {
    const visit = await ServedVisit.to('form');
    const form = visit.inside(tag, 'form') as unknown as HTMLFormElement;
    expect([form.method, form.getAttribute('action')]).to.deep.equal(['post', '/v1/leads']);
    // The browser's own checks, in the visitor's language.
    expect([form.noValidate, form.checkValidity()]).to.deep.equal([false, false]);
    for (const name of ['first_name', 'last_name', 'phone']) {
      typeText(visit.inside(tag, `#${name}`), '812345678');
    }
    visit.inside(tag, '#consent').click();
    expect(form.checkValidity()).to.be.true;
    expect(posted(visit)).to.deep.equal({
      product: 'blackmask',
      click_id: 'CLICK-1',
      company: 'acme',
      success_url: 'https://shop.example/thanks',
      locale: 'en',
      first_name: '812345678',
      last_name: '812345678',
      phone: '812345678',
      consent: 'on',
    });
  });

  it('posts the promo code too', async () => {
    const visit = await ServedVisit.to('promo');
    typeText(visit.inside(tag, '#promo_code'), 'WELCOME10');
    expect(posted(visit)['promo_code']).to.equal('WELCOME10');
  });

  it('is taken over without a change, except that our checks replace the browser’s', async () => {
    const visit = await ServedVisit.to('form');
    const phone = visit.inside(tag, '#phone');
    const height = visit.find(tag).offsetHeight;
    await visit.run('hydrate');
    expect(visit.complaints).to.deep.equal([]);
    expect(visit.changes).to.deep.equal([
      'FORM: attributes novalidate',
      ...Array<string>(4).fill('INPUT: attributes required'),
    ]);
    expect(visit.inside(tag, '#phone')).to.equal(phone);
    expect(visit.find(tag).offsetHeight).to.equal(height);
    expect(visit.find(tag).status).to.equal('editing');
  });

  for (const script of ['hydrate', 'support-forgotten', 'support-too-late'] as const) {
    it(`keeps what was typed, the focus and the caret: ${script}`, async () => {
      const visit = await ServedVisit.to('form');
      typeText(visit.inside(tag, '#first_name'), 'Ayu');
      visit.inside(tag, '#consent').click();
      typeText(visit.inside(tag, '#phone'), '0812 3456');
      visit.inside(tag, '#phone').setSelectionRange(2, 4);
      await visit.run(script);
      expect(visit.complaints).to.deep.equal([]);
      const phone = visit.inside(tag, '#phone');
      expect([visit.inside(tag, '#first_name').value, phone.value]).to.deep.equal([
        'Ayu',
        '0812 3456',
      ]);
      expect(visit.inside(tag, '#consent').checked).to.be.true;
      expect(visit.find(tag).shadowRoot?.activeElement).to.equal(phone);
      expect([phone.selectionStart, phone.selectionEnd]).to.deep.equal([2, 4]);
      expect(visit.find(tag).shadowRoot?.querySelectorAll('form')).to.have.length(1);
    });
  }

  it('replaces its plain field by <promo-code-input>, with what was typed', async () => {
    const visit = await ServedVisit.to('promo');
    const plain = visit.inside(tag, '#promo_code');
    typeText(plain, 'WELCOME10');
    plain.setSelectionRange(3, 5);
    const height = visit.find(tag).offsetHeight;
    await visit.run('hydrate');
    const field = visit.inside(tag, 'promo-code-input');
    expect(visit.complaints).to.deep.equal([]);
    expect(visit.inside(tag, '#promo_code')).to.equal(null);
    expect(field.value).to.equal('WELCOME10');
    expect(visit.find(tag).shadowRoot?.activeElement).to.equal(field);
    expect([field.selectionStart, field.selectionEnd]).to.deep.equal([3, 5]);
    expect(visit.find(tag).offsetHeight).to.equal(height);
  });

  it('keeps the order of names and the products of the server, and what was typed', async () => {
    const visit = await ServedVisit.to('japanese');
    const names = (): string[] =>
      Array.from(
        visit.find(tag).shadowRoot?.querySelectorAll('form [id][name]') ?? [],
        (f) => f.id,
      );
    const before = names();
    expect(before.slice(0, 2)).to.deep.equal(['last_name', 'first_name']);
    typeText(visit.inside(tag, '#last_name'), '山田');
    visit.inside(tag, '#product').value = 'rope';
    await visit.run('hydrate');
    expect(visit.complaints).to.deep.equal([]);
    expect(names()).to.deep.equal(before);
    typeText(visit.inside(tag, '#first_name'), '花子');
    await visit.find(tag).updateComplete;
    expect(visit.inside(tag, '#last_name').value).to.equal('山田');
    expect(visit.inside(tag, '#first_name').value).to.equal('花子');
    expect(visit.inside(tag, '#product').value).to.equal('rope');
  });
});
