import { expect, nextFrame } from '@open-wc/testing';
import type { PromoCodeInput } from '../../../src/promo-code-input.ts';
import { typeText } from '../shared/form-control/stage.ts';
import { ServedVisit } from './served-visit.ts';

const tag = 'promo-code-input';

describe('<promo-code-input>, rendered by a server', () => {
  it('is complete before its script', async () => {
    const visit = await ServedVisit.to('field');
    const input = visit.inside(tag, 'input');
    expect([input.value, input.placeholder]).to.deep.equal(['DEFAULT', 'WELCOME10']);
    expect(visit.inside(tag, 'label').textContent).to.equal('Promo code (optional)');
    expect(visit.find(tag).shadowRoot?.delegatesFocus).to.be.true;
    expect(getComputedStyle(visit.inside(tag, '.field')).display).to.equal('flex');
  });

  it('is taken over without a change', async () => {
    const visit = await ServedVisit.to('field');
    const input = visit.inside(tag, 'input');
    await visit.run('hydrate');
    const field = visit.find(tag);
    expect(visit.changes).to.deep.equal([]);
    expect(visit.complaints).to.deep.equal([]);
    expect(visit.inside(tag, 'input')).to.equal(input);
    expect([field.value, field.status, field.isServed]).to.deep.equal(['DEFAULT', 'typed', false]);
    expect(field.matches(':state(typed)')).to.be.true;
  });

  it('works from then on', async () => {
    const visit = await ServedVisit.to('field');
    await visit.run('hydrate');
    const field = visit.find(tag);
    const asked: string[] = [];
    field.addEventListener('promo-code-check', (event) => {
      asked.push(event.type);
      event.preventDefault();
    });
    visit.inside(tag, 'button').click();
    expect(asked).to.have.length(1);
    typeText(visit.inside(tag, 'input'), '!');
    expect(field.value).to.contain('!');
    field.required = true;
    field.value = '';
    field.reportValidity();
    await field.updateComplete;
    expect(visit.inside(tag, '[role=status]').textContent).to.equal(
      'Please enter your promo code.',
    );
  });

  for (const [script, how] of [
    ['hydrate', 'taken over'],
    ['support-forgotten', 'rendered from scratch, because the page forgot Lit’s hydration support'],
    ['support-too-late', 'rendered from scratch, because the support came after Lit'],
  ] as const) {
    it(`keeps what was typed, the focus and the caret when it is ${how}`, async () => {
      const visit = await ServedVisit.to('field');
      const input = visit.inside(tag, 'input');
      input.select();
      typeText(input, 'TYPED');
      input.setSelectionRange(1, 3, 'backward');
      await visit.run(script);
      const field = visit.find(tag);
      const now = visit.inside(tag, 'input');
      expect([field.value, now.value, field.status]).to.deep.equal(['TYPED', 'TYPED', 'typed']);
      expect(field.shadowRoot?.activeElement).to.equal(now);
      const { selectionStart, selectionEnd, selectionDirection } = now;
      expect([selectionStart, selectionEnd, selectionDirection]).to.deep.equal([1, 3, 'backward']);
      expect(field.shadowRoot?.querySelectorAll('label, input, button')).to.have.length(3);
      expect(visit.complaints).to.deep.equal([]);
      field.form?.reset();
      expect(now.value).to.equal('DEFAULT');
    });
  }

  it('is rendered from scratch if the page is of another version', async () => {
    const visit = await ServedVisit.to('field');
    typeText(visit.inside(tag, 'input'), 'X');
    const marker = visit.find(tag).shadowRoot?.firstElementChild?.nextSibling as Comment;
    expect(marker.data).to.match(/^lit-part /);
    marker.data = 'lit-part OLDER';
    await visit.run('hydrate');
    const field = visit.find(tag);
    expect(visit.complaints).to.deep.equal([]);
    expect(field.value).to.contain('X');
    expect(field.shadowRoot?.querySelectorAll('label, input, button')).to.have.length(3);
    expect(getComputedStyle(visit.inside(tag, '.field')).display).to.equal('flex');
  });

  it('keeps its look if a policy refuses the server’s <style>', async () => {
    const visit = await ServedVisit.to('field');
    visit.inside(tag, 'style').remove();
    await visit.run('hydrate');
    expect(getComputedStyle(visit.inside(tag, '.field')).display).to.equal('flex');
  });

  it('lets the page around it count once it is taken over', async () => {
    const visit = await ServedVisit.to('around');
    const input = visit.inside(tag, 'input');
    expect([input.disabled, input.hasAttribute('aria-label')]).to.deep.equal([false, false]);
    await visit.run('hydrate-in-indonesian');
    expect(visit.complaints).to.deep.equal([]);
    expect(visit.inside(tag, 'input')).to.equal(input);
    expect([input.disabled, input.getAttribute('aria-label')]).to.deep.equal([true, 'Voucher']);
    expect(visit.inside(tag, 'label')).to.equal(null);
    expect(visit.inside(tag, 'button').textContent?.trim()).to.equal('Pakai');
  });

  it('waits for an element around it that a server rendered too', async () => {
    const visit = await ServedVisit.to('nest');
    const nested = visit.inside('x-nest', tag) as unknown as PromoCodeInput;
    const input = nested.shadowRoot?.querySelector('input') as HTMLInputElement;
    typeText(input, 'TYPED');
    expect(nested.hasAttribute('defer-hydration')).to.be.true;
    await visit.run('hydrate-nest');
    await nested.updateComplete;
    expect(nested.hasAttribute('defer-hydration')).to.be.false;
    expect([nested.value, nested.isServed]).to.deep.equal(['TYPED', false]);
    expect(nested.shadowRoot?.activeElement).to.equal(input);
    expect(nested.shadowRoot?.querySelector('label')?.textContent).to.equal(
      'Of the nest (optional)',
    );
    expect(visit.complaints).to.deep.equal([]);
  });

  it('takes a code from the page’s URL, which the server did not see', async () => {
    const visit = await ServedVisit.to('around', '?promo=FROMURL');
    await visit.run('hydrate');
    expect(visit.inside(tag, 'input').value).to.equal('FROMURL');
  });

  for (const script of ['hydrate-in-indonesian', 'hydrate'] as const) {
    it(`stays in its language without a change: ${script}`, async () => {
      const visit = await ServedVisit.to('language');
      const label = visit.inside(tag, 'label');
      expect(label.textContent).to.equal('Kode promo (opsional)');
      await visit.run(script);
      expect(label.textContent).to.equal('Kode promo (opsional)');
      expect(visit.changes).to.deep.equal([]);
      const field = visit.find(tag);
      field.lang = 'en';
      while (label.textContent !== 'Promo code (optional)') await nextFrame();
    });
  }
});
