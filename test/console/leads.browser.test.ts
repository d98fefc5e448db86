import { expect } from '@open-wc/testing';
import type { ConsoleLeads } from '../../src/console/leads.ts';
import { waitUntil } from '../elements/wait-until.ts';
import { buttons, comeBack, OwnerStub, renderPage, settled, within } from './owner-stub.ts';

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

const open = {
  ref: 'REF',
  received_at: '2026-11-29T02:00:00.000Z',
  state: 'pending',
  first_name: 'Ana',
  last_name: 'Sari',
  phone: '62811',
  product: 'gym',
  promo_code: null,
};

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

  for (const [query, isCounted] of [
    ['state=pending', true],
    ['search=ana&state=pending', false],
    ['from=2999-01-01', false],
  ] as const) {
    it(`counts what came since ${isCounted ? '' : 'not '}where it asks for ${query}`, async () => {
      owner
        .on('GET /leads', () => Response.json({ ...noLeads, leads: [open] }))
        .on('GET /leads/news', () => Response.json({ came: 3, states: { REF: 'held' } }));
      const page = await render(query);
      comeBack();
      await waitUntil(() => page.leads[0]?.state === 'held', 'nobody asks for news');
      await page.updateComplete;
      expect(buttons(page, 'Show what came since: 3')).to.have.length(isCounted ? 1 : 0);
    });
  }

  it('is what a lead’s page leads back to', async () => {
    await render('state=held&search=ana');
    owner.on('GET /leads/REF', () => Response.json({}, { status: 503 }));
    const page = await renderPage('console-lead', { subject: 'REF' });
    const back = within(page).find((each) => each instanceof HTMLAnchorElement);
    expect(back?.getAttribute('href')).to.equal('#/leads?state=held&search=ana');
  });
});
