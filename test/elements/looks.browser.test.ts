import { expect, fixture, html } from '@open-wc/testing';
import '../../src/index.ts';
import type { LeadForm, PromoCodeInput } from '../../src/index.ts';
import { ProxyStub, reply } from '../support/elements/proxy-stub.ts';
import { submit } from './lead-form/lead-form-stage.ts';

async function formIn(style: string, proxy: ProxyStub = new ProxyStub()): Promise<LeadForm> {
  const section = await fixture(
    html`<section style=${style}>
      <lead-form product="mat" promo consent .client=${proxy.client}></lead-form>
    </section>`,
  );
  const form = section.querySelector('lead-form') as LeadForm;
  await form.updateComplete;
  return form;
}

/** The same, every error of which is shown. */
async function wrongFormIn(style: string): Promise<LeadForm> {
  const proxy = new ProxyStub();
  const form = await formIn(style, proxy);
  const code = partsOf(form, 'promo-code-input')[0] as PromoCodeInput;
  proxy.answer(reply({ status: 'invalid', reason: 'expired' }));
  code.value = 'OLD';
  await code.apply();
  await code.updateComplete;
  await submit(form);
  return form;
}

function partsOf(el: Element, selector: string): readonly HTMLElement[] {
  const inside = Array.from(el.shadowRoot?.querySelectorAll<HTMLElement>('*') ?? []);
  const found = inside.filter((one) => one.matches(selector));
  return [found, ...inside.map((one) => partsOf(one, selector))].flat();
}

function startOf(node: Node): number {
  const range = document.createRange();
  range.selectNodeContents(node);
  return range.getBoundingClientRect().left;
}

describe('The elements in a section with a look of its own', () => {
  it('have their texts start beside their marks if the page centres and indents', async () => {
    const form = await wrongFormIn('text-align: center; text-indent: 2em; font-size: 16px');
    const messages = partsOf(form, '.message:not(.alert)').filter(({ innerText }) => innerText);
    expect(messages).to.have.length(5);
    for (const message of messages) {
      const distance = startOf(message.querySelector('#message') ?? message.children[0] ?? message);
      expect(distance - message.getBoundingClientRect().left).to.be.within(16, 32);
    }
  });

  const dark = 'background: #14213d; color: #fff';

  it('can be read in a dark section of a light page: labels, hints, consent, fields', async () => {
    const form = await formIn(dark);
    for (const [what, colour] of [
      ['label', 'rgb(255, 255, 255)'],
      ['.field input', 'rgb(0, 0, 0)'],
    ] as const) {
      const colours = partsOf(form, what).map((one) => getComputedStyle(one).color);
      expect([...new Set(colours)], what).to.deep.equal([colour]);
    }
    await expect(form).to.be.accessible();
  });

  it('can be read there with every error too, where the section says that it is dark', async () => {
    const form = await wrongFormIn(`${dark}; color-scheme: dark`);
    await expect(form).to.be.accessible();
  });

  it('can be read if the page’s own text is grey', async () => {
    await expect(await formIn('background: #fff; color: #555')).to.be.accessible();
  });
});

describe('The elements in forced colours', () => {
  it('have no text that is transparent, which Firefox would not change', async () => {
    const proxy = new ProxyStub();
    const answer = proxy.hold();
    const [code] = partsOf(await formIn('', proxy), 'promo-code-input') as [PromoCodeInput];
    code.value = 'WELCOME10';
    const applied = code.apply();
    await code.updateComplete;
    const sheets = code.shadowRoot?.adoptedStyleSheets ?? [];
    const forced = sheets
      .flatMap(({ cssRules }) => Array.from(cssRules))
      .filter((rule) => rule instanceof CSSMediaRule)
      .filter(({ conditionText }) => conditionText.includes('forced-colors'));
    const conditions = forced.map(({ media }) => media.mediaText);
    // Tests cannot set it in all engines: the styles are made to count, and change no other colour.
    for (const { media } of forced) media.mediaText = 'all';
    const colours = partsOf(code, 'label, input, button, #message').map(
      (one) => getComputedStyle(one).color,
    );
    for (const [at, { media }] of forced.entries()) media.mediaText = conditions[at] ?? '';
    answer(reply({ status: 'valid', code: 'WELCOME10' }));
    await applied;
    expect(colours).to.have.length(4);
    expect(colours.filter((colour) => /^rgba.*, 0\)$/.test(colour))).to.deep.equal([]);
  });
});

describe('The button of <lead-form>', () => {
  const products = [{ value: 'mat', label: 'Mat' }];
  const forms: Readonly<Record<string, Partial<LeadForm>>> = {
    'nothing more': { product: 'mat' },
    'a promo code': { product: 'mat', promo: true },
    products: { products },
    'products and consent': { products, consent: true },
    everything: { products, promo: true, consent: true },
  };
  for (const [what, properties] of Object.entries(forms)) {
    it(`is as high as a field, at every width, with ${what}`, async () => {
      const { client } = new ProxyStub();
      const form = Object.assign(
        await fixture<LeadForm>(html`<lead-form></lead-form>`),
        properties,
      );
      Object.assign(form, { client });
      await form.updateComplete;
      const heights = new Set<number | undefined>();
      for (const width of [320, 560, 760, 960, 1280]) {
        form.style.width = form.style.maxWidth = `${width}px`;
        heights.add(partsOf(form, '.submit')[0]?.offsetHeight);
      }
      expect([...heights]).to.deep.equal([partsOf(form, '.field')[0]?.offsetHeight]);
    });
  }
});
