import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/promo-code-input.ts';
import type { PromoCodeInput } from '../../../src/promo-code-input.ts';

/** What the web platform's tests ask of a text control, asked of ours. */
async function formWith(
  control: unknown,
): Promise<{ form: HTMLFormElement; el: PromoCodeInput; data: () => [string, unknown][] }> {
  const form = await fixture<HTMLFormElement>(html`<form>${control}</form>`);
  const el = form.querySelector('promo-code-input') as PromoCodeInput;
  await el.updateComplete;
  return { form, el, data: () => Array.from(new FormData(form)) };
}

describe('<promo-code-input> as a form control', () => {
  it('is one of the elements of its form', async () => {
    const { form, el } = await formWith(html`<promo-code-input name="code"></promo-code-input>`);
    expect(el.form).to.equal(form);
    expect(form.elements.namedItem('code')).to.equal(el);
  });

  it('belongs to the form that the form attribute names', async () => {
    const root = await fixture(
      html`<div>
        <form id="other"></form>
        <promo-code-input form="other"></promo-code-input>
      </div>`,
    );
    const el = root.querySelector('promo-code-input') as PromoCodeInput;
    expect(el.form).to.equal(root.querySelector('form'));
  });

  it('is sent with its form under its name, at once', async () => {
    const { el, data } = await formWith(html`<promo-code-input name="code"></promo-code-input>`);
    el.value = 'SPRING';
    expect(data()).to.deep.equal([['code', 'SPRING']]);
    el.name = 'other';
    expect(data()).to.deep.equal([['other', 'SPRING']]);
    el.disabled = true;
    expect(data()).to.deep.equal([]);
  });

  it('is left out by its form without a name', async () => {
    const { el, data } = await formWith(html`<promo-code-input></promo-code-input>`);
    el.value = 'SPRING';
    expect(data()).to.deep.equal([]);
  });

  it('takes its value from the attribute until something is typed', async () => {
    const { el } = await formWith(html`<promo-code-input value="ONE"></promo-code-input>`);
    expect(el.value).to.equal('ONE');
    el.defaultValue = 'TWO';
    expect(el.value).to.equal('TWO');
    el.value = 'TYPED';
    el.setAttribute('value', 'THREE');
    expect(el.value).to.equal('TYPED');
  });

  it('never shows its value in an attribute', async () => {
    const { el } = await formWith(html`<promo-code-input></promo-code-input>`);
    el.value = 'SECRET';
    await el.updateComplete;
    expect(el.outerHTML).not.to.contain('SECRET');
  });

  it('goes back to its attribute when the form is reset', async () => {
    const { el, form } = await formWith(html`<promo-code-input value="ONE"></promo-code-input>`);
    el.value = 'TWO';
    form.reset();
    expect(el.value).to.equal('ONE');
    await el.updateComplete;
    expect(el.shadowRoot?.querySelector('input')?.value).to.equal('ONE');
  });

  it('takes back what the browser restores', async () => {
    const { el, data } = await formWith(html`<promo-code-input name="code"></promo-code-input>`);
    el.formStateRestoreCallback('RESTORED');
    expect(data()).to.deep.equal([['code', 'RESTORED']]);
  });

  it('holds its form back while required and empty, from the very moment', async () => {
    const { form, el } = await formWith(html`<promo-code-input required></promo-code-input>`);
    expect(form.checkValidity()).to.be.false;
    expect(el.validity.valueMissing).to.be.true;
    el.value = 'SPRING';
    expect(form.checkValidity()).to.be.true;
    el.value = ' \u200b ';
    expect(form.checkValidity()).to.be.false;
    el.required = false;
    expect(form.checkValidity()).to.be.true;
    el.toggleAttribute('required', true);
    expect(form.checkValidity()).to.be.false;
  });

  it('has its validity before it is rendered', () => {
    const el = document.createElement('promo-code-input');
    el.required = true;
    expect(el.checkValidity()).to.be.false;
    expect(el.validationMessage).not.to.equal('');
    el.value = 'SPRING';
    expect(el.checkValidity()).to.be.true;
  });

  it('is held by setCustomValidity() until that is emptied', async () => {
    const { form, el } = await formWith(html`<promo-code-input></promo-code-input>`);
    el.setCustomValidity('Not today.');
    expect(form.checkValidity()).to.be.false;
    expect(el.validity.customError).to.be.true;
    expect(el.validationMessage).to.equal('Not today.');
    el.setCustomValidity('');
    expect(form.checkValidity()).to.be.true;
  });

  for (const attribute of ['disabled', 'readonly']) {
    it(`is barred from validation while ${attribute}`, async () => {
      const { form, el } = await formWith(html`<promo-code-input required></promo-code-input>`);
      el.toggleAttribute(attribute, true);
      expect(el.willValidate).to.be.false;
      expect(form.checkValidity()).to.be.true;
    });
  }

  it('is disabled by a fieldset around it', async () => {
    const { el } = await formWith(
      html`<fieldset disabled><promo-code-input required></promo-code-input></fieldset>`,
    );
    expect(el.matches(':disabled')).to.be.true;
    expect(el.disabled).to.be.false;
    expect(el.willValidate).to.be.false;
    expect(el.shadowRoot?.querySelector('input')?.disabled).to.be.true;
    expect(el.shadowRoot?.querySelector('button')?.disabled).to.be.true;
    (el.parentElement as HTMLFieldSetElement).disabled = false;
    await el.updateComplete;
    expect(el.shadowRoot?.querySelector('input')?.disabled).to.be.false;
  });

  it('puts the focus into its field when it reports', async () => {
    const { form, el } = await formWith(html`<promo-code-input required></promo-code-input>`);
    expect(form.reportValidity()).to.be.false;
    expect(document.activeElement).to.equal(el);
    expect(el.shadowRoot?.activeElement).to.equal(el.shadowRoot?.querySelector('input'));
  });

  it('has the labels outside, which focus and name its field', async () => {
    const root = await fixture(html`
      <div><label for="code">Voucher</label><promo-code-input id="code"></promo-code-input></div>
    `);
    const el = root.querySelector('promo-code-input') as PromoCodeInput;
    await el.updateComplete;
    expect(Array.from(el.labels)).to.deep.equal([root.querySelector('label')]);
    root.querySelector('label')?.click();
    expect(document.activeElement).to.equal(el);
    const input = el.shadowRoot?.querySelector('input');
    expect(input?.getAttribute('aria-label')).to.equal('Voucher');
    expect(el.shadowRoot?.querySelector('label')).to.equal(null);
  });

  it('keeps properties that were set before its script came', async () => {
    const el = document.createElement('x-late-code') as PromoCodeInput;
    document.body.append(el);
    el.value = 'EARLY';
    el.required = true;
    const { PromoCodeInput } = await import('../../../src/promo-code-input.ts');
    customElements.define('x-late-code', class extends PromoCodeInput {});
    await el.updateComplete;
    expect(el.value).to.equal('EARLY');
    expect(el.hasAttribute('required')).to.be.true;
    el.remove();
  });

  it('tells of input and change as a native field does', async () => {
    const { form, el } = await formWith(html`<promo-code-input></promo-code-input>`);
    const heard: string[] = [];
    for (const type of ['input', 'change']) {
      form.addEventListener(type, ({ target }) => heard.push(`${type} ${String(target === el)}`));
    }
    const input = el.shadowRoot?.querySelector('input') as HTMLInputElement;
    input.value = 'A';
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    input.dispatchEvent(new Event('change', { bubbles: true }));
    expect(el.value).to.equal('A');
    expect(heard).to.deep.equal(['input true', 'change true']);
  });
});
