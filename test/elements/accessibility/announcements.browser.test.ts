import { expect } from '@open-wc/testing';
import '../../../src/index.ts';
import { problem, ProxyStub, reply } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { challenge } from '../../support/proxy/some-challenge.ts';
import {
  accepted,
  field,
  fill,
  promoOf,
  renderForm,
  submit,
  visitor,
} from '../lead-form/lead-form-stage.ts';
import { renderField, type } from '../promo-code-input/promo-code-stage.ts';
import { announcementsOf } from './announcements.ts';

const valid = reply({ status: 'valid', code: 'A' });
const expired = reply({ status: 'invalid', reason: 'expired' });
// The client itself waits for up to three seconds.
const tooMany = problem(429, 'too-many-requests', {}, '2');

describe('What <promo-code-input> announces', () => {
  it('is each verdict, politely, after the check', async () => {
    const el = await renderField(new ProxyStub().answer(expired, expired, valid), { value: 'B' });
    const said = announcementsOf(el);
    await el.apply();
    // The same text is announced again.
    await el.apply();
    type(el, 'A');
    await el.apply();
    await el.updateComplete;
    const refused = 'polite: This code has expired. Correct it or remove it.';
    expect(said).to.deep.equal([
      'polite: Checking…',
      refused,
      'polite: Checking…',
      refused,
      'polite: Checking…',
      'polite: Code A applied.',
    ]);
  });

  it('is nothing while a person types, and nothing when the code is removed', async () => {
    const el = await renderField(new ProxyStub().answer(valid), { value: 'A' });
    await el.apply();
    await el.updateComplete;
    const said = announcementsOf(el);
    type(el, 'AB');
    await el.updateComplete;
    el.clear();
    await el.updateComplete;
    expect(said).to.be.empty;
  });

  it('is how long to wait, once, and that it can be tried again', async () => {
    const el = await renderField(new ProxyStub().answer(tooMany), { value: 'A' });
    const said = announcementsOf(el);
    await el.apply();
    const text = (): string => el.shadowRoot?.querySelector('[part=message]')?.textContent ?? '';
    await waitUntil(() => /1 second/.test(text()), 'counts');
    await waitUntil(() => text().includes('Please'), 'ends');
    expect(said).to.deep.equal([
      'polite: Checking…',
      'polite: Too many tries. Try again in 2 seconds.',
      'polite: Too many tries. Please try again.',
    ]);
  });
});

describe('What <lead-form> announces', () => {
  it('is which fields held it back, again each time', async () => {
    const el = await renderForm(new ProxyStub());
    const said = announcementsOf(el);
    fill(el, { first_name: 'Ayu' });
    await submit(el);
    await submit(el);
    const summary = 'polite: Please check: Last name and Phone.';
    expect(said).to.deep.equal([summary, summary]);
  });

  it('is what is wrong with the field that was just left, and nothing for a right one', async () => {
    const el = await renderForm(new ProxyStub());
    const said = announcementsOf(el);
    const tabThrough = async (name: string, value: string): Promise<void> => {
      field(el, name).focus();
      fill(el, { [name]: value });
      field(el, name).blur();
      await el.updateComplete;
    };
    await tabThrough('first_name', 'Ayu');
    await tabThrough('phone', '0812');
    await tabThrough('phone', '0812 3456 789');
    expect(said).to.deep.equal([
      'polite: Phone: This number is too short: 8 to 14 digits, please.',
    ]);
  });

  it('is that the lead is on its way, and each failure, assertively', async () => {
    const proxy = new ProxyStub().answer(problem(503, 'unavailable', {}, '0'));
    const el = await renderForm(proxy);
    const said = announcementsOf(el);
    fill(el, visitor);
    await submit(el);
    await submit(el);
    const failed =
      'assertive: That didn’t go through. What you typed is still here. Please try again.';
    expect(said).to.deep.equal(['polite: Sending…', failed, 'polite: Sending…', failed]);
  });

  it('is no failure while the proxy wants work of this device first', async () => {
    const challenged = problem(403, 'challenge-required', { challenge });
    const proxy = new ProxyStub().answer(challenged, accepted);
    const el = await renderForm(proxy);
    const said = announcementsOf(el);
    fill(el, visitor);
    await submit(el);
    await waitUntil(() => el.status === 'accepted', 'is sent');
    expect(proxy.sent.map(({ key }) => key)).to.deep.equal([
      proxy.sent[0]?.key,
      proxy.sent[0]?.key,
    ]);
    expect(said).to.deep.equal(['polite: Sending…']);
  });

  it('is how long to wait, once, and that it can be tried again', async () => {
    const el = await renderForm(new ProxyStub().answer(tooMany));
    const said = announcementsOf(el);
    fill(el, visitor);
    await submit(el);
    const text = (): string => el.shadowRoot?.querySelector('[part=alert]')?.textContent ?? '';
    await waitUntil(() => /1 second/.test(text()), 'counts');
    await waitUntil(() => text().includes('Please'), 'ends');
    expect(said).to.deep.equal([
      'polite: Sending…',
      'assertive: We’re very busy just now. What you typed is still here. Try again in 2 seconds.',
      'assertive: We’re very busy just now. What you typed is still here. Please try again.',
    ]);
  });

  it('is the check of a code that was not applied, on the way', async () => {
    const el = await renderForm(new ProxyStub().answer(valid, accepted), { promo: '' });
    const promo = promoOf(el);
    if (!promo) throw new TypeError('Cannot find the promo code');
    fill(el, visitor);
    type(promo, 'A');
    const said = announcementsOf(el, promo);
    await submit(el);
    // Form and field render in one turn; their order depends on the engine.
    expect(said.slice(0, 2)).to.have.members(['polite: Sending…', 'polite: Checking…']);
    expect(said.slice(2)).to.deep.equal(['polite: Code A applied.']);
  });
});
