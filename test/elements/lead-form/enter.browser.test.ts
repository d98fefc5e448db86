import { expect } from '@open-wc/testing';
import '../../../src/lead-form.ts';
import type { LeadForm } from '../../../src/lead-form.ts';
import { ProxyStub } from '../../support/elements/proxy-stub.ts';
import { field, fill, focusIn, loadLaterPart, renderForm, submit } from './lead-form-stage.ts';

/** Presses Enter in a field: whether the browser goes on to send the form. */
function sends(el: LeadForm, name: string, init: KeyboardEventInit = {}): boolean {
  field(el, name).focus();
  const options = { key: 'Enter', bubbles: true, composed: true, cancelable: true, ...init };
  return field(el, name).dispatchEvent(new KeyboardEvent('keydown', options));
}

describe('Enter in a text field of <lead-form>', () => {
  let el: LeadForm;
  beforeEach(async () => {
    el = await renderForm(new ProxyStub());
    await loadLaterPart(el);
  });

  it('moves to the next field that is empty, and sends if there is none', () => {
    expect([sends(el, 'first_name'), focusIn(el)]).to.deep.equal([false, 'last_name']);
    fill(el, { last_name: 'Lestari' });
    expect([sends(el, 'first_name'), focusIn(el)]).to.deep.equal([false, 'phone']);
    expect(sends(el, 'phone')).to.be.true;
    fill(el, { phone: '12' });
    expect(sends(el, 'first_name')).to.be.true;
  });

  it('sends if the visitor has already been told what is missing', async () => {
    await submit(el);
    expect(sends(el, 'first_name')).to.be.true;
  });

  it('moves once while the key is held down, and then sends nothing', () => {
    expect(sends(el, 'first_name', { repeat: true })).to.be.false;
    expect(focusIn(el)).to.equal('first_name');
    expect(sends(el, 'phone', { repeat: true })).to.be.false;
  });

  it('leaves to an input method what it composes', () => {
    expect(sends(el, 'first_name', { isComposing: true })).to.be.true;
    expect(focusIn(el)).to.equal('first_name');
  });
});
