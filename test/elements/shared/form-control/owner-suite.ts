import { expect } from '@open-wc/testing';
import { type Create, detached, rendered, sent, stage, type TextControl } from './stage.ts';

/** Its form, and what the form knows of it. */
export function ownerSuite(create: Create): void {
  describe('its form', () => {
    it('is the form around it, and has it among its elements', async () => {
      const { control, form } = await stage(create, '<form><p>{name="code" id="field"}</p></form>');
      expect(control.form).to.equal(form);
      expect(Array.from(form.elements)).to.deep.equal([control]);
      expect(form.elements.namedItem('code')).to.equal(control);
      expect(form.elements.namedItem('field')).to.equal(control);
      expect((form as unknown as Record<string, unknown>)['code']).to.equal(control);
    });

    it('lists two of one name together', async () => {
      const { controls, form } = await stage(
        create,
        '<form>{name="code" value="A"}{name="code" value="B"}</form>',
      );
      expect(Array.from(form.elements.namedItem('code') as RadioNodeList)).to.deep.equal(controls);
      expect(sent(form)).to.deep.equal([
        ['code', 'A'],
        ['code', 'B'],
      ]);
      (controls[0] as TextControl).name = 'other';
      expect(form.elements.namedItem('code')).to.equal(controls[1]);
    });

    it('has it among the elements of each fieldset around it, in a legend too', async () => {
      const { controls, form, root } = await stage(
        create,
        '<form><fieldset><fieldset><legend>{}</legend>{}</fieldset>{}</fieldset>{}</form>',
      );
      const [outer, inner] = root.querySelectorAll('fieldset');
      const [first, second, third] = controls;
      expect(Array.from(inner?.elements ?? [])).to.deep.equal([first, second]);
      expect(Array.from(outer?.elements ?? [])).to.deep.equal([inner, first, second, third]);
      second?.remove();
      expect(inner?.elements).to.have.length(1);
      expect(form.elements).to.have.length(5);
    });

    it('is the one that the form attribute names, or none if that names none', async () => {
      const { control, form, root } = await stage(
        create,
        '<form id="one">{form="two"}</form><form id="two"></form>',
      );
      expect(control.form).to.equal(root.querySelector('#two'));
      control.setAttribute('form', 'one');
      expect(control.form).to.equal(form);
      control.setAttribute('form', 'nowhere');
      expect(control.form).to.equal(null);
      control.removeAttribute('form');
      expect(control.form).to.equal(form);
      control.setAttribute('form', 'two');
      control.remove();
      expect(control.form).to.equal(null);
    });

    it('follows the ids of forms as they change', async () => {
      const { control, form, root } = await stage(
        create,
        '<form id="one"></form><form></form>{form="one"}',
      );
      form.id = '';
      expect(control.form).to.equal(null);
      const [, second] = root.querySelectorAll('form');
      (second as HTMLFormElement).id = 'one';
      expect(control.form).to.equal(second);
      form.id = 'one';
      expect(control.form).to.equal(form);
    });

    it('changes with a move, and is none outside a form', async () => {
      const { control, form, root } = await stage(
        create,
        '<form>{name="code"}</form><form></form>',
      );
      const [, second] = root.querySelectorAll('form');
      second?.append(control);
      expect(control.form).to.equal(second);
      expect(form.elements).to.have.length(0);
      root.append(control);
      expect(control.form).to.equal(null);
      form.append(control);
      form.remove();
      expect(control.form).to.equal(form);
      control.remove();
      expect(control.form).to.equal(null);
    });

    it('is found inside a shadow tree, and not across its boundary', async () => {
      const { root } = await stage(create, '<form><div></div></form>');
      const tree = (root.querySelector('div') as HTMLElement).attachShadow({ mode: 'open' });
      const outside = detached(create);
      tree.append(outside);
      expect(outside.form).to.equal(null);
      const form = document.createElement('form');
      tree.append(form);
      form.append(outside);
      expect(outside.form).to.equal(form);
    });

    it('keeps it, and what was typed, in another document', async () => {
      const { control, root } = await stage(create, '<iframe></iframe>{name="code"}');
      const other = root.querySelector('iframe')?.contentDocument as Document;
      control.value = 'SPRING';
      const form = other.createElement('form');
      other.body.append(form);
      form.append(other.adoptNode(control));
      await rendered(control);
      expect(control.ownerDocument).to.equal(other);
      expect(sent(form)).to.deep.equal([['code', 'SPRING']]);
    });
  });

  describe('what is sent', () => {
    it('is its value under its name, at once', async () => {
      const { control, form } = await stage(create, '<form>{name="code"}</form>');
      expect(sent(form)).to.deep.equal([['code', '']]);
      control.value = 'SPRING';
      expect(sent(form)).to.deep.equal([['code', 'SPRING']]);
      control.name = 'other';
      expect(sent(form)).to.deep.equal([['other', 'SPRING']]);
    });

    for (const [why, attributes] of [
      ['has no name', ''],
      ['has an empty name', 'name=""'],
      ['is disabled', 'name="code" disabled'],
    ]) {
      it(`is nothing while it ${why}`, async () => {
        const { control, form } = await stage(create, `<form>{${attributes}}</form>`);
        control.value = 'SPRING';
        expect(sent(form)).to.deep.equal([]);
      });
    }

    it('is in the order of the page', async () => {
      const { form } = await stage(
        create,
        '<form>{name="c"}<input name="b" />{name="a"}<input name="d" type="hidden" /></form>',
      );
      expect(sent(form).map(([name]) => name)).to.deep.equal(['c', 'b', 'a', 'd']);
    });

    it('is well-formed Unicode, whatever it was', async () => {
      const { control, form } = await stage(create, '<form>{name="code"}</form>');
      control.value = 'a\udc00b';
      expect(sent(form)).to.deep.equal([['code', 'a\ufffdb']]);
    });

    it('can be changed by a listener of formdata', async () => {
      const { control, form } = await stage(create, '<form>{name="code" value="A"}</form>');
      form.addEventListener('formdata', ({ formData }) => {
        expect(formData.get(control.name)).to.equal('A');
        formData.set('code', 'B');
      });
      expect(sent(form)).to.deep.equal([['code', 'B']]);
    });

    it('goes to the server that the form names', async () => {
      const { form, root } = await stage(
        create,
        '<form action="/" target="answer">{name="a&#10;b" value="é&="}</form><iframe name="answer"></iframe>',
      );
      const frame = root.querySelector('iframe') as HTMLIFrameElement;
      const answered = new Promise((resolve) => {
        frame.addEventListener('load', () => {
          const { search } = (frame.contentWindow as Window).location;
          // Some engines fire an event for the empty page first.
          if (search) resolve(search);
        });
      });
      form.submit();
      expect(await answered).to.equal('?a%0D%0Ab=%C3%A9%26%3D');
    });
  });

  describe('a reset', () => {
    it('goes back to the default, and follows it again', async () => {
      const { control, form } = await stage(create, '<form>{value="ONE"}</form>');
      control.value = 'TYPED';
      form.reset();
      expect(control.value).to.equal('ONE');
      control.defaultValue = 'TWO';
      expect(control.value).to.equal('TWO');
    });

    it('changes nothing if the page cancels it, and waits for the listeners', async () => {
      const { control, form } = await stage(create, '<form>{value="ONE"}</form>');
      control.value = 'TYPED';
      const seen: string[] = [];
      const forbid = (event: Event): void => {
        seen.push(control.value);
        event.preventDefault();
      };
      form.addEventListener('reset', forbid);
      form.reset();
      form.removeEventListener('reset', forbid);
      seen.push(control.value);
      form.reset();
      seen.push(control.value);
      expect(seen).to.deep.equal(['TYPED', 'TYPED', 'ONE']);
    });

    it('by a button has happened by the next microtask', async () => {
      const { control, form } = await stage(
        create,
        '<form>{value="ONE"}<button type="reset"></button></form>',
      );
      control.value = 'TYPED';
      form.querySelector('button')?.click();
      await Promise.resolve();
      expect(control.value).to.equal('ONE');
    });

    it('keeps what setCustomValidity() said', async () => {
      const { control, form } = await stage(create, '<form>{}</form>');
      control.setCustomValidity('Not today.');
      form.reset();
      expect(control.validationMessage).to.equal('Not today.');
    });
  });
}
