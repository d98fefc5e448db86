import { aTimeout, expect, fixture, html, oneEvent } from '@open-wc/testing';
import '../../../src/index.ts';
import type {
  LeadAcceptedEvent,
  LeadErrorEvent,
  LeadForm,
  LeadRefusedEvent,
  LeadSubmitEvent,
  PromoCodeInput,
} from '../../../src/index.ts';
import { problem, ProxyStub, reply } from '../proxy-stub.ts';

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub();
});

const receipt = { ref: 'REF-1', received_at: '2026-11-21T20:00:00Z' };
const accepted = reply(receipt, 202);
const visitor = { first_name: 'Ayu', last_name: 'Lestari', phone: '+62 812-3456-789' };

async function render(
  attributes: Record<string, string> = {},
  content?: unknown,
): Promise<LeadForm> {
  const el = await fixture<LeadForm>(
    html`<lead-form product="jump-rope" .client=${proxy.client}>${content}</lead-form>`,
  );
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  await el.updateComplete;
  await promoOf(el)?.updateComplete;
  return el;
}

function field(el: LeadForm, name: string): HTMLInputElement {
  return el.shadowRoot?.querySelector(`#${name}`) as HTMLInputElement;
}
function fill(el: LeadForm, values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) {
    field(el, name).value = value;
    field(el, name).dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }
}
function promoOf(el: LeadForm): PromoCodeInput | null {
  return el.shadowRoot?.querySelector('promo-code-input') ?? null;
}
function textOf(el: LeadForm, selector: string): string {
  return el.shadowRoot?.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}
const errorOf = (el: LeadForm, name: string): string => textOf(el, `#${name}-message`);
const buttonOf = (el: LeadForm): HTMLButtonElement =>
  el.shadowRoot?.querySelector('[part=submit]') as HTMLButtonElement;
const focusIn = (el: LeadForm): string | undefined => el.shadowRoot?.activeElement?.id;

async function submit(el: LeadForm): Promise<void> {
  await el.submit();
  await el.updateComplete;
}

describe('<lead-form>', () => {
  it('sends what was typed, normalised, and shows the thanks with the reference', async () => {
    proxy.answer(accepted);
    const el = await render({ company: 'acme' });
    fill(el, visitor);
    const told = oneEvent<LeadAcceptedEvent>(el, 'lead-accepted');
    buttonOf(el).click();
    expect((await told).receipt.ref).to.equal('REF-1');
    await el.updateComplete;
    const { body, key, path } = proxy.sent[0] ?? {};
    expect(path).to.equal('/v1/leads');
    expect(key).to.match(/^[0-9a-f]{32}$/);
    const { attribution: _, ...fields } = body ?? {};
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

  it('takes the focus into its first field, and none from a click beside the fields', async () => {
    const el = await render();
    el.focus();
    expect(focusIn(el)).to.equal('first_name');
    expect(el.shadowRoot?.delegatesFocus).to.be.false;
  });

  it('asks for each field in the words that a browser fills it in by', async () => {
    const el = await render();
    const hints = ['first_name', 'last_name', 'phone'].map((name) => {
      const attributes = ['autocomplete', 'type', 'inputmode', 'enterkeyhint'];
      return attributes.map((attribute) => field(el, name).getAttribute(attribute)).join(' ');
    });
    expect(hints).to.deep.equal([
      'given-name text text next',
      'family-name text text next',
      'tel tel tel next',
    ]);
  });

  it('shows every error beside its field, focuses the first and reads out a summary', async () => {
    const el = await render({ consent: '' });
    fill(el, { first_name: 'Ayu', phone: '123' });
    await submit(el);
    expect(errorOf(el, 'first_name')).to.equal('');
    expect(errorOf(el, 'last_name')).to.equal('Please enter your last name.');
    expect(errorOf(el, 'phone')).to.equal('This number is too short: 8 to 14 digits, please.');
    expect(errorOf(el, 'consent')).to.equal('Please tick this box so that we may contact you.');
    expect(field(el, 'phone').getAttribute('aria-invalid')).to.equal('true');
    expect(focusIn(el)).to.equal('last_name');
    expect(textOf(el, 'form [role=alert]')).to.equal('Please check: Last name, Phone.');
    expect(proxy.sent).to.be.empty;
  });

  it('checks a field when it is left, not before it was touched, and clears while it is typed', async () => {
    const el = await render();
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
    const el = await render();
    fill(el, visitor);
    const refused = oneEvent<LeadRefusedEvent>(el, 'lead-refused');
    await submit(el);
    expect((await refused).errors).to.deep.equal(errors);
    expect(errorOf(el, 'phone')).to.equal('Please use digits only, like 0812 3456 789.');
    expect(focusIn(el)).to.equal('phone');
    expect(el.status).to.equal('editing');
  });

  it('holds a lead back that the page cancels, and shows it whole to the page', async () => {
    const el = await render();
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
    const el = await render();
    fill(el, visitor);
    const told = oneEvent(el, 'lead-accepted');
    for (let clicks = 0; clicks < 3; clicks += 1) buttonOf(el).click();
    await aTimeout(0);
    el.parentElement?.append(document.createElement('div'), el);
    buttonOf(el).click();
    answer(accepted);
    await told;
    buttonOf(el).click();
    expect(proxy.sent).to.have.length(1);
  });

  describe('when the lead does not get through', () => {
    for (const [failure, answer, words] of [
      ['unreachable', new TypeError('down'), 'What you typed is still here'],
      ['unavailable', problem(503, 'unavailable', {}, '30'), 'Try again in 30 seconds.'],
      ['too-many-requests', problem(429, 'too-many-requests', {}, '9'), 'Try again in 9 seconds.'],
      ['refused', problem(403, 'origin-not-allowed'), 'Please contact the shop directly.'],
      ['duplicate', problem(409, 'duplicate'), 'We already have a request'],
      ['bad-reply', new Response('<p>', { headers: { 'content-type': 'text/html' } }), 'typed'],
    ] as const) {
      it(`says so, keeps every field and offers another try: ${failure}`, async () => {
        proxy.answer(answer);
        const el = await render();
        fill(el, visitor);
        const told = oneEvent<LeadErrorEvent>(el, 'lead-error');
        await submit(el);
        expect((await told).failure).to.equal(failure);
        expect(el.status).to.equal('failed');
        expect(textOf(el, '[part=alert]')).to.contain(words);
        expect(textOf(el, '[part=submit]')).to.equal('Try again');
        for (const [name, value] of Object.entries(visitor)) {
          expect(field(el, name).value).to.equal(value);
        }
      });
    }

    it('keeps the key through "try again", also with a corrected field', async () => {
      proxy.answer(new TypeError('down'));
      const el = await render();
      fill(el, visitor);
      await submit(el);
      fill(el, { first_name: 'Ayu Dewi' });
      proxy.answer(accepted);
      await submit(el);
      expect(new Set(proxy.sent.map(({ key }) => key)).size).to.equal(1);
    });

    it('has a new key for a field that was corrected after the proxy’s refusal', async () => {
      proxy.answer(
        problem(422, 'invalid-fields', { errors: [{ field: 'phone', code: 'format' }] }),
      );
      const el = await render();
      fill(el, visitor);
      await submit(el);
      fill(el, { phone: '0812 3456 780' });
      proxy.answer(accepted);
      await submit(el);
      const [first, second] = proxy.sent;
      expect(second?.key).not.to.equal(first?.key);
    });

    it('sends a corrected lead as another one where the first did arrive', async () => {
      proxy.answer(new TypeError('reply lost'));
      const el = await render();
      fill(el, visitor);
      await submit(el);
      fill(el, { phone: '0812 3456 780' });
      proxy.answer(problem(422, 'idempotency-key-reused'), accepted);
      await submit(el);
      expect(el.status).to.equal('accepted');
      expect(proxy.sent.at(-1)?.key).not.to.equal(proxy.sent[0]?.key);
    });
  });

  it('is empty and has a new key after reset()', async () => {
    proxy.answer(accepted);
    const el = await render();
    fill(el, visitor);
    await submit(el);
    el.reset();
    await el.updateComplete;
    expect(field(el, 'phone').value).to.equal('');
    expect(el.status).to.equal('editing');
    fill(el, visitor);
    await submit(el);
    expect(proxy.sent[1]?.key).not.to.equal(proxy.sent[0]?.key);
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

  describe('product', () => {
    const options = html`<option value="rope">Jump rope</option>
      <option value="mat">Mat</option>`;

    it('is the attribute where one is sold', async () => {
      const el = await render();
      expect(field(el, 'product')).to.equal(null);
    });

    it('is another one when the page says so', async () => {
      proxy.answer(accepted);
      const el = await render();
      el.product = 'mat';
      fill(el, visitor);
      await submit(el);
      expect(proxy.sent[0]?.body['product']).to.equal('mat');
    });

    it('is chosen from the options inside where several are', async () => {
      proxy.answer(accepted);
      const el = await fixture<LeadForm>(
        html`<lead-form .client=${proxy.client}>${options}</lead-form>`,
      );
      fill(el, visitor);
      await submit(el);
      expect(errorOf(el, 'product')).to.equal('Please choose a product.');
      const select = field(el, 'product');
      select.value = 'mat';
      select.dispatchEvent(new Event('change', { bubbles: true }));
      await submit(el);
      expect(proxy.sent[0]?.body['product']).to.equal('mat');
    });

    it('is chosen from the property in place of them, starting with the attribute', async () => {
      proxy.answer(accepted);
      const products = [
        { value: 'one', label: 'One' },
        { value: 'two', label: 'Two' },
      ];
      const el = await fixture<LeadForm>(
        html`<lead-form .client=${proxy.client} .products=${products} product="two"></lead-form>`,
      );
      expect(field(el, 'product').value).to.equal('two');
      fill(el, visitor);
      await submit(el);
      expect(proxy.sent[0]?.body['product']).to.equal('two');
    });

    it('is missed aloud where there is none', async () => {
      const el = await fixture<LeadForm>(html`<lead-form .client=${proxy.client}></lead-form>`);
      expect(textOf(el, '[part=alert]')).to.contain('needs a product');
    });
  });

  describe('promo', () => {
    const valid = reply({ status: 'valid', code: 'WELCOME10' });
    const answerBoth =
      (verdict: Response | Error) =>
      ({ path }: { path: string }): Response | Error =>
        path === '/v1/leads' ? accepted : verdict;

    it('holds a <promo-code-input>, whose code goes along', async () => {
      proxy.answer(answerBoth(valid));
      const el = await render({ promo: '' });
      fill(el, visitor);
      const promo = promoOf(el) as PromoCodeInput;
      promo.value = 'welcome10';
      await promo.apply();
      await submit(el);
      expect(proxy.sent.map(({ path }) => path)).to.deep.equal([
        '/v1/promo-codes/validate',
        '/v1/leads',
      ]);
      expect(proxy.sent[1]?.body['promo_code']).to.equal('welcome10');
    });

    it('sends no code where none is typed', async () => {
      proxy.answer(accepted);
      const el = await render({ promo: '' });
      fill(el, visitor);
      await submit(el);
      expect(proxy.sent[0]?.body).not.to.have.property('promo_code');
    });

    it('asks for a code that was typed and not applied, and holds a refused one back', async () => {
      proxy.answer(answerBoth(reply({ status: 'invalid', reason: 'expired' })));
      const el = await render({ promo: '' });
      fill(el, visitor);
      const promo = promoOf(el) as PromoCodeInput;
      promo.value = 'LASTYEAR';
      await submit(el);
      expect(promo.status).to.equal('invalid');
      expect(el.status).to.equal('editing');
      expect(el.shadowRoot?.activeElement).to.equal(promo);
      expect(proxy.sent).to.have.length(1);
      promo.clear();
      await submit(el);
      expect(el.status).to.equal('accepted');
    });

    for (const [what, verdict] of [
      ['unchecked', reply({ status: 'unchecked' })],
      ['not answered', new TypeError('down')],
    ] as const) {
      it(`lets a code go along that was ${what}`, async () => {
        proxy.answer(answerBoth(verdict));
        const el = await render({ promo: '' });
        fill(el, visitor);
        (promoOf(el) as PromoCodeInput).value = 'A';
        await submit(el);
        expect(el.status).to.equal('accepted');
        expect(proxy.sent.at(-1)?.body['promo_code']).to.equal('A');
      });
    }

    it('can be an element of the page’s own, which asks where the form does', async () => {
      proxy.answer(answerBoth(valid));
      const el = await render(
        {},
        html`<promo-code-input slot="promo" company="other" value="MINE"></promo-code-input>`,
      );
      fill(el, visitor);
      await submit(el);
      expect(proxy.sent[1]?.body).to.include({ promo_code: 'MINE', company: 'other' });
    });

    it('has its verdict in the thanks', async () => {
      const verdict = { status: 'valid', code: 'WELCOME10' };
      proxy.answer(({ path }) =>
        path === '/v1/leads' ? reply({ ...receipt, promo_code: verdict }, 202) : valid,
      );
      const el = await render({ promo: '' });
      fill(el, visitor);
      (promoOf(el) as PromoCodeInput).value = 'welcome10';
      await submit(el);
      expect(textOf(el, '[part=thanks]')).to.contain('Promo code WELCOME10 is noted.');
    });
  });

  describe('consent', () => {
    it('is asked for, with the page’s own words, and sent as given', async () => {
      proxy.answer(accepted);
      const el = await render({ consent: '' }, html`<span slot="consent">Call me.</span>`);
      fill(el, visitor);
      field(el, 'consent').click();
      await submit(el);
      expect(proxy.sent[0]?.body['consent']).to.equal(true);
      const slot = el.shadowRoot?.querySelector<HTMLSlotElement>('slot[name=consent]');
      expect(slot?.assignedElements()[0]?.textContent).to.equal('Call me.');
    });
  });

  describe('click id', () => {
    const before = location.href;
    afterEach(() => history.replaceState(null, '', before));

    it('comes from the page’s URL, with the campaign', async () => {
      proxy.answer(accepted);
      history.replaceState(null, '', '?subid=S-1&utm_source=mail');
      const el = await render();
      fill(el, visitor);
      await submit(el);
      const { click_id, attribution } = proxy.sent[0]?.body ?? {};
      expect(click_id).to.equal('S-1');
      const touch = (attribution as { last: Record<string, string> }).last;
      expect(touch).to.include({ click_id: 'S-1', click_id_source: 'subid', utm_source: 'mail' });
    });

    it('is the attribute’s where there is one, and is looked for where the page says', async () => {
      proxy.answer(accepted);
      history.replaceState(null, '', '?subid=S-1&ref=R-1');
      const given = await render({ 'click-id': 'MINE' });
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

  describe('success', () => {
    const before = location.href;
    afterEach(() => history.replaceState(null, '', before));

    it('leads to success-url', async () => {
      proxy.answer(accepted);
      const el = await render({ 'success-url': '#thanks' });
      fill(el, visitor);
      await submit(el);
      expect(location.hash).to.equal('#thanks');
    });

    for (const url of [
      'javascript:document.title="hacked"',
      'java\nscript:alert(1)',
      'data:text/html,x',
    ]) {
      it(`does not lead to ${JSON.stringify(url)}`, async () => {
        proxy.answer(accepted);
        const el = await render({ 'success-url': url });
        fill(el, visitor);
        await submit(el);
        expect(location.href).to.equal(before);
        expect(document.title).not.to.equal('hacked');
        expect(textOf(el, '[part=thanks]')).to.contain('Thank you!');
      });
    }

    it('can be shown in the page’s own words', async () => {
      proxy.answer(accepted);
      const el = await render({}, html`<p slot="success">Cheers!</p>`);
      fill(el, visitor);
      await submit(el);
      const slot = el.shadowRoot?.querySelector<HTMLSlotElement>('slot[name=success]');
      expect(slot?.assignedElements()[0]?.textContent).to.equal('Cheers!');
    });

    it('moves nothing on the page', async () => {
      proxy.answer(accepted);
      const el = await render();
      const height = el.offsetHeight;
      await submit(el);
      expect(el.offsetHeight).to.equal(height);
      fill(el, visitor);
      await submit(el);
      expect(el.offsetHeight).to.equal(height);
    });
  });
});
