import { expect } from '@open-wc/testing';
import { waitUntil } from '../support/elements/wait-until.ts';
import { OwnerStub, renderPage, within } from './owner-stub.ts';

const codes = { all: 0, active: 0, inactive: 0 };
const companies = ['a', 'b'].map((id) => ({ id, title: id, codes }));
const callable = { promoholder: false, promos_seru: false };

/** The queries of the lists that were asked for. */
let asked: string[];
let owner: OwnerStub;
beforeEach(() => {
  asked = [];
  const list = (url: URL): Response => {
    asked.push(url.searchParams.toString());
    return Response.json({ codes: [], contacts: [], next: null });
  };
  owner = new OwnerStub()
    .setUp()
    .on('GET /session', () => Response.json({ signed_in: true, needs_token: true }))
    .on('GET /uses', () => Response.json({ uses: [] }))
    .on('GET /companies', () => Response.json({ companies, read_only: false }))
    .on('GET /clients', () => Response.json({ callable }))
    .on('GET /codes', list)
    .on('GET /contacts', list);
});
afterEach(() => {
  owner.restore();
  history.replaceState(null, '', location.pathname + location.search);
});

/** Opens the console at an address, and waits until it asks for a list. */
async function openAt(hash: string): Promise<Element> {
  history.replaceState(null, '', hash);
  asked = [];
  const app = await renderPage('console-app', { language: 'en' });
  await waitUntil(() => asked.length > 0, 'no list is asked for');
  return app;
}

function searchField(app: Element): HTMLInputElement {
  const isField = (each: Element): each is HTMLInputElement => each.matches('input[name=search]');
  const field = within(app).find(isField);
  if (!field) throw new Error('Cannot find the field');
  return field;
}

async function search(app: Element, text: string): Promise<void> {
  const before = asked.length;
  const field = searchField(app);
  field.value = text;
  field.form?.requestSubmit();
  await waitUntil(() => asked.length > before, 'nobody searches');
}

describe('the address of a page', () => {
  it('has the company and the search of the codes that are shown, until all are asked for', async () => {
    const app = await openAt('#/codes');
    const select = within(app).find((each) => each instanceof HTMLSelectElement && each.name);
    Object.assign(select ?? {}, { value: 'b' });
    select?.dispatchEvent(new Event('change'));
    await search(app, 'WEL');
    expect(location.hash).to.equal('#/codes?company=b&search=WEL');
    const again = await openAt(location.hash);
    expect([asked.at(-1), searchField(again).value]).to.deep.equal(['company=b&search=WEL', 'WEL']);
    location.hash = '#/codes';
    await waitUntil(() => asked.at(-1) === 'company=a', 'it is not shown from the beginning');
    expect(searchField(again).value).to.equal('');
  });

  it('may name a company that there is no more', async () => {
    await openAt('#/codes?company=gone');
    expect(asked).to.deep.equal(['company=a']);
  });

  it('has the search of the contacts that are shown', async () => {
    await search(await openAt('#/contacts'), 'Budi');
    expect(location.hash).to.equal('#/contacts?search=Budi');
    const again = await openAt(location.hash);
    expect([asked.at(-1), searchField(again).value]).to.deep.equal(['search=Budi', 'Budi']);
  });
});
