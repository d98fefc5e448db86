import { expect } from '@open-wc/testing';
import { type Create, detached, stage, typeText } from './stage.ts';

/** Constraint validation: always as of now, never as of the last render. */
export function validitySuite(create: Create): void {
  describe('its validity', () => {
    it('is fine by default', async () => {
      const { control } = await stage(create, '{}');
      const { validity } = control;
      for (const flag in validity) {
        expect(validity[flag as keyof ValidityState], flag).to.equal(flag === 'valid');
      }
      expect(control.willValidate).to.be.true;
      expect(control.validationMessage).to.equal('');
      expect(control.checkValidity()).to.be.true;
      expect(control.reportValidity()).to.be.true;
    });

    it('is missing a value at once while required and empty', async () => {
      const { control, form } = await stage(create, '<form>{required}</form>');
      const { validity } = control;
      const isMissing = (): boolean => validity.valueMissing && !form.checkValidity();
      expect(isMissing()).to.be.true;
      expect([validity.customError, validity.valid]).to.deep.equal([false, false]);
      expect(control.validationMessage).not.to.equal('');
      control.value = 'SPRING';
      expect(isMissing()).to.be.false;
      expect(control.validationMessage).to.equal('');
      control.value = '';
      expect(isMissing()).to.be.true;
      control.required = false;
      expect(isMissing()).to.be.false;
      control.setAttribute('required', '');
      expect(isMissing()).to.be.true;
      control.setAttribute('value', 'DEFAULT');
      expect(isMissing()).to.be.true;
      form.reset();
      expect(isMissing()).to.be.false;
    });

    it('is there before it is in the page', () => {
      const control = detached(create);
      control.required = true;
      expect(control.checkValidity()).to.be.false;
      expect(control.validationMessage).not.to.equal('');
      control.value = 'SPRING';
      expect(control.checkValidity()).to.be.true;
    });

    it('is what setCustomValidity() says, in addition to its own', async () => {
      const { control, form } = await stage(create, '<form>{required}</form>');
      control.setCustomValidity('Not today.');
      const { validity } = control;
      expect([validity.customError, validity.valueMissing]).to.deep.equal([true, true]);
      expect(control.validationMessage).to.equal('Not today.');
      control.value = 'SPRING';
      expect([validity.customError, validity.valueMissing]).to.deep.equal([true, false]);
      expect(form.checkValidity()).to.be.false;
      control.setCustomValidity('');
      expect(form.checkValidity()).to.be.true;
      control.setCustomValidity(null as unknown as string);
      expect(control.validationMessage).to.equal('null');
    });

    it('fires a cancelable event that does not bubble for a failed check', async () => {
      const { control, root } = await stage(create, '<form>{required}</form>');
      const heard: Event[] = [];
      root.addEventListener('invalid', (event) => heard.push(event));
      control.addEventListener('invalid', (event) => heard.push(event));
      control.checkValidity();
      expect(heard).to.have.length(1);
      const { bubbles, cancelable, target } = heard[0] as Event;
      expect([bubbles, cancelable, target]).to.deep.equal([false, true, control]);
      control.value = 'SPRING';
      control.checkValidity();
      expect(heard).to.have.length(1);
    });

    it('counts for its form and its fieldsets, and for style sheets', async () => {
      const { control, form, root } = await stage(
        create,
        '<form><fieldset>{required}</fieldset></form>',
      );
      const fieldset = root.querySelector('fieldset') as HTMLFieldSetElement;
      const all = [control, form, fieldset];
      const matches = (selector: string): boolean[] => all.map((each) => each.matches(selector));
      expect(matches(':invalid')).to.deep.equal([true, true, true]);
      expect(matches(':valid')).to.deep.equal([false, false, false]);
      expect([form.checkValidity(), fieldset.checkValidity()]).to.deep.equal([
        false,
        // A fieldset is itself barred from validation (HTML, "the fieldset element").
        true,
      ]);
      control.value = 'SPRING';
      expect(matches(':valid')).to.deep.equal([true, true, true]);
      control.value = '';
      control.remove();
      expect(matches(':invalid')).to.deep.equal([true, false, false]);
      fieldset.append(control);
      expect(matches(':invalid')).to.deep.equal([true, true, true]);
    });

    for (const [state, markup] of [
      ['is disabled', '<form>{required disabled}</form>'],
      ['is read-only', '<form>{required readonly}</form>'],
      ['is in a disabled fieldset', '<form><fieldset disabled>{required}</fieldset></form>'],
    ] as const) {
      it(`does not count while it ${state}`, async () => {
        const { control, form } = await stage(create, markup);
        control.setCustomValidity('Not today.');
        expect(control.willValidate).to.be.false;
        expect(control.validity.valueMissing).to.be.false;
        expect(control.validationMessage).to.equal('');
        expect(control.checkValidity()).to.be.true;
        expect(form.checkValidity()).to.be.true;
        expect(control.matches(':invalid')).to.be.false;
      });
    }

    it('does not count inside a datalist', async () => {
      const { control, form } = await stage(create, '<form><datalist>{required}</datalist></form>');
      expect(control.willValidate).to.be.false;
      expect(form.checkValidity()).to.be.true;
      form.append(control);
      expect(control.willValidate).to.be.true;
      expect(form.checkValidity()).to.be.false;
    });

    it('is never too long if a script set the value', async () => {
      const { control } = await stage(create, '{maxlength="255"}');
      control.value = 'A'.repeat(300);
      expect(control.validity.tooLong).to.be.false;
      expect(control.value).to.have.length(300);
    });

    it('is ensured by the field while a visitor types: it stops at the maximum length', async () => {
      const { control } = await stage(create, '{maxlength="255"}');
      typeText(control, 'A'.repeat(300));
      expect(control.value).to.have.length(255);
      expect(control.checkValidity()).to.be.true;
    });
  });

  describe('a submission', () => {
    it('is held back while it is invalid, and the focus goes into it', async () => {
      const { control, form } = await stage(create, '<form>{required}<button></button></form>');
      let submissions = 0;
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        submissions += 1;
      });
      form.querySelector('button')?.click();
      expect(submissions).to.equal(0);
      expect(document.activeElement).to.equal(control);
      control.blur();
      form.requestSubmit();
      expect(document.activeElement).to.equal(control);
      control.value = 'SPRING';
      form.requestSubmit();
      expect(submissions).to.equal(1);
    });

    it('is not held back where the form says novalidate', async () => {
      const { form } = await stage(create, '<form novalidate>{required}</form>');
      let submissions = 0;
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        submissions += 1;
      });
      form.requestSubmit();
      expect(submissions).to.equal(1);
    });

    it('puts the focus into the first invalid control', async () => {
      const { controls, form } = await stage(
        create,
        '<form>{value="A" required}{required}<input required /></form>',
      );
      expect(form.reportValidity()).to.be.false;
      expect(document.activeElement).to.equal(controls[1]);
    });

    it('leaves the focus alone if the page shows the message itself', async () => {
      const { control } = await stage(create, '<form>{required}</form>');
      control.addEventListener('invalid', (event) => event.preventDefault());
      expect(control.reportValidity()).to.be.false;
      expect(document.activeElement).to.equal(document.body);
    });
  });
}
