import { aTimeout, expect, fixture, html, oneEvent } from '@open-wc/testing';
import '../../../src/index.ts';
import type {
  LeadAcceptedEvent,
  LeadForm,
  LeadRefusedEvent,
  LeadSubmitEvent,
} from '../../../src/index.ts';
import { problem, ProxyStub } from '../../support/elements/proxy-stub.ts';
import {
  accepted,
  buttonOf,
  errorOf,
  field,
  fill,
  focusIn,
  loadLaterPart,
  renderForm,
  submit,
  textOf,
  visitor,
} from './lead-form-stage.ts';

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub();
});

describe('<lead-form>', () => {
  it('sends what was typed, normalised, and shows the thanks with the reference', async () => {
    proxy.answer(accepted);
    const el = await renderForm(proxy, { company: 'acme' });
    fill(el, visitor);
    const fired = oneEvent<LeadAcceptedEvent>(el, 'lead-accepted');
    buttonOf(el).click();
    expect((await fired).receipt.ref).to.equal('REF-1');
    await el.updateComplete;
    const { body, key, path } = proxy.sent[0] ?? {};
    expect(path).to.equal('/v1/leads');
    expect(key).to.match(/^[0-9a-f]{32}$/);
    const { attribution: _, signals: __, ...fields } = body ?? {};
    expect(fields).to.deep.equal({
      first_name: 'Ayu',
      last_name: 'Lestari',
      phone: '628123456789',
      product: 'jump-rope',
      company: 'acme',
      locale: 'en',
    });
    expect(el.status).to.equal('accepted');
    expect(el.matches(':state(accepted)')).to.be.true;
    expect(textOf(el, '[part=thanks]')).to.contain('REF-1');
    expect(focusIn(el)).to.equal('thanks');
  });

  it('focuses its first field, but not after a click beside the fields', async () => {
    const el = await renderForm(proxy);
    el.focus();
    expect(focusIn(el)).to.equal('first_name');
    expect(el.shadowRoot?.delegatesFocus).to.be.false;
  });

  it('names each field for the browser’s autofill', async () => {
    const el = await renderForm(proxy);
    const hints = ['first_name', 'last_name', 'phone'].map((name) => {
      const attributes = ['autocomplete', 'type', 'inputmode', 'enterkeyhint'];
      return attributes.map((attribute) => field(el, name).getAttribute(attribute)).join(' ');
    });
    expect(hints).to.deep.equal([
      'given-name text text next',
      'family-name text text next',
      'tel tel tel send',
    ]);
  });

  it('starts every field on one side, also in right-to-left languages', async () => {
    const el = await renderForm(proxy, { dir: 'rtl' });
    const { direction, textAlign } = getComputedStyle(field(el, 'phone'));
    expect(`${direction} ${textAlign}`).to.equal('ltr right');
    expect(getComputedStyle(field(el, 'last_name')).direction).to.equal('rtl');
  });

  it('shows every error beside its field, and focuses the first', async () => {
    const el = await renderForm(proxy, { consent: '' });
    fill(el, { first_name: 'Ayu', phone: '123' });
    await submit(el);
    expect(errorOf(el, 'first_name')).to.equal('');
    expect(errorOf(el, 'last_name')).to.equal('Please enter your last name.');
    expect(errorOf(el, 'phone')).to.equal('This number is too short: 8 to 14 digits, please.');
    expect(errorOf(el, 'consent')).to.equal('Please tick this box so that we may contact you.');
    expect(field(el, 'phone').getAttribute('aria-invalid')).to.equal('true');
    expect(focusIn(el)).to.equal('last_name');
    expect(proxy.sent).to.be.empty;
  });

  it('checks a field when it is left, not before it was touched, and clears while it is typed', async () => {
    const el = await renderForm(proxy);
    field(el, 'phone').dispatchEvent(new FocusEvent('blur'));
    await el.updateComplete;
    expect(field(el, 'phone').getAttribute('aria-invalid')).to.equal('false');
    fill(el, { phone: '0812-ask-me' });
    field(el, 'phone').dispatchEvent(new FocusEvent('blur'));
    await el.updateComplete;
    expect(errorOf(el, 'phone')).to.equal('Please use digits only, like 0812 3456 789.');
    fill(el, { phone: '0812 3456 789' });
    await el.updateComplete;
    expect(field(el, 'phone').getAttribute('aria-invalid')).to.equal('false');
  });

  it('puts the proxy’s field errors beside the same fields', async () => {
    const errors = [{ field: 'phone', code: 'format' }];
    proxy.answer(problem(422, 'invalid-fields', { errors }));
    const el = await renderForm(proxy);
    fill(el, visitor);
    const refused = oneEvent<LeadRefusedEvent>(el, 'lead-refused');
    await submit(el);
    expect((await refused).errors).to.deep.equal(errors);
    expect(errorOf(el, 'phone')).to.equal('Please use digits only, like 0812 3456 789.');
    expect(focusIn(el)).to.equal('phone');
    expect(el.status).to.equal('editing');
  });

  it('holds a lead back that the page cancels, and shows it whole to the page', async () => {
    const el = await renderForm(proxy);
    fill(el, visitor);
    let phone: string | undefined;
    el.addEventListener('lead-submit', (event: LeadSubmitEvent) => {
      ({ phone } = event.lead);
      event.preventDefault();
    });
    await submit(el);
    expect(phone).to.equal('628123456789');
    expect(el.status).to.equal('editing');
    expect(proxy.sent).to.be.empty;
  });

  it('is sent once by any number of clicks and Enters, and by a move in the document', async () => {
    const answer = proxy.hold();
    const el = await renderForm(proxy);
    fill(el, visitor);
    const fired = oneEvent(el, 'lead-accepted');
    for (let clicks = 0; clicks < 3; clicks += 1) buttonOf(el).click();
    await aTimeout(0);
    el.parentElement?.append(document.createElement('div'), el);
    buttonOf(el).click();
    answer(accepted);
    await fired;
    buttonOf(el).click();
    expect(proxy.sent).to.have.length(1);
  });

  describe('endpoint', () => {
    for (const endpoint of ['', 'javascript:alert(1)', 'https://user:pass@proxy.example']) {
      it(`cannot be ${JSON.stringify(endpoint)}: the form says so and cannot be sent`, async () => {
        const el = await fixture<LeadForm>(
          html`<lead-form product="x" endpoint=${endpoint}></lead-form>`,
        );
        expect(textOf(el, '[part=alert]')).to.contain('needs an endpoint');
        expect(buttonOf(el).disabled).to.be.true;
        await el.submit();
        expect(el.status).to.equal('editing');
      });
    }
  });

  describe('consent', () => {
    it('is given by a click on its text, but not on a link or control in it', async () => {
      const el = await renderForm(
        proxy,
        { consent: '' },
        html`<span slot="consent">
          I agree to <b>be called</b>, <a href="#terms">see</a> <button type="button">more</button>
          <span role="button">and more</span> <i tabindex="0">and</i> <my-terms></my-terms>
          <details>
            <summary>all</summary>
            <p>of it</p>
          </details>
          <select>
            <option>by phone</option>
          </select>
          <label><input type="checkbox" /> send me news</label>
        </span>`,
      );
      await loadLaterPart(el);
      const own = (selector: string): HTMLElement => el.querySelector(selector) as HTMLElement;
      const shadow = own('my-terms').attachShadow({ mode: 'open' });
      shadow.append(document.createElement('button'));
      const spared = ['a', 'button', '[role]', 'i', 'summary', 'p', 'select', 'label', 'input'];
      for (const one of [...spared.map(own), shadow.firstElementChild as HTMLElement]) {
        one.click();
        expect(field(el, 'consent').checked, one.outerHTML).to.be.false;
        await aTimeout(0);
      }
      expect(location.hash).to.equal('#terms');
      expect(own('details')).to.have.property('open', true);
      own('label').click();
      expect(own('input')).to.have.property('checked', true);
      await aTimeout(0);
      own('b').click();
      expect(field(el, 'consent').checked).to.be.true;
    });

    it('is asked for, with the page’s own words, and sent as given', async () => {
      proxy.answer(accepted);
      const el = await renderForm(
        proxy,
        { consent: '' },
        html`<span slot="consent">Call me.</span>`,
      );
      fill(el, visitor);
      field(el, 'consent').click();
      await submit(el);
      expect(proxy.sent[0]?.body['consent']).to.equal(true);
      expect(proxy.sent[0]?.body['consent_text']).to.equal('Call me.');
      const slot = el.shadowRoot?.querySelector<HTMLSlotElement>('slot[name=consent]');
      expect(slot?.assignedElements()[0]?.textContent).to.equal('Call me.');
    });

    it('is sent in our own words if the page has none, and not if it is not asked for', async () => {
      proxy.answer(accepted, accepted);
      const el = await renderForm(proxy, { consent: '' });
      fill(el, visitor);
      field(el, 'consent').click();
      await submit(el);
      expect(proxy.sent[0]?.body['consent_text']).to.equal(
        'I agree to be contacted about my request.',
      );
      const another = await renderForm(proxy);
      fill(another, visitor);
      await submit(another);
      expect(proxy.sent[1]?.body).not.to.have.any.keys('consent', 'consent_text');
    });
  });

  describe('click id', () => {
    const before = location.href;
    afterEach(() => history.replaceState(null, '', before));

    it('comes from the page’s URL, with the campaign', async () => {
      proxy.answer(accepted);
      history.replaceState(null, '', '?subid=S-1&utm_source=mail');
      const el = await renderForm(proxy);
      fill(el, visitor);
      await submit(el);
      const { click_id, attribution } = proxy.sent[0]?.body ?? {};
      expect(click_id).to.equal('S-1');
      const touch = (attribution as { last: Record<string, string> }).last;
      expect(touch).to.include({ click_id: 'S-1', click_id_source: 'subid', utm_source: 'mail' });
    });

    it('is the attribute’s if there is one, and is looked for where the page says', async () => {
      proxy.answer(accepted);
      history.replaceState(null, '', '?subid=S-1&ref=R-1');
      const given = await renderForm(proxy, { 'click-id': 'MINE' });
      fill(given, visitor);
      await submit(given);
      const asked = await fixture<LeadForm>(
        html`<lead-form
          product="x"
          click-id-params="nope ref"
          .client=${proxy.client}
        ></lead-form>`,
      );
      fill(asked, visitor);
      await submit(asked);
      expect(proxy.sent.map(({ body }) => body['click_id'])).to.deep.equal(['MINE', 'R-1']);
    });
  });
});
