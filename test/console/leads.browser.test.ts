import { expect } from '@open-wc/testing';
import type { ConsoleLeads } from '../../src/console/leads.ts';
import { OwnerStub, renderPage, settled, within } from './owner-stub.ts';

const setup = {
  origins: [],
  products: [
    { slug: 'gym', title: 'Gym', aliases: [] },
    { slug: 'soap', title: 'Soap', aliases: [] },
  ],
  company: null,
  widget: null,
  embedded: { promoholder: true, promos_seru: true },
};
const noLeads = { leads: [], next: null, searched_to: null, read_at: '2026-11-29T03:00:00.000Z' };

let owner: OwnerStub;
beforeEach(() => {
  owner = new OwnerStub()
    .on('GET /setup', () => Response.json(setup))
    .on('GET /leads', () => Response.json(noLeads));
});
afterEach(() => owner.restore());

function render(query: string): Promise<ConsoleLeads> {
  return renderPage('console-leads', { query: new URLSearchParams(query) });
}

function formOf(page: Element): HTMLFormElement {
  const form = within(page).find((each) => each instanceof HTMLFormElement);
  if (!form) throw new Error('Cannot find the form');
  return form;
}

const chosen = (page: Element): object => Object.fromEntries(new FormData(formOf(page)));

/** As a person does it: from then on, a select minds no attribute of its options. */
function choose(page: Element, name: string, value: string): void {
  (formOf(page).elements.namedItem(name) as HTMLSelectElement).value = value;
}

describe('<console-leads>', () => {
  it('has in its form what its list is of, whatever was chosen for another list', async () => {
    const page = await render('');
    choose(page, 'state', 'held');
    choose(page, 'product', 'soap');
    choose(page, 'source', 'google');
    page.query = new URLSearchParams('state=held&product=soap&source=google');
    await settled(page);
    const all = { state: '', product: '', source: '', search: '', from: '', to: '' };
    const held = { ...all, state: 'held', product: 'soap', source: 'google' };
    expect(chosen(page)).to.deep.equal(held);
    page.query = new URLSearchParams('state=delivered&search=ana');
    await settled(page);
    expect(chosen(page)).to.deep.equal({ ...all, state: 'delivered', search: 'ana' });
    page.query = new URLSearchParams();
    await settled(page);
    expect(chosen(page)).to.deep.equal(all);
  });

  it('keeps what was chosen and not asked for yet while its list is read again', async () => {
    const page = await render('state=held');
    choose(page, 'product', 'gym');
    page.query = new URLSearchParams('state=held');
    await settled(page);
    expect(chosen(page)).to.include({ state: 'held', product: 'gym' });
  });
});
