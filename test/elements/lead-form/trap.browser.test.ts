import { expect, html } from '@open-wc/testing';
import type { Signals } from '../../../src/contract/index.ts';
import '../../../src/index.ts';
import { ProxyStub } from '../../support/elements/proxy-stub.ts';
import {
  accepted,
  focusIn,
  renderForm,
  renderWholeForm,
  submit,
  trapOf,
  untilLaterPart,
} from './lead-form-stage.ts';

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub().answer(accepted);
});

function signalsOf({ sent }: ProxyStub): Signals {
  return sent[0]?.body['signals'] ?? {};
}

describe('<lead-form> notices bots', () => {
  it('marks a lead whose trap was filled in, and does not refuse it', async () => {
    const el = await renderWholeForm(proxy);
    const trap = trapOf(el);
    if (trap) trap.value = 'http://spam.example';
    await submit(el);
    expect(el.status).to.equal('accepted');
    expect(signalsOf(proxy)).to.include({ trap: true });
  });

  it('marks a lead for which the trap of the page’s own form was filled in', async () => {
    const el = await renderWholeForm(proxy, {}, html`<form><input name="trap" value="x" /></form>`);
    await submit(el);
    expect(signalsOf(proxy)).to.include({ trap: true });
  });

  it('says how long the form was there', async () => {
    const begun = performance.now();
    const el = await renderWholeForm(proxy);
    await submit(el);
    const signals = signalsOf(proxy);
    expect(Object.keys(signals)).to.deep.equal(['elapsed_ms']);
    expect(signals.elapsed_ms).to.be.within(0, Math.ceil(performance.now() - begun));
  });

  it('leaves the time out if the page has removed the clock', async () => {
    const el = await renderWholeForm(proxy);
    const { now } = performance;
    performance.now = () => Number.NaN;
    await submit(el);
    performance.now = now;
    expect(signalsOf(proxy)).to.deep.equal({});
  });

  it('counts from the start of the page if the page had a form of its own', async () => {
    const light = document.createElement('form');
    const el = await renderWholeForm(proxy, {}, light);
    const shownForMs = performance.now();
    await submit(el);
    expect(signalsOf(proxy).elapsed_ms).to.be.at.least(Math.floor(shownForMs));
  });

  it('keeps the trap from people: it cannot be seen, tabbed to, heard or filled in', async () => {
    const el = await renderWholeForm(proxy);
    const trap = trapOf(el) as HTMLInputElement;
    expect(trap.tabIndex).to.equal(-1);
    expect(trap.ariaHidden).to.equal('true');
    expect(trap.autocomplete).to.equal('off');
    const { clipPath, position } = getComputedStyle(trap);
    expect([clipPath, position]).to.deep.equal(['inset(50%)', 'absolute']);
    await expect(el).to.be.accessible();
  });

  it('lets a modal dialog put its first focus only into a visible field', async () => {
    const el = await renderForm(proxy);
    const dialog = document.createElement('dialog');
    el.replaceWith(dialog);
    dialog.append(el);
    await untilLaterPart(el);
    dialog.showModal();
    // Firefox looks for no field in a shadow root.
    expect(focusIn(el)).to.be.oneOf(['first_name', undefined]);
    dialog.close();
    await submit(el);
    expect(trapOf(el)).to.equal(el.shadowRoot?.lastElementChild);
  });
});
