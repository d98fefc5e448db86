import { expect } from '@open-wc/testing';
import { type Create, detached, fieldOf, rendered, stage, typeText, undo } from './stage.ts';

/** Its value, and what may change it. */
export function valueSuite(create: Create): void {
  describe('its value', () => {
    it('is the attribute’s until something is set', async () => {
      const { control } = await stage(create, '{value="ONE"}');
      expect([control.value, control.defaultValue]).to.deep.equal(['ONE', 'ONE']);
      control.defaultValue = 'TWO';
      expect([control.value, control.getAttribute('value')]).to.deep.equal(['TWO', 'TWO']);
      control.value = 'TYPED';
      control.setAttribute('value', 'THREE');
      expect([control.value, control.defaultValue]).to.deep.equal(['TYPED', 'THREE']);
    });

    it('is in no attribute', async () => {
      const { control } = await stage(create, '{}');
      control.value = 'SECRET';
      await rendered(control);
      expect(control.outerHTML).not.to.contain('SECRET');
    });

    it('is text, whatever it is set to', async () => {
      const { control } = await stage(create, '{value="A"}');
      const set = (value: unknown): string => {
        control.value = value as string;
        return control.value;
      };
      expect([set(null), set(5), set(false), set({ toString: () => 'T' })]).to.deep.equal([
        '',
        '5',
        'false',
        'T',
      ]);
    });

    it('has one line', async () => {
      const { control } = await stage(create, '{}');
      control.setAttribute('value', 'A\nB\r\nC');
      expect([control.value, control.defaultValue]).to.deep.equal(['ABC', 'A\nB\r\nC']);
      control.value = '\rX\nY';
      expect(control.value).to.equal('XY');
    });

    it('can be set before it is in the page, by property and by attribute', async () => {
      const control = detached(create);
      control.setAttribute('value', 'ONE');
      expect(control.value).to.equal('ONE');
      control.value = 'TWO';
      const { root } = await stage(create, '');
      root.append(control);
      await rendered(control);
      expect([control.value, fieldOf(control).value]).to.deep.equal(['TWO', 'TWO']);
    });

    it('is in the field at once, with the caret behind it', async () => {
      const { control } = await stage(create, '{value="ONE"}');
      control.focus();
      control.value = 'LONGER';
      expect(fieldOf(control).value).to.equal('LONGER');
      expect(control.selectionStart).to.equal(6);
      control.setSelectionRange(2, 2);
      control.value = 'LONGER';
      await rendered(control);
      expect(control.selectionStart).to.equal(2);
    });

    it('is copied as the default', async () => {
      const { control } = await stage(create, '{value="ONE" name="code" required}');
      for (const copy of [control.cloneNode(), document.importNode(control)]) {
        const { value, name, required } = copy as typeof control;
        expect({ value, name, required }).to.deep.equal({
          value: 'ONE',
          name: 'code',
          required: true,
        });
      }
    });
  });

  describe('typing', () => {
    it('fires input at each change, and change when it is left', async () => {
      const { control, root } = await stage(create, '<form>{}</form>');
      const heard: unknown[] = [];
      for (const type of ['input', 'change']) {
        root.addEventListener(type, (event) => {
          const { bubbles, cancelable, composed, target } = event;
          expect(target).to.equal(control);
          heard.push([type, control.value, { bubbles, cancelable, composed }]);
        });
      }
      typeText(control, 'A');
      typeText(control, 'B');
      control.blur();
      const input = { bubbles: true, cancelable: false, composed: true };
      expect(heard).to.deep.equal([
        ['input', 'A', input],
        ['input', 'AB', input],
        ['change', 'AB', { bubbles: true, cancelable: false, composed: false }],
      ]);
    });

    it('fires an InputEvent', async () => {
      const { control } = await stage(create, '{}');
      let heard: Event | undefined;
      control.addEventListener('input', (event) => (heard = event));
      typeText(control, 'A');
      expect(heard).to.be.instanceOf(InputEvent);
      expect((heard as InputEvent).data).to.equal('A');
    });

    it('sets the value: the attribute no longer counts', async () => {
      const { control } = await stage(create, '{value="A"}');
      control.select();
      typeText(control, 'B');
      control.setAttribute('value', 'C');
      await rendered(control);
      expect([control.value, fieldOf(control).value]).to.deep.equal(['B', 'B']);
    });

    it('can be undone', async () => {
      const { control } = await stage(create, '{}');
      typeText(control, 'A');
      await rendered(control);
      undo(control);
      expect(control.value).to.equal('');
    });

    it('does nothing while it is read-only or disabled', async () => {
      const { controls } = await stage(create, '{readonly}{disabled}');
      for (const control of controls) {
        typeText(control, 'A');
        expect(control.value).to.equal('');
      }
    });

    it('alone fires events: changes by script fire none', async () => {
      const { control, form } = await stage(create, '<form>{}</form>');
      const heard: string[] = [];
      for (const type of ['input', 'change']) form.addEventListener(type, () => heard.push(type));
      control.value = 'A';
      control.defaultValue = 'B';
      form.reset();
      await rendered(control);
      expect(heard).to.deep.equal([]);
    });
  });

  describe('its selection', () => {
    it('is read and set as on a native field', async () => {
      const { control } = await stage(create, '{value="SPRING"}');
      control.setSelectionRange(1, 3, 'backward');
      const { selectionStart, selectionEnd, selectionDirection } = control;
      expect([selectionStart, selectionEnd, selectionDirection]).to.deep.equal([1, 3, 'backward']);
      control.selectionStart = 2;
      control.selectionEnd = 5;
      control.selectionDirection = 'forward';
      const field = fieldOf(control);
      expect([field.selectionStart, field.selectionEnd]).to.deep.equal([2, 5]);
      control.select();
      expect([control.selectionStart, control.selectionEnd]).to.deep.equal([0, 6]);
    });

    it('can be replaced', async () => {
      const { control, form } = await stage(create, '<form>{value="SPRING" name="code"}</form>');
      control.setRangeText('O', 2, 5, 'end');
      expect(control.value).to.equal('SPOG');
      expect(new FormData(form).get('code')).to.equal('SPOG');
      expect(control.selectionStart).to.equal(3);
      control.select();
      control.setRangeText('X');
      expect(control.value).to.equal('X');
    });
  });
}
