import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { problem, ProxyStub } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { accepted, buttonOf, focusIn, renderWholeForm, textOf } from './lead-form-stage.ts';

const refusal = problem(422, 'invalid-fields', { errors: [{ field: 'phone', code: 'format' }] });

let proxy: ProxyStub;
let el: LeadForm;
/** The first field of another form of the page. */
let other: HTMLInputElement;
let button: HTMLButtonElement;

beforeEach(async () => {
  proxy = new ProxyStub();
  el = await renderWholeForm(proxy);
  other = await fixture(html`<input />`);
  button = await fixture(html`<button>Order</button>`);
});

/** Answers once the visitor has gone to `place`. */
async function answerAfter(place: HTMLElement, answer: Response): Promise<void> {
  const answerNow = proxy.hold();
  const ended = el.submit();
  await waitUntil(() => proxy.sent.length === 1, 'the lead is sent');
  place.focus();
  answerNow(answer);
  await ended;
  await el.updateComplete;
}

describe('The focus while a lead is sent', () => {
  it('stays with a visitor who has gone on to another form, and says thanks', async () => {
    buttonOf(el).focus();
    await answerAfter(other, accepted);
    expect(document.activeElement === other).to.equal(true);
    expect(textOf(el, '.hidden[role=status]')).to.equal('Thank you!');
  });

  it('stays there if a field was refused', async () => {
    buttonOf(el).focus();
    await answerAfter(other, refusal);
    expect(document.activeElement === other).to.equal(true);
    expect(el.status).to.equal('editing');
  });

  for (const [where, from] of [
    ['the form', () => buttonOf(el)],
    ['a button of the page', () => button],
  ] as const) {
    it(`goes to the thanks from ${where}`, async () => {
      from().focus();
      await answerAfter(from(), accepted);
      expect(focusIn(el)).to.equal('thanks');
    });
  }
});
