import { expect, oneEvent } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { problem, ProxyStub, reply } from '../../support/elements/proxy-stub.ts';
import {
  accepted,
  buttonOf as submitButtonOf,
  field,
  fill,
  focusIn,
  renderForm,
  visitor,
} from '../lead-form/lead-form-stage.ts';
import {
  buttonOf,
  passMoment,
  press,
  renderField,
  restoreClock,
  valid,
} from '../promo-code-input/promo-code-stage.ts';

const redeemed = reply({ status: 'redeemed', code: 'A' });
const unavailable = problem(503, 'unavailable', {}, '0');

/** The tag of the inner element with the focus. */
const focusOf = (el: Element): string | undefined => el.shadowRoot?.activeElement?.localName;

describe('The focus in <promo-code-input>', () => {
  afterEach(restoreClock);

  it('stays in the field when Enter applies the code', async () => {
    const el = await renderField(new ProxyStub().answer(valid), { value: 'A' });
    el.focus();
    press(el);
    await oneEvent(el, 'promo-code-verdict');
    await el.updateComplete;
    expect(focusOf(el)).to.equal('input');
  });

  it('stays on the button that applies the code, and goes to the field when it removes it', async () => {
    const el = await renderField(new ProxyStub().answer(valid), { value: 'A' });
    const button = buttonOf(el);
    button.focus();
    button.click();
    await oneEvent(el, 'promo-code-verdict');
    await el.updateComplete;
    expect(focusOf(el)).to.equal('button');
    passMoment();
    button.click();
    await el.updateComplete;
    expect(focusOf(el)).to.equal('input');
  });

  it('goes to the field if the button is gone', async () => {
    const el = await renderField(new ProxyStub().answer(redeemed), { value: 'A', consume: '' });
    buttonOf(el).focus();
    buttonOf(el).click();
    await oneEvent(el, 'promo-code-verdict');
    await el.updateComplete;
    expect(buttonOf(el)).to.be.null;
    expect(focusOf(el)).to.equal('input');
  });

  it('is where it is for a native field that is disabled and enabled again', async () => {
    const el = await renderField(new ProxyStub(), { value: 'A' });
    el.focus();
    el.disabled = true;
    await el.updateComplete;
    el.disabled = false;
    await el.updateComplete;
    el.focus();
    expect(focusOf(el)).to.equal('input');
  });
});

describe('The focus in <lead-form>', () => {
  const submitByButton = async (el: LeadForm, outcome: string): Promise<void> => {
    submitButtonOf(el).focus();
    submitButtonOf(el).click();
    await oneEvent(el, outcome);
    await el.updateComplete;
  };

  it('stays on the button while the lead is on its way, and when that fails', async () => {
    const el = await renderForm(new ProxyStub().answer(unavailable));
    fill(el, visitor);
    submitButtonOf(el).focus();
    submitButtonOf(el).click();
    await el.updateComplete;
    expect(el.status).to.equal('submitting');
    expect(focusOf(el)).to.equal('button');
    await oneEvent(el, 'lead-error');
    await el.updateComplete;
    expect(focusOf(el)).to.equal('button');
  });

  it('goes to the thanks, and from there to the first field of the next lead', async () => {
    const el = await renderForm(new ProxyStub().answer(accepted));
    fill(el, visitor);
    await submitByButton(el, 'lead-accepted');
    expect(focusIn(el)).to.equal('thanks');
    el.reset();
    await el.updateComplete;
    expect(focusIn(el)).to.equal('first_name');
  });

  it('stays where it is when the page empties the form', async () => {
    const el = await renderForm(new ProxyStub());
    field(el, 'phone').focus();
    el.reset();
    await el.updateComplete;
    expect(focusIn(el)).to.equal('phone');
  });
});
