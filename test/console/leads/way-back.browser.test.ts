import { expect } from '@open-wc/testing';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { button, OwnerStub, press, renderPage, within, wordsOf } from '../owner-stub.ts';
import { leadStory } from './lead-story.ts';

/** The refs of each page of the list. */
let pages: readonly (readonly string[])[];
let asked: number;
let owner: OwnerStub;
beforeEach(() => {
  pages = [
    ['A', 'B'],
    ['C', 'D'],
    ['E', 'F'],
  ];
  asked = 0;
  owner = new OwnerStub()
    .setUp()
    .on('GET /session', () => Response.json({ signed_in: true, needs_token: true }))
    .on('GET /leads', async (url) => {
      asked += 1;
      const page = Number(url.searchParams.get('before'));
      const leads = (pages[page] ?? []).map((ref) => leadStory({ ref }).json());
      const next = page + 1 < pages.length ? String(page + 1) : null;
      const at = '2026-11-29T03:00:00.000Z';
      return Response.json({ leads: await Promise.all(leads), next, read_at: at });
    })
    .on('GET /leads/C', () => leadStory({ ref: 'C' }))
    .on('GET /audit', () => Response.json({ entries: [], next: null }));
});
afterEach(() => {
  owner.restore();
  history.replaceState(null, '', location.pathname + location.search);
});

/** The `href` of the link that has the focus. */
function focused(app: Element): string | null | undefined {
  const page = within(app).find((each) => each.matches('console-leads'));
  return page?.shadowRoot?.activeElement?.getAttribute('href');
}

async function go(app: Element, hash: string, words: string): Promise<void> {
  location.hash = hash;
  await waitUntil(() => wordsOf(app).includes(words), `nothing is shown at ${hash}`);
}

/** The console at a lead that was opened from the second page of the list. */
async function appAtLead(): Promise<Element> {
  history.replaceState(null, '', '#/leads?state=delivered');
  const app = await renderPage('console-app', { language: 'en' });
  press(await button(app, 'Older ones'));
  await waitUntil(() => asked === 2, 'no more are read');
  await button(app, 'Older ones');
  await go(app, '#/leads/C', 'Lead C');
  asked = 0;
  return app;
}

describe('the way back from a lead', () => {
  it('leads to its place in the list, however far down that is', async () => {
    const app = await appAtLead();
    location.hash = '#/leads?state=delivered';
    await waitUntil(() => focused(app) === '#/leads/C', 'it is elsewhere');
    expect(asked).to.equal(2);
  });

  it('leads to the next one if it is no longer in the list', async () => {
    const app = await appAtLead();
    pages = [['A', 'B'], ['D']];
    location.hash = '#/leads?state=delivered';
    await waitUntil(() => focused(app) === '#/leads/D', 'it is elsewhere');
  });

  it('is none if another page or another list comes first', async () => {
    const app = await appAtLead();
    await go(app, '#/audit', 'Nothing happened yet.');
    location.hash = '#/leads?state=delivered';
    await button(app, 'Older ones');
    await go(app, '#/leads/C', 'Lead C');
    location.hash = '#/leads?state=held';
    await button(app, 'Older ones');
    expect([asked, focused(app)]).to.deep.equal([2, null]);
  });
});
