import { expect, html } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm, PromoCodeInput } from '../../../src/index.ts';
import { problem, type ProxyStub, reply } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import {
  accepted,
  errorOf,
  field,
  fill,
  loadLaterPart,
  promoOf,
  renderForm,
  submit,
  trapOf,
  visitor,
} from './lead-form-stage.ts';
import { down, goOnline, lead, QueueStage, until } from './queue-stage.ts';

const another = { ...visitor, first_name: 'Budi' };

const ownFields = html`
  <label slot="extra">City <input name="city" /></label>
  <label slot="extra"><input type="checkbox" name="gift" value="yes" /> Gift</label>
  <label slot="extra"><input type="checkbox" name="news" value="yes" checked /> News</label>
  <select slot="extra" name="size" aria-label="Size">
    <option>S</option>
    <option selected>M</option>
    <option>L</option>
  </select>
  <textarea slot="extra" name="note" aria-label="Note">Hello</textarea>
`;

/** Changes each of them. */
function fillOwn(el: LeadForm): void {
  const find = (name: string): HTMLInputElement =>
    el.querySelector(`[name=${name}]`) as HTMLInputElement;
  find('city').value = 'Bandung';
  find('gift').checked = true;
  find('news').checked = false;
  find('size').value = 'L';
  find('note').value = 'Ring twice';
}

let stage: QueueStage;
let proxy: ProxyStub;
let events: readonly string[];
beforeEach(async () => {
  stage = await QueueStage.open();
  ({ proxy, events } = stage);
});
afterEach(() => stage.close());

describe('<lead-form>.reset()', () => {
  it('empties the form, and gives it a new key', async () => {
    proxy.answer(accepted);
    const el = await renderForm(proxy);
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

  it('leaves no error behind if the page empties a refused form', async () => {
    const errors = [{ field: 'phone', code: 'format' }];
    proxy.answer(problem(422, 'invalid-fields', { errors }));
    const el = await renderForm(proxy);
    const hint = errorOf(el, 'phone');
    el.addEventListener('lead-refused', () => el.reset());
    fill(el, visitor);
    await submit(el);
    await el.updateComplete;
    expect(field(el, 'phone').value).to.equal('');
    expect(errorOf(el, 'phone')).to.equal(hint);
  });

  it('empties it in the middle of a word', async () => {
    const el = await renderForm(proxy);
    fill(el, visitor);
    el.reset();
    await el.updateComplete;
    const values = Object.keys(visitor).map((name) => field(el, name).value);
    expect(values).to.deep.equal(['', '', '']);
  });

  it('resets the page’s own fields and the trap for the next person', async () => {
    proxy.answer(accepted);
    const el = await renderForm(proxy, {}, ownFields);
    await loadLaterPart(el);
    fill(el, visitor);
    fillOwn(el);
    Object.assign(trapOf(el) ?? {}, { value: 'http://spam.example' });
    await submit(el);
    const { extra, signals } = proxy.sent[0]?.body ?? {};
    expect(extra).to.deep.equal({ city: 'Bandung', gift: 'yes', size: 'L', note: 'Ring twice' });
    expect(signals).to.include({ trap: true });
    el.reset();
    fill(el, another);
    await submit(el);
    const second = proxy.sent[1]?.body ?? {};
    expect(second['extra']).to.deep.equal({ news: 'yes', size: 'M', note: 'Hello' });
    expect(second['signals']).not.to.have.property('trap');
  });

  for (const [way, open] of [
    ['', () => stage.form()],
    [' where nothing is kept', () => renderForm(proxy)],
  ] as const) {
    describe(`while a lead is on its way${way}`, () => {
      /** A form with another lead in it, and the promise of the first. */
      async function reset(): Promise<{
        readonly el: LeadForm;
        readonly answer: (response: Response) => void;
        readonly ended: Promise<void>;
      }> {
        const answer = proxy.hold();
        const el = await open();
        fill(el, visitor);
        const ended = el.submit();
        await until(() => proxy.sent.length === 1);
        el.reset();
        await el.updateComplete;
        fill(el, another);
        return { el, answer, ended };
      }

      it('reports its receipt only to the page', async () => {
        const { el, answer, ended } = await reset();
        answer(accepted);
        await ended;
        expect(events).to.deep.equal(['lead-accepted']);
        expect(el.status).to.equal('editing');
        expect(field(el, 'first_name').value).to.equal('Budi');
        await submit(el);
        expect(el.status).to.equal('accepted');
        expect(proxy.sent.map(({ body }) => body['first_name'])).to.deep.equal(['Ayu', 'Budi']);
        expect(stage.keys).to.have.length(2);
      });

      it('does not end another lead by its answer', async () => {
        const { el, answer, ended } = await reset();
        const answerSecond = proxy.hold();
        const second = el.submit();
        await until(() => proxy.sent.length === 2);
        answer(problem(409, 'duplicate'));
        await ended;
        expect(el.status).to.equal('submitting');
        answerSecond(accepted);
        await second;
        expect(el.status).to.equal('accepted');
        expect(events).to.deep.equal(['lead-error', 'lead-accepted']);
      });

      it('shows none of its refused fields beside another lead', async () => {
        const { el, answer, ended } = await reset();
        const errors = [{ field: 'phone', code: 'format' }];
        answer(problem(422, 'invalid-fields', { errors }));
        await ended;
        await el.updateComplete;
        expect(errorOf(el, 'phone')).not.to.contain('digits only');
        expect(events).to.deep.equal(['lead-refused']);
      });
    });
  }

  it('leaves a refused lead in the browser, for a form that is empty', async () => {
    const answer = proxy.hold();
    const el = await stage.form();
    fill(el, visitor);
    const ended = el.submit();
    await until(() => proxy.sent.length === 1);
    el.reset();
    answer(problem(422, 'invalid-fields', { errors: [{ field: 'phone', code: 'format' }] }));
    await ended;
    const waiting = (await stage.queue.list()) ?? [];
    expect(waiting.map((record) => record.lead?.phone)).to.deep.equal([lead.phone]);
  });

  it('still sends a lead whose code is being checked', async () => {
    const answer = proxy.hold();
    const el = await renderForm(proxy, { promo: '' });
    fill(el, visitor);
    const promo = promoOf(el) as PromoCodeInput;
    promo.value = 'WELCOME10';
    const ended = el.submit();
    await until(() => proxy.sent.length === 1);
    el.reset();
    proxy.answer(accepted);
    answer(reply({ status: 'valid', code: 'WELCOME10' }));
    await ended;
    const sent = proxy.sent.at(-1);
    expect(sent?.path).to.equal('/v1/leads');
    expect(sent?.body).to.include({ first_name: 'Ayu', promo_code: 'WELCOME10' });
    await el.updateComplete;
    expect(field(el, 'phone').value).to.equal('');
    expect(el.status).to.equal('editing');
  });

  it('sends the page’s own fields although the form is emptied before they could be read', async () => {
    proxy.answer(accepted);
    const own = html`<label slot="extra">City <input name="city" value="Bandung" /></label>`;
    const el = await renderForm(proxy, {}, own);
    fill(el, visitor);
    const ended = el.submit();
    el.reset();
    await ended;
    const { first_name, extra } = proxy.sent[0]?.body ?? {};
    expect({ first_name, extra }).to.deep.equal({ first_name: 'Ayu', extra: { city: 'Bandung' } });
  });

  it('sends a lead although a listener of lead-submit empties the form', async () => {
    proxy.answer(accepted);
    const el = await stage.form();
    fill(el, visitor);
    el.addEventListener('lead-submit', () => el.reset());
    await submit(el);
    expect(proxy.sent.map(({ body }) => body['first_name'])).to.deep.equal(['Ayu']);
    expect(events).to.deep.equal(['lead-accepted']);
    expect(el.status).to.equal('editing');
  });

  it('keeps each lead of a row of them while there is no network', async () => {
    proxy.answer(down);
    const el = await stage.form();
    el.addEventListener('lead-queued', () => el.reset());
    for (const values of [visitor, another]) {
      fill(el, values);
      await submit(el);
    }
    expect(el.status).to.equal('editing');
    proxy.sent.length = 0;
    proxy.answer(accepted);
    goOnline();
    await until(() => events.filter((name) => name === 'lead-accepted').length === 2);
    const names = proxy.sent.map(({ body }) => body['first_name']);
    expect(names).to.have.members(['Ayu', 'Budi']);
  });

  it('leaves the code field to the visitor if another lead is sent while the code is checked', async () => {
    const el = await renderForm(proxy, { promo: '' });
    const order = (): Promise<void> => {
      fill(el, visitor);
      Object.assign(promoOf(el) ?? {}, { value: 'CODE' });
      return el.submit();
    };
    const answer = proxy.hold();
    const first = order();
    await waitUntil(() => promoOf(el)?.readOnly, 'the code is asked for');
    el.reset();
    const second = order();
    answer(reply({ status: 'unchecked' }));
    await Promise.all([first, second]);
    expect(promoOf(el)?.readOnly).to.be.false;
  });
});
