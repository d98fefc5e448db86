import { expect } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import {
  accepted,
  buttonOf,
  field,
  fill,
  receipt,
  renderForm,
  submit,
  textOf,
  visitor,
} from './lead-form-stage.ts';
import { comeBack, goOnline, lead, lineOf, QueueStage, until } from './queue-stage.ts';

const before = location.href;
const other = document.createElement('input');

let stage: QueueStage;
beforeEach(async () => {
  stage = await QueueStage.open();
});
afterEach(() => {
  stage.close();
  other.remove();
  history.replaceState(null, '', before);
});

describe('<lead-form success-url>', () => {
  it('goes there once the lead is stored', async () => {
    stage.proxy.answer(accepted);
    const el = await renderForm(stage.proxy, { 'success-url': '#thanks' });
    fill(el, visitor);
    await submit(el);
    expect(location.hash).to.equal('#thanks');
  });

  for (const url of [
    'javascript:document.title="hacked"',
    'java\nscript:alert(1)',
    'data:text/html,x',
  ]) {
    it(`does not go to ${JSON.stringify(url)}`, async () => {
      stage.proxy.answer(accepted);
      const el = await renderForm(stage.proxy, { 'success-url': url });
      fill(el, visitor);
      await submit(el);
      expect(location.href).to.equal(before);
      expect(document.title).not.to.equal('hacked');
      expect(textOf(el, '[part=thanks]')).to.contain('Thank you!');
    });
  }

  describe('after a lead that had to wait', () => {
    let el: LeadForm;
    beforeEach(async () => {
      el = await stage.queuedForm();
      el.successUrl = '#thanks';
      document.body.append(other);
      stage.proxy.answer(accepted);
    });

    async function settleElsewhere(): Promise<void> {
      const [row] = (await stage.queue.list()) ?? [];
      if (!row?.lead) throw new Error('nothing waits');
      await stage.queue.settle(row, receipt);
    }

    for (const [where, hash, use] of [
      ['from the form', '#thanks', () => buttonOf(el).focus()],
      ['from a page that nobody uses', '#thanks', () => undefined],
      ['from no other field of the page', '', () => other.focus()],
      ['from no form that is not on show', '', () => el.toggleAttribute('hidden')],
    ] as const) {
      it(`goes there ${where}`, async () => {
        use();
        goOnline();
        await until(() => el.status === 'accepted');
        await el.updateComplete;
        expect(location.hash).to.equal(hash);
        expect(textOf(el, '[part=thanks]')).to.contain('REF-1');
      });
    }

    it('goes there in one tab: not if another has received the answer', async () => {
      buttonOf(el).focus();
      await settleElsewhere();
      comeBack();
      await until(() => el.status === 'accepted');
      await el.updateComplete;
      expect(location.hash).to.equal('');
      expect(textOf(el, '[part=thanks]')).to.contain('REF-1');
    });

    it('takes a visitor who presses the button there, whatever else they do', async () => {
      stage.proxy.answer(async () => {
        await settleElsewhere();
        return accepted;
      });
      const ended = submit(el);
      other.focus();
      await ended;
      expect(location.hash).to.equal('#thanks');
      expect(stage.events).to.deep.equal(['lead-queued']);
    });
  });

  it('takes nobody there from a form that is for another lead', async () => {
    await stage.queue.keep(lead, 'first-key');
    stage.proxy.answer(accepted);
    const el = await stage.form({ 'success-url': '#thanks' });
    field(el, 'phone').focus();
    await until(() => lineOf(el) === 'Your earlier request has been sent.');
    expect(location.hash).to.equal('');
  });
});
