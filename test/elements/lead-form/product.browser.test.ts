import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { ProxyStub } from '../proxy-stub.ts';
import { waitUntil } from '../wait-until.ts';
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

    it('is the attribute where one is sold', async () => {
      const el = await renderForm(proxy);
      expect(field(el, 'product')).to.equal(null);
    });

    it('is another one when the page says so', async () => {
      proxy.answer(accepted);
      const el = await renderForm(proxy);
      el.product = 'mat';
      fill(el, visitor);
      await submit(el);
      expect(proxy.sent[0]?.body['product']).to.equal('mat');
    });

    it('is chosen from the options inside where several are', async () => {
      proxy.answer(accepted);
      const el = await fixture<LeadForm>(
        html`<lead-form .client=${proxy.client}>${options}</lead-form>`,
      );
      fill(el, visitor);
      await submit(el);
      expect(errorOf(el, 'product')).to.equal('Please choose a product.');
      const select = field(el, 'product');
      select.value = 'mat';
      select.dispatchEvent(new Event('change', { bubbles: true }));
      await submit(el);
      expect(proxy.sent[0]?.body['product']).to.equal('mat');
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

    it('is missed aloud where there is none', async () => {
      const el = await fixture<LeadForm>(html`<lead-form .client=${proxy.client}></lead-form>`);
      expect(textOf(el, '[part=alert]')).to.contain('needs a product');
    });
  });
});
