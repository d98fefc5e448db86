import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { textOf } from './lead-form-stage.ts';

/** The uses of `Intl`, and of numbers in words, until `end()`. */
function watchIntl(): { readonly asked: readonly string[]; readonly end: () => void } {
  const { Intl: own } = globalThis;
  const { toLocaleString } = Number.prototype;
  const asked: string[] = [];
  const put = (value: unknown, inWords: typeof toLocaleString): void => {
    Object.defineProperty(globalThis, 'Intl', { value, configurable: true, writable: true });
    Object.assign(Number.prototype, { toLocaleString: inWords });
  };
  const watched = new Proxy(own, {
    get(target, name) {
      asked.push(String(name));
      return Reflect.get(target, name) as unknown;
    },
  });
  put(watched, function inWords(this: number, ...options) {
    asked.push('toLocaleString');
    return toLocaleString.apply(this, options);
  });
  return { asked, end: () => put(own, toLocaleString) };
}

describe('The first paint of <lead-form>', () => {
  it('asks nothing of Intl, whose data an engine takes long to load', async () => {
    const { asked, end } = watchIntl();
    try {
      const el = await fixture<LeadForm>(
        html`<lead-form lang="de-AT" endpoint="/" product="mat" promo consent></lead-form>`,
      );
      await waitUntil(() => textOf(el, '[part=submit]').includes('Absenden'), 'German');
      expect(asked).to.deep.equal([]);
    } finally {
      end();
    }
  });

  it('is rendered once, whatever the page has inside besides choices', async () => {
    const stage = await fixture<HTMLElement>(html`<div></div>`);
    const el = document.createElement('lead-form');
    let rendered = 0;
    el.addController({ hostUpdated: () => (rendered += 1) });
    el.innerHTML = '<form><input name="phone" /></form>';
    stage.append(el);
    await oneEvent(el.renderRoot as ShadowRoot, 'slotchange');
    await el.updateComplete;
    expect(rendered).to.equal(1);
  });

  it('comes at once if forms are added one by one, however soon', async () => {
    const stage = await fixture<HTMLElement>(html`<div></div>`);
    for (let number = 0; number < 8; number += 1) {
      await new Promise((resolve) => setTimeout(resolve));
      const form = document.createElement('lead-form');
      stage.append(form);
      // No other task runs in between.
      for (let at = 0; at < 100; at += 1) await Promise.resolve();
      expect(form.shadowRoot?.querySelector('form'), `form ${number}`).not.to.equal(null);
    }
  });

  it('comes in turns if many forms are added at once, and each says when it is there', async () => {
    const stage = await fixture<HTMLElement>(html`<div></div>`);
    const forms = Array.from({ length: 25 }, () => document.createElement('lead-form'));
    const painted = (): number => forms.filter((el) => el.shadowRoot?.querySelector('form')).length;
    stage.append(...forms);
    await forms[0]?.updateComplete;
    expect(painted()).to.be.within(1, 10);
    await Promise.all(forms.map(({ updateComplete }) => updateComplete));
    expect(painted()).to.equal(forms.length);
  });
});
