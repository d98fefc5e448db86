import { expect } from '@open-wc/testing';
import '../../../src/index.ts';
import {
  accepted,
  buttonOf,
  fill,
  renderForm,
  submit,
  textOf,
  visitor,
} from './lead-form-stage.ts';
import { goOnline, QueueStage, until } from './queue-stage.ts';

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
  it('leads there once the lead is stored', async () => {
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
    it(`does not lead to ${JSON.stringify(url)}`, async () => {
      stage.proxy.answer(accepted);
      const el = await renderForm(stage.proxy, { 'success-url': url });
      fill(el, visitor);
      await submit(el);
      expect(location.href).to.equal(before);
      expect(document.title).not.to.equal('hacked');
      expect(textOf(el, '[part=thanks]')).to.contain('Thank you!');
    });
  }

  for (const [where, hash, focusOf] of [
    ['from the form', '#thanks', buttonOf],
    ['from a page that nobody uses', '#thanks', undefined],
    ['from no other field of the page', '', () => other],
  ] as const) {
    it(`leads there after a lead that had to wait: ${where}`, async () => {
      const el = await stage.queuedForm();
      el.successUrl = '#thanks';
      document.body.append(other);
      focusOf?.(el).focus();
      stage.proxy.answer(accepted);
      goOnline();
      await until(() => el.status === 'accepted');
      await el.updateComplete;
      expect(location.hash).to.equal(hash);
      expect(textOf(el, '[part=thanks]')).to.contain('REF-1');
    });
  }
});
