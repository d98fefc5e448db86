import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { ProxyStub } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { accepted, fill, renderForm, renderWholeForm, submit, visitor } from './lead-form-stage.ts';

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub().answer(accepted);
});

function own(el: LeadForm, name: string): HTMLInputElement {
  return el.querySelector(
    `[slot=extra][name="${name}"], [slot=extra] [name="${name}"]`,
  ) as HTMLInputElement;
}

function type(control: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  control.value = text;
  control.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** A form-associated element of the page's own. */
class ColourChoice extends HTMLElement {
  static readonly formAssociated = true;
  value = 'red';

  get name(): string | null {
    return this.getAttribute('name');
  }
}
customElements.define('colour-choice', ColourChoice);

describe('<lead-form> with fields in the slot extra', () => {
  it('is sent by Enter in one of them, unless that has another use', async () => {
    const fields = html`
      <input slot="extra" name="city" />
      <textarea slot="extra" name="note"></textarea>
    `;
    const el = await renderWholeForm(proxy, {}, fields);
    fill(el, visitor);
    const enter = (target: Element | null, more: KeyboardEventInit = {}): void => {
      const event = { key: 'Enter', bubbles: true, composed: true, cancelable: true, ...more };
      target?.dispatchEvent(new KeyboardEvent('keydown', event));
    };
    let sent = 0;
    el.addEventListener('lead-submit', () => (sent += 1));
    enter(el.querySelector('textarea'));
    enter(own(el, 'city'), { isComposing: true });
    enter(own(el, 'city'), { key: 'a' });
    el.addEventListener('keydown', (event) => event.preventDefault(), {
      capture: true,
      once: true,
    });
    enter(own(el, 'city'));
    await el.updateComplete;
    expect(sent).to.equal(0);
    const accepting = oneEvent(el, 'lead-accepted');
    enter(own(el, 'city'));
    await accepting;
    expect(sent).to.equal(1);
  });

  it('hears them in a slot that is rendered from scratch', async () => {
    const el = await renderWholeForm(proxy, {}, html`<input slot="extra" name="city" />`);
    fill(el, visitor);
    const slot = el.renderRoot.querySelector('slot[name=extra]') as HTMLSlotElement;
    const fresh = slot.cloneNode();
    slot.replaceWith(fresh);
    await oneEvent(fresh, 'slotchange');
    const accepting = oneEvent(el, 'lead-accepted');
    const enter = { key: 'Enter', bubbles: true, composed: true };
    own(el, 'city').dispatchEvent(new KeyboardEvent('keydown', enter));
    await accepting;
  });

  it('sends what they hold as a form would: boxes of one name as one, and nothing empty', async () => {
    const el = await renderWholeForm(
      proxy,
      {},
      html`
        <label slot="extra">City <input name="city" value=" Medan " /></label>
        <textarea slot="extra" name="note">
two
lines</textarea>
        <fieldset slot="extra" name="group">
          <input type="checkbox" name="gift" value="wrap" checked />
          <input type="checkbox" name="gift" value="card" checked />
          <input type="checkbox" name="gift" value="bow" />
          <input type="radio" name="size" value="S" />
          <input type="radio" name="size" value="M" checked />
          <select name="days" multiple>
            <option selected>Mon</option>
            <option>Tue</option>
            <option selected>Wed</option>
          </select>
          <colour-choice name="colour"></colour-choice>
          <input name="empty" />
          <input name="off" value="x" disabled />
          <input type="submit" name="go" value="Go" />
          <input value="nameless" />
          <input name="__proto__" value="x" />
        </fieldset>
        <input name="elsewhere" value="x" />
      `,
    );
    await submit(el);
    expect(proxy.sent[0]?.body['extra']).to.deep.equal({
      city: 'Medan',
      note: 'two\nlines',
      gift: 'wrap, card',
      size: 'M',
      days: 'Mon, Wed',
      colour: 'red',
    });
  });

  it('sends a custom checkbox only if it is ticked', async () => {
    const make = (name: string, checked: boolean): HTMLElement =>
      Object.assign(document.createElement('own-box'), { name, value: 'yes', checked });
    const boxes = [make('news', false), make('gift', true)];
    for (const box of boxes) box.slot = 'extra';
    const el = await renderForm(proxy, {}, boxes);
    fill(el, visitor);
    await submit(el);
    expect(proxy.sent[0]?.body['extra']).to.deep.equal({ gift: 'yes' });
  });

  it('waits for the part of the script that reads them', async () => {
    const el = await renderForm(proxy, {}, html`<input slot="extra" name="city" value="Medan" />`);
    fill(el, visitor);
    await submit(el);
    expect(proxy.sent[0]?.body['extra']).to.deep.equal({ city: 'Medan' });
  });

  it('has them checked by their own rules, and focuses the first invalid one', async () => {
    const el = await renderWholeForm(
      proxy,
      {},
      html`
        <input slot="extra" name="hidden" required hidden />
        <input slot="extra" name="city" required />
        <input slot="extra" name="zip" required />
      `,
    );
    await submit(el);
    expect(proxy.sent).to.be.empty;
    expect(el.status).to.equal('editing');
    expect(document.activeElement).to.equal(own(el, 'city'));
    type(own(el, 'city'), 'Medan');
    type(own(el, 'zip'), '20111');
    await submit(el);
    expect(el.status).to.equal('accepted');
  });

  it('says in a field that its text is too long, and takes it once it is shorter', async () => {
    const el = await renderWholeForm(
      proxy,
      {},
      html`<textarea slot="extra" name="note"></textarea>`,
    );
    type(own(el, 'note'), 'x'.repeat(1_001));
    await submit(el);
    expect(own(el, 'note').validationMessage).to.equal('This is too long.');
    expect(document.activeElement).to.equal(own(el, 'note'));
    expect(proxy.sent).to.be.empty;
    type(own(el, 'note'), 'x'.repeat(1_000));
    expect(own(el, 'note').validity.valid).to.be.true;
    await submit(el);
    expect(el.status).to.equal('accepted');
  });

  it('leaves an error of the page’s own alone', async () => {
    const el = await renderWholeForm(proxy, {}, html`<input slot="extra" name="city" />`);
    own(el, 'city').setCustomValidity('Not there.');
    type(own(el, 'city'), 'x'.repeat(1_001));
    type(own(el, 'city'), 'x');
    expect(own(el, 'city').validationMessage).to.equal('Not there.');
  });

  it('cuts off the excess of a field that cannot report it, and loses no lead', async () => {
    const el = await renderWholeForm(
      proxy,
      {},
      html`${Array.from({ length: 20 }, (_, index) => html`<colour-choice slot="extra" name="c${index}"></colour-choice>`)}`,
    );
    for (const one of el.querySelectorAll<ColourChoice>('colour-choice')) {
      one.value = '😀'.repeat(1_500);
    }
    await submit(el);
    const extra = proxy.sent[0]?.body['extra'] as Record<string, string>;
    expect(Object.values(extra).map((value) => Array.from(value).length)).to.deep.equal([
      1_000,
      1_000,
      1_000,
      ...Array.from({ length: 13 }, () => 0),
    ]);
    expect(el.status).to.equal('accepted');
  });
});

describe('<lead-form> with a field of the page’s own that throws', () => {
  it('sends the lead without it', async () => {
    const el = await renderWholeForm(
      proxy,
      {},
      html`<div slot="extra"><input name="city" /><input name="zip" value="1" /></div>`,
    );
    Object.defineProperty(own(el, 'city'), 'value', {
      get() {
        throw new Error('hostile');
      },
    });
    own(el, 'zip').reportValidity = () => {
      throw new Error('hostile');
    };
    await submit(el);
    expect(proxy.sent[0]?.body['extra']).to.deep.equal({ zip: '1' });
    expect(el.status).to.equal('accepted');
  });
});

describe('<lead-form> with own fields in its light form too', () => {
  it('carries over what the visitor changed there, and keeps what was changed here', async () => {
    const el = document.createElement('div');
    el.innerHTML = `<lead-form product="x">
      <form>
        <input name="first_name" value="Ayu">
        <input name="extra[city]"> <input name="extra[zip]" value="1"> <input name="extra[job]">
        <input type="checkbox" name="extra[gift]" value="wrap" checked>
        <input type="checkbox" name="extra[gift]" value="card">
        <select name="extra[size]"><option>S</option><option>M</option></select>
        <input type="range" name="extra[pieces]"> <input type="color" name="extra[colour]">
      </form>
      <input slot="extra" name="city"> <input slot="extra" name="zip" value="2">
      <input slot="extra" name="job"> <input slot="extra" type="range" name="pieces">
      <input slot="extra" type="color" name="colour">
      <div slot="extra">
        <input type="checkbox" name="gift" value="wrap" checked>
        <input type="checkbox" name="gift" value="card">
        <select name="size"><option>S</option><option>M</option></select>
      </div>
    </lead-form>`;
    const form = el.firstElementChild as LeadForm;
    const light = (name: string): NodeListOf<HTMLInputElement> =>
      form.querySelectorAll(`form [name="extra[${name}]"]`);
    for (const [name, value] of [
      ['city', 'Medan'],
      ['job', 'Cook'],
      ['size', 'M'],
      ['pieces', '7'],
      ['colour', '#ff0000'],
    ] as const) {
      for (const control of light(name)) control.value = value;
    }
    for (const box of light('gift')) box.checked = !box.checked;
    own(form, 'job').value = 'Baker';
    const wrapper = await fixture<HTMLElement>(html`<div></div>`);
    wrapper.append(el);
    form.client = proxy.client;
    await form.updateComplete;
    fill(form, visitor);
    await submit(form);
    expect(proxy.sent[0]?.body['extra']).to.deep.equal({
      city: 'Medan',
      zip: '2',
      job: 'Baker',
      gift: 'card',
      size: 'M',
      pieces: '7',
      colour: '#ff0000',
    });
  });

  it('takes the focus and the caret over', async () => {
    const frame = document.createElement('iframe');
    frame.srcdoc = `<!doctype html>
      <lead-form endpoint="${location.origin}" product="x">
        <form><input name="extra[city]"></form>
        <input slot="extra" name="city">
      </lead-form>`;
    document.body.append(frame);
    await oneEvent(frame, 'load');
    const page = frame.contentDocument as Document;
    const [light, twin] = page.querySelectorAll('input');
    if (light) light.value = 'Medan';
    light?.focus();
    light?.setSelectionRange(1, 3);
    const script = page.createElement('script');
    script.type = 'module';
    script.src = `${location.origin}/src/lead-form.ts`;
    page.body.append(script);
    await waitUntil(() => twin && page.activeElement === twin, 'the focus');
    expect([twin?.selectionStart, twin?.selectionEnd]).to.deep.equal([1, 3]);
    frame.remove();
  });
});
