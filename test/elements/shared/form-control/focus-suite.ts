import { expect, nextFrame } from '@open-wc/testing';
import { type Create, detached, rendered, stage, type TextControl } from './stage.ts';

/** Labels, focus, and everything that disables it. */
export function focusSuite(create: Create): void {
  const isActive = (control: TextControl): boolean => document.activeElement === control;

  describe('its labels', () => {
    it('are those around it and those that name it, in the order of the page', async () => {
      const { control, form, root } = await stage(
        create,
        '<label for="code">One</label><form><label><b>{id="code"}</b> Two</label></form>',
      );
      const labels = Array.from(root.querySelectorAll('label'));
      expect(Array.from(control.labels ?? [])).to.deep.equal(labels);
      expect(labels.map((label) => label.control)).to.deep.equal([control, control]);
      expect(labels.map((label) => label.form)).to.deep.equal([form, form]);
    });

    it('put the focus into it, and click it once', async () => {
      const { control, root } = await stage(
        create,
        '<label for="code"><b>One</b></label>{id="code"}',
      );
      let clicks = 0;
      control.addEventListener('click', () => (clicks += 1));
      root.querySelector('b')?.click();
      expect(clicks).to.equal(1);
      expect(isActive(control)).to.be.true;
    });
  });

  describe('the focus', () => {
    it('goes into it and out of it by script, with events', async () => {
      const { control, root } = await stage(create, '{}');
      const heard: string[] = [];
      for (const type of ['focus', 'blur']) control.addEventListener(type, () => heard.push(type));
      for (const type of ['focusin', 'focusout']) {
        root.addEventListener(type, ({ target }) => heard.push(`${type} ${target === control}`));
      }
      control.focus();
      expect(isActive(control)).to.be.true;
      expect(control.matches(':focus')).to.be.true;
      control.blur();
      expect(isActive(control)).to.be.false;
      expect(heard).to.have.members(['focus', 'focusin true', 'blur', 'focusout true']);
    });

    it('stays with it when the page sets things on it', async () => {
      const { control } = await stage(create, '{value="SPRING"}');
      control.focus();
      control.setSelectionRange(2, 4);
      control.required = true;
      control.name = 'code';
      control.placeholder = 'WELCOME10';
      control.setCustomValidity('Not today.');
      await rendered(control);
      expect(isActive(control)).to.be.true;
      expect([control.selectionStart, control.selectionEnd]).to.deep.equal([2, 4]);
    });

    it('cannot reach it as soon as it is disabled', async () => {
      const { control } = await stage(create, '{}');
      control.disabled = true;
      control.focus();
      expect(isActive(control)).to.be.false;
      control.disabled = false;
      await rendered(control);
      control.focus();
      expect(isActive(control)).to.be.true;
    });

    it('is lost when the page disables it', async () => {
      const { control } = await stage(create, '{}');
      control.focus();
      control.disabled = true;
      await rendered(control);
      await nextFrame();
      await nextFrame();
      expect(control.matches(':focus')).to.be.false;
    });

    it('stays possible while it is read-only', async () => {
      const { control } = await stage(create, '{readonly}');
      control.focus();
      expect(isActive(control)).to.be.true;
    });
  });

  describe('it is disabled', () => {
    const isDisabled = (control: TextControl): boolean => {
      expect(control.matches(':enabled')).to.equal(!control.matches(':disabled'));
      return control.matches(':disabled');
    };

    it('by its own attribute, in the page or not', () => {
      const control = detached(create);
      expect(isDisabled(control)).to.be.false;
      control.setAttribute('disabled', '');
      expect([isDisabled(control), control.disabled]).to.deep.equal([true, true]);
      control.disabled = false;
      expect([isDisabled(control), control.hasAttribute('disabled')]).to.deep.equal([false, false]);
    });

    it('by any fieldset around it, as long as it is inside', async () => {
      const { control, root } = await stage(
        create,
        '<fieldset><fieldset><fieldset>{}</fieldset></fieldset></fieldset>',
      );
      const [outer, middle] = root.querySelectorAll('fieldset');
      for (const fieldset of [outer, middle] as HTMLFieldSetElement[]) {
        fieldset.disabled = true;
        expect([isDisabled(control), control.disabled]).to.deep.equal([true, false]);
        fieldset.disabled = false;
        expect(isDisabled(control)).to.be.false;
      }
      (outer as HTMLFieldSetElement).disabled = true;
      control.remove();
      expect(isDisabled(control)).to.be.false;
      middle?.append(control);
      expect(isDisabled(control)).to.be.true;
    });

    it('not in the first legend of that fieldset, but in all others', async () => {
      const { controls } = await stage(
        create,
        '<fieldset disabled><legend>{}</legend><legend>{}</legend>{}</fieldset>',
      );
      expect(controls.map(isDisabled)).to.deep.equal([false, true, true]);
    });

    it('in a legend by an outer fieldset, and not by the legend’s own, however often', async () => {
      const { controls, root } = await stage(
        create,
        '<fieldset disabled><fieldset><legend>{}</legend></fieldset></fieldset>' +
          '<fieldset disabled><legend>{}</legend></fieldset>',
      );
      const last = root.lastElementChild as HTMLFieldSetElement;
      last.disabled = false;
      last.disabled = true;
      expect(controls.map(isDisabled)).to.deep.equal([true, false]);
    });

    it('as a copy in the copy of a disabled fieldset too', async () => {
      const { root } = await stage(create, '<fieldset disabled>{}</fieldset>');
      const copy = root.cloneNode(true) as HTMLElement;
      expect(isDisabled(copy.querySelector('[data-control]') as TextControl)).to.be.true;
    });

    it('and then cannot be typed into, whether by a fieldset or its own attribute', async () => {
      const { control, root } = await stage(create, '<fieldset disabled>{}</fieldset>');
      control.focus();
      expect(isActive(control)).to.be.false;
      (root.firstElementChild as HTMLFieldSetElement).disabled = false;
      await rendered(control);
      control.focus();
      expect(isActive(control)).to.be.true;
    });
  });
}
