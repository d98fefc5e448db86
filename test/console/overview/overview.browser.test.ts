import { expect } from '@open-wc/testing';
import type { ConsolePage } from '../../../src/console/parts/console-page.ts';
import type { Overview } from '../../../src/contract/owner/overview.ts';
import { problem } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { inZone } from '../in-zone.ts';
import {
  button,
  buttons,
  comeBack,
  OwnerStub,
  press,
  renderPage,
  settled,
  wordsOf,
} from '../owner-stub.ts';

const overview: Overview = {
  slots: [],
  products: [],
  languages: [],
  sources: [],
  views: { shown: 0, started: 0, since: null },
  leads: { count: 0, delivered: 0 },
  leads_since: null,
  leads_kept_days: null,
  used: 0,
  waiting: {
    due: 0,
    oldest_at: null,
    held: 0,
    dead: 0,
    quarantined: 0,
    unconfirmed: 0,
    postbacks: 0,
  },
  delay: null,
  upstreams: { contacts: 'ok' },
};
const waitingFor = (due: number): Overview => ({
  ...overview,
  waiting: { ...overview.waiting, due },
});

/** Some of the first day's ten leads are gone; both of the second day are kept. */
const kept: Overview = {
  ...overview,
  slots: [
    { from: dayOf(21), to: dayOf(22), leads: 10, states: { delivered: 10 } },
    { from: dayOf(22), to: dayOf(23), leads: 2, states: { delivered: 1, rejected: 1 } },
  ],
  products: [{ name: 'blackmask', shown: 8, started: 4, count: 2, delivered: 1 }],
  views: { shown: 8, started: 4, since: dayOf(22) },
  leads: { count: 2, delivered: 1 },
  leads_since: dayOf(22),
  leads_kept_days: 7,
};

describe('<console-overview>', () => {
  let owner: OwnerStub;
  beforeEach(() => (owner = new OwnerStub()));
  afterEach(() => owner.restore());

  function pageWithGivenUp(): Promise<ConsolePage> {
    const waiting = { ...overview.waiting, postbacks: 1234 };
    owner.on('GET /overview', () => Response.json({ ...overview, waiting }));
    return renderPage('console-overview', {});
  }

  it('says how old it is, and refreshes on request', async () => {
    owner.on('GET /overview', () => Response.json(waitingFor(4321)));
    const page = await renderPage('console-overview', {});
    expect(wordsOf(page)).to.match(/As of \w+ \d+, \d{4}.* Waiting to be sent 4,321 /);
    owner.on('GET /overview', () => Response.json(overview));
    press(await button(page, 'Look again'));
    await settled(page);
    expect(wordsOf(page)).to.match(/Waiting to be sent 0 /);
  });

  it('shows what came since, and says if it cannot know', async () => {
    owner.on('GET /overview', () => Response.json(overview));
    const page = await renderPage('console-overview', {});
    owner.on('GET /overview', () => Response.json(waitingFor(4321)));
    comeBack();
    await waitUntil(() => wordsOf(page).includes('Waiting to be sent 4,321'), 'it is as it was');
    owner.on('GET /overview', problem(503, 'unavailable'));
    comeBack();
    await waitUntil(() => wordsOf(page).includes('this may not be the latest'), 'it says nothing');
    expect(wordsOf(page)).to.contain('Waiting to be sent 4,321');
  });

  it('says no more that the server is away once it has answered', async () => {
    owner.on('GET /overview', problem(503, 'unavailable'));
    const page = await renderPage('console-overview', {});
    expect(page.failure?.type).to.equal('unavailable');
    owner.on('GET /overview', () => Response.json(waitingFor(4321)));
    comeBack();
    await waitUntil(() => wordsOf(page).includes('Waiting to be sent 4,321'), 'it is as it was');
    await settled(page);
    expect(page.failure, 'answered unasked').to.equal(undefined);
    owner.on('GET /overview', problem(503, 'unavailable'));
    comeBack();
    await waitUntil(() => wordsOf(page).includes('this may not be the latest'), 'it says nothing');
    owner.on('GET /overview', () => Response.json(overview));
    press(await button(page, 'Look again'));
    await settled(page);
    expect(wordsOf(page)).not.to.contain('this may not be the latest');
  });

  it('says who takes leads, and whether that works', async () => {
    owner.on('GET /overview', () =>
      Response.json({ ...overview, upstreams: { contacts: 'failing' } }),
    );
    const contacts = { kind: 'webhook', name: 'webhook' };
    const page = await renderPage('console-overview', { providers: { contacts } });
    expect(wordsOf(page)).to.contain('Webhook fails just now');
  });

  it('sends postbacks that were given up when a button is pressed', async () => {
    const page = await pageWithGivenUp();
    expect(wordsOf(page)).to.match(/Your tracker was not told of 1,234 /);
    owner.on('GET /overview', () => Response.json(overview));
    owner.on('POST /postbacks/retry', () => Response.json({ count: 1234 }));
    press(await button(page, 'Tell it now'));
    await waitUntil(() => !wordsOf(page).includes('tracker'), 'it is still there');
  });

  it('asks before postbacks are dismissed', async () => {
    const page = await pageWithGivenUp();
    owner.on('POST /postbacks/dismiss', () => Response.json({ count: 1234 }));
    press(await button(page, 'Let it be'));
    const yes = (): HTMLButtonElement | undefined =>
      buttons(page, 'Let it be').find(({ value }) => value === 'yes');
    await waitUntil(yes, 'nothing is asked');
    expect(owner.changes).to.deep.equal([]);
    owner.on('GET /overview', () => Response.json(overview));
    press(yes() as HTMLButtonElement);
    await waitUntil(() => !wordsOf(page).includes('Your tracker was not'), 'it is still there');
    expect(owner.changes).to.deep.equal(['POST /postbacks/dismiss']);
  });

  it('compares only complete days if leads are kept for fewer days than it shows', async () => {
    owner.on('GET /overview', () => Response.json(kept));
    const page = await renderPage('console-overview', {});
    const words = wordsOf(page);
    expect(words).to.match(/Forms shown 8 Begun 4 50% Leads 2 50% Contacts 1 50% /);
    expect(words).not.to.contain('Forms are counted since');
    expect(words.match(/only 7 days, so of those from before Nov 22, 2026/g)).to.have.length(1);
    expect(words.match(/only 7 days, so only what happened since Nov 22/g)).to.have.length(2);
  });

  it('says that leads are gone if none of the period is left', async () => {
    const gone = { ...overview, leads_since: kept.leads_since, leads_kept_days: 1 };
    owner.on('GET /overview', () => Response.json(gone));
    const page = await renderPage('console-overview', {});
    expect(wordsOf(page)).to.match(/No lead came in this time.* only 1 day, so of those from/);
    expect(wordsOf(page)).not.to.contain('so only what happened');
  });

  it('keeps showing days until the hours are loaded', async () => {
    owner.on('GET /overview', () => Response.json(kept));
    const page = await renderPage('console-overview', {});
    const select = page.shadowRoot?.querySelector('select') as HTMLSelectElement;
    const answer = owner.hold('GET /overview');
    select.value = 'hour';
    select.dispatchEvent(new Event('change'));
    await waitUntil(() => page.isBusy && owner.calls.length === 2, 'nobody asks');
    await page.updateComplete;
    expect(wordsOf(page)).to.match(/Nov 22 .*Nov 21 /);
    answer(Response.json(kept));
    await settled(page);
    expect(wordsOf(page)).not.to.match(/Nov 22 .*Nov 21 /);
  });

  for (const [zone, asked] of [
    ['Asia/Jakarta', ['Asia/Jakarta']],
    ['Etc/Unknown', ['-03:30']],
    ['America/Atlantis', ['America/Atlantis', '-03:30']],
  ] as const) {
    it(`asks for the days in ${asked.join(', then in ')} on a machine in ${zone}`, async () => {
      const zones: (string | null)[] = [];
      owner.on('GET /overview', ({ searchParams }) => {
        zones.push(searchParams.get('timezone'));
        const isKnown = zones.at(-1) !== 'America/Atlantis';
        return isKnown ? Response.json(overview) : problem(422, 'invalid-fields');
      });
      const page = await inZone(zone, 210, () => renderPage('console-overview', {}));
      expect(zones).to.deep.equal(asked);
      expect(wordsOf(page)).to.contain('Waiting to be sent');
    });
  }

  it('does not mention days if all leads of the period are kept', async () => {
    const all = { ...kept, leads_since: null, leads_kept_days: 90 };
    owner.on('GET /overview', () => Response.json(all));
    const page = await renderPage('console-overview', {});
    expect(wordsOf(page)).not.to.contain('Some leads are kept');
  });
});

function dayOf(date: number): string {
  return `2026-11-${date}T12:00:00.000Z`;
}
