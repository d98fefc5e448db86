import { expect, html, oneEvent } from '@open-wc/testing';
import { LeadQueue } from '../../../src/client/queue/lead-queue.ts';
import '../../../src/index.ts';
import type { LeadForm, LeadRefusedEvent } from '../../../src/index.ts';
import { storedRows } from '../../client/queue/stored-rows.ts';
import { problem, type ProxyStub } from '../../support/elements/proxy-stub.ts';
import { accepted, errorOf, field, fill, focusIn, submit, visitor } from './lead-form-stage.ts';
import { comeBack, down, goOnline, lead, lineOf, until, QueueStage } from './queue-stage.ts';

const queued = 'Your request is saved here, but not sent yet.';
const sentLater = 'Your earlier request has been sent.';

let stage: QueueStage;
let proxy: ProxyStub;
let queue: LeadQueue;
let events: readonly string[];
beforeEach(async () => {
  stage = await QueueStage.open();
  ({ proxy, queue, events } = stage);
});
afterEach(() => stage.close());

/** The only lead is kept, and tried again in an hour. */
async function isPutOff(): Promise<boolean> {
  const [record] = (await queue.list()) ?? [];
  return record?.lead !== undefined && queue.dueInMs(record) > 3_000_000;
}

/** The visitor types a name, and deletes it. */
async function emptyAgain(el: LeadForm): Promise<void> {
  fill(el, { first_name: 'B' });
  fill(el, { first_name: '' });
  await el.updateComplete;
}

/** A form with the page's fields, as they are. */
function wrapped(el: LeadForm): HTMLFormElement {
  const form = document.createElement('form');
  form.append(el.querySelector('[slot=extra]') as Element);
  return form;
}

describe('<lead-form> beside another', () => {
  it('sends what a removed one has left, and says so', async () => {
    const gone = await stage.queuedForm();
    gone.remove();
    const el = await stage.form();
    proxy.answer(accepted);
    goOnline();
    await until(() => lineOf(el) === sentLater);
    expect(events).to.deep.equal(['lead-queued', 'lead-accepted']);
  });

  it('leaves the other’s lead waiting if its own visitor comes first', async () => {
    const other = await stage.queuedForm();
    const [row] = (await queue.list()) ?? [];
    await queue.keep(lead, row?.key ?? '');
    proxy.hold();
    const el = await stage.form();
    await until(() => proxy.sent.length > 0);
    proxy.answer(accepted);
    fill(el, { ...visitor, first_name: 'Budi' });
    await submit(el);
    await until(() => other.status === 'accepted');
    expect(events).to.deep.equal(['lead-queued', 'lead-accepted', 'lead-accepted']);
  });

  it('tries again at once if the network came back during an attempt', async () => {
    const el = await stage.queuedForm();
    const answer = proxy.hold();
    goOnline();
    await until(() => proxy.sent.length > 0);
    goOnline();
    await until(() => queue.list());
    proxy.answer(accepted);
    // Longer than the test waits, so that none of the form's timers helps.
    answer(problem(429, 'too-many-requests', {}, '300'));
    await until(() => el.status === 'accepted');
  });
});

describe('<lead-form> on the next visit', () => {
  it('sends what waits, says so in a line, and tells the page once', async () => {
    await queue.keep(lead, 'first-key');
    proxy.answer(accepted);
    const el = await stage.untouchedForm();
    await until(() => lineOf(el) === sentLater);
    expect(el.status).to.equal('editing');
    expect(stage.keys).to.deep.equal(['first-key']);
    expect(events).to.deep.equal(['lead-accepted']);
    expect(field(el, 'phone').value).to.equal('');
  });

  it('sends what another tab has kept since, from a form that nobody has touched', async () => {
    proxy.answer(accepted);
    const el = await stage.untouchedForm();
    await queue.keep(lead, 'first-key');
    comeBack();
    await until(() => lineOf(el) === sentLater);
    expect(stage.keys).to.deep.equal(['first-key']);
  });

  it('sends the next one too if the page has broken what it is told with', async () => {
    const el = await stage.form();
    el.dispatchEvent = () => {
      throw new Error('Of the page');
    };
    proxy.answer(accepted);
    for (const key of ['first', 'second']) {
      await queue.keep({ ...lead, last_name: key }, key);
      comeBack();
      await until(() => stage.keys.includes(key));
    }
  });

  it('sends it once from several forms', async () => {
    await queue.keep(lead, 'first-key');
    proxy.answer(accepted);
    await Promise.all([stage.form(), stage.form(), stage.form()]);
    await until(() => events.length > 0);
    await stage.form();
    await queue.list();
    expect(proxy.sent).to.have.length(1);
    expect(events).to.deep.equal(['lead-accepted']);
  });

  it('says that it still waits', async () => {
    await queue.keep(lead, 'first-key');
    proxy.answer(down);
    const el = await stage.form();
    await until(() => lineOf(el).startsWith(queued));
    expect(el.status).to.equal('editing');
    expect(events).to.be.empty;
  });

  it('takes the same lead, typed again, for the same submission', async () => {
    await queue.keep(lead, 'first-key');
    proxy.answer(down);
    const el = await stage.form();
    await until(() => lineOf(el).startsWith(queued));
    proxy.answer(accepted);
    fill(el, visitor);
    await submit(el);
    expect(el.status).to.equal('accepted');
    expect(stage.keys).to.deep.equal(['first-key']);
    const again = await stage.form();
    fill(again, visitor);
    await submit(again);
    expect(stage.keys).to.deep.equal(['first-key']);
  });

  it('puts a refused lead back into an empty form, with its errors', async () => {
    await queue.keep(lead, 'first-key');
    const errors = [{ field: 'phone', code: 'format' }];
    proxy.answer(problem(422, 'invalid-fields', { errors }));
    const refused = oneEvent<LeadRefusedEvent>(window, 'lead-refused');
    const el = await stage.form();
    expect((await refused).errors).to.deep.equal(errors);
    await el.updateComplete;
    expect(field(el, 'first_name').value).to.equal('Ayu');
    expect(field(el, 'phone').value).to.equal('628123456789');
    expect(errorOf(el, 'phone')).to.contain('digits only');
    expect(focusIn(el)).to.equal(undefined);
    expect(await storedRows()).to.be.empty;
  });

  for (const [how, use] of [
    ['somebody has pressed the button of the empty form', submit],
    ['somebody has begun, and deleted it again', emptyAgain],
  ] as const) {
    it(`puts it back, whole, where ${how}`, async () => {
      const el = await stage.form();
      await use(el);
      await queue.keep(lead, 'first-key');
      const errors = [{ field: 'phone', code: 'format' }];
      proxy.answer(problem(422, 'invalid-fields', { errors }));
      const refused = oneEvent<LeadRefusedEvent>(window, 'lead-refused');
      goOnline();
      await refused;
      await el.updateComplete;
      const values = Object.keys(visitor).map((name) => field(el, name).value);
      expect(values).to.deep.equal(['Ayu', 'Lestari', '628123456789']);
      expect(errorOf(el, 'first_name')).to.equal('');
      expect(errorOf(el, 'phone')).to.contain('digits only');
    });
  }

  for (const [shown, isAgreed] of [
    ['I agree.', true],
    ['I agree to all of it.', false],
  ] as const) {
    it(`puts back ${isAgreed ? 'the' : 'no'} consent where the words are: ${shown}`, async () => {
      const agreed = { ...lead, consent: true as const, consent_text: 'I agree.' };
      await queue.keep(agreed, 'key-of-before');
      proxy.answer(
        problem(422, 'invalid-fields', { errors: [{ field: 'phone', code: 'format' }] }),
      );
      const words = html`<span slot="consent">${shown}</span>`;
      const el = await stage.form({ consent: '' }, words);
      await until(() => field(el, 'phone').value !== '');
      await el.updateComplete;
      expect(field(el, 'consent').checked).to.equal(isAgreed);
    });
  }

  it('removes it from the browser once it is back in the form', async () => {
    await queue.keep(lead, 'first-key');
    proxy.answer(problem(422, 'invalid-fields', { errors: [{ field: 'phone', code: 'format' }] }));
    const kept = new Promise<readonly unknown[]>((resolve) => {
      addEventListener('lead-refused', () => resolve(storedRows()), { once: true });
    });
    await stage.form();
    expect(await kept).to.have.length(1);
    expect(await storedRows()).to.be.empty;
  });

  it('puts it back into the fields of the page’s own too', async () => {
    const extra = { city: 'Bandung', size: 'l', colour: 'red, blue' };
    await queue.keep({ ...lead, extra }, 'first-key');
    const errors = [{ field: 'phone', code: 'format' }];
    proxy.answer(problem(422, 'invalid-fields', { errors }));
    const refused = oneEvent<LeadRefusedEvent>(window, 'lead-refused');
    const own = html`<div slot="extra">
      <input name="city" />
      <select name="size">
        <option value="s">S</option>
        <option value="l">L</option>
      </select>
      <input type="checkbox" name="colour" value="red" />
      <input type="checkbox" name="colour" value="green" />
      <input type="checkbox" name="colour" value="blue" />
    </div>`;
    const el = await stage.form({}, own);
    await refused;
    const values = Array.from(new FormData(wrapped(el)));
    expect(values).to.deep.equal([
      ['city', 'Bandung'],
      ['size', 'l'],
      ['colour', 'red'],
      ['colour', 'blue'],
    ]);
  });

  it('keeps a refused lead for later if the form is in use', async () => {
    const el = await stage.form();
    fill(el, { first_name: 'Budi' });
    await queue.keep(lead, 'first-key');
    proxy.answer(problem(422, 'invalid-fields', { errors: [{ field: 'phone', code: 'format' }] }));
    comeBack();
    await until(() => proxy.sent.length > 0);
    await until(isPutOff);
    expect(field(el, 'first_name').value).to.equal('Budi');
    expect(events).to.be.empty;
  });

  it('keeps a refused lead for later in a form for something else', async () => {
    await queue.keep({ ...lead, product: 'mat' }, 'first-key');
    const errors = [{ field: 'phone', code: 'format' }];
    proxy.answer(problem(422, 'invalid-fields', { errors }));
    const el = await stage.form();
    await until(isPutOff);
    expect(field(el, 'first_name').value).to.equal('');
    expect(events).to.be.empty;
  });

  it('keeps a lead that this page may not send', async () => {
    await queue.keep(lead, 'first-key');
    proxy.answer(problem(403, 'origin-not-allowed'));
    await stage.form();
    await until(isPutOff);
    expect(events).to.be.empty;
  });

  it('sends no lead for another proxy', async () => {
    await new LeadQueue('https://other.example/').keep(lead, 'other-key');
    proxy.answer(accepted);
    await stage.queuedForm();
    proxy.answer(accepted);
    goOnline();
    await until(() => events.includes('lead-accepted'));
    expect(stage.keys).not.to.include('other-key');
  });
});
