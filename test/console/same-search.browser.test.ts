import { expect } from '@open-wc/testing';
import type { ConsolePage } from '../../src/console/parts/console-page.ts';
import { waitUntil } from '../support/elements/wait-until.ts';
import { OwnerStub, renderPage, settled, within, wordsOf } from './owner-stub.ts';

const codes = { all: 1, active: 1, inactive: 0 };
const at = '2026-11-29T03:00:00.000Z';
const terms = { limit: null, timezone: 'UTC', starts: null, ends: null, active: true };
const code = { company: 'a', code: 'ZEBRA', state: 'valid', ...terms };
const contact = { id: '7', last_name: 'ZEBRA', phone: '62811', product: 'gym', created_at: at };

/** Pages with a list, its call, and the answer. */
const lists = [
  ['console-codes', 'GET /codes', { codes: [code], next: null }],
  ['console-contacts', 'GET /contacts', { contacts: [contact], next: null }],
  ['console-journal', 'GET /journal', { entries: [{ at, code: 'ZEBRA', used: true }], next: null }],
] as const;

let owner: OwnerStub;
beforeEach(() => {
  owner = new OwnerStub()
    .on('GET /uses', () => Response.json({ uses: [] }))
    .setUp()
    .on('GET /clients', () =>
      Response.json({
        callable: { promoholder: true, promos_seru: true },
        tokens: [],
        contact_clients: [],
      }),
    )
    .on('GET /companies', () =>
      Response.json({ companies: [{ id: 'a', title: 'Acme', codes }], read_only: false }),
    );
});
afterEach(() => owner.restore());

function search(page: ConsolePage): void {
  const isSearch = (each: Element): each is HTMLFormElement =>
    each instanceof HTMLFormElement && each.role === 'search';
  within(page).find(isSearch)?.requestSubmit();
}

describe('a list of the console', () => {
  for (const [tag, call, answer] of lists) {
    it(`of <${tag}> shows everything once if the same is searched twice at once`, async () => {
      owner.on(call, () => Response.json(answer));
      const page: ConsolePage = await renderPage(tag, { company: 'a' });
      const first = owner.hold(call);
      search(page);
      await waitUntil(() => page.isBusy, 'nobody asks');
      const second = owner.hold(call);
      search(page);
      first(Response.json(answer));
      second(Response.json(answer));
      await settled(page);
      expect(wordsOf(page).match(/ZEBRA/g)).to.have.length(1);
    });
  }

  it('is busy until all of its calls are answered', async () => {
    const page: ConsolePage = await renderPage('console-journal', { company: 'a' });
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const [ofFirst, ofSecond] = [first, second].map(({ promise }) => page.attempt(() => promise));
    first.resolve();
    await ofFirst;
    expect(page.isBusy).to.equal(true);
    second.resolve();
    await ofSecond;
    expect(page.isBusy).to.equal(false);
  });
});
