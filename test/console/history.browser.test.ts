import { expect } from '@open-wc/testing';
import { waitUntil } from '../support/elements/wait-until.ts';
import { OwnerStub, renderPage, within, wordsOf } from './owner-stub.ts';

let owner: OwnerStub;
let asked: string[];
beforeEach(() => {
  asked = [];
  const done = { at: '2026-03-01T10:00:00.000Z', actor: 'token', subject: 'A', outcome: null };
  const all = [
    { ...done, id: 2, action: 'code.pause' },
    { ...done, id: 1, action: 'code.stop' },
  ];
  owner = new OwnerStub().on('GET /audit', ({ searchParams }) => {
    asked.push(searchParams.get('kind') ?? '');
    return Response.json({ entries: searchParams.has('kind') ? [] : all, next: null });
  });
});
afterEach(() => {
  owner.restore();
  history.replaceState(null, '', location.pathname + location.search);
});

describe('<console-audit>', () => {
  it('says in words what was done, and in its own what an older version wrote', async () => {
    const page = await renderPage('console-audit', {});
    expect(wordsOf(page)).to.contain('Promo code paused').and.to.contain('code.stop');
  });

  it('shows one kind alone, and keeps it in the address', async () => {
    const page = await renderPage('console-audit', {});
    const select = within(page).find((each) => each instanceof HTMLSelectElement);
    if (!select) throw new Error('Cannot find the kinds');
    select.value = 'change';
    select.dispatchEvent(new Event('change'));
    await waitUntil(() => wordsOf(page).includes('Nothing of this kind'), 'it is not read');
    expect(wordsOf(page)).to.not.contain('Promo code paused');
    expect([asked, location.hash]).to.deep.equal([['', 'change'], '#/audit?kind=change']);
    await renderPage('console-audit', { query: new URLSearchParams({ kind: 'look' }) });
    expect(asked.at(-1)).to.equal('look');
  });
});
