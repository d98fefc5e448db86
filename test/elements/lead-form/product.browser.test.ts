import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { ProxyStub } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import {
  accepted,
  errorOf,
  field,
  fill,
  renderForm,
  submit,
  textOf,
  visitor,
} from './lead-form-stage.ts';

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub();
});

describe('<lead-form>', () => {
  describe('product', () => {
    const options = html`<option value="rope">Jump rope</option>
      <option value="mat">Mat</option>`;

    const choose = (el: LeadForm, value: string): void => {
      const select = field(el, 'product');
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    };

    it('is the attribute if only one is sold', async () => {
      const el = await renderForm(proxy);
      expect(field(el, 'product')).to.equal(null);
    });

    it('changes when the page says so', async () => {
      proxy.answer(accepted);
      const el = await renderForm(proxy);
      el.product = 'mat';
      fill(el, visitor);
      await submit(el);
      expect(proxy.sent[0]?.body['product']).to.equal('mat');
    });

    it('is chosen from the options inside if there are several', async () => {
      proxy.answer(accepted);
      const el = await fixture<LeadForm>(
        html`<lead-form .client=${proxy.client}>${options}</lead-form>`,
      );
      fill(el, visitor);
      await submit(el);
      expect(errorOf(el, 'product')).to.equal('Please choose a product.');
      choose(el, 'mat');
      await submit(el);
      expect(proxy.sent[0]?.body['product']).to.equal('mat');
    });

    for (const [what, content] of [
      [
        'options',
        html`<option value="rope">Jump rope</option>
          <option value="mat" selected>Mat</option>
          <option value="ball">Ball</option>
          <option value="sold-out" disabled>Bike</option>`,
      ],
      [
        'a list',
        html`<form>
          <select name="product">
            <option value="rope">Jump rope</option>
            <option value="mat" selected>Mat</option>
            <option value="ball">Ball</option>
            <optgroup label="Sold out" disabled>
              <option value="sold-out">Bike</option>
            </optgroup>
          </select>
        </form>`,
      ],
      [
        'radio buttons',
        html`<form>
          <label><input type="radio" name="product" value="rope" /> Jump rope</label>
          <label><input type="radio" name="product" value="mat" checked /> Mat</label>
          <input type="radio" name="product" value="ball" id="ball" />
          <label for="ball">Ball</label>
          <label><input type="radio" name="product" value="sold-out" disabled /> Bike</label>
        </form>`,
      ],
    ] as const) {
      it(`is at first the one chosen of ${what}, and can be all but what is sold out`, async () => {
        proxy.answer(accepted);
        const el = await fixture<LeadForm>(
          html`<lead-form .client=${proxy.client}>${content}</lead-form>`,
        );
        const offered = Array.from(el.renderRoot.querySelectorAll('option'), ({ value, text }) => ({
          [value]: text,
        }));
        expect(offered).to.deep.equal([
          { '': 'Please choose' },
          { rope: 'Jump rope' },
          { mat: 'Mat' },
          { ball: 'Ball' },
        ]);
        expect(field(el, 'product').value).to.equal('mat');
        fill(el, visitor);
        await submit(el);
        el.reset();
        fill(el, visitor);
        choose(el, 'ball');
        await submit(el);
        expect(proxy.sent.map(({ body }) => body['product'])).to.deep.equal(['mat', 'ball']);
      });
    }

    it('is for the visitor to choose if the page has chosen a sold-out one', async () => {
      for (const content of [
        html`<option value="sold-out" disabled selected>Bike</option>
          ${options}`,
        html`<form>
          <select name="product">
            <option value="sold-out" disabled selected>Bike</option>
            ${options}
          </select>
        </form>`,
      ]) {
        const el = await fixture<LeadForm>(
          html`<lead-form .client=${proxy.client}>${content}</lead-form>`,
        );
        fill(el, visitor);
        await submit(el);
        expect(errorOf(el, 'product')).to.equal('Please choose a product.');
      }
    });

    it('is the attribute if nobody has chosen from the list of the page’s own form', async () => {
      const shown = async (chosen?: string): Promise<string> => {
        const stage = await fixture(html`<div></div>`);
        const el = document.createElement('lead-form');
        el.product = 'mat';
        el.innerHTML = `<form><select name="product"><option value="rope">Rope</option>
          <option value="mat">Mat</option><option value="ball">Ball</option></select></form>`;
        if (chosen) Object.assign(el.querySelector('select') ?? {}, { value: chosen });
        stage.append(el);
        await el.updateComplete;
        return field(el, 'product').value;
      };
      expect(await shown()).to.equal('mat');
      expect(await shown('ball')).to.equal('ball');
    });

    it('is text, whatever the page has for it in the property', async () => {
      proxy.answer(accepted);
      const el = await fixture<LeadForm>(html`<lead-form .client=${proxy.client}></lead-form>`);
      const products = [{ value: 7, label: 'Seven' }, null, {}, { value: 8 }];
      Object.assign(el, { products, product: 7 });
      await el.updateComplete;
      expect(field(el, 'product').value).to.equal('7');
      const offered = Array.from(
        field(el, 'product').querySelectorAll('option'),
        (one) => one.text,
      );
      expect(offered).to.deep.equal(['Please choose', 'Seven', '8']);
      fill(el, visitor);
      await submit(el);
      expect(proxy.sent[0]?.body['product']).to.equal('7');
    });

    it('is chosen from the property in place of them, starting with the attribute', async () => {
      proxy.answer(accepted);
      const products = [
        { value: 'one', label: 'One' },
        { value: 'two', label: 'Two' },
      ];
      const el = await fixture<LeadForm>(
        html`<lead-form .client=${proxy.client} .products=${products} product="two"></lead-form>`,
      );
      expect(field(el, 'product').value).to.equal('two');
      fill(el, visitor);
      await submit(el);
      expect(proxy.sent[0]?.body['product']).to.equal('two');
    });

    it('is offered as the options inside come and go', async () => {
      const el = await renderForm(proxy);
      const option = new Option('Mat', 'mat');
      el.append(option);
      await waitUntil(() => field(el, 'product'), 'there is something to choose from');
      option.remove();
      await waitUntil(() => !field(el, 'product'), 'there is nothing any more');
    });

    for (const [what, change] of [
      ['the page no longer offers', (el) => el.querySelector('[value=mat]')?.remove()],
      ['is not among the new ones', (el) => (el.products = [{ value: 'rope', label: 'Rope' }])],
      ['the visitor takes back', (el) => choose(el, '')],
    ] satisfies readonly [string, (el: LeadForm) => unknown][]) {
      it(`is chosen again in place of one that ${what}`, async () => {
        proxy.answer(accepted);
        const el = await renderForm(proxy, { product: 'mat' }, options);
        fill(el, visitor);
        choose(el, 'mat');
        change(el);
        await el.updateComplete;
        await submit(el);
        expect(errorOf(el, 'product')).to.equal('Please choose a product.');
        expect(field(el, 'product').value).to.equal('');
        expect(proxy.sent).to.be.empty;
        choose(el, 'rope');
        await submit(el);
        expect(proxy.sent[0]?.body['product']).to.equal('rope');
      });
    }

    it('is none once the last one offered is gone', async () => {
      const el = await fixture<LeadForm>(
        html`<lead-form .client=${proxy.client}><option value="mat">Mat</option></lead-form>`,
      );
      fill(el, visitor);
      choose(el, 'mat');
      el.querySelector('option')?.remove();
      await waitUntil(() => textOf(el, '[part=alert]').includes('needs a product'), 'it says so');
      await submit(el);
      expect(proxy.sent).to.be.empty;
    });

    it('is neither a sold-out one nor a radio that is not chosen', async () => {
      const soldOut = html`<option value="rope" disabled>Jump rope</option>
        <option value="mat">Mat</option>`;
      const el = await renderForm(proxy, { product: 'rope' }, soldOut);
      expect(
        Array.from(field(el, 'product').querySelectorAll('option'), (one) => one.value),
      ).to.eql(['', 'mat']);
      fill(el, visitor);
      await submit(el);
      expect(errorOf(el, 'product')).to.equal('Please choose a product.');
      const radios = html`<form>
        <input type="radio" name="product" value="mat" checked />
        <input type="radio" name="product" value="rope" />
      </form>`;
      proxy.answer(accepted);
      const other = await fixture<LeadForm>(
        html`<lead-form .client=${proxy.client}>${radios}</lead-form>`,
      );
      fill(other, visitor);
      await submit(other);
      expect(proxy.sent.at(-1)?.body['product']).to.equal('mat');
    });

    it('is that of the page’s own form for the next lead too', async () => {
      const hidden = html`<form><input type="hidden" name="product" value="mat" /></form>`;
      proxy.answer(accepted);
      const el = await fixture<LeadForm>(
        html`<lead-form .client=${proxy.client}>${hidden}</lead-form>`,
      );
      for (let times = 0; times < 2; times += 1) {
        fill(el, visitor);
        await submit(el);
        el.reset();
        await el.updateComplete;
      }
      expect(proxy.sent.map(({ body }) => body['product'])).to.deep.equal(['mat', 'mat']);
    });

    it('is reported as missing if there is none', async () => {
      const el = await fixture<LeadForm>(html`<lead-form .client=${proxy.client}></lead-form>`);
      expect(textOf(el, '[part=alert]')).to.contain('needs a product');
    });
  });
});
