import { aTimeout, expect, fixture, html, oneEvent } from '@open-wc/testing';
import '../../../src/promo-code-input.ts';
import type {
  PromoCodeErrorEvent,
  PromoCodeInput,
  PromoCodeVerdictEvent,
} from '../../../src/promo-code-input.ts';
import { problem, ProxyStub, reply } from '../../support/elements/proxy-stub.ts';
import {
  buttonOf,
  inputOf,
  messageOf,
  passMoment,
  press,
  renderField,
  restoreClock,
  type,
  valid,
} from './promo-code-stage.ts';

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub();
});
afterEach(restoreClock);

describe('<promo-code-input>', () => {
  it('goes from empty to typed to checking to valid, in property and :state()', async () => {
    const el = await renderField(proxy);
    expect(el.matches(':state(empty)')).to.be.true;
    type(el, 'welcome10');
    expect(el.matches(':state(typed)')).to.be.true;
    const answer = proxy.hold();
    buttonOf(el).click();
    expect(el.status).to.equal('checking');
    expect(el.matches(':state(checking)')).to.be.true;
    expect(await messageOf(el)).to.equal('Checking…');
    const verdict = oneEvent<PromoCodeVerdictEvent>(el, 'promo-code-verdict');
    answer(valid);
    const { code, verdict: told } = await verdict;
    expect({ code, told: told.status }).to.deep.equal({ code: 'welcome10', told: 'valid' });
    expect(el.matches(':state(valid)')).to.be.true;
    expect(el.matches(':state(checking)')).to.be.false;
    expect(await messageOf(el)).to.equal('Code WELCOME10 applied.');
  });

  it('asks with the normalised code and the company, and consumes nothing', async () => {
    proxy.answer(valid);
    const el = await renderField(proxy, { company: 'acme' });
    el.value = ' wel\u200bcome\u201310 ';
    await el.apply();
    expect(proxy.sent).to.deep.equal([
      {
        path: '/v1/promo-codes/validate',
        key: null,
        body: { code: 'welcome-10', company: 'acme' },
      },
    ]);
  });

  for (const [reason, words] of [
    ['unknown', 'We can’t find this code.'],
    ['inactive', 'This code isn’t active at the moment.'],
    ['not_started', 'This code can’t be used yet.'],
    ['expired', 'This code has expired.'],
    ['exhausted', 'This code has been used up.'],
    ['other', 'This code can’t be used here.'],
    ['invalid', 'This code isn’t valid.'],
  ] as const) {
    it(`says why a code is refused, and holds the form back: ${reason}`, async () => {
      proxy.answer(reply({ status: 'invalid', reason }));
      const el = await renderField(proxy);
      el.value = 'X';
      await el.apply();
      const text = `${words} Correct it or remove it.`;
      expect(await messageOf(el)).to.equal(text);
      expect(el.validity.customError).to.be.true;
      expect(el.validationMessage).to.equal(text);
      expect(inputOf(el).getAttribute('aria-invalid')).to.equal('true');
    });
  }

  it('shows the end of a code in the page’s language', async () => {
    const ends_at = '2026-12-31T12:00:00Z';
    proxy.answer(reply({ status: 'valid', code: 'A', ends_at }));
    const el = await renderField(proxy, { value: 'a' });
    await el.apply();
    const date = new Date(ends_at).toLocaleString('en', {
      dateStyle: 'medium',
      timeStyle: 'short',
    });
    expect(await messageOf(el)).to.equal(
      `Code A applied. Valid until ${date}.`.replace(/\s+/g, ' '),
    );
  });

  it('leaves the form free if a code cannot be settled', async () => {
    proxy.answer(reply({ status: 'unchecked' }));
    const el = await renderField(proxy, { value: 'A' });
    expect(await el.apply()).to.equal('unchecked');
    expect(el.checkValidity()).to.be.true;
  });

  it('clears the verdict when the code is edited', async () => {
    proxy.answer(reply({ status: 'invalid', reason: 'expired' }));
    const el = await renderField(proxy, { value: 'OLD' });
    await el.apply();
    type(el, 'OLDER');
    expect(el.status).to.equal('typed');
    expect(el.checkValidity()).to.be.true;
    expect(await messageOf(el)).to.equal('');
  });

  it('forgets an answer to a code that was typed over meanwhile', async () => {
    const answer = proxy.hold();
    const el = await renderField(proxy, { value: 'FIRST' });
    const applied = el.apply();
    type(el, 'SECOND');
    answer(valid);
    await applied;
    await aTimeout(0);
    expect(el.status).to.equal('typed');
  });

  it('forgets an answer that comes after its form was reset', async () => {
    const answer = proxy.hold();
    const el = await renderField(proxy, { value: 'DEFAULT' });
    const form = document.createElement('form');
    el.before(form);
    form.append(el);
    type(el, 'TYPED');
    const applied = el.apply();
    form.reset();
    expect([el.value, el.status]).to.deep.equal(['DEFAULT', 'typed']);
    answer(valid);
    await applied;
    await aTimeout(0);
    expect([el.status, el.validity.valid]).to.deep.equal(['typed', true]);
  });

  it('shows an answer even if it has been disabled, and then holds no form back', async () => {
    const answer = proxy.hold();
    const el = await renderField(proxy, { value: 'LASTYEAR' });
    const verdict = oneEvent(el, 'promo-code-verdict');
    buttonOf(el).click();
    el.disabled = true;
    answer(reply({ status: 'invalid', reason: 'expired' }));
    await verdict;
    expect(await messageOf(el)).to.contain('This code has expired.');
    expect([el.willValidate, el.checkValidity()]).to.deep.equal([false, true]);
    el.disabled = false;
    expect(el.checkValidity()).to.be.false;
  });

  it('asks by Enter, and keeps Enter from the form', async () => {
    proxy.answer(valid);
    const el = await renderField(proxy, { value: 'A' });
    press(el);
    await oneEvent(el, 'promo-code-verdict');
    expect(proxy.sent).to.have.length(1);
  });

  for (const [what, init] of [
    ['while an input method composes', { isComposing: true }],
    ['that ends a composition in Safari', { keyCode: 229 }],
    ['that is held down', { repeat: true }],
  ] as const) {
    it(`does nothing at an Enter ${what}`, async () => {
      const el = await renderField(proxy, { value: 'A' });
      press(el, init);
      expect(el.status).to.equal('typed');
      expect(proxy.sent).to.be.empty;
    });
  }

  it('asks once for any number of clicks', async () => {
    const answer = proxy.hold();
    const el = await renderField(proxy, { value: 'A' });
    const verdict = oneEvent(el, 'promo-code-verdict');
    for (let clicks = 0; clicks < 3; clicks += 1) buttonOf(el).click();
    press(el);
    answer(valid);
    await verdict;
    expect(proxy.sent).to.have.length(1);
  });

  it('asks nothing when the page cancels promo-code-check', async () => {
    const el = await renderField(proxy, { value: 'A' });
    el.addEventListener('promo-code-check', (event) => event.preventDefault());
    await el.apply();
    expect(el.status).to.equal('typed');
    expect(proxy.sent).to.be.empty;
  });

  it('asks the visitor for a code if there is none', async () => {
    const el = await renderField(proxy);
    buttonOf(el).click();
    expect(await messageOf(el)).to.equal('Please enter your promo code.');
    expect(proxy.sent).to.be.empty;
    expect(document.activeElement).to.equal(el);
  });

  it('takes a valid code out by its button', async () => {
    proxy.answer(valid);
    const el = await renderField(proxy, { value: 'A' });
    await el.apply();
    await el.updateComplete;
    expect(buttonOf(el).textContent?.trim()).to.equal('Remove');
    const heard: string[] = [];
    for (const name of ['promo-code-clear', 'input', 'change']) {
      el.addEventListener(name, () => heard.push(`${name} '${el.value}'`));
    }
    passMoment();
    buttonOf(el).click();
    expect(heard).to.deep.equal(["promo-code-clear ''", "input ''", "change ''"]);
    expect(el.value).to.equal('');
    expect(el.status).to.equal('empty');
    expect(document.activeElement).to.equal(el);
  });

  it('keeps a code that a second click would take out, right after the verdict', async () => {
    proxy.answer(valid);
    const el = await renderField(proxy);
    type(el, 'A');
    buttonOf(el).click();
    await oneEvent(el, 'promo-code-verdict');
    await el.updateComplete;
    expect(buttonOf(el).textContent?.trim()).to.equal('Remove');
    buttonOf(el).click();
    expect([el.value, el.status]).to.deep.equal(['A', 'valid']);
    passMoment();
    buttonOf(el).click();
    expect([el.value, el.status]).to.deep.equal(['', 'empty']);
  });

  it('takes a code out by Enter on its button, and not while the key is held down', async () => {
    const el = await renderField(proxy, { value: 'A' });
    // A browser clicks unless that was prevented.
    const clicks = (init: KeyboardEventInit): boolean => press(el, init, buttonOf(el));
    expect([clicks({ repeat: true }), clicks({ repeat: false })]).to.deep.equal([false, true]);
  });

  it('can be tried again after an error, which leaves the form free', async () => {
    proxy.answer(new TypeError('down'));
    const el = await renderField(proxy, { value: 'A' });
    const failed = oneEvent<PromoCodeErrorEvent>(el, 'promo-code-error');
    await el.apply();
    expect((await failed).failure).to.equal('unreachable');
    expect(el.status).to.equal('error');
    expect(el.checkValidity()).to.be.true;
    await el.updateComplete;
    expect(buttonOf(el).textContent?.trim()).to.equal('Try again');
    proxy.answer(valid);
    buttonOf(el).click();
    await oneEvent(el, 'promo-code-verdict');
    expect(el.status).to.equal('valid');
  });

  it('counts down after too many tries, and asks for nothing meanwhile', async () => {
    proxy.answer(problem(429, 'too-many-requests', {}, '25'));
    const el = await renderField(proxy, { value: 'A' });
    await el.apply();
    expect(await messageOf(el)).to.equal('Too many tries. Try again in 25 seconds.');
    const asked = proxy.sent.length;
    buttonOf(el).click();
    press(el);
    expect(proxy.sent).to.have.length(asked);
  });

  it('takes a reply of HTML for an error, not for a verdict', async () => {
    proxy.answer(new Response('<p>Hello', { headers: { 'content-type': 'text/html' } }));
    const el = await renderField(proxy, { value: 'A' });
    expect(await el.apply()).to.equal('error');
  });

  it('takes a code that the proxy cannot read for an unknown one', async () => {
    const errors = [{ field: 'code', code: 'too_long' }];
    proxy.answer(problem(422, 'invalid-fields', { errors }));
    const el = await renderField(proxy, { value: 'A'.repeat(300) });
    expect(await el.apply()).to.equal('invalid');
  });

  it('reports an endpoint that may not be used, and sends nothing', async () => {
    const el = await fixture<PromoCodeInput>(
      html`<promo-code-input endpoint="javascript:alert(1)" value="A"></promo-code-input>`,
    );
    const failed = oneEvent<PromoCodeErrorEvent>(el, 'promo-code-error');
    await el.apply();
    expect((await failed).failure).to.equal('misconfigured');
  });
});
