import { expect } from '@open-wc/testing';
import type { ConsoleCodes } from '../../src/console/codes/codes.ts';
import type { ConsoleLead } from '../../src/console/leads/lead.ts';
import { problem } from '../support/elements/proxy-stub.ts';
import { waitUntil } from '../support/elements/wait-until.ts';
import { code } from './codes/code.ts';
import { leadStory } from './leads/lead-story.ts';
import {
  button,
  buttons,
  done,
  OwnerStub,
  press,
  renderPage,
  settled,
  within,
  wordsOf,
} from './owner-stub.ts';

const page = (from: number, next: string | null): Response => {
  const codes = Array.from({ length: 40 }, (_, index) => code(`CODE${from + index}`));
  return Response.json({ codes, next });
};
const away = problem(503, 'unavailable');
const said = 'The server cannot do this just now.';

let owner: OwnerStub;
beforeEach(() => {
  const codes = { all: 80, active: 80, inactive: 0 };
  const companies = [{ id: 'a', title: 'Acme', codes }];
  owner = new OwnerStub()
    .on('GET /uses', () => Response.json({ uses: [] }))
    .setUp()
    .on('GET /companies', () => Response.json({ companies, read_only: false }))
    .on('GET /codes', ({ searchParams }) =>
      searchParams.has('after') ? page(40, null) : page(0, 'CODE39'),
    );
});
afterEach(() => owner.restore());

const isInSight = (each: Element): boolean => {
  const { top, bottom } = each.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight && each.checkVisibility();
};

/** The element that says what went wrong, once it is there. */
async function failureIn(root: Element): Promise<Element> {
  const find = (): Element | undefined => within(root).find((each) => each.matches('.failure'));
  await waitUntil(() => find()?.textContent.includes(said), 'it says nothing');
  return find() as Element;
}

/** The codes, with both pages of the list shown. */
async function bothPages(): Promise<ConsoleCodes> {
  const codes = await renderPage<ConsoleCodes>('console-codes', {});
  press(await button(codes, 'Older ones'));
  await waitUntil(() => codes.codes.length === 80, 'the second page is not shown');
  await settled(codes);
  return codes;
}

describe('a failed call', () => {
  it('for a code is reported in sight, and leaves what is shown and chosen as it was', async () => {
    const codes = await bothPages();
    codes.chosen = new Set(['CODE1', 'CODE79']);
    owner.on('PATCH /codes', away);
    const pause = await button(codes, 'Pause: CODE79');
    pause.focus();
    press(pause);
    const failure = await failureIn(codes);
    await waitUntil(() => isInSight(failure), 'nobody sees it');
    await waitUntil(() => pause.matches(':focus'), 'the focus is lost');
    expect(isInSight(failure)).to.equal(true);
    expect(buttons(codes, 'Try again')).to.deep.equal([]);
    expect([codes.codes.length, codes.chosen.size]).to.deep.equal([80, 2]);
  });

  it('for many codes is reported where it stays in sight while scrolling', async () => {
    const codes = await bothPages();
    codes.chosen = new Set(['CODE79']);
    await settled(codes);
    const row = await button(codes, 'Pause: CODE79');
    row.scrollIntoView({ block: 'center' });
    owner.on('POST /codes/activity', away);
    press(await button(codes, 'Pause chosen'));
    await waitUntil(() => buttons(codes, 'Pause chosen').length === 2, 'it asks nothing');
    for (const each of buttons(codes, 'Pause chosen')) if (each.value === 'yes') press(each);
    const failure = await failureIn(codes);
    await waitUntil(() => isInSight(failure), 'nobody sees it');
    expect(isInSight(row), 'the place is lost').to.equal(true);
  });

  it('for a page of a list can be tried again, and keeps the pages before it', async () => {
    const codes = await renderPage<ConsoleCodes>('console-codes', {});
    owner.on('GET /codes', away);
    press(await button(codes, 'Older ones'));
    await failureIn(codes);
    owner.on('GET /codes', () => page(40, null));
    press(await button(codes, 'Try again'));
    await waitUntil(() => codes.codes.length === 80, 'the second page is not shown');
    expect(wordsOf(codes)).not.to.contain(said);
  });

  it('because a lead has changed is reported beside the current lead', async () => {
    owner.on('GET /leads/REF', () => leadStory({ state: 'held' }));
    const lead = await renderPage<ConsoleLead>('console-lead', { subject: 'REF' });
    const detail = 'The lead is sending.';
    owner
      .on('POST /leads/REF/retry', problem(409, 'conflict', { detail }))
      .on('GET /leads/REF', () => leadStory({ state: 'sending' }));
    press(await button(lead, 'Send again'));
    await waitUntil(() => lead.lead?.state === 'sending', 'it is shown as it was');
    await settled(lead);
    expect(wordsOf(lead)).to.contain(detail);
    expect(buttons(lead, 'Send again')).to.deep.equal([]);
  });

  it('because somebody else has settled a use is reported beside those that are left', async () => {
    const use = { id: '1', company: 'a', code: 'SPRING', state: 'unconfirmed', lead: null };
    const uses = [{ ...use, detail: null, updated_at: '2026-11-29T03:00:07.000Z' }];
    owner.on('GET /uses', () => Response.json({ uses }));
    const list = await renderPage('console-uses', {});
    const detail = 'The use is redeemed.';
    owner
      .on('POST /uses/1/settle', problem(409, 'conflict', { detail }))
      .on('GET /uses', () => Response.json({ uses: [] }));
    press(await button(list, 'It was used: SPRING'));
    press(await button(list, 'It was used'));
    await waitUntil(() => wordsOf(list).includes(detail), 'it says nothing');
    await settled(list);
    expect(buttons(list, 'It was used: SPRING')).to.deep.equal([]);
  });

  it('for a lead offers only its own button again', async () => {
    owner
      .on('GET /leads/REF', () => leadStory({ state: 'held' }))
      .on('POST /leads/REF/retry', away);
    const lead = await renderPage<ConsoleLead>('console-lead', { subject: 'REF' });
    press(await button(lead, 'Send again'));
    await failureIn(lead);
    await settled(lead);
    expect(buttons(lead, 'Try again')).to.deep.equal([]);
    owner.on('POST /leads/REF/retry', done);
    press(await button(lead, 'Send again'));
    await waitUntil(() => !wordsOf(lead).includes(said), 'it is said for good');
    expect(owner.changes).to.have.length(2);
  });
});
