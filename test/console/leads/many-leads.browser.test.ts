import { expect } from '@open-wc/testing';
import type { ConsoleLeads } from '../../../src/console/leads/leads.ts';
import type { NoteEvent } from '../../../src/console/parts/console-page.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { button, buttons, OwnerStub, press, renderPage, settled, wordsOf } from '../owner-stub.ts';

const readAt = '2026-11-29T03:00:00.000Z';
const page = (state: string, count: number, next: string | null = null): object => ({
  leads: Array.from({ length: count }, (_, index) => ({
    ref: `REF${index}`,
    received_at: '2026-11-29T02:00:00.000Z',
    state,
    first_name: 'Ana',
    last_name: 'Sari',
    phone: '62811',
    product: 'gym',
    promo_code: null,
    promo_code_state: null,
  })),
  next,
  searched_to: null,
  read_at: readAt,
});
const names = ['Send all again', 'Release all', 'Throw all away'];

let owner: OwnerStub;
beforeEach(() => {
  owner = new OwnerStub().setUp();
});
afterEach(() => owner.restore());

function render(query: string, list: object): Promise<ConsoleLeads> {
  owner.on('GET /leads', () => Response.json(list));
  return renderPage('console-leads', { query: new URLSearchParams(query) });
}

/** The button of the open question, if there is one. */
const sureOf = (leads: Element, name: string): HTMLButtonElement | undefined =>
  buttons(leads, name).find((each) => each.closest('dialog')?.open);

const offered = (leads: Element): readonly string[] =>
  names.filter((name) => buttons(leads, name).some((each) => each.closest('dialog') === null));

async function ask(leads: Element, name: string): Promise<HTMLButtonElement | undefined> {
  press(await button(leads, name));
  await waitUntil(() => sureOf(leads, name) !== undefined, 'it asks nothing');
  return sureOf(leads, name);
}

describe('<console-many-leads>', () => {
  for (const [query, state, expected] of [
    ['state=held', 'held', ['Send all again']],
    ['state=dead&product=gym', 'dead', ['Send all again']],
    ['state=rejected', 'rejected', ['Send all again']],
    ['state=quarantined', 'quarantined', ['Release all', 'Throw all away']],
    ['state=quarantined&search=ana', 'quarantined', []],
    ['state=delivered', 'delivered', []],
    ['state=held', 'pending', []],
    ['', 'held', []],
  ] as const) {
    it(`offers ${expected.join(', ') || 'nothing'} if ${query} shows ${state}`, async () => {
      const leads = await render(query, page(state, 2));
      expect(offered(leads)).to.deep.equal(expected);
    });
  }

  it('sends all of the list again, after a question that counts them', async () => {
    const leads = await render('state=held&product=gym&from=2026-11-01', page('held', 3));
    const notes: string[] = [];
    leads.addEventListener('console-note', (event) => notes.push((event as NoteEvent).text));
    owner.on('POST /leads/retry', () => {
      owner.on('GET /leads', () => Response.json(page('held', 0)));
      return Response.json({ count: 3 });
    });
    const sure = await ask(leads, 'Send all again');
    expect(wordsOf(leads)).to.contain('Send all again (leads: 3)?');
    expect(owner.changes).to.deep.equal([]);
    sure?.click();
    await waitUntil(() => leads.leads.length === 0 && !leads.isBusy, 'the list is not read again');
    const [change = '', ...more] = owner.changes;
    expect(more).to.deep.equal([]);
    expect(change).to.match(/^POST \/leads\/retry \{/);
    expect(JSON.parse(change.slice(change.indexOf('{')))).to.include({
      state: 'held',
      product: 'gym',
      until: readAt,
    });
    expect(change).to.contain('"from":"2026-11-01T00:00:00');
    expect(notes).to.deep.equal(['Leads on their way again: 3']);
    await settled(leads);
    expect(offered(leads)).to.deep.equal([]);
  });

  it('gives no count if the list has more than it shows yet', async () => {
    const leads = await render('state=quarantined', page('quarantined', 2, 'NEXT'));
    owner.on('POST /leads/purge', () => Response.json({ count: 500 }));
    const dialog = (await ask(leads, 'Throw all away'))?.closest('dialog');
    const closed = new Promise((resolve) => dialog?.addEventListener('close', resolve));
    expect(wordsOf(leads)).to.contain('Throw all away that are shown by this filter?');
    press(await button(leads, 'Cancel'));
    await closed;
    expect(owner.changes).to.deep.equal([]);
    (await ask(leads, 'Throw all away'))?.click();
    await waitUntil(() => owner.changes.length > 0, 'nothing is thrown away');
    expect(owner.changes).to.deep.equal([
      `POST /leads/purge {"state":"quarantined","until":"${readAt}"}`,
    ]);
  });

  it('releases all, and says what went wrong if it cannot', async () => {
    const leads = await render('state=quarantined', page('quarantined', 2));
    owner.on('POST /leads/release', () => Response.json({ type: 'unavailable' }, { status: 503 }));
    (await ask(leads, 'Release all'))?.click();
    const words = 'The server cannot do this just now.';
    await waitUntil(() => wordsOf(leads).includes(words), 'nothing went wrong');
    expect(leads.leads.length).to.equal(2);
    expect(offered(leads)).to.deep.equal(['Release all', 'Throw all away']);
  });
});
