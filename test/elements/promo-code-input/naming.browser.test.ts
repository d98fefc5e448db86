import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/promo-code-input.ts';
import type { PromoCodeInput } from '../../../src/promo-code-input.ts';
import { inputOf } from './promo-code-stage.ts';

async function stage(attributes: Record<string, string>): Promise<PromoCodeInput> {
  const page = await fixture(html`
    <div>
      <p id="what">Voucher</p>
      <p id="which">of the week</p>
      <promo-code-input></promo-code-input>
      <p id="hint">From our letter</p>
    </div>
  `);
  const el = page.querySelector('promo-code-input') as PromoCodeInput;
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  await el.updateComplete;
  return el;
}

/** Of the field, by the ids of what names or describes it. */
function idsOf(elements: readonly Element[] | null): readonly string[] | null {
  return elements && elements.map(({ id }) => id);
}
const labelOf = (el: PromoCodeInput): Element | null | undefined =>
  el.shadowRoot?.querySelector('label');

describe('The page’s names for <promo-code-input>', () => {
  it('names the field by aria-labelledby, in place of our label', async () => {
    const el = await stage({ 'aria-labelledby': 'what which', 'aria-label': 'Less' });
    expect(idsOf(inputOf(el).ariaLabelledByElements)).to.deep.equal(['what', 'which']);
    expect(labelOf(el)).to.equal(null);
    el.removeAttribute('aria-labelledby');
    await el.updateComplete;
    expect(inputOf(el).ariaLabelledByElements).to.equal(null);
    expect(inputOf(el).getAttribute('aria-label')).to.equal('Less');
  });

  it('names the field by its own property, which knows elements without an id', async () => {
    const el = await stage({});
    el.ariaLabelledByElements = [document.querySelector('#which') as Element];
    await el.updateComplete;
    expect(idsOf(inputOf(el).ariaLabelledByElements)).to.deep.equal(['which']);
    el.ariaLabelledByElements = null;
    await el.updateComplete;
    expect(inputOf(el).ariaLabelledByElements).to.equal(null);
    expect(labelOf(el)?.textContent).to.contain('Promo code');
  });

  it('names nothing if aria-labelledby points to nothing', async () => {
    const el = await stage({ 'aria-labelledby': 'nowhere', 'aria-label': '' });
    expect(labelOf(el)?.textContent).to.contain('Promo code');
  });

  it('names the field beside a label that is asked for', async () => {
    const el = await stage({ 'aria-labelledby': 'what', label: 'Code' });
    expect(idsOf(inputOf(el).ariaLabelledByElements)).to.deep.equal(['what']);
    expect(labelOf(el)?.textContent).to.contain('Code');
  });

  it('describes the field by aria-describedby, beside our message', async () => {
    const el = await stage({ 'aria-describedby': 'hint' });
    expect(idsOf(inputOf(el).ariaDescribedByElements)).to.deep.equal(['message', 'hint']);
    el.removeAttribute('aria-describedby');
    expect(idsOf(inputOf(el).ariaDescribedByElements)).to.deep.equal(['message']);
  });
});
