import { expect } from '@open-wc/testing';
import { PromoCodeInput } from '../../../src/promo-code-input.ts';
import { formControlSuite } from './form-control/form-control-suite.ts';
import { type Create, detached, fieldOf, rendered, sent, stage } from './form-control/stage.ts';

const create: Create = (attributes) => `<promo-code-input ${attributes}></promo-code-input>`;
const isChromium = 'userAgentData' in navigator;
const isFirefox = 'mozInnerScreenX' in window;

formControlSuite('<input>', (attributes) => `<input ${attributes}>`);
formControlSuite('<promo-code-input>', create);

describe('<promo-code-input>, unlike an <input>', () => {
  describe('because a code is a code', () => {
    it('treats white space as no value', async () => {
      const { control } = await stage(create, '{required}');
      control.value = ' \u200b ';
      expect(control.validity.valueMissing).to.be.true;
    });

    it('treats undefined as no value: a framework spares only native fields', async () => {
      const { control } = await stage(create, '{}');
      control.value = undefined as unknown as string;
      expect(control.value).to.equal('');
    });

    it('leaves it to the proxy what a code looks like', async () => {
      const { control, form } = await stage(
        create,
        '<form>{name="code" minlength="5" pattern="[0-9]+" dirname="dir"}</form>',
      );
      control.value = 'ABC';
      expect(control.checkValidity()).to.be.true;
      expect(sent(form)).to.deep.equal([['code', 'ABC']]);
    });
  });

  describe('because the platform allows it to native controls only', () => {
    it('is not a type of input', () => {
      const control = detached(create) as unknown as PromoCodeInput;
      expect(control.type).to.equal('promo-code-input');
    });

    it('has copies without what was typed: cloning does not ask custom elements', async () => {
      const { control } = await stage(create, '{value="ONE"}');
      control.value = 'TYPED';
      expect((control.cloneNode() as PromoCodeInput).value).to.equal('ONE');
    });

    it('matches no :required, :read-write, :placeholder-shown', async () => {
      const { control } = await stage(create, '{required placeholder="WELCOME10"}');
      control.reportValidity();
      expect(control.matches(':is(:required, :read-write, :placeholder-shown)')).to.be.false;
      expect(control.matches('[required]:read-only:state(empty):invalid')).to.be.true;
    });

    it(`is ${isFirefox ? '' : 'not '}:user-invalid once it was asked for its validity`, async () => {
      // Only Firefox does not limit it to native controls.
      const { control } = await stage(create, '{required}');
      control.reportValidity();
      expect(control.matches(':user-invalid')).to.equal(isFirefox);
    });

    it(`is ${isChromium ? 'not ' : ''}where a dialog begins, by autofocus`, async () => {
      // Chromium ignores shadow hosts for the autofocus of a dialog.
      const { control, root } = await stage(
        create,
        '<dialog><button>Close</button>{autofocus}</dialog>',
      );
      root.querySelector('dialog')?.showModal();
      expect(document.activeElement === control).to.equal(!isChromium);
    });

    it('has no selection before it is rendered', () => {
      const control = detached(create, 'value="ONE"');
      control.select();
      control.setSelectionRange(1, 2);
      expect([control.selectionStart, control.selectionDirection]).to.deep.equal([null, null]);
    });
  });
});

describe('<promo-code-input> as a custom element', () => {
  it('takes the focus by autofocus though it was defined late, but from nobody', async () => {
    const tag = '<x-late-focus autofocus></x-late-focus>';
    const { root } = await stage(create, tag + tag);
    customElements.define('x-late-focus', class extends PromoCodeInput {});
    const controls = Array.from(root.children);
    await Promise.all(controls.map(rendered));
    expect(controls.map((control) => control === document.activeElement)).to.deep.equal([
      true,
      false,
    ]);
  });

  it('shows its internals to nobody else', () => {
    const control = detached(create);
    expect(() => control.attachInternals())
      .to.throw(DOMException)
      .with.property('code', 9);
  });

  it('takes over what the page has set on its tag before', async () => {
    const { root } = await stage(
      create,
      '<label for="late">Voucher</label><form><fieldset disabled>' +
        '<x-late-code id="late" value="ATTRIBUTE"></x-late-code></fieldset></form>',
    );
    const control = root.querySelector('x-late-code') as PromoCodeInput;
    control.value = 'EARLY';
    control.name = 'code';
    control.required = true;
    customElements.define('x-late-code', class extends PromoCodeInput {});
    expect(control.value).to.equal('EARLY');
    expect(control.outerHTML).to.contain('name="code"').and.contain('required');
    expect(Array.from(control.labels)).to.deep.equal([root.querySelector('label')]);
    expect([control.willValidate, control.matches(':disabled')]).to.deep.equal([false, true]);
    expect(Array.from(root.querySelector('form')?.elements ?? [])).to.include(control);
    expect(Array.from(root.querySelector('fieldset')?.elements ?? [])).to.deep.equal([control]);
    (root.querySelector('fieldset') as HTMLFieldSetElement).disabled = false;
    control.value = '';
    expect(control.form?.checkValidity()).to.be.false;
    await rendered(control);
    expect(fieldOf(control).disabled).to.be.false;
  });

  it('restores what the browser kept, and takes what it fills in', async () => {
    const { control, form } = await stage(create, '<form>{name="code"}</form>');
    const restore = (state: unknown, mode: string): unknown =>
      (control as unknown as Record<string, CallableFunction>)['formStateRestoreCallback']?.(
        state,
        mode,
      );
    restore('RESTORED', 'restore');
    expect(sent(form)).to.deep.equal([['code', 'RESTORED']]);
    restore('FILLED', 'autocomplete');
    expect([control.value, fieldOf(control).value]).to.deep.equal(['FILLED', 'FILLED']);
    restore(new FormData(), 'restore');
    expect(control.value).to.equal('FILLED');
  });

  it('has the browser’s message at the field inside', async () => {
    const { setValidity } = ElementInternals.prototype;
    const anchors: unknown[] = [];
    ElementInternals.prototype.setValidity = function (flags, message, anchor) {
      anchors.push(anchor);
      setValidity.call(this, flags, message, anchor);
    };
    const { control } = await stage(create, '{required}');
    ElementInternals.prototype.setValidity = setValidity;
    expect(anchors.at(-1)).to.equal(fieldOf(control));
    control.reportValidity();
    expect(control.shadowRoot?.activeElement).to.equal(fieldOf(control));
  });

  it('disables everything inside with it, at once', async () => {
    const { control } = await stage(create, '{}');
    const button = control.shadowRoot?.querySelector('button') as HTMLButtonElement;
    control.disabled = true;
    expect([fieldOf(control).disabled, button.disabled]).to.deep.equal([true, true]);
    control.disabled = false;
    expect([fieldOf(control).disabled, button.disabled]).to.deep.equal([false, false]);
  });

  it('is named by the labels outside, in place of its own', async () => {
    const { control, root } = await stage(create, '<label for="code">Voucher</label>{id="code"}');
    root.querySelector('label')?.click();
    expect(control.shadowRoot?.activeElement).to.equal(fieldOf(control));
    expect(fieldOf(control).getAttribute('aria-label')).to.equal('Voucher');
    expect(control.shadowRoot?.querySelector('label')).to.equal(null);
  });
});
