import { expect } from '@open-wc/testing';
import type { ConsoleLeads } from '../../../src/console/leads/leads.ts';
import { problem } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import {
  buttons,
  comeBack,
  OwnerStub,
  renderPage,
  settled,
  within,
  wordsOf,
} from '../owner-stub.ts';

const products = [
  { slug: 'gym', title: 'Gym', aliases: [] },
  { slug: 'soap', title: 'Soap', aliases: [] },
];
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
  promo_code_state: null,
};

let owner: OwnerStub;
/** The queries of the lists that the server was asked for, in order. */
let queries: Readonly<Record<string, string>>[];
beforeEach(() => {
  queries = [];
  owner = new OwnerStub().setUp({ products }).on('GET /leads', ({ searchParams }) => {
    queries.push(Object.fromEntries(searchParams));
    return Response.json(noLeads);
  });
});
afterEach(() => owner.restore());

async function render(query: string): Promise<ConsoleLeads> {
  const page: ConsoleLeads = await renderPage('console-leads', {
    query: new URLSearchParams(query),
  });
  const isOffered = (): boolean => page.shadowRoot?.querySelector('[value=soap]') !== null;
  await waitUntil(isOffered, 'the products are not offered');
  return page;
}

function formOf(page: Element): HTMLFormElement {
  const form = within(page).find((each) => each instanceof HTMLFormElement);
  if (!form) throw new Error('Cannot find the form');
  return form;
}

const chosen = (page: Element): object => Object.fromEntries(new FormData(formOf(page)));

/** As a person does: afterwards a select ignores the attributes of its options. */
function choose(page: Element, name: string, value: string): void {
  const field = formOf(page).elements.namedItem(name) as HTMLSelectElement | HTMLInputElement;
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

const links = (page: Element): readonly HTMLAnchorElement[] =>
  within(page)
    .filter((each) => each instanceof HTMLAnchorElement)
    .filter((link) => link.hasAttribute('download'));

/** What the links to files ask for. */
const downloads = (page: Element): readonly Readonly<Record<string, string>>[] =>
  links(page).map(({ href }) => {
    const { searchParams } = new URL(href);
    searchParams.delete('download');
    return Object.fromEntries(searchParams);
  });

describe('<console-leads>', () => {
  it('fills its form with the filter of its list, whatever was chosen for another list', async () => {
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

  it('keeps a choice that was not submitted yet while its list is read again', async () => {
    const page = await render('state=held');
    choose(page, 'product', 'gym');
    page.query = new URLSearchParams('state=held');
    await settled(page);
    expect(chosen(page)).to.include({ state: 'held', product: 'gym' });
  });

  it('downloads what its form says, even if the list does not show it yet', async () => {
    const page = await render('state=held');
    choose(page, 'product', 'soap');
    choose(page, 'search', 'ana');
    await settled(page);
    const both = { state: 'held', product: 'soap', search: 'ana' };
    await waitUntil(() => downloads(page)[0]?.['search'] === 'ana', 'the links follow nothing');
    expect(downloads(page)).to.deep.equal([
      { ...both, format: 'csv' },
      { ...both, format: 'json' },
    ]);
    page.query = new URLSearchParams('state=held');
    await settled(page);
    expect(downloads(page)[0], 'read again').to.deep.equal({ ...both, format: 'csv' });
    page.query = new URLSearchParams('state=dead');
    await settled(page);
    expect(downloads(page)[0], 'another list').to.deep.equal({ state: 'dead', format: 'csv' });
  });

  it('downloads nothing while a date is half typed', async () => {
    const page = await render('');
    const date = formOf(page).elements.namedItem('from') as HTMLInputElement;
    date.setCustomValidity('half typed');
    const [link] = links(page);
    const click = new MouseEvent('click', { bubbles: true, composed: true, cancelable: true });
    expect(link?.dispatchEvent(click), 'it is followed').to.equal(false);
  });

  it('asks for whole days in a download, in local time', async () => {
    const page = await render('from=2026-11-01&to=2026-11-30');
    const [{ from = '', to = '' } = {}] = downloads(page);
    expect([from.slice(0, 19), to.slice(0, 19)]).to.deep.equal([
      '2026-11-01T00:00:00',
      '2026-12-01T00:00:00',
    ]);
    expect([Date.parse(from), Date.parse(to)]).to.deep.equal([
      new Date(2026, 10, 1).getTime(),
      new Date(2026, 11, 1).getTime(),
    ]);
  });

  it('refuses a date with a five-digit year', async () => {
    const page = await render('');
    choose(page, 'from', '20266-12-31');
    expect(formOf(page).checkValidity()).to.equal(false);
    choose(page, 'from', '9999-12-31');
    expect(formOf(page).checkValidity()).to.equal(true);
  });

  it('asks for the last possible day by its end', async () => {
    await render('to=9999-12-31');
    expect(queries.at(-1)?.['to']).to.match(/^9999-12-31T23:59:59[+-]\d\d:\d\d$/);
  });

  for (const [query, name] of [
    ['state=held&from=20266-12-31', 'From'],
    ['state=held&to=2026-02-31', 'To'],
    ['state=held&from=soon', 'From'],
    ['state=hled', 'State'],
  ] as const) {
    it(`leaves ${query} to the server to refuse, and shows no other leads`, async () => {
      const given = Object.fromEntries(new URLSearchParams(query));
      owner.on('GET /leads', ({ searchParams }) => {
        queries.push(Object.fromEntries(searchParams));
        const errors = [{ field: name.toLowerCase(), code: 'format' }];
        return problem(422, 'invalid-fields', { errors });
      });
      const page = await render(query);
      expect(queries).to.deep.equal([given]);
      expect(wordsOf(page)).to.contain(`The server did not accept this: ${name}`);
      expect(downloads(page)[0]).to.deep.equal({ ...given, format: 'csv' });
      expect(buttons(page, 'Send all again')).to.deep.equal([]);
    });
  }

  for (const [query, isCounted] of [
    ['state=pending', true],
    ['search=ana&state=pending', false],
    ['from=2999-01-01', false],
  ] as const) {
    it(`${isCounted ? 'counts' : 'does not count'} what came since if it asks for ${query}`, async () => {
      owner
        .on('GET /leads', () => Response.json({ ...noLeads, leads: [open] }))
        .on('GET /leads/news', () =>
          Response.json({ came: 3, states: { REF: 'held' }, codes: {}, open: [] }),
        );
      const page = await render(query);
      comeBack();
      await waitUntil(() => page.leads[0]?.state === 'held', 'nobody asks for news');
      await page.updateComplete;
      expect(buttons(page, 'Show what came since: 3')).to.have.length(isCounted ? 1 : 0);
    });
  }

  it('shows the outcome of a code whose lead has been delivered', async () => {
    const using = {
      ...open,
      state: 'delivered',
      promo_code: 'SPRING',
      promo_code_state: 'pending',
    };
    owner
      .on('GET /leads', () => Response.json({ ...noLeads, leads: [using] }))
      .on('GET /leads/news', () =>
        Response.json({
          came: 0,
          states: { REF: 'delivered' },
          codes: { REF: 'unconfirmed' },
          open: [],
        }),
      );
    const page = await render('');
    comeBack();
    await waitUntil(() => wordsOf(page).includes('SPRING in doubt'), 'it says nothing');
  });

  for (const [state, words] of [
    ['refused', 'SPRING refused'],
    ['unconfirmed', 'SPRING in doubt'],
    ['redeemed', 'SPRING'],
  ] as const) {
    it(`shows “${words}” for a lead whose code is ${state}`, async () => {
      const lead = { ...open, promo_code: 'SPRING', promo_code_state: state };
      owner.on('GET /leads', () => Response.json({ ...noLeads, leads: [lead] }));
      expect(wordsOf(await render('')).trimEnd()).to.match(new RegExp(`${words}$`));
    });
  }

  it('is what a lead’s page links back to', async () => {
    await render('state=held&search=ana');
    owner.on('GET /leads/REF', () => Response.json({}, { status: 503 }));
    const page = await renderPage('console-lead', { subject: 'REF' });
    const back = within(page).find((each) => each instanceof HTMLAnchorElement);
    expect(back?.getAttribute('href')).to.equal('#/leads?state=held&search=ana');
  });
});
