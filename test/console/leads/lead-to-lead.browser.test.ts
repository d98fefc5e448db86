import { expect } from '@open-wc/testing';
import type { ConsoleLead } from '../../../src/console/leads/lead.ts';
import { problem } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { buttons, OwnerStub, press, renderPage, within, wordsOf } from '../owner-stub.ts';
import { leadStory } from './lead-story.ts';

const story = (ref: string, first_name: string): Response =>
  leadStory({ ref, first_name, state: 'held', phone: `62811${ref}` });
const erased = {
  leads: 1,
  contacts: 1,
  journal: 0,
  codes_left: 0,
  vendor_contacts: [],
  vendor_unnamed: 0,
};

let owner: OwnerStub;
beforeEach(() => {
  owner = new OwnerStub()
    .setUp()
    .on('GET /session', () => Response.json({ signed_in: true, needs_token: true }))
    .on('GET /leads/A', () => story('A', 'Anton'))
    .on('GET /leads/B', () => story('B', 'Berta'));
  for (const ref of ['A', 'B']) {
    owner.on(`POST /leads/${ref}/erase`, () => Response.json({ ...erased, similar_phones: [] }));
  }
});
afterEach(() => {
  owner.restore();
  history.replaceState(null, '', location.pathname + location.search);
});

/** The console at one lead's address, from which the tab then goes to another's. */
async function openA(): Promise<Element> {
  location.hash = '#/leads/A';
  const app = await renderPage('console-app', { language: 'en' });
  await waitUntil(() => wordsOf(app).includes('Anton'), 'the first lead is not shown');
  return app;
}

async function goToB(app: Element): Promise<void> {
  location.hash = '#/leads/B';
  await waitUntil(() => wordsOf(app).includes('Lead B'), 'the second lead is not opened');
}

/** Presses “Erase this person”, and waits for the question. */
async function askToErase(root: Element): Promise<void> {
  const isAsked = (): boolean => within(root).some((each) => each.matches('dialog[open]'));
  const [erase] = buttons(root, 'Erase this person');
  if (erase) press(erase);
  await waitUntil(isAsked, 'nothing is asked');
}

function confirm(root: Element): void {
  for (const each of buttons(root, 'Erase this person')) if (each.value === 'yes') press(each);
}

describe('one lead after another', () => {
  it('closes a question together with the lead that it is about', async () => {
    const app = await openA();
    await askToErase(app);
    await goToB(app);
    await waitUntil(() => wordsOf(app).includes('Berta'), 'the second lead is not shown');
    expect(within(app).some((each) => each.matches('dialog[open]'))).to.equal(false);
    confirm(app);
    expect(owner.changes).to.deep.equal([]);
  });

  it('shows nothing of the first, and no button, if the second cannot be read', async () => {
    const app = await openA();
    owner.on('GET /leads/B', problem(503, 'unavailable'));
    await goToB(app);
    await waitUntil(() => wordsOf(app).includes('Try again'), 'it says nothing');
    expect(wordsOf(app)).not.to.contain('Anton');
    expect(buttons(app, 'Erase this person')).to.deep.equal([]);
  });

  it('says only of the first that it is erased', async () => {
    const app = await openA();
    await askToErase(app);
    confirm(app);
    await waitUntil(() => wordsOf(app).includes('The person is erased here.'));
    await goToB(app);
    await waitUntil(() => wordsOf(app).includes('Berta'), 'the second lead is not shown');
    expect(wordsOf(app)).not.to.contain('The person is erased here.');
  });
});

describe('<console-lead>', () => {
  it('erases the person of the question, whichever lead it shows by then', async () => {
    const page = await renderPage<ConsoleLead>('console-lead', { subject: 'A' });
    await askToErase(page);
    page.subject = 'B';
    await waitUntil(() => page.lead?.ref === 'B');
    confirm(page);
    await waitUntil(() => owner.changes.length > 0, 'nobody is erased');
    expect(owner.changes).to.deep.equal(['POST /leads/A/erase']);
  });
});
