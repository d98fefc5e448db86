import { expect, html } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { ProxyStub } from '../../support/elements/proxy-stub.ts';
import { accepted, renderWholeForm, submit } from './lead-form-stage.ts';

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub().answer(accepted);
});

class OwnElement extends HTMLElement {
  get name(): string | null {
    return this.getAttribute('name');
  }
}

/** As in Shoelace: a box without a value of its own. */
class OwnBox extends OwnElement {
  checked = false;
  defaultChecked = false;

  get value(): unknown {
    return this.getAttribute('value') ?? undefined;
  }

  reportValidity(): boolean {
    return this.checked || !this.hasAttribute('required');
  }
}

class OwnRange extends OwnElement {
  value: unknown = 7;
  defaultValue = 7;
}

class OwnChoice extends OwnElement {
  value: unknown = ['a', 'b'];
  defaultValue: readonly string[] = ['a', 'b'];
}

/** As in Vaadin and Ionic: with an `<input>` of the same name outside its shadow tree. */
class OwnText extends OwnElement {
  get value(): unknown {
    return this.querySelector('input')?.value;
  }
}

/** Shows a field of the page, and has no value itself. */
class OwnFrame extends HTMLElement {
  get name(): string | null {
    return this.getAttribute('name');
  }
}

customElements.define('own-box', OwnBox);
customElements.define('own-range', OwnRange);
customElements.define('own-choice', OwnChoice);
customElements.define('own-text', OwnText);
customElements.define('own-frame', OwnFrame);

const find = (el: LeadForm, name: string): { value: unknown; checked: boolean } =>
  el.querySelector(`[name=${name}]`) as unknown as { value: unknown; checked: boolean };

describe('<lead-form> with elements of a library in the slot extra', () => {
  it('sends their values, of whatever type, each once', async () => {
    const el = await renderWholeForm(
      proxy,
      {},
      html`<div slot="extra">
        <own-box name="news"></own-box>
        <own-box name="gift"></own-box>
        <own-box name="size" value="xl"></own-box>
        <own-range name="guests"></own-range>
        <own-choice name="colours"></own-choice>
        <own-text name="city"><input name="city" value="Berlin" /></own-text>
        <own-frame name="street"><input name="street" value="Unter den Linden" /></own-frame>
        <output name="sum">42</output>
        <input type="file" name="cv" />
      </div>`,
    );
    find(el, 'gift').checked = find(el, 'size').checked = true;
    await submit(el);
    expect(proxy.sent[0]?.body['extra']).to.deep.equal({
      gift: 'on',
      size: 'xl',
      guests: '7',
      colours: 'a, b',
      city: 'Berlin',
      street: 'Unter den Linden',
    });
  });

  for (const [what, required] of [
    ['a box', html`<own-box slot="extra" name="terms" required></own-box>`],
    ['a file', html`<input slot="extra" type="file" name="cv" required />`],
  ] as const) {
    it(`is held back by ${what} that is required`, async () => {
      const el = await renderWholeForm(proxy, {}, required);
      await submit(el);
      expect(el.status).to.equal('editing');
      expect(proxy.sent).to.be.empty;
    });
  }

  it('takes over into them what was changed in the page’s own form', async () => {
    const el = await renderWholeForm(
      proxy,
      {},
      html`<form>
          <input name="extra[guests]" value="7" .value=${'9'} />
          <input name="extra[gift]" type="checkbox" .checked=${true} />
          <input name="extra[cv]" .value=${'cv.pdf'} />
        </form>
        <own-range slot="extra" name="guests"></own-range>
        <own-box slot="extra" name="gift"></own-box>
        <input slot="extra" type="file" name="cv" />`,
    );
    expect(find(el, 'guests').value).to.equal(9);
    await submit(el);
    expect(proxy.sent[0]?.body['extra']).to.deep.equal({ guests: '9', gift: 'on' });
  });

  it('is sent by Enter in the field that one of them is made of', async () => {
    const text = html`<own-text slot="extra" name="city"><input name="city" /></own-text>`;
    const el = await renderWholeForm(proxy, {}, text);
    const accepting = new Promise((resolve) => el.addEventListener('lead-accepted', resolve));
    const enter = { key: 'Enter', bubbles: true, composed: true };
    el.querySelector('input')?.dispatchEvent(new KeyboardEvent('keydown', enter));
    await accepting;
  });

  it('resets them to their initial values when it is emptied', async () => {
    const el = await renderWholeForm(
      proxy,
      {},
      html`<own-choice slot="extra" name="colours"></own-choice
        ><own-box slot="extra" name="gift"></own-box>`,
    );
    find(el, 'gift').checked = true;
    find(el, 'colours').value = ['c'];
    el.reset();
    expect(find(el, 'gift').checked).to.be.false;
    expect(find(el, 'colours').value).to.deep.equal(['a', 'b']);
  });
});
