import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/index.ts';
import type { PromoCodeInput } from '../../../src/index.ts';
import { problem, ProxyStub, reply } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import {
  accepted,
  buttonOf,
  errorOf,
  field,
  fill,
  loadLaterPart,
  promoOf,
  renderForm,
  renderWholeForm,
  submit,
  textOf,
  visitor,
} from '../lead-form/lead-form-stage.ts';
import { inputOf, messageOf } from '../promo-code-input/promo-code-stage.ts';

function nodesOf(root: Node, what: number): readonly ChildNode[] {
  const nodes: ChildNode[] = [];
  const walker = document.createTreeWalker(root, what);
  while (walker.nextNode()) nodes.push(walker.currentNode as ChildNode);
  return nodes;
}

/** Like Firefox's translator: when it rebuilds nodes, it leaves comments out. */
function dropComments(root: Node): void {
  for (const comment of nodesOf(root, NodeFilter.SHOW_COMMENT)) comment.remove();
}

/** Like Chrome's: `<font><font>…</font></font>` in place of each text. */
function wrapTexts(root: Node): void {
  // Translators still use this obsolete element.
  const tag: string = 'font';
  for (const text of nodesOf(root, NodeFilter.SHOW_TEXT)) {
    if (!text.textContent?.trim()) continue;
    const [outer, inner] = [document.createElement(tag), document.createElement(tag)];
    inner.textContent = `Übersetzt: ${text.textContent}`;
    outer.append(inner);
    text.replaceWith(outer);
  }
}

describe('<lead-form> in a page that is translated', () => {
  for (const where of ['phone', 'promo code'] as const) {
    it(`keeps its code, and the caret in its ${where}, after a render from scratch`, async () => {
      const proxy = new ProxyStub().answer(problem(503, 'unavailable'));
      const el = await renderWholeForm(proxy, { promo: '' });
      const before = promoOf(el);
      const focused = (): HTMLInputElement | PromoCodeInput | null =>
        where === 'phone' ? field(el, 'phone') : promoOf(el);
      if (before) before.value = 'SPRING';
      focused()?.focus();
      focused()?.setSelectionRange(3, 5);
      dropComments(el.renderRoot);
      await submit(el);
      const now = promoOf(el);
      expect(now).not.to.equal(before);
      await now?.updateComplete;
      expect(now?.value).to.equal('SPRING');
      expect(el.shadowRoot?.activeElement).to.equal(focused());
      expect([focused()?.selectionStart, focused()?.selectionEnd]).to.eql([3, 5]);
      proxy.answer(reply({ status: 'valid', code: 'SPRING' }), accepted);
      await submit(el);
      expect(proxy.sent.at(-1)?.body).to.include({ promo_code: 'SPRING', phone: '628123456789' });
    });
  }

  it('keeps the caret in a promo code field that was rendered from scratch on its own', async () => {
    const el = await renderForm(
      new ProxyStub().answer(reply({ status: 'invalid', reason: 'expired' })),
      { promo: '' },
    );
    await loadLaterPart(el);
    const promo = promoOf(el) as PromoCodeInput;
    promo.value = 'SPRING';
    promo.focus();
    promo.setSelectionRange(2, 2);
    const before = inputOf(promo);
    dropComments(promo.renderRoot);
    await promo.apply();
    await promo.updateComplete;
    expect(inputOf(promo)).not.to.equal(before);
    expect([promo.shadowRoot?.activeElement, promo.selectionStart]).to.eql([inputOf(promo), 2]);
  });

  it('shows its code after a render from scratch', async () => {
    const promo = await fixture<PromoCodeInput>(html`<promo-code-input></promo-code-input>`);
    promo.value = 'SPRING';
    const before = inputOf(promo);
    dropComments(promo.renderRoot);
    promo.label = 'Code';
    await waitUntil(() => inputOf(promo) !== before, 'it is rendered again');
    await promo.updateComplete;
    expect(inputOf(promo).value).to.equal('SPRING');
  });

  it('shows errors and the button’s text where texts are wrapped', async () => {
    const proxy = new ProxyStub().answer(problem(503, 'unavailable'));
    const el = await renderForm(proxy, { promo: '' });
    await loadLaterPart(el);
    wrapTexts(el.renderRoot);
    fill(el, { ...visitor, phone: '12' });
    await submit(el);
    expect(errorOf(el, 'phone')).to.contain('This number is too short');
    // By then the observer has run.
    wrapTexts(el.renderRoot);
    await Promise.resolve();
    fill(el, { phone: visitor.phone });
    await submit(el);
    expect(errorOf(el, 'phone')).not.to.contain('too short');
    expect(textOf(el, '.alert')).to.contain('That didn’t go through');
    expect(buttonOf(el).textContent).to.contain('Try again');
  });

  it('shows the outcome of the code where texts are wrapped', async () => {
    const proxy = new ProxyStub().answer(reply({ status: 'invalid', reason: 'expired' }));
    const el = await renderForm(proxy, { promo: '' });
    await loadLaterPart(el);
    const promo = promoOf(el);
    if (!promo) throw new Error('Cannot find the promo code');
    wrapTexts(promo.renderRoot);
    promo.value = 'OLD';
    await promo.apply();
    expect(await messageOf(promo)).to.contain('This code has expired');
    expect(promo.shadowRoot?.querySelector('button')?.textContent).to.contain('Remove');
  });
});
